/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a token signs a digest, and what its answer is to OpenSSL. */
#ifndef TOKEN_MECHANISM_H
#define TOKEN_MECHANISM_H

#include <stdbool.h>

#include <openssl/evp.h>

#include "object.h"

/* DigestInfo of SHA-512, the longest: RFC 8017, 9.2. */
#define MECHANISM_INPUT_BYTES 96
/* RSA with 16384 bits. */
#define MECHANISM_OUTPUT_BYTES 2048

struct mechanism {
	CK_MECHANISM_TYPE type;
	CK_RSA_PKCS_PSS_PARAMS pss;
	int digest_nid;
	size_t output_bytes; /* of a signature as the token makes it */
	bool is_ecdsa, is_pss;
};

/*
 * CKM_ECDSA; for RSA keys CKM_RSA_PKCS or, where the token has only that,
 * CKM_RSA_PKCS_PSS; PSS alone for RSA-PSS keys. WIPE_E_UNSUPPORTED: the token
 * does not sign so.
 */
int mechanism_choose(const struct slot *slot, const EVP_PKEY *key, int digest_nid,
		     struct mechanism *out, struct wipe_error *err);

/* What C_Sign() gets. Returns its length; 0: the digest is not that of the mechanism. */
size_t mechanism_input(const struct mechanism *mechanism, const unsigned char *digest,
		       size_t digest_bytes, unsigned char out[MECHANISM_INPUT_BYTES]);

/*
 * The signature value for CMS from what C_Sign() gave: r and s become DER. *out is
 * the caller's (OPENSSL_free()). False: not of the right length, or no memory.
 */
bool mechanism_output(const struct mechanism *mechanism, const unsigned char *raw, size_t raw_bytes,
		      unsigned char **out, size_t *out_bytes);

#endif
