/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "qr.h"
#include "report_part.h"
#include "text.h"

#define QR_WIDTH 84.0
#define QR_CAPTION 12.0 /* it may be so much wider */
#define GAP 3.0

static const struct sheet_style statement_style = { SHEET_TEXT, 8, SHEET_BLACK, PANGO_ALIGN_LEFT };

static double statements_width(const struct flow *flow)
{
	return sheet_inner(flow->sheet) - (flow->report->qr ? QR_WIDTH + QR_CAPTION + 12 : 0);
}

static double statements_height(struct flow *flow)
{
	const struct wipepaper_lines *lines = &flow->report->statements;
	double height = 0;

	for (size_t i = 0; i < lines->count; i++)
		height += sheet_measure(flow->sheet, statements_width(flow), &statement_style,
					lines->texts[i]) +
			  GAP;
	return height;
}

/* Returns the height with that of its caption. */
static double draw_qr(struct flow *flow)
{
	const struct sheet_style small = { SHEET_TEXT, 6.5, SHEET_GREY, PANGO_ALIGN_CENTER };
	const struct wipepaper_report *report = flow->report;
	const double x = SHEET_MARGIN + sheet_inner(flow->sheet) - QR_WIDTH - QR_CAPTION / 2;
	double height = QR_WIDTH;

	flow->sheet->field = "QR";
	if (report->qr_caption)
		height += flow_text(flow, x - QR_CAPTION / 2, flow->y + QR_WIDTH,
				    QR_WIDTH + QR_CAPTION, &small, report->qr_caption);
	if (flow_draws(flow) && !qr_draw(flow->sheet->cr, x, flow->y, QR_WIDTH, report->qr))
		flow_fail(flow, WIPE_E_NOMEM, _("out of memory"));
	return height;
}

void report_close(struct flow *flow)
{
	const struct wipepaper_lines *lines = &flow->report->statements;
	double height, after_code;

	if (!lines->count && !flow->report->qr)
		return;
	height = statements_height(flow);
	if (flow->report->qr && height < QR_WIDTH + 20)
		height = QR_WIDTH + 20;
	/* All together; what no page holds begins where it is, the code with it. */
	flow_need(flow, height < flow_whole_room(flow) - 6 ? height + 6 : QR_WIDTH + 26);
	flow_fill(flow, SHEET_MARGIN, flow->y, sheet_inner(flow->sheet), 0.6, SHEET_RULE);
	flow->y += 5;
	after_code = flow->report->qr ? flow->y + draw_qr(flow) : 0;
	flow->sheet->field = _("statement");
	for (size_t i = 0; i < lines->count; i++) {
		flow_paragraph(flow, SHEET_MARGIN, statements_width(flow), &statement_style,
			       lines->texts[i]);
		flow->y += GAP;
	}
	if (flow->y < after_code)
		flow->y = after_code;
}
