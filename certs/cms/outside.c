/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libcrypto signs while it finishes signed data, only with a key of its own, and adds
 * signing-time. So
 * content, signer and attributes are put in by hand, and the attributes as they
 * stand in the encoding are what gets signed.
 */
#include <string.h>
#include <time.h>

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/rsa.h>

#include "crypto_error.h"
#include "der.h"
#include "outside.h"
#include "signed_data.h"
#include "text.h"

#define FLAGS (CMS_BINARY | CMS_PARTIAL | CMS_NOSMIMECAP)

static const EVP_MD *digest_of(const struct wipecert_signer *signer)
{
	return EVP_get_digestbynid(signer->digest->nid);
}

static bool add_intermediates(CMS_ContentInfo *cms, const struct wipecert_signer *signer)
{
	for (int i = 0; i < sk_X509_num(signer->intermediates); i++)
		if (!CMS_add1_cert(cms, sk_X509_value(signer->intermediates, i)))
			return false;
	return true;
}

/* CMS_final() wants a signer. What CMS_sign() made for it is marked as unfinished. */
static CMS_ContentInfo *without_signer(const void *content, size_t bytes)
{
	CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL, FLAGS);
	ASN1_OCTET_STRING **place = cms ? CMS_get0_content(cms) : NULL;
	ASN1_OCTET_STRING *octets = ASN1_OCTET_STRING_new();

	if (place && octets && ASN1_OCTET_STRING_set(octets, content, (int)bytes) == 1) {
		ASN1_OCTET_STRING_free(*place);
		*place = octets;
		return cms;
	}
	ASN1_OCTET_STRING_free(octets);
	CMS_ContentInfo_free(cms);
	return NULL;
}

/* RFC 5652, 11. signing-certificate-v2 was added together with the signer. */
static bool add_attributes(CMS_SignerInfo *info, const EVP_MD *digest, const void *content,
			   size_t bytes, bool has_time)
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned int hash_bytes;
	ASN1_TIME *now = X509_gmtime_adj(NULL, 0);
	bool done = now && EVP_Digest(content, bytes, hash, &hash_bytes, digest, NULL) == 1 &&
		    CMS_signed_add1_attr_by_NID(info, NID_pkcs9_contentType, V_ASN1_OBJECT,
						OBJ_nid2obj(NID_pkcs7_data), -1) == 1 &&
		    CMS_signed_add1_attr_by_NID(info, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING,
						hash, (int)hash_bytes) == 1 &&
		    (!has_time || CMS_signed_add1_attr_by_NID(info, NID_pkcs9_signingTime,
							      now->type, now, -1) == 1);

	ASN1_TIME_free(now);
	return done;
}

/* The identifier itself and, packed into *packed, as a parameter of MGF1. */
static bool make_hash(X509_ALGOR **hash, ASN1_STRING **packed, const EVP_MD *digest)
{
	*hash = X509_ALGOR_new();
	if (!*hash)
		return false;
	X509_ALGOR_set_md(*hash, digest);
	return ASN1_item_pack(*hash, ASN1_ITEM_rptr(X509_ALGOR), packed) != NULL;
}

/* RFC 4056: hash, MGF1 over it, and a salt of its length. */
static ASN1_STRING *pss_parameters(const EVP_MD *digest)
{
	RSA_PSS_PARAMS *pss = RSA_PSS_PARAMS_new();
	ASN1_STRING *mask = NULL, *packed = NULL;
	bool done = pss && make_hash(&pss->hashAlgorithm, &mask, digest) &&
		    (pss->maskGenAlgorithm = X509_ALGOR_new()) &&
		    X509_ALGOR_set0(pss->maskGenAlgorithm, OBJ_nid2obj(NID_mgf1), V_ASN1_SEQUENCE,
				    mask) == 1;

	if (done) {
		mask = NULL;
		pss->saltLength = ASN1_INTEGER_new();
		done = pss->saltLength &&
		       ASN1_INTEGER_set(pss->saltLength, EVP_MD_get_size(digest)) == 1 &&
		       ASN1_item_pack(pss, ASN1_ITEM_rptr(RSA_PSS_PARAMS), &packed);
	}
	ASN1_STRING_free(mask);
	RSA_PSS_PARAMS_free(pss);
	return done ? packed : NULL;
}

