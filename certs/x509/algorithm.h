/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The algorithms that count, and no others: tables in algorithm.c. Digests and
 * forms of signature are the same in every edition, keys are not.
 */
#ifndef X509_ALGORITHM_H
#define X509_ALGORITHM_H

#include <stdbool.h>

#include <openssl/evp.h>

#include "der.h"

/* Which keys count. A trust policy names one; the library knows no other source. */
struct algorithm_edition {
	const char *name;
	int rsa_least_bits, rsa_authority_least_bits;
	const char *const *curves, *const *authority_curves; /* libcrypto's names, then NULL */
};

/* NULL: there is none of this name. */
const struct algorithm_edition *algorithm_edition_named(const char *name);
/* What counts where nobody names an edition, and for signing. */
const struct algorithm_edition *algorithm_edition_default(void);

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
 * ECDSA on one of the edition's curves (named, not spelt out), RSA and RSA-PSS of
 * its size. NULL if so, else what is wrong with it in the user's language.
 */
const char *algorithm_key_fault(const struct algorithm_edition *edition, const EVP_PKEY *key);

/* On the way to an anchor. */
bool algorithm_authority_key_fits(const struct algorithm_edition *edition, const EVP_PKEY *key);

/* What a signer with this allowed key uses. NULL: the key insists on another one. */
const struct algorithm_digest *algorithm_digest_for(EVP_PKEY *key);

#endif
