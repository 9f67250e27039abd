/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * signing-certificate-v2 (RFC 5035): the signed attribute by which a signature
 * says which certificate is its signer's.
 */
#ifndef X509_ESS_H
#define X509_ESS_H

#include <stdbool.h>

#include <openssl/x509.h>

#include "algorithm.h"
#include "der.h"

struct ess {
	const struct algorithm_digest *digest;
	struct der_slice hash;
	struct der_slice issuer_serial; /* the IssuerSerial; empty if absent */
};

enum ess_form {
	ESS_RECORD, /* one certificate, encoded as DER has it, no policies */
	ESS_TOKEN,  /* time-stamping authorities also name the path, and spell SHA-256 out */
};

/*
 * From the attribute's value: the first certificate that it names. Borrows the
 * bytes. False: malformed, or a digest that is not allowed.
 */
bool ess_parse(struct der_element value, enum ess_form form, struct ess *out);

/* Is this the certificate, whose DER these bytes are, that it means? */
bool ess_means(const struct ess *ess, struct der_slice der, X509 *certificate);

#endif
