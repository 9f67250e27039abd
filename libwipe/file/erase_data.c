/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erase_data.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "checked.h"
#include "erase_hash.h"
#include "text.h"

/* Patterns begin at multiples of 16; what lies in an inode does not. */
#define PATTERN_STEP 16

/* Smaller ones are brought to an end when the job is stopped. */
#define STOPPABLE_FROM_BYTES ((uint64_t)64 << 20)

/* The stream of the address, in the buffer: from *skip on if it does not begin at a step. */
static int generate(struct erase_worker *worker, size_t length, uint64_t address, size_t *skip,
		    struct wipe_error *err)
{
	*skip = (size_t)(address % PATTERN_STEP);
	if (pattern_generate(worker->pattern, worker->buffer, length + *skip, address - *skip))
		return wipe_error_set(err, WIPE_E_CRYPTO, 0, _("the stream cannot be generated"));
	return 0;
}

static int write_piece(int fd, const unsigned char *bytes, size_t length, uint64_t offset,
		       struct wipe_error *err)
{
	while (length) {
		ssize_t done = pwrite(fd, bytes, length, (off_t)offset);

		if (done < 0 && errno == EINVAL && erase_is_direct(fd)) {
			erase_set_direct(fd, false);
			continue;
		}
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return wipe_error_set(err, WIPE_E_IO, done ? errno : EIO,
					      _("it cannot be overwritten"));
		bytes += done;
		offset += (uint64_t)done;
		length -= (size_t)done;
	}
	return 0;
}

static int overwrite_extent(struct erase_worker *worker, int fd, const struct fs_extent *extent,
			    bool is_large, struct wipe_error *err)
{
	const size_t most = ERASE_BUFFER_BYTES - PATTERN_STEP;
	int rc = 0;

	for (uint64_t done = 0; done < extent->length && !rc;) {
		size_t room = extent->physical % PATTERN_STEP ? most : ERASE_BUFFER_BYTES;
		size_t length = (size_t)checked_min_u64(room, extent->length - done), skip;

		rc = generate(worker, length, extent->physical + done, &skip, err);
		if (!rc)
			rc = write_piece(fd, worker->buffer + skip, length, extent->logical + done,
					 err);
		if (!rc)
			rc = erase_advance(worker, length, is_large, err);
		done += length;
	}
	return rc;
}

int erase_data_overwrite(struct erase_worker *worker, const struct erase_file *file,
			 const struct fs_extents *extents, bool *touched, struct wipe_error *err)
{
	uint64_t bytes = erase_data_bytes(extents);
	int rc = 0;

	if (atomic_load(&worker->progress->is_stopped))
		return wipe_error_set(err, WIPE_E_INTERRUPTED, 0, _("stopped"));
	*touched = *touched || extents->count > 0;
	erase_set_direct(file->fd, bytes >= ERASE_DIRECT_FROM_BYTES);
	for (size_t i = 0; i < extents->count && !rc; i++)
		rc = overwrite_extent(worker, file->fd, &extents->items[i],
				      bytes >= STOPPABLE_FROM_BYTES, err);
	return rc;
}

static int differs(uint64_t address, struct wipe_error *err)
{
	int rc = wipe_error_set(err, WIPE_E_MISMATCH, 0,
				_("what was read back from the medium is not what was written"));

	if (err && err->offset_bytes == WIPE_NO_OFFSET)
		err->offset_bytes = address;
	return rc;
}

static int verify_piece(struct erase_worker *worker, const struct fs_medium *medium,
			uint32_t device, uint64_t address, uint64_t stream, size_t length,
			struct wipe_error *err)
{
	size_t skip = (size_t)(stream % PATTERN_STEP);
	bool same = false;
	int rc = fs_medium_read(medium, device, worker->buffer, length, address, err);

	if (rc)
		return rc;
	if (!skip) {
		if (pattern_matches(worker->pattern, worker->buffer, length, stream, &same))
			return wipe_error_set(err, WIPE_E_CRYPTO, 0,
					      _("the stream cannot be generated"));
		return same ? 0 : differs(address, err);
	}
	/* Small: what lies in an inode. */
	unsigned char expected[512];

	if (length + skip > sizeof(expected) ||
	    pattern_generate(worker->pattern, expected, length + skip, stream - skip))
		return wipe_error_set(err, WIPE_E_CRYPTO, 0, _("the stream cannot be generated"));
	return memcmp(expected + skip, worker->buffer, length) == 0 ? 0 : differs(address, err);
}

static int verify_place(struct erase_worker *worker, const struct fs_medium *medium,
			const struct fs_extent *extent, uint32_t device, uint64_t address,
			bool is_large, uint64_t *verified, struct wipe_error *err)
{
	size_t room = extent->physical % PATTERN_STEP ? 256 : ERASE_BUFFER_BYTES;
	int rc = 0;

	for (uint64_t done = 0; done < extent->length && !rc;) {
		size_t length = (size_t)checked_min_u64(room, extent->length - done);

		rc = verify_piece(worker, medium, device, address + done, extent->physical + done,
				  length, err);
		if (!rc && verified)
			*verified += length;
		if (!rc && verified)
			rc = erase_advance(worker, length, is_large, err);
		done += length;
	}
	return rc;
}

int erase_data_verify(struct erase_worker *worker, const struct fs_medium *medium,
		      const struct fs_extents *extents, uint64_t *verified, struct wipe_error *err)
{
	bool is_large = erase_data_bytes(extents) >= STOPPABLE_FROM_BYTES;
	int rc = 0;

	*verified = 0;
	for (size_t i = 0; i < extents->count && !rc; i++) {
		const struct fs_extent *extent = &extents->items[i];

		/* The second place holds what was written to the first. */
		if (extent->mirror != FS_NO_ADDRESS)
			rc = verify_place(worker, medium, extent, extent->mirror_device,
					  extent->mirror, is_large, NULL, err);
		if (!rc)
			rc = verify_place(worker, medium, extent, extent->device, extent->physical,
					  is_large, verified, err);
	}
	return rc;
}

uint64_t erase_data_bytes(const struct fs_extents *extents)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < extents->count; i++)
		bytes += extents->items[i].length;
	return bytes;
}
