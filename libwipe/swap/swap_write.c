/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "swap_write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <wipe/plan.h>

#include "checked.h"
#include "pattern.h"
#include "text.h"

#define BUFFER_BYTES ((size_t)4 << 20)

struct work {
	struct swap_area *area;
	struct wipe_swap_result *result;
	struct pattern *stream;
	unsigned char *buffer;
	unsigned char *left_out; /* a bit for each page */
	uint64_t done_bytes;
	bool is_verifying;
};

/* Handles pages from first on; errno 0 or why they failed. */
typedef int pages_fn(struct work *work, uint32_t first, uint32_t count, int *failed,
		     struct wipe_error *err);

static bool is_left_out(const struct work *work, uint32_t page)
{
	return work->left_out[page / 8] >> page % 8 & 1;
}

static void leave_out(struct work *work, uint32_t page)
{
	work->left_out[page / 8] |= (unsigned char)(1 << page % 8);
}

static int advance(struct work *work, uint64_t bytes, struct wipe_error *err)
{
	const struct wipe_swap_job *job = work->area->job;

	work->done_bytes += bytes;
	if (job->progress &&
	    job->progress(job->arg, work->is_verifying ? WIPE_PHASE_VERIFY : WIPE_PHASE_WRITE,
			  work->done_bytes, 2 * work->result->bytes))
		return wipe_error_set(err, WIPE_E_INTERRUPTED, 0, _("stopped"));
	return 0;
}

static int cannot_generate(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_CRYPTO, 0, _("the stream cannot be generated"));
}

static int write_all(int fd, const unsigned char *bytes, size_t length, uint64_t offset)
{
	while (length) {
		ssize_t done = pwrite(fd, bytes, length, (off_t)offset);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return done ? errno : EIO;
		bytes += done;
		offset += (uint64_t)done;
		length -= (size_t)done;
	}
	return 0;
}

static int read_device(int fd, unsigned char *bytes, size_t length, uint64_t offset)
{
	while (length) {
		ssize_t done = pread(fd, bytes, length, (off_t)offset);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return done ? errno : ENODATA;
		bytes += done;
		offset += (uint64_t)done;
		length -= (size_t)done;
	}
	return 0;
}

/* Bytes of a swap file from where its extents lie on the medium. */
static int read_file(const struct swap_area *area, unsigned char *bytes, size_t length,
		     uint64_t offset)
{
	struct wipe_error why;

	wipe_error_clear(&why);
	for (size_t i = 0; i < area->extents.count && length; i++) {
		const struct fs_extent *extent = &area->extents.items[i];
		uint64_t skip = offset - extent->logical;
		size_t piece;

		if (offset < extent->logical || skip >= extent->length)
			continue;
		piece = (size_t)checked_min_u64(length, extent->length - skip);
		if (fs_medium_read(area->medium, extent->device, bytes, piece,
				   extent->physical + skip, &why))
			return why.sys_errno ? why.sys_errno : EIO;
		bytes += piece;
		offset += piece;
		length -= piece;
	}
	return length ? ENODATA : 0;
}

static int write_pages(struct work *work, uint32_t first, uint32_t count, int *failed,
		       struct wipe_error *err)
{
	uint64_t page_bytes = work->area->header.page_bytes, offset = first * page_bytes;
	size_t length = (size_t)(count * page_bytes);

	if (pattern_generate(work->stream, work->buffer, length, offset))
		return cannot_generate(err);
	work->result->touched = true;
	*failed = write_all(work->area->fd, work->buffer, length, offset);
	if (!*failed)
		work->result->overwritten_bytes += length;
	return 0;
}

static int read_pages(struct work *work, uint32_t first, uint32_t count, int *failed,
		      struct wipe_error *err)
{
	uint64_t page_bytes = work->area->header.page_bytes, offset = first * page_bytes;
	size_t length = (size_t)(count * page_bytes);
	bool same;

	*failed = work->area->fs ? read_file(work->area, work->buffer, length, offset) :
				   read_device(work->area->fd, work->buffer, length, offset);
	if (*failed)
		return 0;
	if (pattern_matches(work->stream, work->buffer, length, offset, &same))
		return cannot_generate(err);
	if (same)
		work->result->verified_bytes += length;
	else if (count == 1)
		work->result->mismatch_bytes += length;
	else
		*failed = EILSEQ; /* page by page it is found where */
	return 0;
}

