/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <wipepaper/report.h>

#include <stdlib.h>

#include "drawing.h"
#include "report_check.h"
#include "report_part.h"
#include "text.h"

/* Returns how many pages it took. */
static unsigned int go_through(struct flow *flow, unsigned int of_pages)
{
	const struct wipepaper_report *report = flow->report;

	flow_begin(flow, of_pages);
	report_head(flow);
	report_notices(flow, &report->notices);
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

static int draw_report(struct sheet *sheet, const void *arg)
{
	struct flow flow = { .sheet = sheet, .report = arg };
	unsigned int pages;

	flow.row_heights = calloc(count_rows(arg) + 1, sizeof(*flow.row_heights));
	if (!flow.row_heights)
		return wipe_error_set(sheet->err, WIPE_E_NOMEM, 0, _("out of memory"));
	pages = go_through(&flow, 0);
	if (!sheet->code)
		go_through(&flow, pages);
	free(flow.row_heights);
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
