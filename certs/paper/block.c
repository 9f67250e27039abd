/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "block.h"

#include <stdio.h>
#include <string.h>

#include "mark.h"

#define LABEL_SHARE 0.30
#define LABEL_MOST 120.0
#define LINE_GAP 1.6
#define MARK_INDENT 9.0
#define FRAME_INSET 8.0
#define FRAME_HEAD 17.0
#define WIDE 300.0 /* enough for a label and a hash side by side */

double block_text(struct block *block, double x, double y, double width, struct sheet_style style,
		  const char *text)
{
	style.size *= block->scale;
	return block->draw ? sheet_write(block->sheet, x, y, width, &style, text) :
			     sheet_measure(block->sheet, width, &style, text);
}

/* A little smaller, if that saves a second line of one word. */
static struct sheet_style on_one_line(struct block *block, struct sheet_style style, double width,
				      const char *text)
{
	double size = sheet_fitting_size(block->sheet, width / block->scale, &style, 0, text);

	if (size >= 0.84 * style.size)
		style.size = size;
	return style;
}

static bool is_name(const struct wipecert_glance *glance, const struct wipecert_line *line)
{
	return strcmp(line->value, glance->serial) == 0 || strcmp(line->value, glance->medium) == 0;
}

/* A serial is what is compared with the label of the drive: it is written large. */
static struct sheet_style value_style(struct block *block, const struct wipecert_line *line,
				      double width)
{
	struct sheet_style style = { SHEET_TEXT, 8.5, SHEET_BLACK, PANGO_ALIGN_LEFT };

	if (line->style == WIPECERT_LINE_MARK)
		style.font = SHEET_BOLD;
	if (line->style != WIPECERT_LINE_CODE)
		return on_one_line(block, style, width, line->value);
	style.font = SHEET_CODE;
	if (line->part == WIPECERT_PART_MEDIUM && is_name(block->glance, line)) {
		style.font = SHEET_CODE_BOLD;
		style.size = strlen(line->value) <= 24 ? 11 : 9;
	}
	style.size = sheet_fitting_size(block->sheet, width / block->scale, &style, 6, line->value);
	return style;
}

static double draw_value(struct block *block, const struct wipecert_line *line, double x, double y,
			 double width)
{
	bool marked = line->style == WIPECERT_LINE_MARK;
	double indent = marked ? MARK_INDENT * block->scale : 0;
	struct sheet_style style = value_style(block, line, width - indent);
	double height = block_text(block, x + indent, y, width - indent, style, line->value);

	if (marked && block->draw)
		mark_notice(block->sheet, x, y + 3.2 * block->scale, 6 * block->scale);
	return height;
}

/* A hash needs the whole width: its label stands above. */
static bool needs_width(const struct wipecert_line *line)
{
	return line->style == WIPECERT_LINE_CODE && strlen(line->value) > 36;
}

static double draw_label(struct block *block, const char *label, double x, double y, double width)
{
	struct sheet_style style = { SHEET_TEXT, 7.5, SHEET_GREY, PANGO_ALIGN_LEFT };

	style = on_one_line(block, style, width, label);
	return *label ? block_text(block, x, y + 0.8, width, style, label) + 0.8 : 0;
}

static double draw_line(struct block *block, const struct wipecert_line *line, double x, double y,
			double width, double label_width)
{
	double label, value;

	if (needs_width(line) && width < WIDE) {
		label = draw_label(block, line->label, x, y, width);
		return label + draw_value(block, line, x, y + label, width);
	}
	label = draw_label(block, line->label, x, y, label_width - 4);
	value = draw_value(block, line, x + label_width, y, width - label_width);
	return label > value ? label : value;
}

static bool has_labels(const struct wipecert_glance *glance, enum wipecert_part part)
{
	for (size_t i = 0; i < glance->line_count; i++)
		if (glance->lines[i].part == part && *glance->lines[i].label)
			return true;
	return false;
}