static bool is_gone(int sys_errno)
{
	return sys_errno == ENXIO || sys_errno == ENODEV || sys_errno == ENOMEDIUM;
}

static int one_by_one(struct work *work, pages_fn *handle, uint32_t first, uint32_t count,
		      struct wipe_error *err)
{
	for (uint32_t page = first; page < first + count; page++) {
		int failed = 0, rc = handle(work, page, 1, &failed, err);

		if (!rc && failed) {
			leave_out(work, page);
			work->result->error_bytes += work->area->header.page_bytes;
			rc = is_gone(failed) ? wipe_error_set(err, WIPE_E_GONE, failed,
							      _("it is no longer there")) :
					       0;
		}
		if (!rc)
			rc = advance(work, 0, err);
		if (rc)
			return rc;
	}
	return 0;
}

/* How many from this one on are handled together. */
static uint32_t run_from(const struct work *work, uint32_t first)
{
	const struct swap_header *header = &work->area->header;
	uint32_t most = (uint32_t)(BUFFER_BYTES / header->page_bytes), count = 0;

	while (count < most && header->last_page - first >= count &&
	       !is_left_out(work, first + count))
		count++;
	return count;
}

static int sweep(struct work *work, pages_fn *handle, struct wipe_error *err)
{
	const struct swap_header *header = &work->area->header;
	int rc = advance(work, 0, err);

	for (uint64_t page = 1; page <= header->last_page && !rc;) {
		uint32_t count = run_from(work, (uint32_t)page);
		int failed = 0;

		if (count)
			rc = handle(work, (uint32_t)page, count, &failed, err);
		if (!rc && failed)
			rc = one_by_one(work, handle, (uint32_t)page, count, err);
		count = count ? count : 1;
		if (!rc)
			rc = advance(work, (uint64_t)count * header->page_bytes, err);
		page += count;
	}
	return rc;
}

static int flush(const struct work *work, struct wipe_error *err)
{
	int fd = work->area->fd;

	if (fsync(fd))
		return wipe_error_set(err, WIPE_E_IO, errno, _("it cannot be flushed"));
	(void)posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	return 0;
}

static int write_and_read(struct work *work, struct wipe_error *err)
{
	int rc = sweep(work, write_pages, err);
	int flushed = work->result->touched ? flush(work, rc ? NULL : err) : 0;

	if (!rc)
		rc = flushed;
	if (!rc)
		rc = swap_area_check_place(work->area, err);
	if (rc)
		return rc;
	work->is_verifying = true;
	rc = sweep(work, read_pages, err);
	if (!rc && work->result->mismatch_bytes)
		rc = wipe_error_set(err, WIPE_E_MISMATCH, 0,
				    _("what was read back is not what was written"));
	return rc;
}

static int begin(struct work *work, struct wipe_error *err)
{
	const struct swap_header *header = &work->area->header;
	const struct wipe_env *env = work->area->env;
	struct wipe_pass pass = { .spec.kind = WIPE_PASS_STREAM };

	work->buffer = aligned_alloc(SWAP_PAGE_MAX, BUFFER_BYTES);
	work->left_out = calloc((size_t)header->last_page / 8 + 1, 1);
	if (!work->buffer || !work->left_out)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	for (uint32_t i = 0; i < header->bad_count; i++)
		leave_out(work, swap_header_bad(work->area->page, header, i));
	if (env->ops->random(env, pass.key, sizeof(pass.key)))
		return wipe_error_set(err, WIPE_E_CRYPTO, 0, _("no random numbers"));
	return pattern_new(&pass, &work->stream, err);
}

int swap_write(struct swap_area *area, struct wipe_swap_result *result, struct wipe_error *err)
{
	struct work work = { .area = area, .result = result };
	int rc = begin(&work, err);

	if (!rc)
		rc = write_and_read(&work, err);
	pattern_free(work.stream);
	free(work.buffer);
	free(work.left_out);
	return rc;
}
