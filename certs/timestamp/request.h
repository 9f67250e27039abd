/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes to a time-stamping authority, and what comes back (RFC 3161, 2.4). */
#ifndef TIMESTAMP_REQUEST_H
#define TIMESTAMP_REQUEST_H

#include <stddef.h>

#include <wipe/error.h>

#include "stamp.h"

#define RESPONSE_MAX_BYTES (STAMP_MAX_BYTES + ((size_t)64 << 10))

/*
 * A request for octets of this SHA-256; the authority's certificate is wanted. The
 * nonce is made of the hash, which nobody can foresee, so that an answer can
 * be held against it without the request. *der is the caller's (OPENSSL_free()).
 */
int request_make(const uint8_t sha256[32], unsigned char **der, size_t *bytes,
		 struct wipe_error *err);

/*
 * The token out of a TimeStampResp, or the bytes themselves if they are a token
 * already. A refusal is WIPE_E_REFUSED with the authority's own words.
 */
int response_token(const void *bytes, size_t length, struct der_slice *token,
		   struct wipe_error *err);

/* Is it an answer to the request that request_make() makes? */
bool request_is_answered(const uint8_t sha256[32], const struct stamp *stamp,
			 struct finding *finding);

#endif
