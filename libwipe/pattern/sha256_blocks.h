/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The compression function of SHA-256 for two states at once, where the processor has it. */
#ifndef PATTERN_SHA256_BLOCKS_H
#define PATTERN_SHA256_BLOCKS_H

#include <stddef.h>
#include <stdint.h>

/*
 * FIPS 180-4 sec. 6.2.2, steps 1 to 4: takes the same blocks of 64 bytes into two
 * hash values H0..H7. A function of this type must not keep anything.
 */
typedef void sha256_blocks_fn(uint32_t first[8], uint32_t second[8], const uint8_t *bytes,
			      size_t blocks);

/* NULL: this processor, or this build, has none that beats libgcrypt. */
sha256_blocks_fn *sha256_blocks_find(void);

#endif
