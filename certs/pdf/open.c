/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The object behind the drawing tells what the file is made of. From that the file is
 * composed again; but for the digits of the signature it must be the same bytes.
 */
#include <stdlib.h>
#include <string.h>

#include "certificate.h"
#include "compose.h"
#include "crypto_error.h"
#include "detached.h"
#include "hex.h"
#include "signed_part.h"
#include "text.h"

#define HEX_BYTES ((size_t)2 * COMPOSE_CMS_MAX_BYTES)

bool wipecert_pdf_begins(const void *data, size_t bytes)
{
	return bytes >= 5 && memcmp(data, "%PDF-", 5) == 0;
}

unsigned char *signed_part(const unsigned char *pdf, size_t length, size_t hex_at, size_t *bytes)
{
	size_t before = hex_at - 1, behind = hex_at + HEX_BYTES + 1;
	unsigned char *part = malloc(length);

	if (!part)
		return NULL;
	memcpy(part, pdf, before);
	memcpy(part + before, pdf + behind, length - behind);
	*bytes = before + length - behind;
	return part;
}

static bool note_form(struct finding *finding, const char *what)
{
	return finding_note(finding, WIPECERT_REASON_PDF_FORM, "%s", what);
}

/*
 * The last table of the file names the one before it, and the drawing ends where that
 * does. Leaves the scan there.
 */
static bool find_seal(const unsigned char *data, size_t bytes, struct scan *scan,
		      struct finding *finding)
{
	const size_t tail = bytes < 32 ? bytes : 32;
	struct scan end = { data + bytes - tail, tail };
	struct scan table;
	size_t at;

	if (!scan_past(&end, "startxref\n") || !scan_number(&end, bytes, &at) ||
	    !scan_text(&end, "\n%%EOF\n") || end.left)
		return note_form(finding, _("its end is not that of a certificate"));
	table = (struct scan){ data + at, bytes - at };
	if (!scan_text(&table, "xref\n") || !scan_past(&table, "\n   /Prev ") ||
	    !scan_number(&table, at, &at))
		return note_form(finding, _("there is no record in it"));
	*scan = (struct scan){ data + at, bytes - at };
	if (!scan_text(scan, "xref\n") || !scan_past(scan, "%%EOF\n"))
		return note_form(finding, _("its cross-reference tables are not as they must be"));
	return true;
}

static bool check_form(const unsigned char *data, size_t bytes, struct wipecert_pdf *pdf,
		       size_t *hex_at, struct finding *finding)
{
	struct composed again = { 0 };
	bool same;

	if (!compose(&pdf->contents, pdf->is_signed, pdf->sealed_at_s, &again)) {
		free(again.output.bytes);
		return again.output.failed ?
			       finding_no_memory(finding) :
			       note_form(finding, _("the drawing is not of the expected form"));
	}
	*hex_at = again.hex_at;
	same = again.output.used == bytes;
	if (same && *hex_at)
		memcpy(again.output.bytes + *hex_at, data + *hex_at, HEX_BYTES);
	same = same && memcmp(again.output.bytes, data, bytes) == 0;
	free(again.output.bytes);
	return same ? true : note_form(finding, _("something was changed or added"));
}

/* DER, and nothing but zeros behind it. The digits are those that we write. */
static bool read_cms(const unsigned char *hex, struct wipecert_pdf *pdf, struct finding *finding)
{
	unsigned char *all = malloc(COMPOSE_CMS_MAX_BYTES);
	char *again = malloc(HEX_BYTES + 1);
	struct der_slice rest = { all, COMPOSE_CMS_MAX_BYTES };
	struct der_element outer;
	bool good = all && again;

	pdf->cms = all;
	if (!good) {
		free(again);
		return finding_no_memory(finding);
	}
	memcpy(again, hex, HEX_BYTES);
	again[HEX_BYTES] = '\0';
	good = hex_decode(again, all, COMPOSE_CMS_MAX_BYTES);
	if (good) {
		hex_encode(all, COMPOSE_CMS_MAX_BYTES, again);
		good = memcmp(again, hex, HEX_BYTES) == 0 && der_next(&rest, &outer) == DER_OK;
	}
	free(again);
	for (size_t i = 0; good && i < rest.bytes; i++)
		good = rest.at[i] == 0;
	if (!good)
		return finding_note(finding, WIPECERT_REASON_PDF_SIGNATURE, "%s",
				    _("the signature is malformed"));
	pdf->cms_bytes = outer.whole.bytes;
	return true;
}

static bool check_signature(const unsigned char *data, size_t bytes, size_t hex_at,
			    struct wipecert_pdf *pdf, struct finding *finding)
{
	struct finding inner = { .reason = WIPECERT_REASON_NONE };
	struct detached detached = { 0 };
	unsigned char *part;
	size_t part_bytes;
	bool good;

	if (!read_cms(data + hex_at, pdf, finding))
		return false;
	part = signed_part(data, bytes, hex_at, &part_bytes);
	if (!part)
		return finding_no_memory(finding);
	good = detached_open(pdf->cms, pdf->cms_bytes, part, part_bytes, &detached, &inner);
	if (good && !certificate_sha256(detached.envelope.signer, pdf->signer_sha256))
		good = finding_no_memory(&inner);
	detached_close(&detached);
	free(part);
	if (good)
		return true;
	return inner.no_memory ?
		       finding_no_memory(finding) :
		       finding_note(finding, WIPECERT_REASON_PDF_SIGNATURE, "%s", inner.detail);
}

static bool take_apart(const unsigned char *data, size_t bytes, struct wipecert_pdf *pdf,
		       struct finding *finding)
{
	struct scan scan;
	size_t hex_at = 0;
	bool no_memory;

	if (bytes > WIPECERT_PDF_MAX_BYTES)
		return finding_note(finding, WIPECERT_REASON_TOO_LARGE,
				    _("%zu bytes, at most %zu are read"), bytes,
				    WIPECERT_PDF_MAX_BYTES);
	if (!wipecert_pdf_begins(data, bytes))
		return note_form(finding, _("it does not begin like a PDF"));
	if (!find_seal(data, bytes, &scan, finding))
		return false;
	pdf->contents.drawing = data;
	pdf->contents.drawing_bytes = (size_t)(scan.at - data);
	if (!compose_read(&scan, pdf, &no_memory))
		return no_memory ? finding_no_memory(finding) :
				   note_form(finding, _("there is no record in it"));
	return check_form(data, bytes, pdf, &hex_at, finding) &&
	       (!pdf->is_signed || check_signature(data, bytes, hex_at, pdf, finding));
}

int wipecert_pdf_open(const void *data, size_t bytes, struct wipecert_pdf *pdf,
		      struct wipe_error *err)
{
	struct finding finding = { .reason = WIPECERT_REASON_NONE };

	memset(pdf, 0, sizeof(*pdf));
	if (take_apart(data, bytes, pdf, &finding))
		return 0;
	wipecert_pdf_close(pdf);
	pdf->reason = finding.reason;
	memcpy(pdf->detail, finding.detail, sizeof(pdf->detail));
	return finding.no_memory ? crypto_error_nomem(err) : 0;
}

void wipecert_pdf_close(struct wipecert_pdf *pdf)
{
	free(pdf->records);
	free(pdf->cms);
	memset(pdf, 0, sizeof(*pdf));
}
