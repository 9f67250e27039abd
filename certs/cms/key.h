/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMS_KEY_H
#define CMS_KEY_H

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <wipecert/sign.h>

/* What a key file holds. key_clear() frees it; the key is wiped then. */
struct key_file {
	EVP_PKEY *key;
	STACK_OF(X509) * certificates; /* of a PKCS#12, or beside a PEM key; may be empty */
};

/*
 * Reads the private key source->key: PEM or DER of PKCS#8, also encrypted, of
 * the traditional EC and RSA forms, or PKCS#12. Asks for a passphrase at most
 * three times. Exactly one private key must be in the file.
 */
int key_load(const struct wipecert_signer_source *source, struct key_file *out,
	     struct wipe_error *err);
void key_clear(struct key_file *file);

#endif
