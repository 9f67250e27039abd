/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 (FIPS 180-4) of a medium: of all of it, and of its chunks. */
#ifndef PATTERN_HASH_H
#define PATTERN_HASH_H

#include <stddef.h>
#include <stdint.h>

#include <wipe/report.h>

struct hash;

/* chunk_bytes: length of a chunk, at least 1. The caller frees *hash. */
int hash_new(uint64_t chunk_bytes, struct hash **hash, struct wipe_error *err);
void hash_free(struct hash *hash); /* NULL: no-op */

/* The next bytes of the medium, in order. */
void hash_update(struct hash *hash, const void *bytes, size_t len);

/*
 * Ends the hashing. content: SHA-256 of all bytes. chunks: SHA-256 over the
 * concatenated SHA-256 of each chunk, the last of which may be shorter.
 */
void hash_finish(struct hash *hash, uint8_t content[WIPE_SHA256_BYTES],
		 uint8_t chunks[WIPE_SHA256_BYTES]);

#endif
