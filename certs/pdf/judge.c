/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "finding.h"
#include "signed_data.h"
#include "text.h"

#include <wipecert/pdf.h>

struct wipecert_result wipecert_pdf_as_drawn(const struct wipecert_pdf *pdf, size_t index,
					     const struct wipecert_result *verified)
{
	const struct wipecert_pdf_record *record = &pdf->contents.records[index];
	struct wipecert_result drawn = *verified;

	drawn.authentic = record->authentic;
	drawn.reason = record->reason;
	drawn.detail[0] = '\0';
	drawn.timestamp.authentic = record->stamp_authentic;
	drawn.timestamp.reason = record->stamp_reason;
	return drawn;
}

/*
 * The same certificates as in the record, so that nobody can add some that no
 * signature covers. Both have been parsed before: what fails here was never sound.
 */
static bool has_the_same_certificates(const struct wipecert_pdf *pdf, size_t index)
{
	const struct wipecert_pdf_record *record = &pdf->contents.records[index];
	struct finding ignored = { .reason = WIPECERT_REASON_NONE };
	struct signed_data mine, theirs;
	struct der_slice whole = { pdf->cms, pdf->cms_bytes };

	return signed_data_parse(record->bytes, record->length, &theirs, &ignored) &&
	       signed_data_parse_detached(whole.at, whole.bytes, &mine, &ignored) &&
	       der_equal(mine.certificates, theirs.certificates.at, theirs.certificates.bytes);
}

static void check_signer(const struct wipecert_pdf *pdf, size_t index,
			 const struct wipecert_result *result, struct finding *finding)
{
	if (!pdf->is_signed)
		return;
	if (!result->is_signed || memcmp(pdf->signer_sha256, result->signer_sha256, 32) != 0 ||
	    !has_the_same_certificates(pdf, index))
		finding_note(finding, WIPECERT_REASON_PDF_SIGNATURE, "%s",
			     _("the PDF was signed by another than the record"));
}

/* What no verification can have found is not drawn, whoever draws. */
static bool is_possible(const struct wipecert_pdf_record *record,
			const struct wipecert_result *result)
{
	if (record->authentic == WIPECERT_INVALID)
		return false;
	if ((record->authentic == WIPECERT_VALID) != (record->reason == WIPECERT_REASON_NONE))
		return false;
	return record->authentic != WIPECERT_VALID ||
	       (result->is_signed && !result->signer_is_demo);
}

static void check_drawing(const struct wipecert_pdf *pdf, size_t index,
			  enum wipecert_pdf_comparison comparison,
			  const struct wipecert_result *result, struct finding *finding)
{
	if (!is_possible(&pdf->contents.records[index], result) ||
	    comparison == WIPECERT_PDF_DIFFERS)
		finding_note(finding, WIPECERT_REASON_PDF_DRAWING, "%s", "");
	else if (comparison == WIPECERT_PDF_NOT_COMPARED)
		finding_note(finding, WIPECERT_REASON_PDF_NOT_COMPARED, "%s",
			     _("read what wipe-verify shows of the record, not the drawing"));
}

void wipecert_pdf_judge(const struct wipecert_pdf *pdf, size_t index,
			enum wipecert_pdf_comparison comparison, struct wipecert_result *result)
{
	struct finding finding = { .reason = result->reason };

	memcpy(finding.detail, result->detail, sizeof(finding.detail));
	if (pdf->reason != WIPECERT_REASON_NONE) {
		finding_note(&finding, pdf->reason, "%s", pdf->detail);
	} else {
		check_signer(pdf, index, result, &finding);
		check_drawing(pdf, index, comparison, result, &finding);
	}
	result->reason = finding.reason;
	result->authentic = finding_authentic(&finding);
	memcpy(result->detail, finding.detail, sizeof(result->detail));
	if (result->authentic == WIPECERT_INVALID &&
	    result->reason != WIPECERT_REASON_INCONSISTENT) {
		wipecert_record_free(result->record);
		result->record = NULL;
	}
}
