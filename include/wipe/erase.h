/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Taking hold of a target so that nobody else uses it, and running a plan on it.
 */
#ifndef WIPE_ERASE_H
#define WIPE_ERASE_H

#include <wipe/device.h>
#include <wipe/error.h>
#include <wipe/export.h>
#include <wipe/log.h>
#include <wipe/plan.h>
#include <wipe/report.h>
#include <wipe/ring.h>
#include <wipe/sys/env.h>
#include <wipe/sys/io.h>

#ifdef __cplusplus
extern "C" {
#endif

struct wipe_target;

/*
 * Opens a whole device for erasing: every use found by wipe_device_find_uses()
 * is a refusal; then O_EXCL and flock on the whole-disk node, BLKFLSBUF on every
 * node, partitions removed from the kernel's table (put back by
 * wipe_target_close() if nothing was written), other openers looked for again.
 * WIPE_E_REFUSED with what to do; WIPE_E_GONE; WIPE_E_IO. Nothing is written.
 */
WIPE_API int wipe_target_open_device(struct wipe_source *source, const struct wipe_device *dev,
				     const struct wipe_env *env, struct wipe_target **target,
				     struct wipe_error *err);

/*
 * Opens an image file: a regular file with one link, not reached through a
 * symbolic link, on which a write lease can be had (so nobody else, loop devices
 * included, has it open).
 */
WIPE_API int wipe_target_open_image(const struct wipe_device *dev, const struct wipe_env *env,
				    struct wipe_target **target, struct wipe_error *err);

/*
 * Any other medium behind io, described by dev. Takes io over, also on failure.
 * No exclusiveness is checked: that is the caller's.
 */
WIPE_API int wipe_target_open_io(struct wipe_io *io, const struct wipe_device *dev,
				 struct wipe_target **target, struct wipe_error *err);

/*
 * The same medium as when it was opened, still unused by others? Reads identity,
 * capacity and disk sequence number again. WIPE_E_REFUSED or WIPE_E_GONE if not.
 */
WIPE_API int wipe_target_recheck(struct wipe_target *target, struct wipe_error *err);

/* NULL: no-op. A failing close is an error of the job that wrote: 0 or a code. */
WIPE_API int wipe_target_close(struct wipe_target *target, struct wipe_error *err);

struct wipe_progress {
	enum wipe_phase phase;
	uint32_t pass, pass_count; /* from 1 */
	uint64_t phase_done_bytes, phase_total_bytes;
	uint64_t job_done_bytes, job_total_bytes;   /* all passes and the verification */
	uint64_t hash_done_bytes, hash_total_bytes; /* content hash beside it; total 0: none */
	uint64_t error_bytes, mismatch_bytes;
	uint64_t postponed_bytes; /* of the phase: bad or slow regions left for its end */
	uint32_t silent_ms;	  /* since the medium answered last, if it owes an answer */
};

/*
 * How far a pass has come: every byte below covered_bytes was written and after
 * that flushed to the medium, apart from the postponed extents.
 */
#define WIPE_POSTPONED_MAX 64
struct wipe_checkpoint {
	uint32_t pass; /* from 1 */
	uint64_t covered_bytes;
	struct wipe_extent postponed[WIPE_POSTPONED_MAX]; /* below covered_bytes, ascending */
	uint32_t postponed_count;
	/* What is known to be bad so far, in all passes. */
	struct wipe_bad_range bad_ranges[WIPE_BAD_RANGES_MAX];
	uint32_t bad_range_count;
	uint64_t bad_ranges_not_listed;
};

/* Where a job that broke off goes on: what its journal says, believed as little as possible. */
struct wipe_resume {
	struct wipe_checkpoint at;
	int64_t started_at_s;	     /* of the job's first run */
	uint64_t duration_before_ns; /* that the runs before this one worked */
	/* All of them, the one that this run ends being the last. */
	struct wipe_interruption interruptions[WIPE_INTERRUPTIONS_MAX];
	uint32_t interruption_count;
};

struct wipe_job_options {
	/*
	 * Called often (every MiB, and ten times a second while nothing moves) on the
	 * caller's thread; non-zero: stop. May be NULL.
	 */
	int (*progress)(void *arg, const struct wipe_progress *progress);
	void *progress_arg;
	struct wipe_log log;
	/* Blocks of a phase that may fail before the rest of its bad regions is given up; 0: 4096. */
	uint32_t error_limit;
	/* Seconds of a phase that bad regions may cost altogether, and one of 1 MiB; 0: 1800, 60. */
	uint32_t bad_limit_s, region_limit_s;
	/* Made by wipe_ring_open(); borrowed, one job's at a time. NULL: threads. */
	struct wipe_ring *ring;
	/* Do not hash what is on the medium: the report then has no content_sha256. */
	bool no_hash;
	/*
	 * Called once, when all was checked and just before the medium is touched. What
	 * is not 0 ends the job there, with err filled. May be NULL.
	 */
	int (*begin)(void *arg, struct wipe_error *err);
	void *begin_arg;
	/*
	 * Called every checkpoint_ms or checkpoint_bytes, whichever comes first, while
	 * passes run, and at the end of each; on another thread or the caller's, never
	 * twice at once. May be NULL.
	 */
	void (*checkpoint)(void *arg, const struct wipe_checkpoint *checkpoint);
	void *checkpoint_arg;
	uint64_t checkpoint_bytes; /* 0: 4 GiB */
	uint32_t checkpoint_ms;	   /* 0: 10,000 */
	/*
	 * Go on there instead of beginning; NULL: begin. Blocks that must hold the
	 * plan's pattern already are read first (WIPE_E_REFUSED if one does not), and
	 * in the end every block is verified, whatever the plan says.
	 */
	const struct wipe_resume *resume;
	/* Where the header lies, of a plan whose header is detached; borrowed. Else NULL. */
	struct wipe_target *header;
};

/*
 * Runs plan on target: identity re-read, passes, flush, verification from the
 * medium, conclusion. report is always filled with what happened, whatever is
 * returned. 0 if the job ran to its end (look at the verdict), else the code in
 * report->error, which is also in err.
 */
WIPE_API int wipe_job_run(struct wipe_target *target, const struct wipe_plan *plan,
			  const struct wipe_env *env, const struct wipe_job_options *options,
			  struct wipe_report *report, struct wipe_error *err);

#ifdef __cplusplus
}
#endif
#endif