/* libcrypto took the key for one that signs by PKCS#1 v1.5. */
static bool say_pss(CMS_SignerInfo *info, const EVP_MD *digest)
{
	ASN1_STRING *parameters = pss_parameters(digest);
	X509_ALGOR *algorithm;

	CMS_SignerInfo_get0_algs(info, NULL, NULL, NULL, &algorithm);
	if (parameters && X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_rsassaPss), V_ASN1_SEQUENCE,
					  parameters) == 1)
		return true;
	ASN1_STRING_free(parameters);
	return false;
}

static bool uses_pss(const struct wipecert_signer *signer)
{
	return signer->token ? token_uses_pss(signer->token) :
			       EVP_PKEY_get_base_id(signer->key) == EVP_PKEY_RSA_PSS;
}

static CMS_SignerInfo *add_signer(CMS_ContentInfo *cms, const struct wipecert_signer *signer,
				  const void *content, size_t bytes, bool has_time)
{
	const EVP_MD *digest = digest_of(signer);
	CMS_SignerInfo *info =
		CMS_add1_signer(cms, signer->certificate, signer->key, digest, FLAGS | CMS_CADES);

	if (!info || !add_attributes(info, digest, content, bytes, has_time))
		return NULL;
	return uses_pss(signer) && !say_pss(info, digest) ? NULL : info;
}

/* The attributes as a SET, which is how they are signed (RFC 5652, 5.4). *set: OPENSSL_free() */
static bool encode_attributes(CMS_ContentInfo *cms, unsigned char **set, size_t *set_bytes)
{
	struct finding finding = { .reason = WIPECERT_REASON_NONE };
	struct signed_data parsed;
	unsigned char *der = NULL, *at;
	int bytes = i2d_CMS_ContentInfo(cms, &der), size;
	bool done = bytes > 0 && signed_data_parse(der, (size_t)bytes, &parsed, &finding);

	*set = NULL;
	if (done) {
		size = ASN1_object_size(1, (int)parsed.signed_attributes.bytes, V_ASN1_SET);
		*set = at = size > 0 ? OPENSSL_malloc((size_t)size) : NULL;
		done = *set != NULL;
	}
	if (done) {
		ASN1_put_object(&at, 1, (int)parsed.signed_attributes.bytes, V_ASN1_SET,
				V_ASN1_UNIVERSAL);
		memcpy(at, parsed.signed_attributes.at, parsed.signed_attributes.bytes);
		*set_bytes = (size_t)size;
	}
	OPENSSL_free(der);
	return done;
}

static int sign_here(const struct wipecert_signer *signer, const unsigned char *set,
		     size_t set_bytes, unsigned char signature[WIPECERT_SIGNATURE_MAX_BYTES],
		     size_t *signature_bytes, struct wipe_error *err)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY_CTX *key_context;
	bool done;

	*signature_bytes = WIPECERT_SIGNATURE_MAX_BYTES;
	done = context && EVP_PKEY_get_size(signer->key) <= WIPECERT_SIGNATURE_MAX_BYTES &&
	       EVP_DigestSignInit(context, &key_context, digest_of(signer), NULL, signer->key) ==
		       1 &&
	       (!uses_pss(signer) ||
		EVP_PKEY_CTX_set_rsa_pss_saltlen(key_context, RSA_PSS_SALTLEN_DIGEST) > 0) &&
	       EVP_DigestSign(context, signature, signature_bytes, set, set_bytes) == 1;
	EVP_MD_CTX_free(context);
	return done ? 0 : crypto_error_set(err, WIPE_E_CRYPTO, "%s", _("cannot sign"));
}

