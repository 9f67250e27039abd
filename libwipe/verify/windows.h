/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which parts of a medium a sampled verification reads.
 *
 * Representative sampling after NIST SP 800-88 Rev. 1, sec. 4.7.3: 1,000 equal
 * subsections (fewer on small media), two windows in each that do not overlap,
 * each at least half of percent of its subsection, and the first and the last
 * block. Behind them come 2,000 windows of one block at independent positions (as
 * many as there are blocks, if they are less): what can be stated about the rest of
 * the medium follows from them. Positions follow from a seed: draw n is the first 8 bytes, big-endian,
 * of block n of AES-256-CTR(seed, IV 0) over zeros.
 */
#ifndef VERIFY_WINDOWS_H
#define VERIFY_WINDOWS_H

#include <stdint.h>

#include "pattern.h"

struct window {
	uint64_t offset_bytes, length_bytes;
};

struct windows {
	struct pattern *draws;
	uint64_t capacity_bytes, blocks, subsections;
	uint32_t block_bytes, percent;
	uint64_t count;
	uint64_t independent; /* of them, the last ones */
};

int windows_open(struct windows *windows, uint64_t capacity_bytes, uint32_t block_bytes,
		 uint32_t percent, const uint8_t seed[32], struct wipe_error *err);
/* The same, but count windows of one block each at independent positions. */
int windows_open_random(struct windows *windows, uint64_t capacity_bytes, uint32_t block_bytes,
			uint64_t count, const uint8_t seed[32], struct wipe_error *err);
void windows_close(struct windows *windows);

/* Window index (below windows->count). WIPE_E_CRYPTO. */
int windows_at(struct windows *windows, uint64_t index, struct window *window);

/* Sum of the lengths of all windows in *bytes. WIPE_E_CRYPTO. */
int windows_total(struct windows *windows, uint64_t *bytes);

#endif
