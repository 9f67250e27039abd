/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flow.h"

#include "foot.h"
#include "mark.h"
#include "text.h"

#define RUNNING_HEIGHT 22.0 /* of the line at the top of all pages but the first */
#define TITLE_SHARE 0.7	    /* of that line */
#define LINE_LEAST 14.0	    /* below that no line of a paragraph begins */

#define BESIDES 60.0 /* of a page: what may stand above something tall */
#define TWO_LINES 28.0

bool flow_draws(const struct flow *flow)
{
	return flow->of_pages > 0;
}

static double bottom(const struct flow *flow)
{
	return flow->sheet->height - FOOT_HEIGHT - 6;
}

double flow_room(const struct flow *flow)
{
	return bottom(flow) - flow->y;
}

double flow_whole_room(const struct flow *flow)
{
	return bottom(flow) - (SHEET_MARGIN + RUNNING_HEIGHT);
}

void flow_begin(struct flow *flow, unsigned int of_pages)
{
	flow->y = SHEET_MARGIN;
	flow->page = 1;
	flow->of_pages = of_pages;
	flow->rows = 0;
}

void flow_end(struct flow *flow)
{
	const struct wipepaper_report *report = flow->report;
	const char *field = flow->sheet->field;

	if (!flow_draws(flow))
		return;
	flow->sheet->field = _("foot");
	foot_draw(flow->sheet, report->foot ? report->foot : "", flow->page, flow->of_pages);
	if (report->watermark)
		mark_across(flow->sheet, report->watermark);
	sheet_next_page(flow->sheet);
	flow->sheet->field = field;
}

/* What a page is part of, should it ever lie alone. */
static void draw_running_line(struct flow *flow)
{
	const struct wipepaper_report *report = flow->report;
	struct sheet_style left = { SHEET_BOLD, 8, SHEET_GREY, PANGO_ALIGN_LEFT };
	struct sheet_style right = { SHEET_TEXT, 8, SHEET_GREY, PANGO_ALIGN_RIGHT };
	const double inner = sheet_inner(flow->sheet), title = inner * TITLE_SHARE;
	const char *number = report->number ? report->number : "";

	left.size = sheet_fitting_size(flow->sheet, title - 8, &left, 4, report->title);
	right.size = sheet_fitting_size(flow->sheet, inner - title, &right, 4, number);
	sheet_write(flow->sheet, SHEET_MARGIN, SHEET_MARGIN - 3, title - 8, &left, report->title);
	sheet_write(flow->sheet, SHEET_MARGIN + title, SHEET_MARGIN - 3, inner - title, &right,
		    number);
	sheet_rule(flow->sheet, SHEET_MARGIN, SHEET_MARGIN + 11, inner, 0.6, SHEET_RULE);
}

void flow_next_page(struct flow *flow)
{
	flow_end(flow);
	flow->page++;
	if (flow_draws(flow))
		draw_running_line(flow);
	flow->y = SHEET_MARGIN + RUNNING_HEIGHT;
}

void flow_need(struct flow *flow, double height)
{
	if (height > flow_room(flow) && flow_room(flow) < flow_whole_room(flow))
		flow_next_page(flow);
}

double flow_begin_height(const struct flow *flow, double height)
{
	return height <= flow_whole_room(flow) - BESIDES ? height : TWO_LINES;
}

double flow_text(struct flow *flow, double x, double y, double width,
		 const struct sheet_style *style, const char *text)
{
	return flow_draws(flow) ? sheet_write(flow->sheet, x, y, width, style, text) :
				  sheet_measure(flow->sheet, width, style, text);
}

void flow_paragraph(struct flow *flow, double x, double width, const struct sheet_style *style,
		    const char *text)
{
	size_t line = 0;

	while (line != SIZE_MAX && !flow->sheet->code) {
		flow_need(flow, LINE_LEAST);
		flow->y += sheet_write_lines(flow->sheet, x, flow->y, width, flow_room(flow), style,
					     text, !flow_draws(flow), &line);
		if (line != SIZE_MAX)
			flow_next_page(flow);
	}
}

void flow_fill(struct flow *flow, double x, double y, double width, double height,
	       enum sheet_colour colour)
{
	if (flow_draws(flow))
		sheet_fill_box(flow->sheet, x, y, width, height, colour);
}

void flow_frame(struct flow *flow, double x, double y, double width, double height, double line,
		enum sheet_colour colour)
{
	if (flow_draws(flow))
		sheet_line_box(flow->sheet, x, y, width, height, line, colour);
}

void flow_fail(struct flow *flow, int code, const char *message)
{
	if (!flow->sheet->code)
		flow->sheet->code = wipe_error_set(flow->sheet->err, code, 0, "%s", message);
}
