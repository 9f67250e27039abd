/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seal.h"

#include <string.h>

#include "sha256.h"

static int compute(const uint8_t *block, size_t bytes, const uint8_t *bound,
		   uint8_t sha256[WIPE_SHA256_BYTES], struct wipe_error *err)
{
	return sha256_of(bound ? bound : block, bound ? WIPE_SHA256_BYTES : 0, block,
			 bytes - WIPE_SHA256_BYTES, sha256, err);
}

const uint8_t *seal_of(const uint8_t *block, size_t bytes)
{
	return block + bytes - WIPE_SHA256_BYTES;
}

int seal_close(uint8_t *block, size_t bytes, const uint8_t *bound, struct wipe_error *err)
{
	return compute(block, bytes, bound, block + bytes - WIPE_SHA256_BYTES, err);
}

int seal_check(const uint8_t *block, size_t bytes, const uint8_t *bound, bool *holds,
	       struct wipe_error *err)
{
	uint8_t sha256[WIPE_SHA256_BYTES];
	int rc = compute(block, bytes, bound, sha256, err);

	*holds = !rc && memcmp(sha256, seal_of(block, bytes), sizeof(sha256)) == 0;
	return rc;
}
