/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list in front of several sheets: one row each, the count of each verdict. */
#include "lot.h"

#include <stdio.h>

#include "foot.h"
#include "mark.h"
#include "text.h"

#define ROWS_FIRST 22
#define ROWS_NEXT 26
#define ROW_HEIGHT 25.0
#define TABLE_Y_FIRST 190.0
#define TABLE_Y_NEXT 66.0

enum column { NUMBER, MEDIUM, SERIAL, CAPACITY, LEVEL, VERDICT, PAGE };

static const struct {
	const char *heading;
	double x, width;
	PangoAlignment align;
} columns[] = {
	[NUMBER] = { N_("No."), 0, 20, PANGO_ALIGN_RIGHT },
	[MEDIUM] = { N_("Medium"), 28, 112, PANGO_ALIGN_LEFT },
	[SERIAL] = { N_("Serial"), 146, 112, PANGO_ALIGN_LEFT },
	[CAPACITY] = { N_("Capacity"), 264, 66, PANGO_ALIGN_LEFT },
	[LEVEL] = { N_("Level"), 336, 36, PANGO_ALIGN_LEFT },
	[VERDICT] = { N_("Verdict"), 378, 97, PANGO_ALIGN_LEFT },
	[PAGE] = { N_("Page"), 477, 28, PANGO_ALIGN_RIGHT },
};
#define COLUMN_COUNT (sizeof(columns) / sizeof(columns[0]))

unsigned int lot_pages(size_t count)
{
	if (count <= ROWS_FIRST)
		return 1;
	return 1 + (unsigned int)((count - ROWS_FIRST + ROWS_NEXT - 1) / ROWS_NEXT);
}

static void draw_headings(struct sheet *sheet, double y)
{
	struct sheet_style style = { SHEET_BOLD, 8, SHEET_WHITE, PANGO_ALIGN_LEFT };

	sheet_fill_box(sheet, SHEET_MARGIN, y - 18, SHEET_INNER, 16, SHEET_SLATE);
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		style.align = columns[i].align;
		sheet_write(sheet, SHEET_MARGIN + columns[i].x, y - 16, columns[i].width, &style,
			    _(columns[i].heading));
	}
}

/* In the largest letters, down to small ones, that need no more than a row's two lines. */
static void draw_cell(struct sheet *sheet, enum column column, double y, enum sheet_font font,
		      enum sheet_colour colour, const char *text)
{
	struct sheet_style style = { font, 8.5, colour, columns[column].align };
	double width = columns[column].width, height;

	sheet->field = _(columns[column].heading);
	for (; style.size > 4.5; style.size -= 0.5)
		if (sheet_measure(sheet, width, &style, text) <= ROW_HEIGHT - 2)
			break;
	height = sheet_measure(sheet, width, &style, text);
	sheet_write(sheet, SHEET_MARGIN + columns[column].x, y + (ROW_HEIGHT - height) / 2, width,
		    &style, text);
}

static void draw_row(struct sheet *sheet, const struct wipecert_glance *glance, size_t index,
		     unsigned int page, double y)
{
	char number[24];

	sheet_fill_box(sheet, SHEET_MARGIN, y, SHEET_INNER, ROW_HEIGHT,
		       index % 2 ? SHEET_PALE : SHEET_WHITE);
	sheet_rule(sheet, SHEET_MARGIN, y + ROW_HEIGHT - 0.5, SHEET_INNER, 0.5, SHEET_RULE);
	snprintf(number, sizeof(number), "%zu", index + 1);
	draw_cell(sheet, NUMBER, y, SHEET_TEXT, SHEET_GREY, number);
	draw_cell(sheet, MEDIUM, y, SHEET_TEXT, SHEET_BLACK, glance->medium);
	draw_cell(sheet, SERIAL, y, SHEET_CODE_BOLD, SHEET_BLACK,
		  *glance->serial ? glance->serial : _("none"));
	draw_cell(sheet, CAPACITY, y, SHEET_TEXT, SHEET_BLACK, glance->capacity);
	draw_cell(sheet, LEVEL, y, SHEET_TEXT, SHEET_BLACK, glance->level);
	mark_draw(sheet, SHEET_MARGIN + columns[VERDICT].x - 14, y + 7, 11, glance->tone);
	draw_cell(sheet, VERDICT, y, SHEET_BOLD, mark_colour(glance->tone), glance->verdict);
	snprintf(number, sizeof(number), "%u", page);
	draw_cell(sheet, PAGE, y, SHEET_TEXT, SHEET_GREY, number);
}

