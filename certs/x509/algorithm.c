/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "algorithm.h"
#include "text.h"

static const char *const two_curves[] = { SN_X9_62_prime256v1, SN_secp384r1, NULL };
static const char *const three_curves[] = { SN_X9_62_prime256v1, SN_secp384r1, SN_secp521r1, NULL };

static const struct algorithm_edition editions[] = {
	/*
	 * CRYPTREC LS-0001-2022R2, from 128 bits of strength; authorities from 112
	 * bits, which those of governments still have.
	 */
	{ "massho-2026", 3072, 2048, two_curves, three_curves },
	/* The same without 112 bits, whose use ends with 2030 (CRYPTREC LS-0003-2022). */
	{ "massho-2031", 3072, 3072, two_curves, three_curves },
};

static const struct algorithm_digest digests[] = {
	{ NID_sha256, "SHA2-256" },
	{ NID_sha384, "SHA2-384" },
	{ NID_sha512, "SHA2-512" },
};

enum parameters {
	PARAMETERS_ABSENT,
	PARAMETERS_NULL,
	PARAMETERS_PSS,
};

/* RFC 5754, RFC 5758, RFC 4056. digest_nid 0: that of the SignerInfo. */
static const struct {
	int nid, digest_nid, key_type;
	enum parameters parameters;
} signatures[] = {
	{ NID_ecdsa_with_SHA256, NID_sha256, EVP_PKEY_EC, PARAMETERS_ABSENT },
	{ NID_ecdsa_with_SHA384, NID_sha384, EVP_PKEY_EC, PARAMETERS_ABSENT },
	{ NID_ecdsa_with_SHA512, NID_sha512, EVP_PKEY_EC, PARAMETERS_ABSENT },
	{ NID_rsaEncryption, 0, EVP_PKEY_RSA, PARAMETERS_NULL },
	{ NID_sha256WithRSAEncryption, NID_sha256, EVP_PKEY_RSA, PARAMETERS_NULL },
	{ NID_sha384WithRSAEncryption, NID_sha384, EVP_PKEY_RSA, PARAMETERS_NULL },
	{ NID_sha512WithRSAEncryption, NID_sha512, EVP_PKEY_RSA, PARAMETERS_NULL },
	{ NID_rsassaPss, 0, EVP_PKEY_RSA, PARAMETERS_PSS },
	{ NID_rsassaPss, 0, EVP_PKEY_RSA_PSS, PARAMETERS_PSS },
};

static const struct algorithm_digest *digest_by_nid(int nid)
{
	for (size_t i = 0; i < sizeof(digests) / sizeof(digests[0]); i++)
		if (digests[i].nid == nid)
			return &digests[i];
	return NULL;
}

static X509_ALGOR *decode(struct der_slice identifier)
{
	const unsigned char *at = identifier.at;
	X509_ALGOR *algorithm = d2i_X509_ALGOR(NULL, &at, (long)identifier.bytes);

	if (algorithm && at != identifier.at + identifier.bytes) {
		X509_ALGOR_free(algorithm);
		return NULL;
	}
	return algorithm;
}

static const struct algorithm_digest *digest_of(const X509_ALGOR *algorithm)
{
	const ASN1_OBJECT *object;
	int type;

	X509_ALGOR_get0(&object, &type, NULL, algorithm);
	return type == V_ASN1_UNDEF || type == V_ASN1_NULL ? digest_by_nid(OBJ_obj2nid(object)) :
							     NULL;
}

const struct algorithm_digest *algorithm_digest_of(struct der_slice identifier)
{
	X509_ALGOR *algorithm = decode(identifier);
	const struct algorithm_digest *digest = algorithm ? digest_of(algorithm) : NULL;

	X509_ALGOR_free(algorithm);
	return digest;
}

const struct algorithm_digest *algorithm_digest_default(void)
{
	return &digests[0];
}

const struct algorithm_digest *algorithm_digest_named(const char *name)
{
	int nid = OBJ_sn2nid(name);

	for (size_t i = 0; i < sizeof(digests) / sizeof(digests[0]); i++)
		if (digests[i].nid == nid || strcmp(digests[i].name, name) == 0)
			return &digests[i];
	return NULL;
}

/* MGF1 over the same digest, and no other mask (RFC 8017, A.2.3). */
static bool mask_fits(const X509_ALGOR *mask, const struct algorithm_digest *digest)
{
	const ASN1_OBJECT *object;
	const void *value;
	X509_ALGOR *hash;
	int type;
	bool fits;

	if (!mask)
		return false;
	X509_ALGOR_get0(&object, &type, &value, mask);
	if (OBJ_obj2nid(object) != NID_mgf1 || type != V_ASN1_SEQUENCE)
		return false;
	hash = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(X509_ALGOR), mask->parameter);
	fits = hash && digest_of(hash) == digest;
	X509_ALGOR_free(hash);
	return fits;
}

