/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The independent re-read: a medium against the last pass of a record.
 */
#ifndef WIPE_VERIFY_H
#define WIPE_VERIFY_H

#include <wipe/device.h>
#include <wipe/erase.h>
#include <wipe/error.h>
#include <wipe/export.h>
#include <wipe/plan.h>
#include <wipe/report.h>
#include <wipe/sys/env.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Opens a device or image for reading only; nothing is locked or refused. */
WIPE_API int wipe_target_open_read(const struct wipe_device *dev, struct wipe_target **target,
				   struct wipe_error *err);

struct wipe_check_request {
	struct wipe_pass pass; /* what must be on the medium */
	/* Only these are read, whole, if there are some; borrowed. */
	const struct wipe_extent *spans;
	uint32_t span_count; /* at most WIPE_SPANS_MAX */
	bool full;
	uint64_t samples; /* random windows of one block each, if not full; at least 1 */
};

/*
 * Reads all blocks, or windows at positions drawn from env, and compares.
 * report->plan holds only the one pass; the verdict is about the reading
 * (ERASED_VERIFIED: all equal). Returns as wipe_job_run().
 */
WIPE_API int wipe_check_run(struct wipe_target *target, const struct wipe_check_request *request,
			    const struct wipe_env *env, const struct wipe_job_options *options,
			    struct wipe_report *report, struct wipe_error *err);

/*
 * What a job's sampled verification reads of a medium: how many windows and the
 * sum of their bytes. They follow from geometry, percent and seed, so a record
 * can be held against them. WIPE_E_USAGE if a value is out of range.
 */
WIPE_API int wipe_sample_extent(uint64_t capacity_bytes, uint32_t block_bytes, uint32_t percent,
				const uint8_t seed[32], uint64_t *windows, uint64_t *bytes);

/*
 * How many of those windows are blocks at independent positions: 2,000, or as many
 * as there are blocks. Only they count for wipe_check_undetected_share(), since
 * blocks that lie side by side tell less. block_bytes is not 0.
 */
WIPE_API uint64_t wipe_sample_independent(uint64_t capacity_bytes, uint32_t block_bytes);

/*
 * With n clean random windows: the largest share (0..1) of the medium that may
 * still differ and be missed with at most 1 % probability, 1 - 0.01^(1/n).
 */
WIPE_API double wipe_check_undetected_share(uint64_t samples);

#ifdef __cplusplus
}
#endif
#endif
