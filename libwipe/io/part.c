/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "part.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "checked.h"

#define PIECE_BYTES ((uint64_t)1 << 20)
#define ALIGNMENT 4096

struct part_io {
	struct wipe_io io; /* first: the seam */
	struct wipe_io *whole;
	uint64_t offset, length;
	unsigned char *buffer; /* a piece in whole blocks */
};

static struct part_io *part_of(struct wipe_io *io)
{
	return (struct part_io *)(void *)io;
}

/* The whole's blocks that hold count bytes from offset on; the last one may be short. */
static int blocks_around(const struct part_io *part, uint64_t offset, uint64_t count,
			 uint64_t *begin, uint64_t *length)
{
	uint64_t block = part->whole->block_bytes, size_bytes = 0;
	int rc = wipe_io_size(part->whole, &size_bytes);

	*begin = offset / block * block;
	*length =
		checked_min_u64((offset + count + block - 1) / block * block, size_bytes) - *begin;
	return rc ? rc : size_bytes < offset + count ? -ENODATA : 0;
}

/* out and in exclude each other. */
static int move(struct part_io *part, unsigned char *out, const unsigned char *in, size_t len,
		uint64_t offset)
{
	uint64_t begin = 0, length = 0, count;
	int rc = 0;

	if (offset > part->length || len > part->length - offset)
		return in ? -ENOSPC : -ENODATA;
	for (size_t done = 0; done < len && !rc; done += count) {
		uint64_t at = part->offset + offset + done;

		count = checked_min_u64(len - done, PIECE_BYTES);
		rc = blocks_around(part, at, count, &begin, &length);
		if (!rc && (out || length != count))
			rc = wipe_io_read_at(part->whole, part->buffer, length, begin);
		if (!rc && out)
			memcpy(out + done, part->buffer + (at - begin), count);
		if (rc || !in)
			continue;
		memcpy(part->buffer + (at - begin), in + done, count);
		rc = wipe_io_write_at(part->whole, part->buffer, length, begin);
	}
	return rc;
}

static int part_read_at(struct wipe_io *io, void *buf, size_t len, uint64_t offset)
{
	return move(part_of(io), buf, NULL, len, offset);
}

static int part_write_at(struct wipe_io *io, const void *buf, size_t len, uint64_t offset)
{
	return move(part_of(io), NULL, buf, len, offset);
}

static int part_sync(struct wipe_io *io)
{
	return wipe_io_sync(part_of(io)->whole);
}

static int part_drop_cache(struct wipe_io *io)
{
	return wipe_io_drop_cache(part_of(io)->whole);
}

static int part_discard(struct wipe_io *io, uint64_t offset, uint64_t len)
{
	(void)io;
	(void)offset;
	(void)len;
	return -EOPNOTSUPP;
}

static int part_size(struct wipe_io *io, uint64_t *size_bytes)
{
	const struct part_io *part = part_of(io);
	uint64_t whole_bytes = 0;
	int rc = wipe_io_size(part->whole, &whole_bytes);

	*size_bytes = whole_bytes > part->offset ?
			      checked_min_u64(part->length, whole_bytes - part->offset) :
			      0;
	return rc;
}

static int part_close(struct wipe_io *io)
{
	free(part_of(io)->buffer);
	free(io);
	return 0;
}

struct wipe_io *part_io_new(struct wipe_io *io, uint64_t offset, uint64_t length)
{
	static const struct wipe_io_ops ops = {
		.read_at = part_read_at,
		.write_at = part_write_at,
		.sync = part_sync,
		.drop_cache = part_drop_cache,
		.discard = part_discard,
		.size = part_size,
		.close = part_close,
	};
	struct part_io *part = calloc(1, sizeof(*part));

	if (!part)
		return NULL;
	*part = (struct part_io){ .io = { .ops = &ops, .block_bytes = 1 },
				  .whole = io,
				  .offset = offset,
				  .length = length,
				  .buffer = aligned_alloc(ALIGNMENT, PIECE_BYTES + 2 * ALIGNMENT) };
	if (part->buffer)
		return &part->io;
	free(part);
	return NULL;
}
