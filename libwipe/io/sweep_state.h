/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the lanes of a sweep share, and the two halves of it: the good and the bad part. */
#ifndef IO_SWEEP_STATE_H
#define IO_SWEEP_STATE_H

#include <pthread.h>

#include "queue.h"
#include "sweep.h"

struct sweep_lane {
	struct sweep *sweep;
	unsigned int index;
	struct queue *queue;
	pthread_t thread;
};

struct sweep {
	const struct sweep_plan *plan;
	struct sweep_lane lanes[SWEEP_LANES_MAX];
	unsigned int lane_count;

	pthread_mutex_t lock; /* all below, while lanes run */
	pthread_cond_t changed, resumed;
	bool is_paused;	      /* by the caller's thread, which starts nothing meanwhile */
	unsigned int running; /* lanes besides that of the caller */
	struct wipe_extent current;
	uint64_t in_flight[SWEEP_LANES_MAX][QUEUE_DEPTH]; /* offset + 1; 0: none */
	struct extents skipped, failed, aside;
	/* The second round goes through a copy of skipped, and skips nothing. */
	const struct extents *again;
	size_t again_at;
	bool went_through; /* the first round is over */
	uint64_t skip_bytes, skip_end;

	uint64_t done_bytes;
	uint64_t settled_bytes; /* of the lists, in the present round */
	uint64_t answered_ns;	/* when the medium did last */
	uint64_t bad_ns;	/* that failing transfers have cost */
	uint32_t failed_blocks;

	int code; /* why all lanes stop; 0: they do not */
	struct wipe_error error;
};

/* Ends the sweep with err filled, unless it ends already. Takes the lock. */
void sweep_end(struct sweep *sweep, int code, const struct wipe_error *error);

/* After a failed transfer: ends the sweep if the medium is gone or has another size. */
void sweep_check_present(struct sweep *sweep, int sys_errno);

/* What a failed transfer counts for, of the time that it took. */
uint64_t sweep_cost(uint64_t elapsed_ns);

/* Has what bad regions may cost been spent? */
bool sweep_is_spent(const struct sweep *sweep);

/* Tells the caller how it stands; ends the sweep if the caller wants that. */
void sweep_tick(struct sweep *sweep);

/* One of the lists, on the caller's thread, lanes at rest. Empties it. */
void sweep_recover(struct sweep *sweep, struct extents *extents);

#endif
