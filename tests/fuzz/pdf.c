/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a PDF certificate. What is opened must be what would be written, and
 * neither opening nor judging may make anything better.
 */
#include <stdlib.h>
#include <string.h>

#include <wipecert/pdf.h>

#include "pdf/compose.h"

static void judge_all(const struct wipecert_pdf *pdf)
{
	for (size_t i = 0; i < pdf->contents.count; i++) {
		for (int comparison = 0; comparison <= WIPECERT_PDF_NOT_COMPARED; comparison++) {
			struct wipecert_result result;
			enum wipecert_authentic before;

			if (wipecert_verify(NULL, pdf->records[i].bytes, pdf->records[i].length,
					    INT64_C(1780358400), &result, NULL))
				return;
			before = result.authentic;
			wipecert_pdf_judge(pdf, i, (enum wipecert_pdf_comparison)comparison,
					   &result);
			if (result.authentic < before ||
			    (result.record && result.authentic == WIPECERT_INVALID &&
			     result.reason != WIPECERT_REASON_INCONSISTENT))
				abort();
			wipecert_result_clear(&result);
		}
	}
}

static void compose_again(const struct wipecert_pdf *pdf, const uint8_t *data, size_t size)
{
	struct composed again;

	if (!compose(&pdf->contents, pdf->is_signed, pdf->sealed_at_s, &again)) {
		if (!again.output.failed)
			abort();
	} else if (again.output.used != size ||
		   (!pdf->is_signed && memcmp(again.output.bytes, data, size) != 0)) {
		abort();
	}
	free(again.output.bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wipecert_pdf pdf;

	if (wipecert_pdf_open(data, size, &pdf, NULL))
		return 0;
	if (strlen(pdf.detail) >= sizeof(pdf.detail))
		abort();
	if (pdf.reason == WIPECERT_REASON_NONE) {
		compose_again(&pdf, data, size);
		judge_all(&pdf);
	} else if (pdf.records || pdf.cms || pdf.contents.count) {
		abort();
	}
	wipecert_pdf_close(&pdf);
	return 0;
}
