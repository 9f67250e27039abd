/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PATTERN_SHA256_H
#define PATTERN_SHA256_H

#include <stddef.h>
#include <stdint.h>

#include <wipe/report.h>

/* SHA-256 (FIPS 180-4) of first and second, one after the other. WIPE_E_CRYPTO. */
int sha256_of(const void *first, size_t first_bytes, const void *second, size_t second_bytes,
	      uint8_t sha256[WIPE_SHA256_BYTES], struct wipe_error *err);

/* The same of what comes piece by piece. The caller frees *sha. WIPE_E_NOMEM, WIPE_E_CRYPTO. */
struct sha256;
int sha256_new(struct sha256 **sha, struct wipe_error *err);
void sha256_free(struct sha256 *sha);  /* NULL: no-op */
void sha256_begin(struct sha256 *sha); /* forgets what came */
void sha256_update(struct sha256 *sha, const void *bytes, size_t len);
/* Once after what came; then sha256_begin(). */
void sha256_finish(struct sha256 *sha, uint8_t sha256[WIPE_SHA256_BYTES]);

#endif
