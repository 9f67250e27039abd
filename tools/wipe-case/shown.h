/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How items and records are called before people. */
#ifndef MASSHO_WIPE_CASE_SHOWN_H
#define MASSHO_WIPE_CASE_SHOWN_H

#include <wipecert/register.h>

#define SHOWN_TITLE_BYTES 512
#define SHOWN_RECORD_BYTES 768

/* The label; with the begin of its id where another item is called so too. */
void shown_title(const struct wipecert_case *opened, size_t item, char title[SHOWN_TITLE_BYTES]);

#endif
