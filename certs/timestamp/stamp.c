/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "algorithm.h"
#include "certificate.h"
#include "chain.h"
#include "ess.h"
#include "moment.h"
#include "stamp.h"
#include "text.h"

#define STAMP_MAX_CERTIFICATES 16

static bool bad(struct finding *finding, const char *why)
{
	return finding_note_crypto(finding, WIPECERT_REASON_TIMESTAMP, "%s", why);
}

static bool malformed(struct finding *finding)
{
	return bad(finding, _("the timestamp is malformed"));
}

static bool take_version(struct der_slice *rest, unsigned char wanted)
{
	struct der_element number;

	return der_take(rest, DER_INTEGER, &number) && der_equal(number.body, &wanted, 1);
}

/*
 * No signature covers the two version numbers (RFC 5652, 5.1 and 5.3), and
 * libcrypto does not look at them.
 */
static bool versions_fit(struct der_slice der)
{
	struct der_element outer, type, wrapper, body, part, signer;

	if (!der_take(&der, DER_SEQUENCE, &outer) || !der_take(&outer.body, DER_OID, &type) ||
	    !der_take(&outer.body, DER_CONTEXT, &wrapper) ||
	    !der_take(&wrapper.body, DER_SEQUENCE, &body) || !take_version(&body.body, 3) ||
	    !der_take(&body.body, DER_SET, &part) || !der_take(&body.body, DER_SEQUENCE, &part))
		return false;
	der_take(&body.body, DER_CONTEXT, &part);
	der_take(&body.body, DER_CONTEXT + 1, &part);
	if (!der_take(&body.body, DER_SET, &part) || !der_take(&part.body, DER_SEQUENCE, &signer))
		return false;
	part = signer;
	return (take_version(&signer.body, 1) && der_take(&signer.body, DER_SEQUENCE, &type)) ||
	       (take_version(&part.body, 3) && der_take(&part.body, DER_CONTEXT_PRIMITIVE, &type));
}

/* Signed data around a TSTInfo, with one signer. */
static bool decode(struct der_slice der, struct stamp *stamp, struct finding *finding)
{
	const unsigned char *at = der.at;

	if (der.bytes > STAMP_MAX_BYTES || der_check(der) != DER_OK || !versions_fit(der))
		return malformed(finding);
	stamp->cms = d2i_CMS_ContentInfo(NULL, &at, (long)der.bytes);
	if (!stamp->cms || at != der.at + der.bytes ||
	    OBJ_obj2nid(CMS_get0_type(stamp->cms)) != NID_pkcs7_signed ||
	    OBJ_obj2nid(CMS_get0_eContentType(stamp->cms)) != NID_id_smime_ct_TSTInfo)
		return malformed(finding);
	if (sk_CMS_SignerInfo_num(CMS_get0_SignerInfos(stamp->cms)) != 1)
		return bad(finding, _("the timestamp has not exactly one signer"));
	return true;
}

static CMS_SignerInfo *signer_info(const struct stamp *stamp)
{
	return sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(stamp->cms), 0);
}

/* d2i takes BER: what it would write must be what it read. */
static TS_TST_INFO *decode_info(const unsigned char *bytes, int length)
{
	const unsigned char *at = bytes;
	TS_TST_INFO *info = d2i_TS_TST_INFO(NULL, &at, length);
	unsigned char *again = NULL;
	int again_bytes = info ? i2d_TS_TST_INFO(info, &again) : -1;
	bool same = again_bytes == length && memcmp(again, bytes, (size_t)length) == 0;

	OPENSSL_free(again);
	if (same)
		return info;
	TS_TST_INFO_free(info);
	return NULL;
}

static const struct algorithm_digest *digest_of(const X509_ALGOR *algorithm)
{
	unsigned char *der = NULL;
	int bytes = i2d_X509_ALGOR(algorithm, &der);
	const struct algorithm_digest *digest = NULL;

	if (bytes > 0)
		digest = algorithm_digest_of((struct der_slice){ der, (size_t)bytes });
	OPENSSL_free(der);
	return digest;
}

/* A critical extension that is not understood may change what the token says. */
static bool has_critical_extension(TS_TST_INFO *info)
{
	return TS_TST_INFO_get_ext_by_critical(info, 1, -1) >= 0;
}

