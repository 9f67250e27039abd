/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a report between which pages may end, in the order in which they are drawn. */
#ifndef PAPER_REPORT_PART_H
#define PAPER_REPORT_PART_H

#include "flow.h"

/* Title, number, date, who writes to whom: a letter's if somebody is addressed, else a register's. */
void report_head(struct flow *flow);

/* Each in a box with the triangle of what is to be noticed. */
void report_notices(struct flow *flow, const struct wipepaper_lines *notices);

/* What goes on below it needs this much room, and the heading is not left alone above that. */
void report_heading(struct flow *flow, const char *heading, double below);
void report_section(struct flow *flow, const struct wipepaper_section *section);

void report_boxes(struct flow *flow);

/* Statements, and the QR code beside them. */
void report_close(struct flow *flow);

#endif