static const struct {
	enum wipecert_tone tone;
	const char *text;
} sums[] = {
	{ WIPECERT_TONE_GOOD, N_("valid, and came off") },
	{ WIPECERT_TONE_CAUTION, N_("cannot be confirmed") },
	{ WIPECERT_TONE_BAD, N_("did not come off, or invalid") },
};

/* The three counts stand side by side, those of nothing too. */
static void draw_sums(struct sheet *sheet, const struct wipecert_glance *const *glances,
		      size_t count, double y)
{
	const double width = SHEET_INNER / 3;
	char line[160];

	for (size_t i = 0; i < sizeof(sums) / sizeof(sums[0]); i++) {
		const double x = SHEET_MARGIN + width * (double)i;
		size_t found = 0;
		struct sheet_style style = { SHEET_BOLD, 10.5, SHEET_GREY, PANGO_ALIGN_LEFT };

		for (size_t j = 0; j < count; j++)
			found += glances[j]->tone == sums[i].tone;
		if (found)
			style.colour = mark_colour(sums[i].tone);
		sheet_fill_box(sheet, x + (i ? 4 : 0), y, width - (i ? 4 : 0), 34,
			       found ? mark_ground(sums[i].tone) : SHEET_PALE);
		if (found)
			mark_draw(sheet, x + 10, y + 8, 18, sums[i].tone);
		snprintf(line, sizeof(line), "%zu  %s", found, _(sums[i].text));
		style.size = sheet_fitting_size(sheet, width - 42, &style, 6, line);
		sheet_write(sheet, x + 34, y + 9, width - 42, &style, line);
	}
}

static const char *lot_title(const struct wipecert_glance *const *glances, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (glances[i]->tone != WIPECERT_TONE_GOOD || glances[i]->type != WIPECERT_ERASURE)
			return _("LIST OF RECORDS OF DATA ERASURE (NOT A CERTIFICATE)");
	return _("LIST OF CERTIFICATES OF DATA ERASURE");
}

static void draw_front(struct sheet *sheet, const struct wipecert_glance *const *glances,
		       size_t count)
{
	struct sheet_style title = { SHEET_BOLD, 19, SHEET_SLATE, PANGO_ALIGN_LEFT };
	const struct sheet_style note = { SHEET_TEXT, 8.5, SHEET_BLACK, PANGO_ALIGN_LEFT };
	const char *text = lot_title(glances, count);
	char line[160];

	title.size = sheet_fitting_size(sheet, SHEET_INNER, &title, 12, text);
	sheet_write(sheet, SHEET_MARGIN, SHEET_MARGIN, SHEET_INNER, &title, text);
	sheet_rule(sheet, SHEET_MARGIN, SHEET_MARGIN + 30, SHEET_INNER, 1.2, SHEET_SLATE);
	snprintf(line, sizeof(line),
		 dngettext("massho", "%zu record; its sheet follows.",
			   "%zu records; the sheet of each follows.", (unsigned long)count),
		 count);
	sheet_write(sheet, SHEET_MARGIN, SHEET_MARGIN + 36, SHEET_INNER, &note, line);
	draw_sums(sheet, glances, count, SHEET_MARGIN + 54);
	sheet_write(sheet, SHEET_MARGIN, SHEET_MARGIN + 94, SHEET_INNER, &note,
		    _("What no record covers stands on each sheet. Only the records count, not "
		      "this list."));
}

static bool any_demo(const struct wipecert_glance *const *glances, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (glances[i]->is_demo)
			return true;
	return false;
}

void lot_draw(struct sheet *sheet, const struct wipecert_glance *const *glances, size_t count,
	      const unsigned int *first_pages, unsigned int of_pages)
{
	size_t done = 0;

	sheet->field = _("Title");
	draw_front(sheet, glances, count);
	for (unsigned int page = 1; done < count; page++) {
		size_t rows = page == 1 ? ROWS_FIRST : ROWS_NEXT;
		double y = page == 1 ? TABLE_Y_FIRST : TABLE_Y_NEXT;

		draw_headings(sheet, y);
		for (; rows && done < count; rows--, done++, y += ROW_HEIGHT)
			draw_row(sheet, glances[done], done, first_pages[done], y);
		foot_draw(sheet, "", page, of_pages);
		if (any_demo(glances, count))
			mark_across(sheet, _("DEMO - NO PROOF"));
		sheet_next_page(sheet);
	}
}
