/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The algorithms that count, and no others: two tables in algorithm.c. */
#ifndef X509_ALGORITHM_H
#define X509_ALGORITHM_H

#include <stdbool.h>

#include <openssl/evp.h>

#include "der.h"

struct algorithm_digest {
	int nid;
	const char *name; /* for EVP */
};

/* From an AlgorithmIdentifier, parameters absent or NULL. NULL: not allowed. */
const struct algorithm_digest *algorithm_digest_of(struct der_slice identifier);

/* SHA-256. */
const struct algorithm_digest *algorithm_digest_default(void);

/* By name or alias, as libcrypto knows it. NULL: not allowed. */
const struct algorithm_digest *algorithm_digest_named(const char *name);

/* May a signature with this AlgorithmIdentifier, digest and key be looked at? */
bool algorithm_signature_fits(struct der_slice identifier, const struct algorithm_digest *digest,
			      const EVP_PKEY *key);

/*
 * EC P-256 and P-384 (named, not spelt out), RSA and RSA-PSS from 3072 bits.
 * NULL if so, else what is wrong with it in the user's language.
 */
const char *algorithm_key_fault(const EVP_PKEY *key);

/* On the way to an anchor: ECDSA also with P-521, RSA from 2048 bits. */
bool algorithm_authority_key_fits(const EVP_PKEY *key);

/* What a signer with this allowed key uses. NULL: the key insists on another one. */
const struct algorithm_digest *algorithm_digest_for(EVP_PKEY *key);

#endif
