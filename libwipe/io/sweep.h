/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The engine: moves every byte of some extents between a medium and buffers, many
 * transfers at a time, and gets along with media that are dying.
 *
 * First the extents are gone through in order. What fails is set aside, and the
 * more that fails or is slow in one place, the more behind it is skipped. When all
 * that is good is done, what was skipped is gone through, then what failed: once
 * more as a whole, then halved down to single blocks. What bad regions may cost,
 * in time and in blocks, is limited; the rest is told as failed with ETIME.
 */
#ifndef IO_SWEEP_H
#define IO_SWEEP_H

#include <wipe/report.h>
#include <wipe/ring.h>
#include <wipe/sys/env.h>
#include <wipe/sys/io.h>

#include "extents.h"

#define SWEEP_LANES_MAX 2

struct sweep;

/* As it stands. */
struct sweep_state {
	uint64_t done_bytes; /* transferred, or given up */
	uint64_t postponed_bytes;
	uint32_t silent_ms; /* since the medium answered last, if it owes an answer */
};

struct sweep_plan {
	struct wipe_io *io;
	struct wipe_ring *ring; /* may be NULL */
	const struct wipe_env *env;
	bool is_write;
	unsigned int lanes; /* 1 or 2 that share the work, each with a ring; 0: by the CPUs */
	bool is_hashing;    /* meanwhile the content hash keeps a CPU busy */
	uint64_t capacity_bytes;
	uint32_t block_bytes; /* in which failures are told */
	uint32_t error_limit; /* blocks */
	uint32_t bad_limit_s, region_limit_s;
	/* Left over from a run before: done at the end. May be NULL. */
	const struct extents *postponed;

	void *arg;
	/* The next extent, in ascending order: 1, or 0 at the end, or a wipe_code. */
	int (*next)(void *arg, struct wipe_extent *extent);
	/*
	 * Before a write: puts into buffer what belongs at offset. After a read: judges
	 * it. Called for each lane on a thread of its own. 0 or a wipe_code: the end.
	 */
	int (*work)(void *arg, unsigned int lane, unsigned char *buffer, size_t len,
		    uint64_t offset);
	/* From here on the caller's thread; what is not 0 is the end, with err filled. */
	int (*advance)(void *arg, struct sweep *sweep, const struct sweep_state *state,
		       struct wipe_error *err);
	/* Nothing is in flight any more, whatever ended it: the last state. May be NULL. */
	void (*ended)(void *arg, struct sweep *sweep, const struct sweep_state *state);
	/* These bytes cannot be transferred: it is settled. */
	int (*failed)(void *arg, uint64_t len, uint64_t offset, int sys_errno,
		      struct wipe_error *err);
};

/*
 * 0: every byte was transferred or told as failed. WIPE_E_GONE: the medium went
 * away. WIPE_E_IO: its size changed. Else what a callback returned, or WIPE_E_NOMEM,
 * WIPE_E_SYSTEM.
 */
int sweep_run(const struct sweep_plan *plan, struct wipe_error *err);

/*
 * From advance(): nothing more is begun until it is called again with false. The
 * time in between is nothing that the medium owes.
 */
void sweep_pause(struct sweep *sweep, bool pause);

/*
 * From advance() and ended(): all below the result was transferred, but for what is added to
 * *postponed (all zero before; the caller clears it). WIPE_E_NOMEM: then the result
 * is not to be used.
 */
int sweep_frontier(struct sweep *sweep, uint64_t *frontier_bytes, struct extents *postponed);

#endif
