/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "compose.h"
#include "detached.h"
#include "hex.h"
#include "signed_part.h"
#include "text.h"

void wipecert_pdf_note_drawn(const struct wipecert_result *result,
			     struct wipecert_pdf_record *record)
{
	record->authentic = result->authentic;
	record->reason = result->reason;
	record->stamp_authentic = result->timestamp.authentic;
	record->stamp_reason = result->timestamp.reason;
}

static int sign(struct composed *composed, const struct wipecert_signer *signer,
		struct wipe_error *err)
{
	unsigned char *content, *der = NULL;
	size_t bytes, der_bytes = 0;
	char *hex;
	int code;

	content = signed_part(composed->output.bytes, composed->output.used, composed->hex_at,
			      &bytes);
	if (!content)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	code = detached_sign(signer, content, bytes, &der, &der_bytes, err);
	if (!code && der_bytes > COMPOSE_CMS_MAX_BYTES)
		code = wipe_error_set(err, WIPE_E_REFUSED, 0, "%s",
				      _("the certificates are too long for a PDF"));
	hex = code ? NULL : malloc(2 * der_bytes + 1);
	if (hex) {
		hex_encode(der, der_bytes, hex);
		memcpy(composed->output.bytes + composed->hex_at, hex, 2 * der_bytes);
	} else if (!code) {
		code = wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	}
	free(hex);
	free(der);
	free(content);
	return code;
}

static int check(const struct wipecert_pdf_contents *contents, struct wipe_error *err)
{
	size_t bytes = contents->drawing_bytes;

	if (!contents->count || contents->count > WIPECERT_PDF_RECORDS_MAX)
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("%zu records, from 1 to %d go into a PDF"), contents->count,
				      WIPECERT_PDF_RECORDS_MAX);
	for (size_t i = 0; i < contents->count; i++) {
		if (contents->records[i].length > WIPECERT_PDF_MAX_BYTES - bytes)
			bytes = WIPECERT_PDF_MAX_BYTES;
		else
			bytes += contents->records[i].length;
	}
	if (bytes >= WIPECERT_PDF_MAX_BYTES - (size_t)8 * COMPOSE_CMS_MAX_BYTES)
		return wipe_error_set(
			err, WIPE_E_USAGE, 0,
			_("a PDF of more than %zu bytes is not made: draw fewer records"),
			WIPECERT_PDF_MAX_BYTES);
	return 0;
}

/* What was made is read as a verifier will read it. */
static int check_result(const struct output *output, bool is_signed, struct wipe_error *err)
{
	struct wipecert_pdf pdf;
	int code = wipecert_pdf_open(output->bytes, output->used, &pdf, err);

	if (!code && (pdf.reason != WIPECERT_REASON_NONE || pdf.is_signed != is_signed))
		code = wipe_error_set(err, WIPE_E_CRYPTO, 0, "%s: %s",
				      _("the new PDF does not verify"), pdf.detail);
	wipecert_pdf_close(&pdf);
	return code;
}

int wipecert_pdf_seal(const struct wipecert_pdf_contents *contents,
		      const struct wipecert_signer *signer, int64_t sealed_at_s,
		      unsigned char **pdf, size_t *pdf_bytes, struct wipe_error *err)
{
	struct composed composed = { 0 };
	int code = check(contents, err);

	*pdf = NULL;
	*pdf_bytes = 0;
	if (!code && !compose(contents, signer != NULL, sealed_at_s, &composed))
		code = composed.output.failed ?
			       wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory")) :
			       wipe_error_set(err, WIPE_E_FORMAT, 0, "%s",
					      _("the drawing is not of the expected form"));
	if (!code && signer)
		code = sign(&composed, signer, err);
	if (!code)
		code = check_result(&composed.output, signer != NULL, err);
	if (code) {
		free(composed.output.bytes);
		return code;
	}
	*pdf = composed.output.bytes;
	*pdf_bytes = composed.output.used;
	return 0;
}
