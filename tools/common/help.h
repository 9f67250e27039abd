/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MASSHO_TOOLS_HELP_H
#define MASSHO_TOOLS_HELP_H

#include "options.h"

/*
 * --help on stdout in the user's language: usage line, summary, options of
 * table, notes. popt's own help counts bytes, not the columns of wide characters.
 */
void help_print(const struct options_spec *spec, const struct poptOption *table);

#endif
