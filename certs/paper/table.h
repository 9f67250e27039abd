/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PAPER_TABLE_H
#define PAPER_TABLE_H

#include "flow.h"

/* The height without which a table does not begin: headings and one row, if a page holds them. */
double table_begin_height(struct flow *flow, const struct wipepaper_table *table);
void table_draw(struct flow *flow, const struct wipepaper_table *table);

/* Fields are rows of two cells, label and value; two beside each other on a wide page. */
double fields_begin_height(struct flow *flow, const struct wipepaper_section *section);
void fields_draw(struct flow *flow, const struct wipepaper_section *section);

#endif
