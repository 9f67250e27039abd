/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How items and records are called before people. */
#ifndef MASSHO_WIPE_CASE_SHOWN_H
#define MASSHO_WIPE_CASE_SHOWN_H

#include <wipecert/register.h>

#define SHOWN_TITLE_BYTES 512
#define SHOWN_RECORD_BYTES 768
#define SHOWN_WORD_BYTES 8192

/* The label; with the begin of its id where another item is called so too. */
void shown_item(const struct wipecert_item *item, char title[SHOWN_TITLE_BYTES]);
void shown_title(const struct wipecert_case *opened, size_t item, char title[SHOWN_TITLE_BYTES]);

/* text as one word of a shell; as it is shown where it has what no terminal shows. */
void shown_word(const char *text, char word[SHOWN_WORD_BYTES]);

#endif
