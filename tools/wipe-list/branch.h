/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of a tree beside the names: what lies over what. */
#ifndef MASSHO_WIPE_LIST_BRANCH_H
#define MASSHO_WIPE_LIST_BRANCH_H

#include "cell.h"
#include "table.h"

/* Columns that a level takes; lines after a row's first have as much more. */
#define BRANCH_COLUMNS 2

/* Columns before the row's name. A tree that is deeper than any is, is no longer indented. */
size_t branch_width(const struct table *table, size_t row);

/* Puts the branches before the lines of a name; there will be at least so many lines. */
void branch_draw(const struct table *table, size_t row, size_t lines, const struct cell *name,
		 struct cell *out);

#endif
