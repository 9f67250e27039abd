/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a record brings along so that it can be verified when nobody hands out its
 * certificates and lists any more: CertificateValues and RevocationValues (ETSI TS
 * 101 733, 6.3.3 and 6.3.4; JIS X 5092). Candidates only: the issuers' signatures
 * count, not that they lie here.
 */
#ifndef CMS_MATERIAL_H
#define CMS_MATERIAL_H

#include <openssl/x509.h>

#include "attributes.h"
#include "finding.h"

#define MATERIAL_MAX 32 /* certificates, and lists */

struct material {
	STACK_OF(X509) * certificates; /* NULL: none */
	STACK_OF(X509_CRL) * lists;    /* NULL: none */
};

/* False: finding says why. material_close() in both cases. */
bool material_open(const struct attributes *attributes, struct material *material,
		   struct finding *finding);
void material_close(struct material *material);

/* The values of the two attributes in DER; *der is the caller's (free()). NULL: no memory. */
unsigned char *material_encode_certificates(STACK_OF(X509) * certificates, size_t *bytes);
unsigned char *material_encode_lists(STACK_OF(X509_CRL) * lists, size_t *bytes);

#endif
