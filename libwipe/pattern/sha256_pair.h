/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SHA-256 (FIPS 180-4) of a medium, of all of it and of its chunks, at hardly
 * more than the cost of one.
 */
#ifndef PATTERN_SHA256_PAIR_H
#define PATTERN_SHA256_PAIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/report.h>

#include "sha256_blocks.h"

struct sha256_pair;

/*
 * chunk_bytes: length of a chunk, at least 1. Uses the instructions of this
 * processor if chunk_bytes is a multiple of 64 and they agree with libgcrypt in
 * a test made here; libgcrypt if not. The caller frees *pair. WIPE_E_NOMEM,
 * WIPE_E_CRYPTO.
 */
int sha256_pair_new(uint64_t chunk_bytes, struct sha256_pair **pair, struct wipe_error *err);
/* The same with this function under test instead of the processor's; NULL: libgcrypt. */
int sha256_pair_new_with(uint64_t chunk_bytes, sha256_blocks_fn *blocks, struct sha256_pair **pair,
			 struct wipe_error *err);
void sha256_pair_free(struct sha256_pair *pair); /* NULL: no-op */

/* Whether both are computed in one go, not by libgcrypt. */
bool sha256_pair_is_fast(const struct sha256_pair *pair);

/* The next bytes of the medium, in order. At most 2^61 - 1 in all. */
void sha256_pair_update(struct sha256_pair *pair, const void *bytes, size_t len);

/*
 * Ends the hashing. content: SHA-256 of all bytes. chunks: SHA-256 over the
 * concatenated SHA-256 of each chunk, the last of which may be shorter.
 */
void sha256_pair_finish(struct sha256_pair *pair, uint8_t content[WIPE_SHA256_BYTES],
			uint8_t chunks[WIPE_SHA256_BYTES]);

#endif
