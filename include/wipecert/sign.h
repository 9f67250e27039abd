/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signing records: attached CMS SignedData, CAdES-BES (ETSI EN 319 122-1,
 * RFC 5652, RFC 5035), DER. One signer a file.
 */
#ifndef WIPECERT_SIGN_H
#define WIPECERT_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>
#include <wipe/export.h>
#include <wipecert/record.h>

#ifdef __cplusplus
extern "C" {
#endif

struct wipecert_signer;

/*
 * Writes a passphrase for path into buf (at most size bytes, no NUL needed) and
 * returns its length, or -1 to give up. Called only if the key is encrypted;
 * attempt counts from 1, at most 3 times.
 */
typedef int (*wipecert_passphrase_fn)(void *arg, const char *path, int attempt, char *buf,
				      size_t size);

/* What a token tells, or wants to be told, before a PIN is tried. */
enum wipecert_token_event {
	WIPECERT_TOKEN_FEW_TRIES, /* wrong PINs were tried before; told, not asked */
	WIPECERT_TOKEN_LAST_TRY,  /* another wrong PIN locks it: true to try all the same */
	WIPECERT_TOKEN_AT_READER, /* the PIN is to be entered at the reader now; told */
};
/* token is its label, from the token itself: to be escaped. */
typedef bool (*wipecert_token_fn)(void *arg, enum wipecert_token_event event, const char *token);

struct wipecert_signer_source {
	/* PEM (PKCS#8, also encrypted) or PKCS#12 file; or the pkcs11: URI (RFC 7512) of a key */
	const char *key;
	const char *cert;  /* PEM or DER; NULL: from the PKCS#12 file or the token */
	const char *chain; /* PEM intermediates to embed; NULL: those of PKCS#12 or token */
	wipecert_passphrase_fn passphrase; /* NULL: encrypted keys are refused */
	/* The PIN of a token; path is its label, attempt always 1. NULL: as if not given */
	wipecert_passphrase_fn pin;
	wipecert_token_fn token; /* NULL: nobody is told, no last try is used */
	void *passphrase_arg;	 /* of all three */
};

/*
 * Loads key and certificate, checks that they belong together and that key type
 * and size are allowed: EC P-256/P-384, RSA and RSA-PSS from 3072 bits.
 * A key file that group or others can read is refused (WIPE_E_REFUSED).
 * The caller frees *signer; the key is wiped from memory then.
 *
 * A key on a token stays there. A wrong PIN is tried once. WIPE_E_USAGE: the URI is
 * malformed, has a PIN in it, or does not name exactly one token and key;
 * WIPE_E_REFUSED: the PIN is locked, or its last try was not allowed;
 * WIPE_E_UNSUPPORTED: the token cannot sign so. Only this process can then use the
 * signer (see below); passphrase_arg must outlive it.
 */
WIPE_API int wipecert_signer_load(const struct wipecert_signer_source *source,
				  struct wipecert_signer **signer, struct wipe_error *err);
WIPE_API void wipecert_signer_free(struct wipecert_signer *signer); /* NULL: no-op */

/* Subject in RFC 4514 form, UTF-8; valid as long as the signer. */
WIPE_API const char *wipecert_signer_name(const struct wipecert_signer *signer);
/* SHA-256 of the certificate's DER. */
WIPE_API void wipecert_signer_sha256(const struct wipecert_signer *signer, uint8_t sha256[32]);
/* "signer-not-yet-valid", "signer-expired", or NULL if valid at that time. */
WIPE_API const char *wipecert_signer_flag_at(const struct wipecert_signer *signer, int64_t time_s);

/*
 * Signs exactly these bytes. *der is the caller's (free()). The result was
 * parsed again and its signature verified before this returns. link, if not
 * NULL, gets the hashes by which other records name this one (its id is "").
 */
WIPE_API int wipecert_sign(const struct wipecert_signer *signer, const void *content,
			   size_t content_bytes, unsigned char **der, size_t *der_bytes,
			   struct wipecert_link *link, struct wipe_error *err);

/*
 * A key on a token can be used by the process that opened it and by no child of
 * it (PKCS#11 says so). A child has its signatures made there: it gives
 * wipecert_signer_relay() a function that carries the signed attributes (DER) to
 * that process, which answers with wipecert_signer_answer(). The function returns
 * 0, or a code with err filled.
 */
#define WIPECERT_ATTRIBUTES_MAX_BYTES 1024
#define WIPECERT_SIGNATURE_MAX_BYTES 2048
typedef int (*wipecert_relay_fn)(void *arg, const unsigned char *attributes,
				 size_t attributes_bytes,
				 unsigned char signature[WIPECERT_SIGNATURE_MAX_BYTES],
				 size_t *signature_bytes, struct wipe_error *err);

WIPE_API bool wipecert_signer_is_on_token(const struct wipecert_signer *signer);
WIPE_API void wipecert_signer_relay(struct wipecert_signer *signer, wipecert_relay_fn relay,
				    void *arg);
WIPE_API int wipecert_signer_answer(const struct wipecert_signer *signer,
				    const unsigned char *attributes, size_t attributes_bytes,
				    unsigned char signature[WIPECERT_SIGNATURE_MAX_BYTES],
				    size_t *signature_bytes, struct wipe_error *err);

/*
 * A trial hierarchy in dir (made if missing, must be empty): root.pem,
 * engineer.key/.pem, officer.key/.pem, tsa.key/.pem. Every name says DEMO.
 */
WIPE_API int wipecert_demo_create(const char *dir, const struct wipe_env *env,
				  struct wipe_error *err);

#ifdef __cplusplus
}
#endif
#endif
