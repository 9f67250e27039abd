/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PDF certificates: verified, drawn again from the records in them, and compared. */
#ifndef MASSHO_TOOLS_PDF_VERDICT_H
#define MASSHO_TOOLS_PDF_VERDICT_H

#include <wipecert/pdf.h>
#include <wipecert/verify.h>

struct pdf_verdict {
	struct wipecert_result *results; /* one for each record; one if there is none */
	size_t count;
};

/*
 * Draws it again and compares, which takes a tenth of a second: NOT_COMPARED if that
 * cannot be done. Changes the language of messages meanwhile: not beside other
 * threads that show some.
 */
enum wipecert_pdf_comparison pdf_verdict_compare(const struct wipecert_trust *trust,
						 const void *data, size_t bytes, int64_t time_s);

/*
 * All the rest, with what comparing came to. Returns 0 whatever was found; a code
 * only for lack of memory. The caller ends with pdf_verdict_clear() in any case.
 */
int pdf_verdict_conclude(const struct wipecert_trust *trust, const void *data, size_t bytes,
			 int64_t time_s, enum wipecert_pdf_comparison comparison,
			 struct pdf_verdict *verdict, struct wipe_error *err);
void pdf_verdict_clear(struct pdf_verdict *verdict);

#endif
