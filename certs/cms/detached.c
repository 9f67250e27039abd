/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "detached.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/cms.h>
#include <openssl/err.h>

#include "algorithm.h"
#include "crypto_error.h"
#include "encode.h"
#include "outside.h"
#include "sign.h"
#include "signer.h"
#include "text.h"

static int check_result(const struct wipecert_signer *signer, const void *content, size_t bytes,
			const unsigned char *der, size_t der_bytes, struct wipe_error *err)
{
	struct finding finding = { .reason = WIPECERT_REASON_NONE };
	struct detached detached;
	int code = 0;

	if (!detached_open(der, der_bytes, content, bytes, &detached, &finding) ||
	    X509_cmp(detached.envelope.signer, signer->certificate) != 0)
		code = finding.no_memory ? crypto_error_nomem(err) :
					   wipe_error_set(err, WIPE_E_CRYPTO, 0, "%s: %s",
							  _("the new signature does not verify"),
							  finding.detail);
	detached_close(&detached);
	return code;
}

int detached_sign(const struct wipecert_signer *signer, const void *content, size_t bytes,
		  unsigned char **der, size_t *der_bytes, struct wipe_error *err)
{
	CMS_ContentInfo *cms = NULL;
	int code;

	*der = NULL;
	*der_bytes = 0;
	ERR_clear_error();
	code = outside_make(signer, content, bytes, false, &cms, err);
	if (!code && (!sign_make_low(signer->key, cms) || CMS_set_detached(cms, 1) != 1))
		code = crypto_error_set(err, WIPE_E_CRYPTO, "%s", _("cannot sign"));
	if (!code)
		code = encode_cms(cms, der, der_bytes, err);
	CMS_ContentInfo_free(cms);
	if (!code)
		code = check_result(signer, content, bytes, *der, *der_bytes, err);
	if (code) {
		free(*der);
		*der = NULL;
		*der_bytes = 0;
	}
	return code;
}

/* What libcrypto would write instead is not what was signed for: it has to be the same. */
static bool is_as_written(CMS_ContentInfo *cms, const void *der, size_t der_bytes,
			  struct finding *finding)
{
	ASN1_OCTET_STRING **place = CMS_get0_content(cms);
	unsigned char *again = NULL;
	int bytes = i2d_CMS_ContentInfo(cms, &again);
	bool same = bytes > 0 && (size_t)bytes == der_bytes && memcmp(again, der, der_bytes) == 0;

	OPENSSL_free(again);
	if (same && place && !*place)
		return true;
	return finding_note_crypto(finding, WIPECERT_REASON_NOT_DER, "%s",
				   _("the encoding is not the distinguished one"));
}

/* Puts the content in; false: no memory. */
static bool attach(CMS_ContentInfo *cms, const void *content, size_t bytes, unsigned char **der,
		   int *der_bytes)
{
	ASN1_OCTET_STRING **place = CMS_get0_content(cms);

	*place = ASN1_OCTET_STRING_new();
	if (!*place || ASN1_OCTET_STRING_set(*place, content, (int)bytes) != 1)
		return false;
	*der_bytes = i2d_CMS_ContentInfo(cms, der);
	return *der_bytes > 0;
}

static bool open_attached(struct detached *detached, int bytes, struct finding *finding)
{
	if (!envelope_open(detached->attached, (size_t)bytes, algorithm_edition_default(), NULL,
			   &detached->envelope, finding))
		return false;
	if (detached->envelope.attributes.has_signing_time)
		return finding_note(finding, WIPECERT_REASON_ATTRIBUTES, "%s",
				    _("a signed attribute that the signature of a PDF does not "
				      "have"));
	return true;
}

bool detached_open(const void *der, size_t der_bytes, const void *content, size_t bytes,
		   struct detached *detached, struct finding *finding)
{
	const unsigned char *at = der;
	CMS_ContentInfo *cms;
	struct signed_data parsed;
	int attached_bytes = 0;
	bool good;

	memset(detached, 0, sizeof(*detached));
	if (!signed_data_parse_detached(der, der_bytes, &parsed, finding))
		return false;
	ERR_clear_error();
	cms = d2i_CMS_ContentInfo(NULL, &at, (long)der_bytes);
	if (!cms || OBJ_obj2nid(CMS_get0_type(cms)) != NID_pkcs7_signed)
		good = finding_note_crypto(finding, WIPECERT_REASON_NOT_CMS, "%s",
					   _("the structure is not that of CMS SignedData"));
	else
		good = is_as_written(cms, der, der_bytes, finding);
	if (good && !attach(cms, content, bytes, &detached->attached, &attached_bytes))
		good = finding_no_memory(finding);
	CMS_ContentInfo_free(cms);
	good = good && open_attached(detached, attached_bytes, finding);
	ERR_clear_error();
	return good;
}

void detached_close(struct detached *detached)
{
	envelope_close(&detached->envelope);
	OPENSSL_free(detached->attached);
	memset(detached, 0, sizeof(*detached));
}
