/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key stream of AES-256 in counter mode (FIPS 197, NIST SP 800-38A sec. 6.5). */
#ifndef PATTERN_CTR_H
#define PATTERN_CTR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>

struct ctr;

/* The caller frees *ctr. WIPE_E_NOMEM, WIPE_E_CRYPTO. */
int ctr_new(const uint8_t key[32], struct ctr **ctr, struct wipe_error *err);
void ctr_free(struct ctr *ctr); /* NULL: no-op */

/*
 * len bytes of the stream that begins with this counter block; with every bit
 * inverted, if asked for. 0 or WIPE_E_CRYPTO.
 */
int ctr_fill(struct ctr *ctr, const uint8_t counter[16], bool inverted, unsigned char *out,
	     size_t len);

/*
 * Does ctr_fill() give these len bytes? They are read once and not written.
 * 0 or WIPE_E_CRYPTO: then *same is false.
 */
int ctr_matches(struct ctr *ctr, const uint8_t counter[16], bool inverted,
		const unsigned char *bytes, size_t len, bool *same);

#endif
