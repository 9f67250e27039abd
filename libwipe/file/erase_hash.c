/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erase_hash.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "checked.h"
#include "resolve.h"
#include "text.h"

void erase_set_direct(int fd, bool on)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags >= 0)
		(void)fcntl(fd, F_SETFL, on ? flags | O_DIRECT : flags & ~O_DIRECT);
}

bool erase_is_direct(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	return flags >= 0 && (flags & O_DIRECT);
}

/* Up to a buffer; 0 at the end, -1 with errno. */
static ssize_t read_piece(const struct erase_worker *worker, int fd, uint64_t offset)
{
	for (;;) {
		ssize_t got = pread(fd, worker->buffer, ERASE_BUFFER_BYTES, (off_t)offset);

		if (got >= 0 || (errno != EINTR && (errno != EINVAL || !erase_is_direct(fd))))
			return got;
		if (errno == EINVAL)
			erase_set_direct(fd, false);
	}
}

/* Where the next bytes are that are not a hole; size if there are none. */
static uint64_t next_data(int fd, uint64_t offset, uint64_t size)
{
	off_t found = lseek(fd, (off_t)offset, SEEK_DATA);

	if (found < 0)
		return errno == ENXIO ? size : offset;
	return checked_min_u64((uint64_t)found, size);
}

uint64_t erase_hole_bytes(uint64_t size_bytes, uint64_t block_bytes)
{
	return size_bytes > block_bytes ? size_bytes - block_bytes : 0;
}

/* Nothing is read for it, but a terabyte of zeros takes its time, too. */
static int hash_hole(struct erase_worker *worker, uint64_t offset, uint64_t end,
		     struct wipe_error *err)
{
	int rc = 0;

	memset(worker->buffer, 0, ERASE_BUFFER_BYTES);
	while (offset < end && !rc) {
		size_t length = (size_t)checked_min_u64(ERASE_BUFFER_BYTES, end - offset);

		sha256_update(worker->sha, worker->buffer, length);
		rc = erase_advance(worker, length, true, err);
		offset += length;
	}
	return rc;
}

/* One piece from *offset on, hole or data. */
static int hash_piece(struct erase_worker *worker, int fd, uint64_t *offset, uint64_t size,
		      struct wipe_error *err)
{
	uint64_t data = next_data(fd, *offset, size);
	ssize_t got;
	size_t length;
	int rc = hash_hole(worker, *offset, data, err);

	*offset = data;
	if (rc || data == size)
		return rc;
	got = read_piece(worker, fd, data);
	if (got < 0)
		return resolve_error(errno, err);
	if (got == 0)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("it changed while it was being read"));
	length = (size_t)checked_min_u64((uint64_t)got, size - data);
	sha256_update(worker->sha, worker->buffer, length);
	*offset += length;
	return erase_advance(worker, length, true, err);
}

int erase_hash(struct erase_worker *worker, const struct erase_file *file,
	       uint8_t sha256[WIPE_SHA256_BYTES], struct wipe_error *err)
{
	uint64_t size = (uint64_t)file->st.st_size, offset = 0;
	int rc = 0;

	erase_set_direct(file->fd, size >= ERASE_DIRECT_FROM_BYTES);
	sha256_begin(worker->sha);
	while (offset < size && !rc)
		rc = hash_piece(worker, file->fd, &offset, size, err);
	if (!rc)
		sha256_finish(worker->sha, sha256);
	return rc;
}
