/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ECDSA signatures are malleable: (r, s) and (r, n - s) both verify. Records
 * carry the smaller s, and hashes of signatures are taken over that form.
 */
#ifndef X509_ECDSA_H
#define X509_ECDSA_H

#include <stdbool.h>
#include <stddef.h>

#include <openssl/evp.h>

/*
 * DER of the signature with the smaller s; *out is the caller's
 * (OPENSSL_free()). False: no ECDSA signature, or no memory.
 */
bool ecdsa_normalise(const EVP_PKEY *key, const unsigned char *signature, size_t bytes,
		     unsigned char **out, size_t *out_bytes);

#endif
