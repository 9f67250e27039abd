/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <wipe/sys/io.h>

struct memory_io {
	struct wipe_io io; /* first: the seam */
	uint64_t size_bytes;
	unsigned char *bytes;
};

static struct memory_io *memory_of(struct wipe_io *io)
{
	return (struct memory_io *)(void *)io;
}

static int memory_read_at(struct wipe_io *io, void *buf, size_t len, uint64_t offset)
{
	struct memory_io *memory = memory_of(io);

	if (offset + len > memory->size_bytes)
		return -ENODATA;
	memcpy(buf, memory->bytes + offset, len);
	return 0;
}

static int memory_write_at(struct wipe_io *io, const void *buf, size_t len, uint64_t offset)
{
	struct memory_io *memory = memory_of(io);

	if (offset + len > memory->size_bytes)
		return -ENOSPC;
	memcpy(memory->bytes + offset, buf, len);
	return 0;
}

static int memory_nothing(struct wipe_io *io)
{
	(void)io;
	return 0;
}

static int memory_discard(struct wipe_io *io, uint64_t offset, uint64_t len)
{
	(void)io;
	(void)offset;
	(void)len;
	return -EOPNOTSUPP;
}

static int memory_size(struct wipe_io *io, uint64_t *size_bytes)
{
	*size_bytes = memory_of(io)->size_bytes;
	return 0;
}

static int memory_close(struct wipe_io *io)
{
	free(memory_of(io)->bytes);
	free(memory_of(io));
	return 0;
}

static const struct wipe_io_ops memory_ops = {
	.read_at = memory_read_at,
	.write_at = memory_write_at,
	.sync = memory_nothing,
	.drop_cache = memory_nothing,
	.discard = memory_discard,
	.size = memory_size,
	.close = memory_close,
};

struct wipe_io *wipe_io_memory_new(uint64_t size_bytes, uint32_t block_bytes)
{
	struct memory_io *memory;

	if (!size_bytes || size_bytes > SIZE_MAX)
		return NULL;
	memory = calloc(1, sizeof(*memory));
	if (!memory)
		return NULL;
	memory->io = (struct wipe_io){ .ops = &memory_ops, .block_bytes = block_bytes };
	memory->size_bytes = size_bytes;
	memory->bytes = calloc(1, (size_t)size_bytes);
	if (!memory->bytes) {
		free(memory);
		return NULL;
	}
	return &memory->io;
}

unsigned char *wipe_io_memory_bytes(struct wipe_io *io)
{
	return memory_of(io)->bytes;
}
