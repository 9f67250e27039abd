/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report goes down its pages. All of it is gone through twice: first nothing is
 * drawn, for the first page says how many there are.
 */
#ifndef PAPER_FLOW_H
#define PAPER_FLOW_H

#include <stdbool.h>

#include <wipepaper/report.h>

#include "sheet.h"

/* The height of a text that was measured last, of one column. */
struct flow_measured {
	const char *text; /* NULL: none yet */
	double width, height;
	struct sheet_style style;
};

struct flow {
	struct sheet *sheet;
	const struct wipepaper_report *report;
	double y; /* where the next thing goes */
	unsigned int page;
	unsigned int of_pages; /* 0: they are counted now, and nothing is drawn */
	float *row_heights;    /* of all tables, measured once: a register has thousands */
	size_t rows;	       /* so many have been gone through */
	struct flow_measured measured[WIPEPAPER_COLUMNS_MAX]; /* columns repeat themselves */
};

/* To the top of the first page, and all that is left of the last one. */
void flow_begin(struct flow *flow, unsigned int of_pages);
void flow_end(struct flow *flow);

bool flow_draws(const struct flow *flow);
/* From y to the foot, and on a page on which nothing stands yet. */
double flow_room(const struct flow *flow);
double flow_whole_room(const struct flow *flow);
void flow_next_page(struct flow *flow);
/* Goes to the next page if there is no such height left, and more on that one. */
void flow_need(struct flow *flow, double height);
/* The room that a thing of this height wants where it begins: little if it goes over pages anyway. */
double flow_begin_height(const struct flow *flow, double height);

/* Measures text, and draws it where pages are drawn; neither moves y. */
double flow_text(struct flow *flow, double x, double y, double width,
		 const struct sheet_style *style, const char *text);
/* Text of any length from y on, over as many pages as it takes. */
void flow_paragraph(struct flow *flow, double x, double width, const struct sheet_style *style,
		    const char *text);

void flow_fill(struct flow *flow, double x, double y, double width, double height,
	       enum sheet_colour colour);
void flow_frame(struct flow *flow, double x, double y, double width, double height, double line,
		enum sheet_colour colour);

/* The first failure ends the drawing. */
void flow_fail(struct flow *flow, int code, const char *message);

#endif
