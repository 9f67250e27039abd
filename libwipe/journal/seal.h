/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks that end in the SHA-256 of what is before it. */
#ifndef JOURNAL_SEAL_H
#define JOURNAL_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/report.h>

/*
 * Writes the hash to the last WIPE_SHA256_BYTES of block. bound, of that length
 * too, is hashed first, so that the block belongs to it; NULL: nothing.
 */
int seal_close(uint8_t *block, size_t bytes, const uint8_t *bound, struct wipe_error *err);

/* *holds: the hash is right. 0, or WIPE_E_CRYPTO. */
int seal_check(const uint8_t *block, size_t bytes, const uint8_t *bound, bool *holds,
	       struct wipe_error *err);

/* The hash at the end of a block. */
const uint8_t *seal_of(const uint8_t *block, size_t bytes);

#endif