static int get_signature(const struct wipecert_signer *signer, const unsigned char *set,
			 size_t set_bytes, unsigned char signature[WIPECERT_SIGNATURE_MAX_BYTES],
			 size_t *signature_bytes, struct wipe_error *err)
{
	*signature_bytes = 0;
	if (set_bytes > WIPECERT_ATTRIBUTES_MAX_BYTES)
		return wipe_error_set(err, WIPE_E_CRYPTO, 0, "%s", _("cannot sign"));
	if (!signer->token)
		return sign_here(signer, set, set_bytes, signature, signature_bytes, err);
	if (signer->relay)
		return signer->relay(signer->relay_arg, set, set_bytes, signature, signature_bytes,
				     err);
	return wipecert_signer_answer(signer, set, set_bytes, signature, signature_bytes, err);
}

static int place_signature(CMS_ContentInfo *cms, CMS_SignerInfo *info,
			   const struct wipecert_signer *signer, struct wipe_error *err)
{
	unsigned char signature[WIPECERT_SIGNATURE_MAX_BYTES];
	unsigned char *set;
	size_t set_bytes, signature_bytes;
	int code;

	if (!encode_attributes(cms, &set, &set_bytes))
		return crypto_error_set(err, WIPE_E_CRYPTO, "%s", _("cannot sign"));
	code = get_signature(signer, set, set_bytes, signature, &signature_bytes, err);
	OPENSSL_free(set);
	if (!code && (signature_bytes > sizeof(signature) ||
		      ASN1_OCTET_STRING_set(CMS_SignerInfo_get0_signature(info), signature,
					    (int)signature_bytes) != 1))
		code = crypto_error_nomem(err);
	return code;
}

int outside_make(const struct wipecert_signer *signer, const void *content, size_t bytes,
		 bool has_time, CMS_ContentInfo **out, struct wipe_error *err)
{
	CMS_ContentInfo *cms = without_signer(content, bytes);
	CMS_SignerInfo *info = NULL;
	int code;

	*out = NULL;
	if (cms && add_intermediates(cms, signer))
		info = add_signer(cms, signer, content, bytes, has_time);
	code = info ? place_signature(cms, info, signer, err) :
		      crypto_error_set(err, WIPE_E_CRYPTO, "%s", _("cannot sign"));
	if (code)
		CMS_ContentInfo_free(cms);
	else
		*out = cms;
	return code;
}

bool wipecert_signer_is_on_token(const struct wipecert_signer *signer)
{
	return signer->token != NULL;
}

void wipecert_signer_relay(struct wipecert_signer *signer, wipecert_relay_fn relay, void *arg)
{
	signer->relay = relay;
	signer->relay_arg = arg;
}

int wipecert_signer_answer(const struct wipecert_signer *signer, const unsigned char *attributes,
			   size_t attributes_bytes,
			   unsigned char signature[WIPECERT_SIGNATURE_MAX_BYTES],
			   size_t *signature_bytes, struct wipe_error *err)
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned char *made = NULL;
	unsigned int hash_bytes;
	int code;

	*signature_bytes = 0;
	if (!signer->token || attributes_bytes > WIPECERT_ATTRIBUTES_MAX_BYTES ||
	    EVP_Digest(attributes, attributes_bytes, hash, &hash_bytes, digest_of(signer), NULL) !=
		    1)
		return crypto_error_set(err, WIPE_E_CRYPTO, "%s", _("cannot sign"));
	code = token_sign(signer->token, hash, hash_bytes, &made, signature_bytes, err);
	if (!code && *signature_bytes > WIPECERT_SIGNATURE_MAX_BYTES)
		code = wipe_error_set(err, WIPE_E_CRYPTO, 0, "%s", _("cannot sign"));
	if (!code)
		memcpy(signature, made, *signature_bytes);
	OPENSSL_free(made);
	return code;
}
