/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pdf_verdict.h"

#include <stdlib.h>
#include <string.h>

#include "i18n.h"
#include "paper.h"

static int verify_records(const struct wipecert_trust *trust, const struct wipecert_pdf *pdf,
			  int64_t time_s, struct pdf_verdict *verdict, struct wipe_error *err)
{
	int rc = 0;

	for (size_t i = 0; i < pdf->contents.count && !rc; i++)
		rc = wipecert_verify(trust, pdf->contents.records[i].bytes,
				     pdf->contents.records[i].length, time_s, &verdict->results[i],
				     err);
	return rc;
}

static enum wipecert_pdf_comparison compare_with(const struct wipecert_pdf *pdf,
						 const struct wipepaper_drawing *drawing)
{
	if (drawing->pdf_bytes == pdf->contents.drawing_bytes &&
	    !memcmp(drawing->pdf, pdf->contents.drawing, drawing->pdf_bytes))
		return WIPECERT_PDF_EQUAL;
	return strcmp(drawing->works, pdf->contents.works) ? WIPECERT_PDF_NOT_COMPARED :
							     WIPECERT_PDF_DIFFERS;
}

/* Where it cannot be drawn, for want of fonts, say, nothing is known. */
static enum wipecert_pdf_comparison draw_again(const struct wipecert_pdf *pdf,
					       const struct pdf_verdict *verdict)
{
	struct wipecert_result *drawn = calloc(verdict->count, sizeof(*drawn));
	enum wipecert_pdf_comparison comparison = WIPECERT_PDF_NOT_COMPARED;
	struct wipepaper_drawing drawing = { 0 };
	bool all = drawn;

	for (size_t i = 0; i < verdict->count && all; i++) {
		drawn[i] = wipecert_pdf_as_drawn(pdf, i, &verdict->results[i]);
		all = drawn[i].record;
	}
	if (all && !paper_draw_results(drawn, verdict->count, NULL, &drawing, NULL))
		comparison = compare_with(pdf, &drawing);
	free(drawing.pdf);
	free(drawn);
	return comparison;
}

/* In the language that it says it is drawn in. */
static enum wipecert_pdf_comparison compare(const struct wipecert_pdf *pdf,
					    const struct pdf_verdict *verdict)
{
	const char *language = i18n_language();
	enum wipecert_pdf_comparison comparison = WIPECERT_PDF_NOT_COMPARED;

	if (i18n_use(pdf->contents.language))
		comparison = draw_again(pdf, verdict);
	i18n_use(language);
	return comparison;
}

/* Opens it and verifies the records; pdf->reason tells if it is none. */
static int open_and_verify(const struct wipecert_trust *trust, const void *data, size_t bytes,
			   int64_t time_s, struct wipecert_pdf *pdf, struct pdf_verdict *verdict,
			   struct wipe_error *err)
{
	int rc = wipecert_pdf_open(data, bytes, pdf, err);

	*verdict = (struct pdf_verdict){ .count = pdf->contents.count ? pdf->contents.count : 1 };
	verdict->results = rc ? NULL : calloc(verdict->count, sizeof(*verdict->results));
	if (!verdict->results) {
		verdict->count = 0;
		return rc ? rc : wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	}
	return pdf->reason == WIPECERT_REASON_NONE ?
		       verify_records(trust, pdf, time_s, verdict, err) :
		       0;
}

enum wipecert_pdf_comparison pdf_verdict_compare(const struct wipecert_trust *trust,
						 const void *data, size_t bytes, int64_t time_s)
{
	enum wipecert_pdf_comparison comparison = WIPECERT_PDF_NOT_COMPARED;
	struct pdf_verdict verdict = { 0 };
	struct wipecert_pdf pdf;

	if (!open_and_verify(trust, data, bytes, time_s, &pdf, &verdict, NULL) &&
	    pdf.reason == WIPECERT_REASON_NONE)
		comparison = compare(&pdf, &verdict);
	wipecert_pdf_close(&pdf);
	pdf_verdict_clear(&verdict);
	return comparison;
}

int pdf_verdict_conclude(const struct wipecert_trust *trust, const void *data, size_t bytes,
			 int64_t time_s, enum wipecert_pdf_comparison comparison,
			 struct pdf_verdict *verdict, struct wipe_error *err)
{
	struct wipecert_pdf pdf;
	int rc = open_and_verify(trust, data, bytes, time_s, &pdf, verdict, err);

	for (size_t i = 0; i < verdict->count && !rc; i++)
		wipecert_pdf_judge(&pdf, i, comparison, &verdict->results[i]);
	wipecert_pdf_close(&pdf);
	return rc;
}

void pdf_verdict_clear(struct pdf_verdict *verdict)
{
	for (size_t i = 0; i < verdict->count; i++)
		wipecert_result_clear(&verdict->results[i]);
	free(verdict->results);
	*verdict = (struct pdf_verdict){ 0 };
}
