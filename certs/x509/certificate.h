/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef X509_CERTIFICATE_H
#define X509_CERTIFICATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/x509.h>

#include <wipe/error.h>

#include "algorithm.h"
#include "der.h"
#include "finding.h"

/* Type and size of its key (WIPECERT_REASON_ALGORITHM). */
bool certificate_check_key(X509 *certificate, const struct algorithm_edition *edition,
			   struct finding *finding);

/*
 * May it sign records: no CA, keyUsage present with digitalSignature or
 * nonRepudiation and without keyCertSign and cRLSign, no extended key usage at
 * all (WIPECERT_REASON_SIGNER_USAGE).
 */
bool certificate_check_usage(X509 *certificate, struct finding *finding);

/* A CA by basicConstraints, with keyCertSign if it has a key usage. */
bool certificate_is_ca(X509 *certificate);

/* Notes EXPIRED or NOT_YET_VALID if time_s is outside its validity. */
bool certificate_check_time(X509 *certificate, int64_t time_s, struct finding *finding);

/*
 * Are these the DER of its issuer's name and of its serial number? Byte for byte:
 * names that only compare as equal are others.
 */
bool certificate_is(X509 *certificate, struct der_slice issuer, struct der_slice serial);

/* One of the list whose name and key issued the certificate; NULL: none. */
X509 *certificate_find_issuer(STACK_OF(X509) * list, X509 *certificate);

/* SHA-256 of its DER; false: no memory. */
bool certificate_sha256(X509 *certificate, uint8_t sha256[32]);

/* SHA-256 of its SubjectPublicKeyInfo; false: no memory. */
bool certificate_key_sha256(X509 *certificate, uint8_t sha256[32]);

/*
 * All certificates of PEM or DER bytes, appended to *list (made if NULL). None
 * at all is WIPE_E_FORMAT; other PEM blocks are passed over.
 */
int certificate_parse_all(const unsigned char *bytes, size_t length, const char *path,
			  STACK_OF(X509) * *list, struct wipe_error *err);

/* The same of the file at path, of at most max bytes. */
int certificate_read_all(const char *path, size_t max, STACK_OF(X509) * *list,
			 struct wipe_error *err);

#endif
