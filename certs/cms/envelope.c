/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <openssl/cms.h>
#include <openssl/err.h>

#include "certificate.h"
#include "digest.h"
#include "ecdsa.h"
#include "envelope.h"
#include "text.h"

/* Collects the certificates; the one that the signed attributes mean is the signer's. */
static bool find_signer(struct envelope *envelope, struct certificate_pool *pool,
			struct finding *finding)
{
	struct der_slice rest = envelope->signed_data.certificates;
	struct der_element element;

	envelope->certificates = sk_X509_new_null();
	if (!envelope->certificates)
		return finding_no_memory(finding);
	while (der_take(&rest, DER_SEQUENCE, &element)) {
		X509 *certificate = certificate_pool_take(pool, element.whole);

		if (!certificate)
			return finding_note_crypto(finding, WIPECERT_REASON_NOT_CMS, "%s",
						   _("a certificate in it is malformed"));
		if (!sk_X509_push(envelope->certificates, certificate)) {
			X509_free(certificate);
			return finding_no_memory(finding);
		}
		if (ess_means(&envelope->attributes.signing_cert, element.whole, certificate))
			envelope->signer = certificate;
	}
	if (!envelope->signer)
		return finding_note_crypto(
			finding, WIPECERT_REASON_SIGNING_CERT, "%s",
			_("no certificate in it is the one that was signed for"));
	return true;
}

static bool check_digest(struct envelope *envelope, struct finding *finding)
{
	envelope->digest = algorithm_digest_of(envelope->signed_data.digest_algorithm);
	if (!envelope->digest)
		return finding_note_crypto(finding, WIPECERT_REASON_ALGORITHM, "%s",
					   _("the digest is none of SHA-256, SHA-384 and SHA-512"));
	return true;
}

static bool check_algorithms(const struct envelope *envelope,
			     const struct algorithm_edition *edition, struct finding *finding)
{
	const struct signed_data *signed_data = &envelope->signed_data;

	if (!certificate_check_key(envelope->signer, edition, finding))
		return false;
	if (!algorithm_signature_fits(signed_data->signature_algorithm, envelope->digest,
				      X509_get0_pubkey(envelope->signer)))
		return finding_note_crypto(
			finding, WIPECERT_REASON_ALGORITHM, "%s",
			_("the signature algorithm is not allowed or does not fit"));
	return true;
}

/* libcrypto takes names for equal that differ in letter case, blanks and string type. */
static bool issuer_and_serial_are(struct der_slice signer_id, X509 *signer)
{
	struct der_element both, issuer, serial;

	return der_take(&signer_id, DER_SEQUENCE, &both) &&
	       der_take(&both.body, DER_SEQUENCE, &issuer) &&
	       der_take(&both.body, DER_INTEGER, &serial) && !both.body.bytes &&
	       certificate_is(signer, issuer.whole, serial.whole);
}

/* issuerAndSerialNumber or key identifier of the SignerInfo: the same certificate? */
static bool check_signer_id(CMS_ContentInfo *cms, struct der_slice signer_id, X509 *signer,
			    struct finding *finding)
{
	STACK_OF(CMS_SignerInfo) *infos = CMS_get0_SignerInfos(cms);

	if (sk_CMS_SignerInfo_num(infos) != 1)
		return finding_note(finding, WIPECERT_REASON_SIGNER_COUNT, "%s", "");
	if (CMS_SignerInfo_cert_cmp(sk_CMS_SignerInfo_value(infos, 0), signer) != 0 ||
	    (signer_id.at[0] == DER_SEQUENCE && !issuer_and_serial_are(signer_id, signer)))
		return finding_note(finding, WIPECERT_REASON_SIGNING_CERT, "%s",
				    _("the signer is named as another than the one signed for"));
	return true;
}

/* What libcrypto verified must be what was taken apart here. */
static bool content_agrees(BIO *out, struct der_slice content)
{
	char *bytes;
	long length = BIO_get_mem_data(out, &bytes);

	return length >= 0 && der_equal(content, bytes, (size_t)length);
}

static bool check_signature(CMS_ContentInfo *cms, const struct envelope *envelope,
			    struct finding *finding)
{
	unsigned int flags = CMS_BINARY | CMS_NOINTERN | CMS_NO_SIGNER_CERT_VERIFY;
	STACK_OF(X509) *only = sk_X509_new_null();
	BIO *out = BIO_new(BIO_s_mem());
	bool good = false;

	if (!only || !out || !sk_X509_push(only, envelope->signer)) {
		finding_no_memory(finding);
		goto out;
	}
	good = CMS_verify(cms, only, NULL, NULL, out, flags) == 1 &&
	       content_agrees(out, envelope->signed_data.content);
	if (!good)
		finding_note_crypto(finding, WIPECERT_REASON_SIGNATURE, "%s",
				    _("the signature does not belong to this content"));
out:
	BIO_free(out);
	sk_X509_free(only);
	return good;
}

static bool verify_signature(const struct envelope *envelope, struct finding *finding)
{
	CMS_ContentInfo *cms = NULL;
	const unsigned char *at;
	unsigned char *core;
	size_t bytes;
	bool good;

	core = signed_data_core(&envelope->signed_data, &bytes);
	if (!core)
		return finding_no_memory(finding);
	at = core;
	cms = d2i_CMS_ContentInfo(NULL, &at, (long)bytes);
	if (!cms || at != core + bytes)
		good = finding_note_crypto(finding, WIPECERT_REASON_NOT_CMS, "%s",
					   _("the structure is not that of CMS SignedData"));
	else
		good = check_signer_id(cms, envelope->signed_data.signer_id, envelope->signer,
				       finding) &&
		       check_signature(cms, envelope, finding);
	CMS_ContentInfo_free(cms);
	free(core);
	return good;
}

/* Content as it is; the signature with the smaller s if it is ECDSA. */
static bool make_link(struct envelope *envelope, struct finding *finding)
{
	struct signed_data *signed_data = &envelope->signed_data;
	struct wipecert_link *link = &envelope->link;
	struct der_slice value = signed_data->signature;
	EVP_PKEY *key = X509_get0_pubkey(envelope->signer);
	unsigned char *low = NULL;
	bool done;

	if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC) {
		if (!ecdsa_normalise(key, value.at, value.bytes, &low, &value.bytes))
			return finding_no_memory(finding);
		value.at = low;
	}
	link->is_signed = true;
	done = digest_sha256(signed_data->content.at, signed_data->content.bytes,
			     link->econtent_sha256) &&
	       digest_sha256(value.at, value.bytes, link->signature_sha256);
	OPENSSL_free(low);
	return done ? true : finding_no_memory(finding);
}

bool envelope_open(const void *data, size_t bytes, const struct algorithm_edition *edition,
		   struct certificate_pool *pool, struct envelope *envelope,
		   struct finding *finding)
{
	bool good;

	ERR_clear_error();
	memset(envelope, 0, sizeof(*envelope));
	good = signed_data_parse(data, bytes, &envelope->signed_data, finding) &&
	       check_digest(envelope, finding) &&
	       attributes_check(&envelope->signed_data, &envelope->attributes, finding) &&
	       find_signer(envelope, pool, finding) &&
	       check_algorithms(envelope, edition, finding) &&
	       verify_signature(envelope, finding) && make_link(envelope, finding);
	ERR_clear_error();
	return good;
}

void envelope_close(struct envelope *envelope)
{
	sk_X509_pop_free(envelope->certificates, X509_free);
	memset(envelope, 0, sizeof(*envelope));
}
