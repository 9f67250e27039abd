/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "pattern.h"
#include "sweep.h"
#include "text.h"

/* Judged as a whole; where it differs, what belongs there is generated and compared by blocks. */
#define PIECE_BYTES ((size_t)64 << 10)

struct compare {
	struct run *run;
	uint32_t block_bytes; /* unit in which differences are told */
	compare_next next;
	void *next_arg;
	struct pattern *patterns[SWEEP_LANES_MAX];
	unsigned char *expected[SWEEP_LANES_MAX]; /* one piece */
	pthread_mutex_t lock;			  /* the report, while lanes judge */
};

/* Blocks in a row that differ, as far as they have been seen. */
struct difference {
	uint64_t offset;
	size_t length;
	uint8_t expected[16], found[16]; /* from the first byte that differs */
};

static void begin_difference(struct difference *difference, const unsigned char *found,
			     const unsigned char *expected, size_t len, uint64_t offset)
{
	size_t at = 0, head;

	while (found[at] == expected[at])
		at++;
	head = len - at < sizeof(difference->found) ? len - at : sizeof(difference->found);
	*difference = (struct difference){ .offset = offset };
	memcpy(difference->expected, expected + at, head);
	memcpy(difference->found, found + at, head);
}

static void end_difference(struct compare *compare, struct difference *difference)
{
	if (!difference->length)
		return;
	pthread_mutex_lock(&compare->lock);
	compare->run->report->mismatch_bytes += difference->length;
	run_list_bad(compare->run, difference->offset, difference->length, 0, difference->expected,
		     difference->found);
	pthread_mutex_unlock(&compare->lock);
	difference->length = 0;
}

/* Block by block, because something in the piece differs or was not written. */
static size_t judge_blocks(struct compare *compare, const unsigned char *found,
			   const unsigned char *expected, size_t len, uint64_t offset)
{
	struct difference difference = { .length = 0 };
	size_t equal = 0;

	for (size_t at = 0; at < len; at += compare->block_bytes) {
		size_t block = len - at < compare->block_bytes ? len - at : compare->block_bytes;
		bool written = !extents_contain(&compare->run->unwritten, offset + at);
		bool same = memcmp(found + at, expected + at, block) == 0;

		if (written && !same) {
			if (!difference.length)
				begin_difference(&difference, found + at, expected + at, block,
						 offset + at);
			difference.length += block;
			continue;
		}
		end_difference(compare, &difference);
		equal += written ? block : 0;
	}
	end_difference(compare, &difference);
	return equal;
}

static int judge(void *arg, unsigned int lane, unsigned char *found, size_t len, uint64_t offset)
{
	struct compare *compare = arg;
	struct pattern *pattern = compare->patterns[lane];
	unsigned char *expected = compare->expected[lane];
	uint64_t equal = 0;

	while (len) {
		size_t piece = len < PIECE_BYTES ? len : PIECE_BYTES;
		bool same;
		int rc = pattern_matches(pattern, found, piece, offset, &same);

		if (!rc && same && !extents_touch(&compare->run->unwritten, offset, piece))
			equal += piece;
		else if (!rc && (rc = pattern_generate(pattern, expected, piece, offset)) == 0)
			equal += judge_blocks(compare, found, expected, piece, offset);
		if (rc)
			return rc;
		found += piece;
		len -= piece;
		offset += piece;
	}
	pthread_mutex_lock(&compare->lock);
	compare->run->report->bytes_verified += equal;
	pthread_mutex_unlock(&compare->lock);
	return 0;
}

static int list_unreadable(void *arg, uint64_t len, uint64_t offset, int sys_errno,
			   struct wipe_error *err)
{
	struct compare *compare = arg;
	struct wipe_report *report = compare->run->report;

	(void)err;
	report->unreadable_bytes += len;
	report->unreadable_unwritten_bytes += extents_common(&compare->run->unwritten, offset, len);
	run_list_bad(compare->run, offset, len, sys_errno, NULL, NULL);
	return 0;
}

static int advance(void *arg, struct sweep *sweep, const struct sweep_state *state,
		   struct wipe_error *err)
{
	struct compare *compare = arg;
	int rc;

	(void)sweep;
	compare->run->progress.postponed_bytes = state->postponed_bytes;
	compare->run->progress.silent_ms = state->silent_ms;
	pthread_mutex_lock(&compare->lock);
	rc = run_advance(compare->run, state->done_bytes, err);
	pthread_mutex_unlock(&compare->lock);
	return rc;
}

static int next_extent(void *arg, struct wipe_extent *extent)
{
	struct compare *compare = arg;

	return compare->next(compare->next_arg, extent);
}

static int make_lanes(struct compare *compare, const struct wipe_pass *pass, struct wipe_error *err)
{
	int rc = 0;

	for (unsigned int i = 0; i < SWEEP_LANES_MAX && !rc; i++) {
		compare->expected[i] = malloc(PIECE_BYTES);
		if (!compare->expected[i])
			return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
		rc = pattern_new(pass, &compare->patterns[i], err);
	}
	return rc;
}

int compare_extents(struct run *run, struct wipe_io *io, const struct wipe_pass *pass,
		    compare_next next, void *arg, struct wipe_error *err)
{
	struct compare compare = { .run = run,
				   .block_bytes = run->report->plan.block_bytes,
				   .next = next,
				   .next_arg = arg };
	struct sweep_plan plan = { .io = io,
				   .ring = run->options->ring,
				   .is_hashing = run->hash_done_bytes != NULL,
				   .env = run->env,
				   .capacity_bytes = run->report->plan.capacity_bytes,
				   .block_bytes = run->report->plan.block_bytes,
				   .error_limit = run_error_limit(run),
				   .bad_limit_s = run_bad_limit_s(run),
				   .region_limit_s = run_region_limit_s(run),
				   .arg = &compare,
				   .next = next_extent,
				   .work = judge,
				   .advance = advance,
				   .failed = list_unreadable };
	int rc = make_lanes(&compare, pass, err);

	pthread_mutex_init(&compare.lock, NULL);
	if (!rc)
		rc = sweep_run(&plan, err);
	run->progress.postponed_bytes = run->progress.silent_ms = 0;
	run_sort_bad(run);
	pthread_mutex_destroy(&compare.lock);
	for (unsigned int i = 0; i < SWEEP_LANES_MAX; i++) {
		pattern_free(compare.patterns[i]);
		free(compare.expected[i]);
	}
	return rc;
}
