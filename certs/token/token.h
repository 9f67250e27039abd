/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A private key that stays on its token (smart card, HSM), used through the
 * token's PKCS#11 module. Only the process that opened it can use it.
 */
#ifndef TOKEN_TOKEN_H
#define TOKEN_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include <openssl/x509.h>

#include <wipecert/sign.h>

struct token;

/* Is this the pkcs11: URI of a key on a token, and not the name of a file? */
bool token_is_uri(const char *key);

/*
 * The key that the URI source->key names, after its PIN. folders: where modules are
 * registered, NULL for those of the system. source->passphrase_arg must outlive
 * *token, source itself need not.
 */
int token_open(const struct wipecert_signer_source *source, const char *const *folders,
	       struct token **token, struct wipe_error *err);
void token_close(struct token *token); /* NULL: no-op */

/* UTF-8, for people. */
const char *token_label(const struct token *token);

/*
 * Appends the certificates on the token, that of the key first. WIPE_E_NOTFOUND:
 * none is of the key; WIPE_E_USAGE: more than one is.
 */
int token_certificates(const struct token *token, STACK_OF(X509) * list, struct wipe_error *err);

/* False: this certificate is of another key. True if the token does not tell. */
bool token_may_own(const struct token *token, const X509 *certificate);

/* From now on token_sign() makes signatures for this public key over such digests. */
int token_prepare(struct token *token, const EVP_PKEY *public_key, int digest_nid,
		  struct wipe_error *err);
bool token_uses_pss(const struct token *token);

/*
 * The signature value as CMS has it; *signature is the caller's (OPENSSL_free()).
 * It is not verified here. Every failure is WIPE_E_CRYPTO, or WIPE_E_NOMEM.
 */
int token_sign(struct token *token, const unsigned char *digest, size_t digest_bytes,
	       unsigned char **signature, size_t *signature_bytes, struct wipe_error *err);

#endif
