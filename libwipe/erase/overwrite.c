/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erasing by writing: every scheme of core/scheme.c is data for this one engine. */
#include "buffer.h"
#include "checked.h"
#include "eraser.h"
#include "pattern.h"
#include "target.h"
#include "text.h"

#define CHUNK_BYTES ((size_t)4 << 20)

struct overwrite {
	struct run *run;
	struct wipe_io *io;
	struct pattern *pattern;
	unsigned char *buffer;
	uint32_t block_bytes;
};

static bool is_gone(struct overwrite *overwrite)
{
	uint64_t size_bytes = 0;

	return wipe_io_size(overwrite->io, &size_bytes) != 0 || !size_bytes;
}

static int list_unwritten(struct overwrite *overwrite, size_t len, uint64_t offset, int sys_errno,
			  struct wipe_error *err)
{
	overwrite->run->report->write_error_bytes += len;
	run_list_bad(overwrite->run, offset, len, sys_errno, NULL, NULL);
	if (run_add_unwritten(overwrite->run, offset, len) != 0)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	return run_count_failed(overwrite->run, offset, sys_errno, err);
}

/* bytes belong at offset. Halved on errors until the bad blocks are found. */
static int write_span(struct overwrite *overwrite, const unsigned char *bytes, size_t len,
		      uint64_t offset, struct wipe_error *err)
{
	int rc = wipe_io_write_at(overwrite->io, bytes, len, offset);
	size_t half;

	if (rc == 0) {
		overwrite->run->report->bytes_written += len;
		return 0;
	}
	if (is_gone(overwrite)) {
		overwrite->run->report->device_gone = true;
		return wipe_error_set(err, WIPE_E_GONE, -rc,
				      _("the medium went away while writing"));
	}
	if (len <= overwrite->block_bytes)
		return list_unwritten(overwrite, len, offset, -rc, err);
	half = len / 2 / overwrite->block_bytes * overwrite->block_bytes;
	half = half ? half : overwrite->block_bytes;
	rc = write_span(overwrite, bytes, half, offset, err);
	return rc ? rc : write_span(overwrite, bytes + half, len - half, offset + half, err);
}

static int write_all(struct overwrite *overwrite, uint64_t capacity, struct wipe_error *err)
{
	uint64_t offset = 0;

	while (offset < capacity) {
		size_t len = (size_t)checked_min_u64(capacity - offset, CHUNK_BYTES);
		int rc = pattern_generate(overwrite->pattern, overwrite->buffer, len, offset);

		if (rc)
			return wipe_error_set(err, rc, 0, _("the pattern cannot be computed"));
		rc = write_span(overwrite, overwrite->buffer, len, offset, err);
		if (rc)
			return rc;
		offset += len;
		rc = run_advance(overwrite->run, offset, err);
		if (rc)
			return rc;
	}
	return 0;
}

static int flush(struct overwrite *overwrite, uint32_t number, struct wipe_error *err)
{
	int rc;

	run_begin_phase(overwrite->run, WIPE_PHASE_FLUSH, number, 0);
	rc = wipe_io_sync(overwrite->io);
	if (!rc)
		return 0;
	overwrite->run->report->device_gone = is_gone(overwrite);
	return wipe_error_set(err, overwrite->run->report->device_gone ? WIPE_E_GONE : WIPE_E_IO,
			      -rc, _("the medium's caches cannot be flushed"));
}

/*
 * One pass over the whole medium, flushed. Blocks that cannot be written are
 * listed, remembered in run and passed over.
 */
static int write_pass(struct run *run, struct wipe_target *target, uint32_t number,
		      struct wipe_error *err)
{
	const struct wipe_plan *plan = &run->report->plan;
	struct overwrite overwrite = { .run = run,
				       .io = target_io(target),
				       .block_bytes = plan->block_bytes };
	int rc = pattern_new(&plan->passes[number - 1], &overwrite.pattern, err);

	if (rc)
		goto out;
	overwrite.buffer = buffer_new(CHUNK_BYTES);
	if (!overwrite.buffer) {
		rc = wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
		goto out;
	}
	run_clear_unwritten(run);
	run->report->write_error_bytes = 0;
	run_begin_phase(run, WIPE_PHASE_WRITE, number, plan->capacity_bytes);
	run->report->media_touched = true;
	target_mark_written(target);
	rc = write_all(&overwrite, plan->capacity_bytes, err);
	/* Also what was written before an interruption is to reach the medium. */
	if (rc == 0 || rc == WIPE_E_INTERRUPTED) {
		int flushed = flush(&overwrite, number, err);

		rc = rc ? rc : flushed;
	}
out:
	buffer_free(overwrite.buffer);
	pattern_free(overwrite.pattern);
	return rc;
}

static bool serves(const struct wipe_plan *plan)
{
	for (uint32_t i = 0; i < plan->pass_count; i++)
		if (plan->passes[i].spec.kind == WIPE_PASS_FIRMWARE)
			return false;
	return plan->pass_count > 0;
}

static int overwrite(struct run *run, struct wipe_target *target, struct wipe_error *err)
{
	for (uint32_t number = 1; number <= run->report->plan.pass_count; number++) {
		int rc = write_pass(run, target, number, err);

		if (rc)
			return rc;
		run->report->passes_completed = number;
	}
	return 0;
}

const struct eraser eraser_overwrite = {
	.name = "overwrite",
	.serves = serves,
	.run = overwrite,
};
