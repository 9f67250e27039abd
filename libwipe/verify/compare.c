/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "checked.h"
#include "text.h"

/* Generated and compared while it is in the cache. */
#define PIECE_BYTES ((size_t)64 << 10)

int compare_open(struct compare *compare, struct run *run, struct wipe_io *io,
		 const struct wipe_pass *pass, uint32_t block_bytes, struct wipe_error *err)
{
	memset(compare, 0, sizeof(*compare));
	compare->run = run;
	compare->io = io;
	compare->block_bytes = block_bytes;
	compare->buffer = buffer_new(COMPARE_CHUNK_BYTES);
	compare->expected = malloc(PIECE_BYTES);
	if (!compare->buffer || !compare->expected)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	return pattern_new(pass, &compare->pattern, err);
}

void compare_close(struct compare *compare)
{
	pattern_free(compare->pattern);
	hash_free(compare->hash);
	buffer_free(compare->buffer);
	free(compare->expected);
}

static void list_difference(struct compare *compare, const unsigned char *found,
			    const unsigned char *expected, size_t len, uint64_t offset)
{
	uint8_t expected_head[16] = { 0 }, found_head[16] = { 0 };
	size_t at = 0, head;

	while (found[at] == expected[at])
		at++;
	head = len - at < sizeof(found_head) ? len - at : sizeof(found_head);
	memcpy(expected_head, expected + at, head);
	memcpy(found_head, found + at, head);
	compare->run->report->mismatch_bytes += len;
	run_list_bad(compare->run, offset, len, 0, expected_head, found_head);
}

/* Block by block, because something in the piece differs or was not written. */
static void judge_blocks(struct compare *compare, const unsigned char *found, size_t len,
			 uint64_t offset)
{
	for (size_t at = 0; at < len; at += compare->block_bytes) {
		size_t block = len - at < compare->block_bytes ? len - at : compare->block_bytes;

		if (run_is_unwritten(compare->run, offset + at))
			continue;
		if (memcmp(found + at, compare->expected + at, block) == 0)
			compare->run->report->bytes_verified += block;
		else
			list_difference(compare, found + at, compare->expected + at, block,
					offset + at);
	}
}

/* Pieces come in order also where a span was halved, so the hash sees every byte once. */
static void take_equal(struct compare *compare, const unsigned char *found, size_t len)
{
	compare->run->report->bytes_verified += len;
	if (compare->hash)
		hash_update(compare->hash, found, len);
}

static int judge(struct compare *compare, size_t len, uint64_t offset, struct wipe_error *err)
{
	const unsigned char *found = compare->buffer;

	while (len) {
		size_t piece = len < PIECE_BYTES ? len : PIECE_BYTES;
		int rc = pattern_generate(compare->pattern, compare->expected, piece, offset);

		if (rc)
			return wipe_error_set(err, rc, 0, _("the pattern cannot be computed"));
		if (!compare->run->unwritten_count && memcmp(found, compare->expected, piece) == 0)
			take_equal(compare, found, piece);
		else
			judge_blocks(compare, found, piece, offset);
		found += piece;
		len -= piece;
		offset += piece;
	}
	return 0;
}

static int list_unreadable(struct compare *compare, size_t len, uint64_t offset, int sys_errno,
			   struct wipe_error *err)
{
	compare->run->report->unreadable_bytes += len;
	run_list_bad(compare->run, offset, len, sys_errno, NULL, NULL);
	return run_count_failed(compare->run, offset, sys_errno, err);
}

/* Errors of a medium that is gone look like those of a bad block: ask for its size. */
static bool is_gone(struct compare *compare)
{
	uint64_t size_bytes = 0;

	return wipe_io_size(compare->io, &size_bytes) != 0 || !size_bytes;
}

/* Reads at most one chunk; halves it on errors until the bad blocks are found. */
static int compare_span(struct compare *compare, size_t len, uint64_t offset,
			struct wipe_error *err)
{
	int rc = wipe_io_read_at(compare->io, compare->buffer, len, offset);
	size_t half;

	if (rc == 0)
		return judge(compare, len, offset, err);
	if (is_gone(compare)) {
		compare->run->report->device_gone = true;
		return wipe_error_set(err, WIPE_E_GONE, -rc,
				      _("the medium went away while reading"));
	}
	if (len <= compare->block_bytes)
		return list_unreadable(compare, len, offset, -rc, err);
	half = len / 2 / compare->block_bytes * compare->block_bytes;
	half = half ? half : compare->block_bytes;
	rc = compare_span(compare, half, offset, err);
	return rc ? rc : compare_span(compare, len - half, offset + half, err);
}

int compare_range(struct compare *compare, uint64_t offset, uint64_t len, uint64_t done_bytes,
		  struct wipe_error *err)
{
	while (len) {
		size_t span = (size_t)checked_min_u64(len, COMPARE_CHUNK_BYTES);
		int rc = compare_span(compare, span, offset, err);

		if (rc)
			return rc;
		offset += span;
		len -= span;
		done_bytes += span;
		rc = run_advance(compare->run, done_bytes, err);
		if (rc)
			return rc;
	}
	return 0;
}
