/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signing records: attached CMS SignedData, CAdES-BES (ETSI EN 319 122-1,
 * RFC 5652, RFC 5035), DER. One signer a file.
 */
#ifndef WIPECERT_SIGN_H
#define WIPECERT_SIGN_H

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

struct wipecert_signer_source {
	const char *key;   /* PEM (PKCS#8, also encrypted) or PKCS#12 file */
	const char *cert;  /* PEM or DER; NULL: from the PKCS#12 file */
	const char *chain; /* PEM intermediates to embed; NULL: those of the PKCS#12 */
	wipecert_passphrase_fn passphrase; /* NULL: encrypted keys are refused */
	void *passphrase_arg;
};

/*
 * Loads key and certificate, checks that they belong together and that key type
 * and size are allowed: EC P-256/P-384, RSA and RSA-PSS from 3072 bits.
 * A key file that group or others can read is refused (WIPE_E_REFUSED).
 * The caller frees *signer; the key is wiped from memory then.
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
 * A trial hierarchy in dir (made if missing, must be empty): root.pem,
 * engineer.key/.pem, officer.key/.pem, tsa.key/.pem. Every name says DEMO.
 */
WIPE_API int wipecert_demo_create(const char *dir, const struct wipe_env *env,
				  struct wipe_error *err);

#ifdef __cplusplus
}
#endif
#endif