static bool pss_fits(const X509_ALGOR *algorithm, const struct algorithm_digest *digest)
{
	RSA_PSS_PARAMS *pss =
		ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(RSA_PSS_PARAMS), algorithm->parameter);
	/* Absent fields stand for SHA-1. The salt is as long as the digest. */
	bool fits = pss && pss->hashAlgorithm && digest_of(pss->hashAlgorithm) == digest &&
		    mask_fits(pss->maskGenAlgorithm, digest) && pss->saltLength &&
		    ASN1_INTEGER_get(pss->saltLength) ==
			    EVP_MD_get_size(EVP_get_digestbynid(digest->nid)) &&
		    !pss->trailerField;

	RSA_PSS_PARAMS_free(pss);
	return fits;
}

static bool parameters_fit(const X509_ALGOR *algorithm, enum parameters wanted,
			   const struct algorithm_digest *digest)
{
	int type;

	X509_ALGOR_get0(NULL, &type, NULL, algorithm);
	if (wanted == PARAMETERS_PSS)
		return type == V_ASN1_SEQUENCE && pss_fits(algorithm, digest);
	return type == (wanted == PARAMETERS_NULL ? V_ASN1_NULL : V_ASN1_UNDEF);
}

bool algorithm_signature_fits(struct der_slice identifier, const struct algorithm_digest *digest,
			      const EVP_PKEY *key)
{
	X509_ALGOR *algorithm = decode(identifier);
	const ASN1_OBJECT *object;
	bool fits = false;

	if (!algorithm)
		return false;
	X509_ALGOR_get0(&object, NULL, NULL, algorithm);
	for (size_t i = 0; i < sizeof(signatures) / sizeof(signatures[0]) && !fits; i++)
		fits = signatures[i].nid == OBJ_obj2nid(object) &&
		       signatures[i].key_type == EVP_PKEY_get_base_id(key) &&
		       (!signatures[i].digest_nid || signatures[i].digest_nid == digest->nid) &&
		       parameters_fit(algorithm, signatures[i].parameters, digest);
	X509_ALGOR_free(algorithm);
	return fits;
}

static bool key_is_on_curve(const EVP_PKEY *key, const char *const *names)
{
	char group[32];
	int spelt_out = 0;

	if (EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS,
				   &spelt_out) != 1 ||
	    spelt_out || EVP_PKEY_get_group_name(key, group, sizeof(group), NULL) != 1)
		return false;
	while (*names && strcmp(group, *names) != 0)
		names++;
	return *names;
}

const struct algorithm_edition *algorithm_edition_named(const char *name)
{
	for (size_t i = 0; i < sizeof(editions) / sizeof(editions[0]); i++)
		if (strcmp(editions[i].name, name) == 0)
			return &editions[i];
	return NULL;
}

const struct algorithm_edition *algorithm_edition_default(void)
{
	return &editions[0];
}

const char *algorithm_key_fault(const struct algorithm_edition *edition, const EVP_PKEY *key)
{
	switch (EVP_PKEY_get_base_id(key)) {
	case EVP_PKEY_EC:
		return key_is_on_curve(key, edition->curves) ?
			       NULL :
			       _("the curve is neither P-256 nor P-384");
	case EVP_PKEY_RSA:
	case EVP_PKEY_RSA_PSS:
		if (EVP_PKEY_get_bits(key) >= edition->rsa_least_bits)
			return NULL;
		return edition->rsa_least_bits < 3072 ? _("the RSA key has less than 2048 bits") :
							_("the RSA key has less than 3072 bits");
	default:
		return _("the key is neither ECDSA nor RSA");
	}
}

bool algorithm_authority_key_fits(const struct algorithm_edition *edition, const EVP_PKEY *key)
{
	switch (EVP_PKEY_get_base_id(key)) {
	case EVP_PKEY_EC:
		return key_is_on_curve(key, edition->authority_curves);
	case EVP_PKEY_RSA:
	case EVP_PKEY_RSA_PSS:
		return EVP_PKEY_get_bits(key) >= edition->rsa_authority_least_bits;
	default:
		return false;
	}
}

const struct algorithm_digest *algorithm_digest_for(EVP_PKEY *key)
{
	char name[64];

	/* 2: mandatory, as an RSA-PSS key with parameters may have it. */
	if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA_PSS &&
	    EVP_PKEY_get_default_digest_name(key, name, sizeof(name)) == 2)
		return algorithm_digest_named(name);
	if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC && EVP_PKEY_get_bits(key) > 256)
		return digest_by_nid(NID_sha384);
	return algorithm_digest_default();
}
