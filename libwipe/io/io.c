/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <errno.h>
#include <stdbool.h>

#include <wipe/sys/io.h>

static bool range_is_sane(size_t len, uint64_t offset)
{
	return len > 0 && offset + len > offset;
}

int wipe_io_read_at(struct wipe_io *io, void *buf, size_t len, uint64_t offset)
{
	assert(range_is_sane(len, offset));
	return io->ops->read_at(io, buf, len, offset);
}

int wipe_io_write_at(struct wipe_io *io, const void *buf, size_t len, uint64_t offset)
{
	assert(range_is_sane(len, offset));
	return io->ops->write_at(io, buf, len, offset);
}

int wipe_io_sync(struct wipe_io *io)
{
	return io->ops->sync(io);
}

int wipe_io_drop_cache(struct wipe_io *io)
{
	return io->ops->drop_cache(io);
}

int wipe_io_discard(struct wipe_io *io, uint64_t offset, uint64_t len)
{
	return io->ops->discard(io, offset, len);
}

int wipe_io_zero(struct wipe_io *io, uint64_t offset, uint64_t len)
{
	assert(len > 0 && offset + len > offset);
	return io->ops->zero ? io->ops->zero(io, offset, len) : -EOPNOTSUPP;
}

int wipe_io_size(struct wipe_io *io, uint64_t *size_bytes)
{
	return io->ops->size(io, size_bytes);
}

int wipe_io_descriptor(const struct wipe_io *io)
{
	return io->ops->descriptor ? io->ops->descriptor(io) : -1;
}

int wipe_io_close(struct wipe_io *io)
{
	return io ? io->ops->close(io) : 0;
}
