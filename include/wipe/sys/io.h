/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Seam: reading and writing the addresses of one medium.
 *
 * Offsets and lengths are bytes. Callers pass multiples of block_bytes except
 * for the tail of a medium whose size is not one, and buffers aligned to 4096.
 */
#ifndef WIPE_SYS_IO_H
#define WIPE_SYS_IO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/export.h>

#ifdef __cplusplus
extern "C" {
#endif

struct wipe_io;

struct wipe_io_ops {
	/*
	 * Transfer all of len bytes: 0, or a negative errno. A short transfer is
	 * the implementation's to continue; -ENODATA if it cannot.
	 */
	int (*read_at)(struct wipe_io *io, void *buf, size_t len, uint64_t offset);
	int (*write_at)(struct wipe_io *io, const void *buf, size_t len, uint64_t offset);
	/* All completed writes reach the medium, caches flushed. 0 or -errno. */
	int (*sync)(struct wipe_io *io);
	/*
	 * Forgets copies of the medium that the host keeps, so that the next read
	 * comes from the medium. 0 or -errno.
	 */
	int (*drop_cache)(struct wipe_io *io);
	/* Hint that a range is unused. 0 or -errno; -EOPNOTSUPP where unknown. */
	int (*discard)(struct wipe_io *io, uint64_t offset, uint64_t len);
	/*
	 * Makes a range of whole blocks read as zeros without their being sent. 0 or
	 * -errno; NULL, or -EOPNOTSUPP: the medium cannot be asked for that.
	 */
	int (*zero)(struct wipe_io *io, uint64_t offset, uint64_t len);
	/*
	 * Present size in bytes. It is asked again after every error: 0 bytes, or
	 * -errno, where the medium is no longer there, or no longer answers for good.
	 */
	int (*size)(struct wipe_io *io, uint64_t *size_bytes);
	/*
	 * The descriptor on which whole blocks may be transferred without the calls
	 * above; owned by io. NULL, or a result of -1: there is none.
	 */
	int (*descriptor)(const struct wipe_io *io);
	/* Frees io, whatever it returns. 0 or -errno: close can report lost writes. */
	int (*close)(struct wipe_io *io);
};

struct wipe_io {
	const struct wipe_io_ops *ops;
	uint32_t block_bytes; /* smallest unit of a transfer */
	/* Blocks may be read and written, and the medium flushed, by several threads at once. */
	bool concurrent;
};

/* Checked wrappers; they assert the contract above. offset + len never wraps. */
WIPE_API int wipe_io_read_at(struct wipe_io *io, void *buf, size_t len, uint64_t offset);
WIPE_API int wipe_io_write_at(struct wipe_io *io, const void *buf, size_t len, uint64_t offset);
WIPE_API int wipe_io_sync(struct wipe_io *io);
WIPE_API int wipe_io_drop_cache(struct wipe_io *io);
WIPE_API int wipe_io_discard(struct wipe_io *io, uint64_t offset, uint64_t len);
WIPE_API int wipe_io_zero(struct wipe_io *io, uint64_t offset, uint64_t len);
WIPE_API int wipe_io_size(struct wipe_io *io, uint64_t *size_bytes);
WIPE_API int wipe_io_descriptor(const struct wipe_io *io);
/* NULL is a no-op that returns 0. */
WIPE_API int wipe_io_close(struct wipe_io *io);

/*
 * A medium in memory, size_bytes long, zero-filled. The caller closes it.
 * NULL: no memory. wipe_io_memory_bytes() gives its contents, valid until close.
 */
WIPE_API struct wipe_io *wipe_io_memory_new(uint64_t size_bytes, uint32_t block_bytes);
WIPE_API unsigned char *wipe_io_memory_bytes(struct wipe_io *io);

#ifdef __cplusplus
}
#endif
#endif
