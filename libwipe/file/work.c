/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "work.h"

#include "buffer.h"
#include "checked.h"
#include "text.h"

int work_init(struct work *work, const struct wipe_copy_job *job, unsigned int readings,
	      struct wipe_error *err)
{
	*work = (struct work){ .job = job, .readings = readings, .progress = { .path = "" } };
	work->buffer = buffer_new(WORK_BUFFER_BYTES);
	if (!work->buffer)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	return sha256_new(&work->sha, err);
}

void work_clear(struct work *work)
{
	buffer_free(work->buffer);
	sha256_free(work->sha);
}

int work_report(const struct work *work, struct wipe_error *err)
{
	if (work->job->progress && work->job->progress(work->job->arg, &work->progress))
		return wipe_error_set(err, WIPE_E_INTERRUPTED, 0, _("stopped"));
	return 0;
}

void work_begin_file(struct work *work, const char *path, uint64_t size_bytes)
{
	work->progress.path = path;
	work->file_end_bytes = work->progress.bytes_done + work->readings * size_bytes;
}

/* A file that grew since it was listed counts as what was listed. */
int work_advance(struct work *work, uint64_t bytes, struct wipe_error *err)
{
	work->progress.bytes_done =
		checked_min_u64(work->progress.bytes_done + bytes, work->file_end_bytes);
	return work_report(work, err);
}

int work_end_file(struct work *work, struct wipe_error *err)
{
	work->progress.bytes_done = work->file_end_bytes;
	work->progress.files_done++;
	return work_report(work, err);
}
