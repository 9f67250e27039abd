/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <openssl/objects.h>

#include "certificate.h"
#include "ess.h"

/* hashAlgorithm DEFAULT SHA-256, which DER leaves out. */
static bool take_digest(struct der_slice *id, enum ess_form form, struct ess *out)
{
	struct der_element algorithm;

	out->digest = algorithm_digest_default();
	if (!der_take(id, DER_SEQUENCE, &algorithm))
		return true;
	out->digest = algorithm_digest_of(algorithm.whole);
	return out->digest && (form == ESS_TOKEN || out->digest != algorithm_digest_default());
}

/* ESSCertIDv2 ::= SEQUENCE { hashAlgorithm, certHash, issuerSerial OPTIONAL } */
static bool parse_id(struct der_slice id, enum ess_form form, struct ess *out)
{
	struct der_element hash, issuer_serial = { 0 };

	if (!take_digest(&id, form, out) || !der_take(&id, DER_OCTET_STRING, &hash))
		return false;
	der_take(&id, DER_SEQUENCE, &issuer_serial);
	out->hash = hash.body;
	out->issuer_serial = issuer_serial.whole;
	return !id.bytes;
}

bool ess_parse(struct der_element value, enum ess_form form, struct ess *out)
{
	struct der_element list, id;

	*out = (struct ess){ 0 };
	if (value.tag != DER_SEQUENCE || !der_take(&value.body, DER_SEQUENCE, &list) ||
	    !der_take(&list.body, DER_SEQUENCE, &id))
		return false;
	if (form == ESS_RECORD && (value.body.bytes || list.body.bytes))
		return false;
	return parse_id(id.body, form, out);
}

/* IssuerSerial ::= SEQUENCE { GeneralNames with one [4] directoryName, INTEGER } */
static bool issuer_serial_fits(struct der_slice issuer_serial, X509 *certificate)
{
	struct der_element outer, names, directory, serial;

	if (!der_take(&issuer_serial, DER_SEQUENCE, &outer) ||
	    !der_take(&outer.body, DER_SEQUENCE, &names) ||
	    !der_take(&names.body, DER_CONTEXT + 4, &directory) || names.body.bytes ||
	    !der_take(&outer.body, DER_INTEGER, &serial) || outer.body.bytes)
		return false;
	return certificate_is(certificate, directory.body, serial.whole);
}

bool ess_means(const struct ess *ess, struct der_slice der, X509 *certificate)
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned int bytes;

	if (EVP_Digest(der.at, der.bytes, hash, &bytes, EVP_get_digestbynid(ess->digest->nid),
		       NULL) != 1)
		return false;
	return der_equal(ess->hash, hash, bytes) &&
	       (!ess->issuer_serial.bytes || issuer_serial_fits(ess->issuer_serial, certificate));
}