static bool read_info(struct stamp *stamp, struct finding *finding)
{
	ASN1_OCTET_STRING **content = CMS_get0_content(stamp->cms);
	const ASN1_GENERALIZEDTIME *time;

	if (!content || !*content)
		return malformed(finding);
	stamp->info = decode_info(ASN1_STRING_get0_data(*content), ASN1_STRING_length(*content));
	if (!stamp->info || TS_TST_INFO_get_version(stamp->info) != 1 ||
	    has_critical_extension(stamp->info))
		return malformed(finding);
	time = TS_TST_INFO_get_time(stamp->info);
	if (!moment_parse_fine((struct der_slice){ ASN1_STRING_get0_data(time),
						   (size_t)ASN1_STRING_length(time) },
			       &stamp->time_s))
		return bad(finding, _("the time in the timestamp is no proper date"));
	return true;
}

/* The value of a signed attribute that is there once, with one value. */
static const ASN1_STRING *only_value(const struct stamp *stamp, int nid, int type)
{
	return CMS_signed_get0_data_by_OBJ(signer_info(stamp), OBJ_nid2obj(nid), -3, type);
}

static bool check_content_type(const struct stamp *stamp, struct finding *finding)
{
	const ASN1_OBJECT *type = CMS_signed_get0_data_by_OBJ(
		signer_info(stamp), OBJ_nid2obj(NID_pkcs9_contentType), -3, V_ASN1_OBJECT);

	return OBJ_obj2nid(type) == NID_id_smime_ct_TSTInfo ? true : malformed(finding);
}

static bool read_signing_cert(const struct stamp *stamp, struct ess *ess, struct finding *finding)
{
	const ASN1_STRING *value =
		only_value(stamp, NID_id_smime_aa_signingCertificateV2, V_ASN1_SEQUENCE);
	struct der_slice rest = { 0 };
	struct der_element element;

	if (value)
		rest = (struct der_slice){ ASN1_STRING_get0_data(value),
					   (size_t)ASN1_STRING_length(value) };
	if (der_next(&rest, &element) != DER_OK || !ess_parse(element, ESS_TOKEN, ess))
		return bad(finding, _("the timestamp does not name its signer by SHA-256 or "
				      "better (signing-certificate-v2)"));
	return true;
}

static bool means(const struct ess *ess, X509 *certificate)
{
	unsigned char *der = NULL;
	int bytes = i2d_X509(certificate, &der);
	bool does = bytes > 0 &&
		    ess_means(ess, (struct der_slice){ der, (size_t)bytes }, certificate);

	OPENSSL_free(der);
	return does;
}

static bool find_authority(struct stamp *stamp, struct finding *finding)
{
	struct ess ess;

	if (!read_signing_cert(stamp, &ess, finding))
		return false;
	stamp->certificates = CMS_get1_certs(stamp->cms);
	if (sk_X509_num(stamp->certificates) > STAMP_MAX_CERTIFICATES)
		return malformed(finding);
	for (int i = 0; i < sk_X509_num(stamp->certificates) && !stamp->authority; i++)
		if (means(&ess, sk_X509_value(stamp->certificates, i)))
			stamp->authority = sk_X509_value(stamp->certificates, i);
	if (!stamp->authority || CMS_SignerInfo_cert_cmp(signer_info(stamp), stamp->authority) != 0)
		return bad(finding, _("the certificate that signed the timestamp is not in it"));
	return true;
}

/* Keys as authorities have them: some of the accredited ones sign with RSA of 2048 bits. */
static bool check_algorithms(const struct stamp *stamp, struct finding *finding)
{
	EVP_PKEY *key = X509_get0_pubkey(stamp->authority);
	const struct algorithm_digest *digest;
	X509_ALGOR *digest_algorithm, *signature_algorithm;
	unsigned char *der = NULL;
	bool fits = false;
	int bytes;

	CMS_SignerInfo_get0_algs(signer_info(stamp), NULL, NULL, &digest_algorithm,
				 &signature_algorithm);
	digest = digest_of(digest_algorithm);
	bytes = i2d_X509_ALGOR(signature_algorithm, &der);
	if (key && digest && bytes > 0 &&
	    algorithm_authority_key_fits(algorithm_edition_default(), key))
		fits = algorithm_signature_fits((struct der_slice){ der, (size_t)bytes }, digest,
						key);
	OPENSSL_free(der);
	return fits ? true :
		      bad(finding, _("the timestamp is signed by an algorithm or key that is "
				     "not allowed"));
}

/* RFC 3161, 2.3: one extended key usage, timeStamping, critical. */
static bool has_only_time_stamping(X509 *certificate)
{
	int critical = -1;
	EXTENDED_KEY_USAGE *usage =
		X509_get_ext_d2i(certificate, NID_ext_key_usage, &critical, NULL);
	bool only = usage && critical == 1 && sk_ASN1_OBJECT_num(usage) == 1 &&
		    OBJ_obj2nid(sk_ASN1_OBJECT_value(usage, 0)) == NID_time_stamp;

	EXTENDED_KEY_USAGE_free(usage);
	return only;
}

