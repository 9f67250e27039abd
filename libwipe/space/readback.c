/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "readback.h"

#include "checked.h"
#include "file_extents.h"
#include "fs_journal.h"
#include "medium.h"
#include "pattern.h"
#include "text.h"

/* What is the same of one piece, in the buffer. */
static int compare(struct task *task, const struct fs_medium *medium, uint32_t device,
		   uint64_t address, size_t length, uint64_t stream, bool *same, bool *read,
		   struct wipe_error *err)
{
	*same = false;
	*read = fs_medium_read(medium, device, task->buffer, length, address, NULL) == 0;
	if (!*read)
		return 0;
	return pattern_matches(task->stream, task->buffer, length, stream, same) ?
		       wipe_error_set(err, WIPE_E_CRYPTO, 0, _("the fill could not be computed")) :
		       0;
}

/* length bytes of an extent; both of its places, if there are two. */
static int read_piece(struct task *task, const struct fs_medium *medium,
		      const struct fs_extent *extent, uint64_t at, size_t length, uint64_t stream,
		      uint64_t *verified, bool *differs, struct wipe_error *err)
{
	bool same, read, mirror_same = true, mirror_read = true;
	int rc = compare(task, medium, extent->device, extent->physical + at, length, stream, &same,
			 &read, err);

	if (!rc && extent->mirror != FS_NO_ADDRESS)
		rc = compare(task, medium, extent->mirror_device, extent->mirror + at, length,
			     stream, &mirror_same, &mirror_read, err);
	if (rc)
		return rc;
	if (same && mirror_same)
		*verified += length;
	*differs |= (read && !same) || (mirror_read && !mirror_same);
	return task_advance(task, length, 0, err);
}

static int read_extent(struct task *task, const struct fs_medium *medium,
		       const struct fs_extent *extent, uint64_t stream, uint64_t bytes,
		       uint64_t *verified, bool *differs, struct wipe_error *err)
{
	uint64_t end = extent->logical < bytes ?
			       checked_min_u64(extent->length, bytes - extent->logical) :
			       0;
	int rc = 0;

	for (uint64_t at = 0; at < end && !rc && !task->is_late;) {
		size_t length = (size_t)checked_min_u64(TASK_BUFFER_BYTES, end - at);

		rc = read_piece(task, medium, extent, at, length, stream + extent->logical + at,
				verified, differs, err);
		at += length;
	}
	return rc;
}

int readback(struct task *task, const struct fs_medium *medium, int fd, uint64_t stream,
	     uint64_t bytes, uint64_t *verified, struct wipe_error *err)
{
	struct fs_extents extents = { 0 };
	bool differs = false;
	int rc = 0;

	*verified = 0;
	/* With data=journal it may lie there only. */
	if (fs_journal_flush(task->fs, task->own, NULL) ||
	    fs_extents_read(task->fs, fd, FS_FORK_DATA, &extents, NULL))
		return 0;
	for (size_t i = 0; i < extents.count && !rc && !task->is_late; i++)
		if (extents.items[i].physical != FS_NO_ADDRESS)
			rc = read_extent(task, medium, &extents.items[i], stream, bytes, verified,
					 &differs, err);
	fs_extents_clear(&extents);
	if (rc || !differs)
		return rc;
	return wipe_error_set(err, WIPE_E_MISMATCH, 0,
			      _("what was read back from the medium is not what was written"));
}
