/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mark.h"

#include <math.h>

#include "text.h"

static const struct {
	enum sheet_colour colour, ground;
} tones[] = {
	[WIPECERT_TONE_GOOD] = { SHEET_GREEN, SHEET_GREEN_PALE },
	[WIPECERT_TONE_CAUTION] = { SHEET_AMBER, SHEET_AMBER_PALE },
	[WIPECERT_TONE_BAD] = { SHEET_RED, SHEET_RED_PALE },
};

enum sheet_colour mark_colour(enum wipecert_tone tone)
{
	return tones[tone].colour;
}

enum sheet_colour mark_ground(enum wipecert_tone tone)
{
	return tones[tone].ground;
}

static void draw_tick(cairo_t *cr)
{
	cairo_move_to(cr, -0.24, 0.02);
	cairo_line_to(cr, -0.06, 0.20);
	cairo_line_to(cr, 0.26, -0.18);
	cairo_stroke(cr);
}

static void draw_exclamation(cairo_t *cr)
{
	cairo_move_to(cr, 0, -0.26);
	cairo_line_to(cr, 0, 0.08);
	cairo_stroke(cr);
	cairo_move_to(cr, 0, 0.25);
	cairo_line_to(cr, 0, 0.25);
	cairo_stroke(cr);
}

static void draw_cross(cairo_t *cr)
{
	cairo_move_to(cr, -0.19, -0.19);
	cairo_line_to(cr, 0.19, 0.19);
	cairo_move_to(cr, 0.19, -0.19);
	cairo_line_to(cr, -0.19, 0.19);
	cairo_stroke(cr);
}

void mark_draw(struct sheet *sheet, double x, double y, double diameter, enum wipecert_tone tone)
{
	static void (*const shapes[])(cairo_t * cr) = {
		[WIPECERT_TONE_GOOD] = draw_tick,
		[WIPECERT_TONE_CAUTION] = draw_exclamation,
		[WIPECERT_TONE_BAD] = draw_cross,
	};
	cairo_t *cr = sheet->cr;

	cairo_save(cr);
	cairo_translate(cr, x + diameter / 2, y + diameter / 2);
	cairo_scale(cr, diameter, diameter);
	sheet_colour(sheet, mark_colour(tone));
	cairo_arc(cr, 0, 0, 0.5, 0, 2 * M_PI);
	cairo_fill(cr);
	sheet_colour(sheet, SHEET_WHITE);
	cairo_set_line_width(cr, 0.11);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	shapes[tone](cr);
	cairo_restore(cr);
}

void mark_notice(struct sheet *sheet, double x, double y, double height)
{
	cairo_t *cr = sheet->cr;

	sheet_colour(sheet, SHEET_AMBER);
	cairo_move_to(cr, x, y + height);
	cairo_line_to(cr, x + height * 0.55, y);
	cairo_line_to(cr, x + height * 1.1, y + height);
	cairo_close_path(cr);
	cairo_fill(cr);
}

#define ACROSS_WIDTH 800.0
#define ACROSS_FITS 560.0 /* of a line that leaves no page, however that lies */

void mark_across(struct sheet *sheet, const char *text)
{
	struct sheet_style style = { SHEET_BOLD, 58, SHEET_RED_FAINT, PANGO_ALIGN_CENTER };
	const bool is_tall = sheet->height > sheet->width;
	const int times = is_tall ? 3 : 2;
	const double first = is_tall ? 1.4 : 1.2;
	const char *field = sheet->field;
	cairo_t *cr = sheet->cr;

	sheet->field = _("watermark");
	style.size = sheet_fitting_size(sheet, ACROSS_FITS, &style, 12, text);
	for (int i = 0; i < times; i++) {
		cairo_save(cr);
		cairo_translate(cr, sheet->width / 2,
				sheet->height * (2 * i + first) / (2 * times));
		cairo_rotate(cr, -M_PI / 7);
		sheet_write(sheet, -ACROSS_WIDTH / 2, -50, ACROSS_WIDTH, &style, text);
		cairo_restore(cr);
	}
	sheet->field = field;
}
