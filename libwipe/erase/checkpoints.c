/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checkpoints.h"

#include <stdlib.h>
#include <string.h>

#include "flusher.h"
#include "text.h"

/*
 * A flush takes its time: what is promised to be lost at most is counted from when
 * the last one began to when the next one has ended, so it begins earlier. Where it
 * takes longer than that, nothing more is begun until it has ended.
 */
#define DEFAULT_BYTES (UINT64_C(4) << 30)
#define DEFAULT_MS 10000
#define EARLY(limit) ((limit) / 4 * 3)

#define FOREVER_MS 60000

struct checkpoints {
	struct run *run;
	struct wipe_io *io;
	struct flusher *flusher;
	uint64_t most_bytes, most_ns; /* that may be lost */
	struct mark {
		uint64_t done_bytes, ns;
	} started, safe; /* when the last flush began, and the last one that has ended */
	/* What the flush that was started last will have covered. */
	struct wipe_checkpoint covered;
};

/* On the flusher's thread; covered is not touched while it runs. */
static void tell(void *arg)
{
	struct checkpoints *self = arg;
	const struct wipe_job_options *options = self->run->options;

	if (options->checkpoint)
		options->checkpoint(options->checkpoint_arg, &self->covered);
}

int checkpoints_new(struct run *run, struct wipe_io *io, uint32_t pass, uint64_t from_bytes,
		    struct checkpoints **checkpoints, struct wipe_error *err)
{
	const struct wipe_job_options *options = run->options;
	struct checkpoints *made = calloc(1, sizeof(*made));
	int rc;

	*checkpoints = NULL;
	if (!made)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	made->run = run;
	made->io = io;
	made->most_bytes = options->checkpoint_bytes ? options->checkpoint_bytes : DEFAULT_BYTES;
	made->most_ns =
		(options->checkpoint_ms ? options->checkpoint_ms : DEFAULT_MS) * UINT64_C(1000000);
	made->started.ns = made->safe.ns = run->env->ops->monotonic_ns(run->env);
	made->covered.pass = pass;
	made->covered.covered_bytes = from_bytes;
	rc = flusher_new(io, tell, made, &made->flusher, err);
	if (rc) {
		free(made);
		return rc;
	}
	*checkpoints = made;
	return 0;
}

void checkpoints_free(struct checkpoints *checkpoints)
{
	if (!checkpoints)
		return;
	flusher_free(checkpoints->flusher);
	free(checkpoints);
}

struct wipe_io *checkpoints_io(const struct checkpoints *checkpoints)
{
	return checkpoints->io;
}

/* More than fit are left to be done again: the frontier moves back to the first of them. */
static void put_postponed(struct wipe_checkpoint *covered, const struct extents *postponed)
{
	covered->postponed_count = 0;
	for (size_t i = 0; i < postponed->count; i++) {
		struct wipe_extent extent = postponed->items[i];

		if (extent.offset_bytes >= covered->covered_bytes)
			break;
		if (covered->postponed_count == WIPE_POSTPONED_MAX) {
			covered->covered_bytes = extent.offset_bytes;
			break;
		}
		if (extent.offset_bytes + extent.length_bytes > covered->covered_bytes)
			extent.length_bytes = covered->covered_bytes - extent.offset_bytes;
		covered->postponed[covered->postponed_count++] = extent;
	}
}

void checkpoints_note(struct checkpoints *checkpoints, struct sweep *sweep)
{
	const struct wipe_report *report = checkpoints->run->report;
	struct wipe_checkpoint *covered = &checkpoints->covered;
	struct extents postponed = { .items = NULL };
	uint64_t frontier_bytes;

	/* A flush that is under way tells covered: it stays as it is until then. */
	while (!flusher_wait(checkpoints->flusher, FOREVER_MS))
		;
	if (sweep_frontier(sweep, &frontier_bytes, &postponed) == 0) {
		covered->covered_bytes = frontier_bytes;
		put_postponed(covered, &postponed);
		covered->bad_range_count = report->bad_range_count;
		covered->bad_ranges_not_listed = report->bad_ranges_not_listed;
		memcpy(covered->bad_ranges, report->bad_ranges, sizeof(covered->bad_ranges));
	}
	extents_clear(&postponed);
}

static bool is_behind(const struct checkpoints *checkpoints, const struct mark *mark,
		      uint64_t done_bytes, uint64_t most_bytes, uint64_t most_ns)
{
	const struct wipe_env *env = checkpoints->run->env;

	return done_bytes - mark->done_bytes >= most_bytes ||
	       env->ops->monotonic_ns(env) - mark->ns >= most_ns;
}

int checkpoints_tick(struct checkpoints *checkpoints, struct sweep *sweep, uint64_t done_bytes)
{
	const struct wipe_env *env = checkpoints->run->env;
	int rc;

	if (!checkpoints->run->options->checkpoint || !flusher_wait(checkpoints->flusher, 0))
		return 0;
	checkpoints->safe = checkpoints->started;
	if (!is_behind(checkpoints, &checkpoints->started, done_bytes,
		       EARLY(checkpoints->most_bytes), EARLY(checkpoints->most_ns)))
		return 0;
	rc = flusher_result(checkpoints->flusher);
	if (rc)
		return rc;
	checkpoints->started = (struct mark){ done_bytes, env->ops->monotonic_ns(env) };
	checkpoints_note(checkpoints, sweep);
	flusher_start(checkpoints->flusher);
	return 0;
}

bool checkpoints_are_late(const struct checkpoints *checkpoints, uint64_t done_bytes)
{
	return checkpoints->run->options->checkpoint && !flusher_wait(checkpoints->flusher, 0) &&
	       is_behind(checkpoints, &checkpoints->safe, done_bytes, checkpoints->most_bytes,
			 checkpoints->most_ns);
}

void checkpoints_flush(struct checkpoints *checkpoints)
{
	flusher_start(checkpoints->flusher);
}

bool checkpoints_wait(struct checkpoints *checkpoints, uint32_t ms)
{
	return flusher_wait(checkpoints->flusher, ms);
}

int checkpoints_result(struct checkpoints *checkpoints)
{
	return flusher_result(checkpoints->flusher);
}