static bool check_usage(const struct stamp *stamp, struct finding *finding)
{
	uint32_t flags = X509_get_extension_flags(stamp->authority);
	uint32_t usage = X509_get_key_usage(stamp->authority); /* all bits if it has none */

	if ((flags & (EXFLAG_INVALID | EXFLAG_CA)) || !has_only_time_stamping(stamp->authority) ||
	    !(usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) ||
	    (usage != UINT32_MAX &&
	     (usage & ~(uint32_t)(KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION))))
		return bad(finding, _("the certificate that signed the timestamp is not one for "
				      "timestamps"));
	return true;
}

static bool verify(const struct stamp *stamp, struct finding *finding)
{
	unsigned int flags = CMS_BINARY | CMS_NOINTERN | CMS_NO_SIGNER_CERT_VERIFY;
	STACK_OF(X509) *only = sk_X509_new_null();
	bool good = false;

	if (!only || !sk_X509_push(only, stamp->authority))
		finding_no_memory(finding);
	else if (CMS_verify(stamp->cms, only, NULL, NULL, NULL, flags) == 1)
		good = true;
	else
		bad(finding, _("the signature of the timestamp does not verify"));
	sk_X509_free(only);
	return good;
}

bool stamp_open(struct der_slice der, struct stamp *stamp, struct finding *finding)
{
	bool good;

	ERR_clear_error();
	*stamp = (struct stamp){ 0 };
	good = decode(der, stamp, finding) && read_info(stamp, finding) &&
	       check_content_type(stamp, finding) && find_authority(stamp, finding) &&
	       check_algorithms(stamp, finding) && check_usage(stamp, finding) &&
	       verify(stamp, finding);
	ERR_clear_error();
	return good;
}

void stamp_close(struct stamp *stamp)
{
	sk_X509_pop_free(stamp->certificates, X509_free);
	TS_TST_INFO_free(stamp->info);
	CMS_ContentInfo_free(stamp->cms);
	*stamp = (struct stamp){ 0 };
}

bool stamp_hash(const struct algorithm_digest *digest, const struct der_slice *parts, size_t count,
		unsigned char *hash, unsigned int *bytes)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool done = context &&
		    EVP_DigestInit_ex(context, EVP_get_digestbynid(digest->nid), NULL) == 1;

	for (size_t i = 0; done && i < count; i++)
		done = EVP_DigestUpdate(context, parts[i].at, parts[i].bytes) == 1;
	done = done && EVP_DigestFinal_ex(context, hash, bytes) == 1;
	EVP_MD_CTX_free(context);
	return done;
}

bool stamp_covers(const struct stamp *stamp, const struct der_slice *parts, size_t count,
		  struct finding *finding)
{
	TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint(stamp->info);
	const struct algorithm_digest *digest = digest_of(TS_MSG_IMPRINT_get_algo(imprint));
	const ASN1_OCTET_STRING *wanted = TS_MSG_IMPRINT_get_msg(imprint);
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned int bytes = 0;

	if (!digest)
		return bad(finding, _("the timestamp is over a digest that is not allowed"));
	if (!stamp_hash(digest, parts, count, hash, &bytes))
		return finding_no_memory(finding);
	if (!der_equal((struct der_slice){ ASN1_STRING_get0_data(wanted),
					   (size_t)ASN1_STRING_length(wanted) },
		       hash, bytes))
		return bad(finding, _("the timestamp is that of something else"));
	return true;
}

const ASN1_INTEGER *stamp_nonce(const struct stamp *stamp)
{
	return TS_TST_INFO_get_nonce(stamp->info);
}

void stamp_check_authority(const struct stamp *stamp, const struct wipecert_trust *trust,
			   STACK_OF(X509) * more, STACK_OF(X509_CRL) * lists,
			   const struct chain_moment *moment, struct finding *finding)
{
	const struct chain_input input = { stamp->authority, stamp->certificates, more, lists };
	struct chain chain;

	if (!trust || !trust->anchor_count) {
		certificate_check_time(stamp->authority, moment->signed_s, finding);
		finding_note(finding, WIPECERT_REASON_NO_TRUST, "%s", "");
		return;
	}
	chain_check(trust, CHAIN_TIMESTAMP, &input, moment, &chain, finding);
	chain_clear(&chain);
}
