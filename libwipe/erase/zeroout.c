/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Zeros that the drive makes, or the kernel for it (ioctl BLKZEROOUT). What is read
 * afterwards proves nothing: a drive may answer with zeros for blocks that it has
 * only struck off its lists.
 */
#include <errno.h>

#include "checked.h"
#include "eraser.h"
#include "target.h"
#include "text.h"

/* Nothing is heard of a request until its end: it must not take long on a slow disk. */
#define CHUNK_BYTES (UINT64_C(256) << 20)

struct zeroout {
	struct run *run;
	struct wipe_io *io;
	uint64_t done_bytes;
	uint64_t failing_ns; /* spent with requests that failed */
	uint32_t failures;   /* blocks */
};

static int lost(struct zeroout *zeroout, int sys_errno, const char *what, struct wipe_error *err)
{
	struct wipe_report *report = zeroout->run->report;
	uint64_t size_bytes = 0;

	report->device_gone = wipe_io_size(zeroout->io, &size_bytes) != 0 || !size_bytes;
	if (!report->device_gone && sys_errno != EOPNOTSUPP)
		return 0;
	return wipe_error_set(err, report->device_gone ? WIPE_E_GONE : WIPE_E_UNSUPPORTED,
			      sys_errno, "%s", what);
}

static bool is_out_of_time(const struct zeroout *zeroout)
{
	return zeroout->failing_ns / 1000000000 >= run_bad_limit_s(zeroout->run);
}

static bool is_at_limit(const struct zeroout *zeroout)
{
	return zeroout->failures >= run_error_limit(zeroout->run) || is_out_of_time(zeroout);
}

static int list_unwritten(struct zeroout *zeroout, uint64_t offset, uint64_t len, int sys_errno,
			  struct wipe_error *err)
{
	struct run *run = zeroout->run;

	run->report->write_error_bytes += len;
	run_list_bad(run, offset, len, sys_errno, NULL, NULL);
	zeroout->failures++;
	if (extents_add(&run->unwritten, offset, len) != 0)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	zeroout->done_bytes += len;
	return run_advance(run, zeroout->done_bytes, err);
}

/* What fails is halved: the depth is that of a chunk in blocks, at most 20. */
static int zero_range(struct zeroout *zeroout, uint64_t offset, uint64_t len,
		      struct wipe_error *err)
{
	struct run *run = zeroout->run;
	uint64_t block_bytes = run->report->plan.block_bytes;
	uint64_t half = (len / 2 + block_bytes - 1) / block_bytes * block_bytes;
	uint64_t began_ns = run_now_ns(run);
	int failure, rc;

	/* What is left may take as long to fail. */
	if (is_out_of_time(zeroout))
		return list_unwritten(zeroout, offset, len, ETIME, err);
	failure = -wipe_io_zero(zeroout->io, offset, len);
	if (!failure) {
		run->report->bytes_written += len;
		zeroout->done_bytes += len;
		return run_advance(run, zeroout->done_bytes, err);
	}
	zeroout->failing_ns += run_now_ns(run) - began_ns;
	rc = lost(zeroout, failure, _("the medium cannot be asked for zeros"), err);
	if (rc)
		return rc;
	if (len <= block_bytes)
		return list_unwritten(zeroout, offset, len, failure, err);
	if (is_at_limit(zeroout))
		return list_unwritten(zeroout, offset, len, ETIME, err);
	rc = run_advance(run, zeroout->done_bytes, err);
	if (!rc)
		rc = zero_range(zeroout, offset, half, err);
	return rc ? rc : zero_range(zeroout, offset + half, len - half, err);
}

static int zero_medium(struct zeroout *zeroout, struct wipe_error *err)
{
	struct run *run = zeroout->run;
	uint64_t capacity = run->report->plan.capacity_bytes;
	int rc = 0;

	for (uint64_t at = 0; at < capacity && !rc; at += CHUNK_BYTES)
		rc = zero_range(zeroout, at, checked_min_u64(capacity - at, CHUNK_BYTES), err);
	/* There is no use in reading back what took nothing. */
	if (!rc && run->report->write_error_bytes == capacity)
		rc = wipe_error_set(err, WIPE_E_IO, run->report->bad_ranges[0].sys_errno,
				    _("nothing could be written"));
	run_sort_bad(run);
	return rc;
}

static int flush(struct zeroout *zeroout, struct wipe_error *err)
{
	int failure;

	run_begin_phase(zeroout->run, WIPE_PHASE_FLUSH, zeroout->run->progress.pass, 0);
	failure = -wipe_io_sync(zeroout->io);
	return failure ? eraser_flush_failed(zeroout->run, zeroout->io, failure, err) : 0;
}

static int zero_pass(struct run *run, struct wipe_target *target, uint32_t number,
		     struct wipe_error *err)
{
	struct zeroout zeroout = { .run = run, .io = target_io(target) };
	uint64_t began_ns = run_now_ns(run);
	int rc;

	extents_clear(&run->unwritten);
	run->report->write_error_bytes = 0;
	run_begin_phase(run, WIPE_PHASE_WRITE, number, run->report->plan.capacity_bytes);
	run->report->media_touched = true;
	target_mark_written(target);
	rc = zero_medium(&zeroout, err);
	if (rc == 0 || rc == WIPE_E_INTERRUPTED) {
		int flushed = flush(&zeroout, err);

		rc = rc ? rc : flushed;
	}
	run->report->write_ns += run_now_ns(run) - began_ns;
	return rc;
}

static bool serves(const struct wipe_plan *plan)
{
	for (uint32_t i = 0; i < plan->pass_count; i++)
		if (plan->passes[i].spec.kind != WIPE_PASS_ZEROOUT)
			return false;
	return plan->pass_count > 0;
}

static int zeroout(struct run *run, struct wipe_target *target, struct wipe_error *err)
{
	/* wipe_plan_restore() makes no such plan: nothing is known of what a drive has done. */
	if (run->options->resume)
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
				      _("a job that leaves the zeros to the drive cannot be gone "
					"on with"));
	for (uint32_t number = 1; number <= run->report->plan.pass_count; number++) {
		int rc = zero_pass(run, target, number, err);

		if (rc)
			return rc;
		run->report->passes_completed = number;
	}
	return 0;
}

const struct eraser eraser_zeroout = {
	.name = "zeroout",
	.serves = serves,
	.run = zeroout,
};