/* A line without label is about the one before: it stands beneath that one's value. */
double block_lines(struct block *block, enum wipecert_part part, double x, double y, double width)
{
	const struct wipecert_glance *glance = block->glance;
	double label_width = 0, height = 0;
	bool across = false;

	if (has_labels(glance, part))
		label_width = LABEL_SHARE * width < LABEL_MOST ? LABEL_SHARE * width : LABEL_MOST;
	for (size_t i = 0; i < glance->line_count; i++) {
		const struct wipecert_line *line = &glance->lines[i];

		if (line->part != part)
			continue;
		if (*line->label) {
			block->sheet->field = line->label;
			across = needs_width(line) && width < WIDE;
		}
		height += draw_line(block, line, x, y + height, width, across ? 0 : label_width) +
			  LINE_GAP * block->scale;
	}
	return height;
}

bool block_has(const struct block *block, enum wipecert_part part)
{
	for (size_t i = 0; i < block->glance->line_count; i++)
		if (block->glance->lines[i].part == part)
			return true;
	return false;
}

static bool is_noticed(enum wipecert_part part)
{
	return part == WIPECERT_PART_UNCOVERED || part == WIPECERT_PART_UNDONE;
}

double block_part(struct block *block, enum wipecert_part part, double x, double y, double width)
{
	const struct sheet_style style = { SHEET_BOLD, 9.5,
					   is_noticed(part) ? SHEET_AMBER : SHEET_SLATE,
					   PANGO_ALIGN_LEFT };
	const char *heading = wipecert_part_heading(block->glance, part);
	double height;

	block->sheet->field = heading;
	height = block_text(block, x, y, width, style, heading) + 1;
	if (block->draw)
		sheet_rule(block->sheet, x, y + height, width, 0.6,
			   is_noticed(part) ? SHEET_AMBER : SHEET_RULE);
	height += 3;
	return height + block_lines(block, part, x, y + height, width);
}

double block_framed(struct block *block, enum wipecert_part part, double x, double y, double width)
{
	const bool is_fact = part == WIPECERT_PART_FACTS;
	const struct sheet_style style = { SHEET_BOLD, 9.5, is_fact ? SHEET_WHITE : SHEET_BLACK,
					   PANGO_ALIGN_LEFT };
	double height = FRAME_HEAD;

	if (block->draw)
		sheet_fill_box(block->sheet, x, y, width, FRAME_HEAD,
			       is_fact ? SHEET_SLATE : SHEET_PALE);
	block->sheet->field = wipecert_part_heading(block->glance, part);
	block_text(block, x + FRAME_INSET, y + 1.5, width - 2 * FRAME_INSET, style,
		   block->sheet->field);
	height += 5 + block_lines(block, part, x + FRAME_INSET, y + height + 5,
				  width - 2 * FRAME_INSET);
	return height + 4;
}

/* Facts in a firm frame, claims in a broken one: seen before a word is read. */
void block_frame(struct block *block, enum wipecert_part part, double x, double y, double width,
		 double height)
{
	const double dashes[] = { 3, 2 };
	const bool is_fact = part == WIPECERT_PART_FACTS;

	if (!is_fact)
		cairo_set_dash(block->sheet->cr, dashes, 2, 0);
	sheet_line_box(block->sheet, x + 0.4, y + 0.4, width - 0.8, height - 0.8, 0.8,
		       is_fact ? SHEET_SLATE : SHEET_GREY);
	cairo_set_dash(block->sheet->cr, NULL, 0, 0);
}

void block_qr_text(const struct wipecert_glance *glance, char *text, size_t size)
{
	snprintf(text, size, "MASSHO:1:%s:%s", glance->id, glance->econtent_sha256);
	for (char *at = text; *at; at++)
		if (*at >= 'a' && *at <= 'z')
			*at = (char)(*at - 'a' + 'A');
}
