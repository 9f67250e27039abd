/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages for people; the programs that use the library bind the domain. */
#ifndef PAPER_TEXT_H
#define PAPER_TEXT_H

#include <libintl.h>

#define _(message) dgettext("massho", message)

/* Marks a message of a table for the catalogue; translated where it is used. */
#define N_(message) message

#endif
