/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contents without any signature that look like random numbers: a volume that is
 * encrypted without a header (VeraCrypt, plain dm-crypt), or what an overwrite with
 * random numbers left, or well compressed data. Which of them nothing tells.
 */
#include "contents.h"

#include <stdlib.h>

#include "cleanup.h"

#define PIECE_BYTES (64U << 10)
#define PIECES 16

/*
 * Pearson's chi-squared over the 256 values of a byte, of 65,536 bytes: 255 degrees
 * of freedom, mean 255, standard deviation 22.6. Six of these to either side: random
 * pieces lie outside once in some million; texts, programs and pictures
 * do within the first pieces. What is compressed well may not.
 */
#define EXPECTED (PIECE_BYTES / 256)
#define LEAST 119
#define MOST 391

static bool looks_random(const unsigned char *piece)
{
	uint32_t counts[256] = { 0 };
	uint64_t squares = 0;

	for (size_t i = 0; i < PIECE_BYTES; i++)
		counts[piece[i]]++;
	for (size_t i = 0; i < 256; i++) {
		int64_t off = (int64_t)counts[i] - EXPECTED;

		squares += (uint64_t)(off * off);
	}
	return squares >= (uint64_t)LEAST * EXPECTED && squares <= (uint64_t)MOST * EXPECTED;
}

int contents_scan_random(struct findings *found, const struct place *place)
{
	CLEANUP_FREE unsigned char *piece = malloc(PIECE_BYTES);

	if (!piece)
		return WIPE_E_NOMEM;
	if (place->size_bytes < (uint64_t)PIECES * PIECE_BYTES)
		return 0;
	for (uint64_t i = 0; i < PIECES; i++)
		if (!contents_read(found, place, i * PIECE_BYTES, piece, PIECE_BYTES) ||
		    !looks_random(piece))
			return 0;
	return contents_add_random(found, place);
}
