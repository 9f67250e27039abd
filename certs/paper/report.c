/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <wipepaper/report.h>

#include <stdio.h>
#include <stdlib.h>

#include "drawing.h"
#include "report_check.h"
#include "report_part.h"
#include "text.h"

#define NOTE_BYTES 512

/* In front, for it is about whatever follows. */
static void note_lacking(struct flow *flow)
{
	char list[NOTE_BYTES / 2], text[NOTE_BYTES];
	const char *texts[] = { text };
	const struct wipepaper_lines note = { texts, 1 };

	if (!flow->sheet->lacking || !flow->sheet->lacking->count)
		return;
	lacking_list(flow->sheet->lacking, list, sizeof(list));
	snprintf(text, sizeof(text), _("%s stands for characters that no font here has: %s."),
		 LACKING_SIGN, list);
	report_notices(flow, &note);
}

/* Returns how many pages it took. */
static unsigned int go_through(struct flow *flow, unsigned int of_pages)
{
	const struct wipepaper_report *report = flow->report;

	flow_begin(flow, of_pages);
	report_head(flow);
	report_notices(flow, &report->notices);
	note_lacking(flow);
	for (size_t i = 0; i < report->section_count && !flow->sheet->code; i++)
		report_section(flow, &report->sections[i]);
	report_boxes(flow);
	report_close(flow);
	flow_end(flow);
	return flow->page;
}

static size_t count_rows(const struct wipepaper_report *report)
{
	size_t count = 0;

	for (size_t i = 0; i < report->section_count; i++)
		count += report->sections[i].table.row_count;
	return count;
}

/* What is drawn without being measured. */
static void look_at(struct sheet *sheet, const char *text)
{
	const struct sheet_style style = { SHEET_TEXT, 8, SHEET_BLACK, PANGO_ALIGN_LEFT };

	if (text)
		sheet_measure(sheet, 0, &style, text);
}

static void look_at_rest(struct sheet *sheet, const struct wipepaper_report *report)
{
	look_at(sheet, report->foot);
	look_at(sheet, report->watermark);
	for (size_t i = 0; i < report->boxes.count; i++)
		for (size_t k = 0; k < report->boxes.box[i].blank_count; k++)
			look_at(sheet, report->boxes.box[i].blanks[k].seal);
}

/* Again, if the pages were counted without what stands for characters, and without the note. */
static unsigned int count_pages(struct flow *flow)
{
	const struct lacking *lacking = flow->sheet->lacking;
	unsigned int pages;
	size_t known;

	if (lacking)
		look_at_rest(flow->sheet, flow->report);
	do {
		known = lacking ? lacking->count : 0;
		pages = go_through(flow, 0);
	} while (lacking && lacking->count != known && !flow->sheet->code);
	return pages;
}

static int draw_flow(struct sheet *sheet, const void *arg)
{
	struct flow flow = { .sheet = sheet, .report = arg };
	unsigned int pages;

	flow.row_heights = calloc(count_rows(arg) + 1, sizeof(*flow.row_heights));
	if (!flow.row_heights)
		return wipe_error_set(sheet->err, WIPE_E_NOMEM, 0, _("out of memory"));
	pages = count_pages(&flow);
	if (!sheet->code)
		go_through(&flow, pages);
	free(flow.row_heights);
	return sheet->code;
}

static int draw_report(struct sheet *sheet, const void *arg)
{
	const struct wipepaper_report *report = arg;
	struct lacking lacking = { .code_points = NULL };

	if (report->substitutes)
		sheet->lacking = &lacking;
	draw_flow(sheet, arg);
	sheet->lacking = NULL;
	lacking_clear(&lacking);
	return sheet->code;
}

int wipepaper_report_draw(const struct wipepaper_report *report,
			  const struct wipepaper_options *options,
			  struct wipepaper_drawing *drawing, struct wipe_error *err)
{
	const struct sheet_document document = {
		.language = options->language,
		.title = report->title,
		.issued_at_s = report->issued_at_s,
		.form = report->is_landscape ? SHEET_LANDSCAPE : SHEET_PORTRAIT,
	};
	int rc;

	*drawing = (struct wipepaper_drawing){ 0 };
	rc = report_check(report, err);
	return rc ? rc : drawing_make(&document, options, draw_report, report, drawing, err);
}
