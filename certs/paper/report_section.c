/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mark.h"
#include "report_part.h"
#include "table.h"
#include "text.h"

#define GAP 10.0
#define PART_GAP 7.0
#define PARAGRAPH_GAP 4.0
#define TWO_LINES 28.0
#define BAR 3.5
#define NOTICE_INSET 8.0
#define NOTICE_MARK 9.0

static const struct sheet_style paragraph_style = { SHEET_TEXT, 9.5, SHEET_BLACK,
						    PANGO_ALIGN_LEFT };
static const struct sheet_style notice_style = { SHEET_BOLD, 9, SHEET_BLACK, PANGO_ALIGN_LEFT };

static double notice_width(const struct flow *flow)
{
	return sheet_inner(flow->sheet) - 3 * NOTICE_INSET - NOTICE_MARK;
}

static double notice_height(struct flow *flow, const char *text)
{
	return sheet_measure(flow->sheet, notice_width(flow), &notice_style, text) + 9;
}

static void draw_notice(struct flow *flow, const char *text)
{
	const double inner = sheet_inner(flow->sheet), height = notice_height(flow, text);
	const double x = SHEET_MARGIN + NOTICE_INSET;

	if (height > flow_whole_room(flow)) {
		/* No frame holds it: then it is at least read. */
		flow_paragraph(flow, SHEET_MARGIN, inner, &notice_style, text);
		return;
	}
	flow_need(flow, height);
	flow_fill(flow, SHEET_MARGIN, flow->y, inner, height, SHEET_AMBER_PALE);
	flow_frame(flow, SHEET_MARGIN + 0.4, flow->y + 0.4, inner - 0.8, height - 0.8, 0.8,
		   SHEET_AMBER);
	if (flow_draws(flow))
		mark_notice(flow->sheet, x, flow->y + 6.5, NOTICE_MARK);
	flow_text(flow, x + NOTICE_MARK + NOTICE_INSET, flow->y + 4, notice_width(flow),
		  &notice_style, text);
	flow->y += height;
}

void report_notices(struct flow *flow, const struct wipepaper_lines *notices)
{
	flow->sheet->field = _("notice");
	for (size_t i = 0; i < notices->count; i++) {
		draw_notice(flow, notices->texts[i]);
		flow->y += i + 1 < notices->count ? PARAGRAPH_GAP : PART_GAP;
	}
}

void report_heading(struct flow *flow, const char *heading, double below)
{
	const struct sheet_style style = { SHEET_BOLD, 11.5, SHEET_SLATE, PANGO_ALIGN_LEFT };
	const double inner = sheet_inner(flow->sheet), width = inner - BAR - 6;
	double height;

	flow->sheet->field = _("heading");
	height = sheet_measure(flow->sheet, width, &style, heading);
	flow_need(flow, height + 5 + below);
	flow_fill(flow, SHEET_MARGIN, flow->y + 2.5, BAR, height - 4, SHEET_SLATE);
	flow_text(flow, SHEET_MARGIN + BAR + 6, flow->y, width, &style, heading);
	flow->y += height + 5;
}

/* What stands first below a heading, as far as it is not parted from it. */
static double begin_height(struct flow *flow, const struct wipepaper_section *section)
{
	if (section->notices.count)
		return flow_begin_height(flow, notice_height(flow, section->notices.texts[0]));
	if (section->paragraphs.count)
		return TWO_LINES;
	if (section->field_count)
		return fields_begin_height(flow, section);
	return table_begin_height(flow, &section->table);
}

static void draw_paragraphs(struct flow *flow, const struct wipepaper_lines *paragraphs)
{
	flow->sheet->field = _("paragraph");
	for (size_t i = 0; i < paragraphs->count; i++) {
		flow_paragraph(flow, SHEET_MARGIN, sheet_inner(flow->sheet), &paragraph_style,
			       paragraphs->texts[i]);
		flow->y += i + 1 < paragraphs->count ? PARAGRAPH_GAP : PART_GAP;
	}
}

void report_section(struct flow *flow, const struct wipepaper_section *section)
{
	const double before = flow->y;

	if (section->heading)
		report_heading(flow, section->heading, begin_height(flow, section));
	report_notices(flow, &section->notices);
	draw_paragraphs(flow, &section->paragraphs);
	fields_draw(flow, section);
	if (section->field_count)
		flow->y += PART_GAP;
	table_draw(flow, &section->table);
	if (flow->y > before || flow->y < before)
		flow->y += GAP;
}
