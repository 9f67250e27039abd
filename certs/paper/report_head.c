/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report_part.h"
#include "text.h"

#define TITLE_SIZE 19.0
#define TITLE_LEAST 14.0 /* a longer one takes two lines */
#define STRONG 1.2
#define SENDER_SHARE 0.56 /* of the width, where a letter's sender begins */
#define REGISTER_TITLE_SHARE 0.62

static double draw_lines(struct flow *flow, const struct wipepaper_lines *lines, double x, double y,
			 double width, const struct sheet_style *style)
{
	double height = 0;

	for (size_t i = 0; i < lines->count; i++)
		height += flow_text(flow, x, y + height, width, style, lines->texts[i]) + 1.5;
	return height;
}

/* Number and date; they stand at the right in either form. */
static double draw_number(struct flow *flow, double x, double y, double width)
{
	const struct sheet_style style = { SHEET_TEXT, 9, SHEET_BLACK, PANGO_ALIGN_RIGHT };
	const char *const texts[] = { flow->report->number, flow->report->date };
	double height = 0;

	flow->sheet->field = _("number");
	for (size_t i = 0; i < 2; i++)
		if (texts[i])
			height += flow_text(flow, x, y + height, width, &style, texts[i]) + 1;
	return height;
}

static double draw_title(struct flow *flow, double y, double width, PangoAlignment align)
{
	struct sheet_style style = { SHEET_BOLD, TITLE_SIZE, SHEET_SLATE, align };

	flow->sheet->field = _("title");
	style.size =
		sheet_fitting_size(flow->sheet, width, &style, TITLE_LEAST, flow->report->title);
	return flow_text(flow, SHEET_MARGIN, y, width, &style, flow->report->title);
}

static void end_head(struct flow *flow, double height)
{
	flow->y += height;
	flow_fill(flow, SHEET_MARGIN, flow->y, sheet_inner(flow->sheet), STRONG, SHEET_SLATE);
	flow->y += STRONG + 9;
}

static void draw_letter(struct flow *flow)
{
	const struct sheet_style to = { SHEET_TEXT, 11, SHEET_BLACK, PANGO_ALIGN_LEFT };
	const struct sheet_style from = { SHEET_TEXT, 9, SHEET_BLACK, PANGO_ALIGN_LEFT };
	const double inner = sheet_inner(flow->sheet), from_x = inner * SENDER_SHARE;
	double height = draw_number(flow, SHEET_MARGIN, flow->y, inner) + 8;

	flow->sheet->field = _("addressee");
	height += draw_lines(flow, &flow->report->addressee, SHEET_MARGIN, flow->y + height,
			     inner * SENDER_SHARE, &to) +
		  6;
	flow->sheet->field = _("sender");
	height += draw_lines(flow, &flow->report->sender, SHEET_MARGIN + from_x, flow->y + height,
			     inner - from_x, &from) +
		  14;
	height += draw_title(flow, flow->y + height, inner, PANGO_ALIGN_CENTER) + 6;
	end_head(flow, height);
}

static void draw_register(struct flow *flow)
{
	const struct sheet_style from = { SHEET_TEXT, 8.5, SHEET_GREY, PANGO_ALIGN_RIGHT };
	const double inner = sheet_inner(flow->sheet), left = inner * REGISTER_TITLE_SHARE;
	const double x = SHEET_MARGIN + left + 6, width = inner - left - 6;
	double title = draw_title(flow, flow->y - 4, left, PANGO_ALIGN_LEFT);
	double right = draw_number(flow, x, flow->y, width);

	flow->sheet->field = _("sender");
	right += draw_lines(flow, &flow->report->sender, x, flow->y + right, width, &from);
	end_head(flow, (title > right ? title : right) + 4);
}

void report_head(struct flow *flow)
{
	if (flow->report->addressee.count)
		draw_letter(flow);
	else
		draw_register(flow);
	/* It is not broken: lines that leave the page would be lost. */
	if (flow_room(flow) < 0)
		flow_fail(flow, WIPE_E_USAGE, _("the head is taller than a page"));
}
