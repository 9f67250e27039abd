/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "medium.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "checked.h"
#include "cleanup.h"
#include "device.h"
#include "text.h"

#define PIECE_BYTES (UINT64_C(1) << 20)
#define BLOCK_BYTES_MAX (UINT64_C(1) << 16)

struct opened {
	int fd; /* -1: not opened, it holds no data */
	uint64_t bytes;
	uint64_t block_bytes;
};

struct fs_medium {
	size_t count;
	struct opened devices[];
};

static int refuse(const struct wipe_fs_device *device, struct wipe_error *err)
{
	int code = errno == EACCES || errno == EPERM			? WIPE_E_REFUSED :
		   errno == ENXIO || errno == ENODEV || errno == ENOENT ? WIPE_E_GONE :
									  WIPE_E_SYSTEM;

	return wipe_error_set(err, code, errno,
			      _("%s, on which the file system lies, cannot be opened"),
			      *device->node ? device->node : "?");
}

static int open_one(const struct wipe_fs_device *device, struct opened *opened,
		    struct wipe_error *err)
{
	int block_bytes = 0;

	opened->fd = device_open(device, O_DIRECT);
	if (opened->fd < 0)
		return refuse(device, err);
	if (ioctl(opened->fd, BLKGETSIZE64, &opened->bytes) != 0 ||
	    ioctl(opened->fd, BLKSSZGET, &block_bytes) != 0)
		return refuse(device, err);
	opened->block_bytes = (uint64_t)block_bytes;
	if (block_bytes < 512 || opened->block_bytes > BLOCK_BYTES_MAX ||
	    (block_bytes & (block_bytes - 1)))
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
				      _("%s has blocks of an unusual size"), device->node);
	return 0;
}

int fs_medium_open(const struct wipe_filesystem *fs, struct fs_medium **medium,
		   struct wipe_error *err)
{
	size_t count = fs->device_count;
	struct fs_medium *made;
	int rc = 0;

	*medium = NULL;
	if (!count)
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
				      _("%s lies on no block device that can be read"), fs->type);
	made = calloc(1, sizeof(*made) + count * sizeof(made->devices[0]));
	if (!made)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	for (; made->count < count; made->count++)
		made->devices[made->count].fd = -1;
	for (size_t i = 0; !rc && i < count; i++)
		if (fs->devices[i].role != WIPE_FS_ROLE_JOURNAL)
			rc = open_one(&fs->devices[i], &made->devices[i], err);
	if (rc)
		fs_medium_close(made);
	else
		*medium = made;
	return rc;
}

void fs_medium_close(struct fs_medium *medium)
{
	if (!medium)
		return;
	for (size_t i = 0; i < medium->count; i++)
		if (medium->devices[i].fd >= 0)
			close(medium->devices[i].fd);
	free(medium);
}

uint64_t fs_medium_bytes(const struct fs_medium *medium, uint32_t device)
{
	return device < medium->count && medium->devices[device].fd >= 0 ?
		       medium->devices[device].bytes :
		       0;
}

static int read_blocks(int fd, uint8_t *buffer, size_t length, uint64_t offset)
{
	while (length) {
		ssize_t got = pread(fd, buffer, length, (off_t)offset);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got ? errno : ENODATA;
		buffer += got;
		offset += (uint64_t)got;
		length -= (size_t)got;
	}
	return 0;
}

/* Up to a piece of what is wanted, by whole blocks; *got of it. */
static int read_piece(const struct opened *opened, uint8_t *bounce, void *out, size_t length,
		      uint64_t offset, size_t *got)
{
	uint64_t before = offset & (opened->block_bytes - 1), whole;
	int failed;

	*got = (size_t)checked_min_u64(length, PIECE_BYTES - before);
	whole = (before + *got + opened->block_bytes - 1) & ~(opened->block_bytes - 1);
	failed = read_blocks(opened->fd, bounce, (size_t)whole, offset - before);
	if (!failed)
		memcpy(out, bounce + before, *got);
	return failed;
}

static int tell_where(uint64_t offset, int failed, struct wipe_error *err)
{
	bool is_first = err && !err->code;

	wipe_error_set(err, WIPE_E_IO, failed, _("the medium cannot be read"));
	if (is_first)
		err->offset_bytes = offset;
	return WIPE_E_IO;
}

/* Whole blocks into memory that suits them go there without a copy. */
static bool fits(const struct opened *opened, const void *buffer, size_t length, uint64_t offset)
{
	return (((uintptr_t)buffer | length | offset) & (opened->block_bytes - 1)) == 0;
}

int fs_medium_read(const struct fs_medium *medium, uint32_t device, void *buffer, size_t length,
		   uint64_t offset, struct wipe_error *err)
{
	CLEANUP_FREE void *bounce = NULL;
	uint64_t end, bytes = fs_medium_bytes(medium, device);

	if (!checked_add_u64(offset, length, &end) || end > bytes)
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("there is no such place on the medium"));
	if (length && fits(&medium->devices[device], buffer, length, offset)) {
		int failed = read_blocks(medium->devices[device].fd, buffer, length, offset);

		return failed ? tell_where(offset, failed, err) : 0;
	}
	if (length &&
	    posix_memalign(&bounce, BLOCK_BYTES_MAX,
			   (size_t)checked_min_u64(length + 2 * BLOCK_BYTES_MAX, PIECE_BYTES)) != 0)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	for (size_t done = 0, got; done < length; done += got) {
		int failed = read_piece(&medium->devices[device], bounce, (uint8_t *)buffer + done,
					length - done, offset + done, &got);

		if (failed)
			return tell_where(offset + done, failed, err);
	}
	return 0;
}
