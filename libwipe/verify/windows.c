/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "windows.h"

#include <string.h>

#include <wipe/verify.h>

#include "endian.h"

#define SUBSECTIONS 1000
#define INDEPENDENT 2000

static int open_draws(struct windows *windows, uint64_t capacity_bytes, uint32_t block_bytes,
		      const uint8_t seed[32], struct wipe_error *err)
{
	struct wipe_pass pass = { .spec.kind = WIPE_PASS_STREAM };

	memset(windows, 0, sizeof(*windows));
	windows->capacity_bytes = capacity_bytes;
	windows->block_bytes = block_bytes;
	windows->blocks = capacity_bytes / block_bytes + (capacity_bytes % block_bytes != 0);
	memcpy(pass.key, seed, sizeof(pass.key));
	return pattern_new(&pass, &windows->draws, err);
}

int windows_open(struct windows *windows, uint64_t capacity_bytes, uint32_t block_bytes,
		 uint32_t percent, const uint8_t seed[32], struct wipe_error *err)
{
	int rc = open_draws(windows, capacity_bytes, block_bytes, seed, err);

	windows->percent = percent;
	windows->subsections = windows->blocks / 2 < SUBSECTIONS ? windows->blocks / 2 :
								   SUBSECTIONS;
	windows->independent = wipe_sample_independent(capacity_bytes, block_bytes);
	windows->count = 2 + 2 * windows->subsections + windows->independent;
	return rc;
}

int windows_open_random(struct windows *windows, uint64_t capacity_bytes, uint32_t block_bytes,
			uint64_t count, const uint8_t seed[32], struct wipe_error *err)
{
	int rc = open_draws(windows, capacity_bytes, block_bytes, seed, err);

	windows->count = windows->independent = count;
	return rc;
}

void windows_close(struct windows *windows)
{
	pattern_free(windows->draws);
	windows->draws = NULL;
}

/* A number below limit; the bias of the remainder is below 2^-20 for any medium. */
static int draw(struct windows *windows, uint64_t index, uint64_t limit, uint64_t *value)
{
	uint8_t block[16];

	if (pattern_generate(windows->draws, block, sizeof(block), index * 16))
		return WIPE_E_CRYPTO;
	*value = endian_get_u64be(block) % limit;
	return 0;
}

static void set_blocks(const struct windows *windows, uint64_t first, uint64_t count,
		       struct window *window)
{
	uint64_t end = (first + count) * windows->block_bytes;

	window->offset_bytes = first * windows->block_bytes;
	if (end > windows->capacity_bytes)
		end = windows->capacity_bytes;
	window->length_bytes = end - window->offset_bytes;
}

/*
 * Two windows of w blocks in a subsection of n: the free blocks n - 2w are split
 * by two draws into before, between and after.
 */
static int in_subsection(struct windows *windows, uint64_t index, struct window *window)
{
	uint64_t section = index / 2;
	uint64_t start = windows->blocks * section / windows->subsections;
	uint64_t length = windows->blocks * (section + 1) / windows->subsections - start;
	uint64_t width = (length * windows->percent + 199) / 200;
	uint64_t spare, first, second;

	if (width > length / 2)
		width = length / 2;
	spare = length - 2 * width;
	if (draw(windows, 2 * section, spare + 1, &first) ||
	    draw(windows, 2 * section + 1, spare + 1, &second))
		return WIPE_E_CRYPTO;
	if (first > second) {
		uint64_t swap = first;

		first = second;
		second = swap;
	}
	set_blocks(windows, start + (index % 2 ? second + width : first), width, window);
	return 0;
}

static int at_random(struct windows *windows, uint64_t index, struct window *window)
{
	uint64_t block;

	if (draw(windows, 2 * windows->subsections + index, windows->blocks, &block))
		return WIPE_E_CRYPTO;
	set_blocks(windows, block, 1, window);
	return 0;
}

int windows_at(struct windows *windows, uint64_t index, struct window *window)
{
	uint64_t by_rule = windows->count - windows->independent;

	if (index >= by_rule)
		return at_random(windows, index - by_rule, window);
	if (index == 0)
		set_blocks(windows, 0, 1, window);
	else if (index == by_rule - 1)
		set_blocks(windows, windows->blocks - 1, 1, window);
	else
		return in_subsection(windows, index - 1, window);
	return 0;
}

int windows_total(struct windows *windows, uint64_t *bytes)
{
	*bytes = 0;
	for (uint64_t i = 0; i < windows->count; i++) {
		struct window window;

		if (windows_at(windows, i, &window))
			return WIPE_E_CRYPTO;
		*bytes += window.length_bytes;
	}
	return 0;
}

uint64_t wipe_sample_independent(uint64_t capacity_bytes, uint32_t block_bytes)
{
	uint64_t blocks = capacity_bytes / block_bytes + (capacity_bytes % block_bytes != 0);

	return blocks < INDEPENDENT ? blocks : INDEPENDENT;
}

int wipe_sample_extent(uint64_t capacity_bytes, uint32_t block_bytes, uint32_t percent,
		       const uint8_t seed[32], uint64_t *windows, uint64_t *bytes)
{
	struct windows drawn;
	int rc;

	if (!capacity_bytes || !block_bytes || !percent || percent > 99)
		return WIPE_E_USAGE;
	rc = windows_open(&drawn, capacity_bytes, block_bytes, percent, seed, NULL);
	if (!rc)
		rc = windows_total(&drawn, bytes);
	*windows = drawn.count;
	windows_close(&drawn);
	return rc;
}
