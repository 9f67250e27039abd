/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * CAdES-BES: content-type, message-digest, signing-time and
 * signing-certificate-v2 are signed (ETSI EN 319 122-1, RFC 5652, RFC 5035).
 */
#include <stdlib.h>

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/rsa.h>

#include "crypto_error.h"
#include "ecdsa.h"
#include "encode.h"
#include "envelope.h"
#include "outside.h"
#include "sign.h"
#include "signer.h"
#include "text.h"

#define FLAGS (CMS_BINARY | CMS_PARTIAL | CMS_NOSMIMECAP)

/*
 * An RSA-PSS key signs with PSS whether told or not, but the file then says
 * otherwise and nobody can verify it: so it is told.
 */
static bool set_padding(CMS_SignerInfo *info)
{
	EVP_PKEY_CTX *context = CMS_SignerInfo_get0_pkey_ctx(info);

	return context && EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) > 0 &&
	       EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) > 0;
}

static CMS_SignerInfo *add_signer(CMS_ContentInfo *cms, const struct wipecert_signer *signer)
{
	bool is_pss = EVP_PKEY_get_base_id(signer->key) == EVP_PKEY_RSA_PSS;
	unsigned int flags = FLAGS | CMS_CADES | (is_pss ? CMS_KEY_PARAM : 0);
	CMS_SignerInfo *info = CMS_add1_signer(cms, signer->certificate, signer->key,
					       EVP_get_digestbynid(signer->digest->nid), flags);

	return info && is_pss && !set_padding(info) ? NULL : info;
}

static bool add_intermediates(CMS_ContentInfo *cms, const struct wipecert_signer *signer)
{
	for (int i = 0; i < sk_X509_num(signer->intermediates); i++)
		if (!CMS_add1_cert(cms, sk_X509_value(signer->intermediates, i)))
			return false;
	return true;
}

/* Of the two ECDSA signatures that are equally good, the one that records carry. */
bool sign_make_low(const EVP_PKEY *key, CMS_ContentInfo *cms)
{
	CMS_SignerInfo *info = sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms), 0);
	ASN1_OCTET_STRING *value = CMS_SignerInfo_get0_signature(info);
	unsigned char *low;
	size_t bytes;
	bool done;

	if (EVP_PKEY_get_base_id(key) != EVP_PKEY_EC)
		return true;
	if (!ecdsa_normalise(key, ASN1_STRING_get0_data(value), (size_t)ASN1_STRING_length(value),
			     &low, &bytes))
		return false;
	done = ASN1_OCTET_STRING_set(value, low, (int)bytes) == 1;
	OPENSSL_free(low);
	return done;
}

static CMS_ContentInfo *make_here(const struct wipecert_signer *signer, const void *content,
				  size_t bytes)
{
	CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL, FLAGS);
	BIO *in = BIO_new_mem_buf(content, (int)bytes);
	bool done = false;

	if (cms && in && add_intermediates(cms, signer) && add_signer(cms, signer))
		done = CMS_final(cms, in, NULL, FLAGS) == 1;
	BIO_free(in);
	if (done)
		return cms;
	CMS_ContentInfo_free(cms);
	return NULL;
}

static int make_cms(const struct wipecert_signer *signer, const void *content, size_t bytes,
		    CMS_ContentInfo **out, struct wipe_error *err)
{
	int code = 0;

	if (signer->token)
		code = outside_make(signer, content, bytes, true, out, err);
	else
		*out = make_here(signer, content, bytes);
	if (!code && (!*out || !sign_make_low(signer->key, *out)))
		code = crypto_error_set(err, WIPE_E_CRYPTO, "%s", _("cannot sign"));
	if (!code)
		return 0;
	CMS_ContentInfo_free(*out);
	*out = NULL;
	return code;
}

/* Reads the result as a verifier will, and refuses to hand out what would fail there. */
static int check_result(const unsigned char *der, size_t der_bytes, const void *content,
			size_t bytes, const struct wipecert_signer *signer,
			struct wipecert_link *link, struct wipe_error *err)
{
	struct finding finding = { .reason = WIPECERT_REASON_NONE };
	struct envelope envelope;
	int code = 0;

	if (!envelope_open(der, der_bytes, algorithm_edition_default(), NULL, &envelope, &finding))
		code = finding.no_memory ? crypto_error_nomem(err) :
					   wipe_error_set(err, WIPE_E_CRYPTO, 0, "%s: %s",
							  _("the new signature does not verify"),
							  finding.detail);
	else if (!der_equal(envelope.signed_data.content, content, bytes) ||
		 X509_cmp(envelope.signer, signer->certificate) != 0)
		code = wipe_error_set(err, WIPE_E_CRYPTO, 0, "%s",
				      _("the new signature is not over this content"));
	else if (link)
		*link = envelope.link;
	envelope_close(&envelope);
	return code;
}

int wipecert_sign(const struct wipecert_signer *signer, const void *content, size_t content_bytes,
		  unsigned char **der, size_t *der_bytes, struct wipecert_link *link,
		  struct wipe_error *err)
{
	CMS_ContentInfo *cms;
	int code;

	*der = NULL;
	*der_bytes = 0;
	if (content_bytes > WIPECERT_JSON_MAX_BYTES)
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("a record of %zu bytes, at most %zu can be signed"),
				      content_bytes, WIPECERT_JSON_MAX_BYTES);
	ERR_clear_error();
	code = make_cms(signer, content, content_bytes, &cms, err);
	if (code)
		return code;
	code = encode_cms(cms, der, der_bytes, err);
	CMS_ContentInfo_free(cms);
	if (!code)
		code = check_result(*der, *der_bytes, content, content_bytes, signer, link, err);
	if (code) {
		free(*der);
		*der = NULL;
		*der_bytes = 0;
	}
	return code;
}
