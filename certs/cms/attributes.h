/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The attributes of a signer that a record must, may and must not have. */
#ifndef CMS_ATTRIBUTES_H
#define CMS_ATTRIBUTES_H

#include <stdbool.h>
#include <stdint.h>

#include <openssl/x509.h>

#include "algorithm.h"
#include "der.h"
#include "finding.h"
#include "signed_data.h"

struct attributes {
	/* From signing-certificate-v2 (RFC 5035): which certificate it is. */
	const struct algorithm_digest *cert_digest;
	struct der_slice cert_hash;
	struct der_slice issuer_serial; /* the IssuerSerial; empty if absent */
	bool has_timestamp;
	bool has_signing_time;
	int64_t signing_time_s;
};

/*
 * content-type, message-digest and signing-certificate-v2 exactly once,
 * signing-time at most once, nothing else; unsigned only a timestamp token.
 */
bool attributes_check(const struct signed_data *signed_data, struct attributes *out,
		      struct finding *finding);

/* Is this the certificate that signing-certificate-v2 means? */
bool attributes_name_certificate(const struct attributes *attributes, struct der_slice der,
				 X509 *certificate);

#endif
