/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boxes that are filled in by hand: room for a pen and for a seal, not for letters. */
#include <math.h>

#include "report_part.h"
#include "text.h"

#define LINE_HEIGHT 22.7 /* 8 mm */
#define GAP 12.0
#define INSET 5.0
#define CAPTION_SHARE 0.30
#define CAPTION_MOST 96.0
#define SEAL_MOST 58.0
#define FRAME 1.0
#define THIN 0.5

static const struct sheet_style heading_style = { SHEET_BOLD, 9.5, SHEET_WHITE,
						  PANGO_ALIGN_CENTER };
static const struct sheet_style text_style = { SHEET_TEXT, 8.5, SHEET_BLACK, PANGO_ALIGN_LEFT };
static const struct sheet_style caption_style = { SHEET_TEXT, 8.5, SHEET_SLATE, PANGO_ALIGN_LEFT };
static const struct sheet_style value_style = { SHEET_TEXT, 9.5, SHEET_BLACK, PANGO_ALIGN_LEFT };

static double caption_width(double width)
{
	return fmin(width * CAPTION_SHARE, CAPTION_MOST);
}

static double blank_height(struct flow *flow, const struct wipepaper_blank *blank, double width)
{
	const double caption = caption_width(width);
	double least = LINE_HEIGHT * (blank->lines ? blank->lines : 1);
	double height =
		sheet_measure(flow->sheet, caption - 2 * INSET, &caption_style, blank->caption);

	if (blank->value)
		height = fmax(height, sheet_measure(flow->sheet, width - caption - 2 * INSET,
						    &value_style, blank->value));
	return fmax(least, height + 6);
}

static double text_height(struct flow *flow, const struct wipepaper_box *box, double width)
{
	return box->text ? sheet_measure(flow->sheet, width - 2 * INSET, &text_style, box->text) +
				   2 * INSET :
			   0;
}

static double heading_height(struct flow *flow, const struct wipepaper_box *box, double width)
{
	return sheet_measure(flow->sheet, width - 2 * INSET, &heading_style, box->heading) + 5;
}

static double box_height(struct flow *flow, const struct wipepaper_box *box, double width)
{
	double height = heading_height(flow, box, width) + text_height(flow, box, width);

	for (size_t i = 0; i < box->blank_count; i++)
		height += blank_height(flow, &box->blanks[i], width);
	return height;
}

/* Faint and broken, so that it is covered by what is put there. */
static void draw_seal(struct flow *flow, const char *seal, double end, double y, double height)
{
	const double dashes[] = { 2, 2 }, diameter = fmin(height - 6, SEAL_MOST);
	const double x = end - diameter / 2 - INSET, middle = y + height / 2;
	struct sheet_style style = { SHEET_TEXT, 8.5, SHEET_RULE, PANGO_ALIGN_CENTER };
	cairo_t *cr = flow->sheet->cr;

	style.size = sheet_fitting_size(flow->sheet, diameter * 0.8, &style, 3, seal);
	sheet_colour(flow->sheet, SHEET_RULE);
	cairo_set_line_width(cr, 0.6);
	cairo_set_dash(cr, dashes, 2, 0);
	cairo_arc(cr, x, middle, diameter / 2, 0, 2 * M_PI);
	cairo_stroke(cr);
	cairo_set_dash(cr, NULL, 0, 0);
	sheet_write(flow->sheet, x - diameter / 2,
		    middle - sheet_measure(flow->sheet, diameter, &style, seal) / 2, diameter,
		    &style, seal);
}

/* In the middle of its height. */
static void draw_middle(struct flow *flow, const struct sheet_style *style, double x, double y,
			double width, double height, const char *text)
{
	double own = sheet_measure(flow->sheet, width - 2 * INSET, style, text);

	sheet_write(flow->sheet, x + INSET, y + (height - own) / 2, width - 2 * INSET, style, text);
}

static void draw_blank(struct flow *flow, const struct wipepaper_blank *blank, double x, double y,
		       double width, double height)
{
	const double caption = caption_width(width);

	flow->sheet->field = blank->caption;
	sheet_fill_box(flow->sheet, x, y, caption, height, SHEET_PALE);
	sheet_rule(flow->sheet, x, y, width, THIN, SHEET_GREY);
	sheet_fill_box(flow->sheet, x + caption, y, THIN, height, SHEET_GREY);
	draw_middle(flow, &caption_style, x, y, caption, height, blank->caption);
	if (blank->seal)
		draw_seal(flow, blank->seal, x + width, y, height);
	if (blank->value)
		draw_middle(flow, &value_style, x + caption, y, width - caption, height,
			    blank->value);
}

static void draw_box(struct flow *flow, const struct wipepaper_box *box, double x, double y,
		     double width, double height)
{
	double at = heading_height(flow, box, width);

	flow->sheet->field = box->heading;
	sheet_fill_box(flow->sheet, x, y, width, at, SHEET_SLATE);
	draw_middle(flow, &heading_style, x, y, width, at, box->heading);
	if (box->text)
		sheet_write(flow->sheet, x + INSET, y + at + INSET, width - 2 * INSET, &text_style,
			    box->text);
	at += text_height(flow, box, width);
	for (size_t i = 0; i < box->blank_count; i++) {
		double one = blank_height(flow, &box->blanks[i], width);

		draw_blank(flow, &box->blanks[i], x, y + at, width, one);
		at += one;
	}
	sheet_line_box(flow->sheet, x, y, width, height, FRAME, SHEET_SLATE);
}

/* So many from first on stand beside each other, as tall as the tallest. */
struct band {
	size_t first, count;
	double width, height;
};

static struct band lay_band(struct flow *flow, size_t first)
{
	const struct wipepaper_boxes *boxes = &flow->report->boxes;
	struct band band = { .first = first, .count = boxes->is_stacked ? 1 : boxes->count };
	const double beside = (double)band.count;

	band.width = (sheet_inner(flow->sheet) - GAP * (beside - 1)) / beside;
	for (size_t i = first; i < first + band.count; i++)
		band.height = fmax(band.height, box_height(flow, &boxes->box[i], band.width));
	return band;
}

static void draw_band(struct flow *flow, const struct band *band)
{
	const struct wipepaper_boxes *boxes = &flow->report->boxes;

	for (size_t i = 0; i < band->count && flow_draws(flow); i++) {
		const struct wipepaper_box *box = &boxes->box[band->first + i];

		draw_box(flow, box, SHEET_MARGIN + (band->width + GAP) * (double)i, flow->y,
			 band->width, box_height(flow, box, band->width));
	}
	flow->y += band->height + GAP;
}

void report_boxes(struct flow *flow)
{
	const struct wipepaper_boxes *boxes = &flow->report->boxes;
	struct band band;

	for (size_t i = 0; i < boxes->count && !flow->sheet->code; i += band.count) {
		const double top = flow_whole_room(flow);

		band = lay_band(flow, i);
		if (i == 0 && boxes->heading)
			report_heading(flow, boxes->heading, band.height);
		else
			flow_need(flow, band.height);
		if (band.height > flow_room(flow) || band.height > top) {
			flow_fail(flow, WIPE_E_USAGE, _("a box is taller than a page"));
			return;
		}
		draw_band(flow, &band);
	}
}
