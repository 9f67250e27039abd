/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A medium with a script and a clock that only its answers move, and a sweep over
 * it of which everything is written down. Each 512 bytes of what is moved begin
 * with their own address, so that nothing can end up in another's place.
 */
#ifndef TESTS_SWEEP_SCENE_H
#define TESTS_SWEEP_SCENE_H

#include <pthread.h>

#include <wipe/error.h>
#include <wipe/sys/env.h>
#include <wipe/sys/io.h>

#include "extents.h"
#include "sweep.h"

#define MIB (UINT64_C(1) << 20)
#define SECOND_NS UINT64_C(1000000000)
#define SECTOR UINT64_C(512)

/* Transfers that touch it cost more time, and fail unless sys_errno is 0. */
struct fault {
	uint64_t from, to;
	int sys_errno;
	unsigned int times; /* then it is over; 0: never */
	uint64_t cost_ns;
};

struct attempt {
	uint64_t offset;
	size_t length;
	int result;
};

struct scene {
	struct wipe_io io; /* first */
	struct wipe_env env;
	pthread_mutex_t lock;
	uint64_t now_ns, answer_ns;
	uint64_t size_bytes;
	struct fault faults[32];
	size_t fault_count;
	/* With so many failures more the size becomes another (0: stays), or an errno. */
	unsigned int failures_left;
	/* The transfer that touches this offset is not answered until it is overdue. */
	uint64_t held_offset;
	uint32_t held_ms; /* 0: none */
	bool is_held;
	pthread_cond_t let_go;
	uint64_t size_then;
	int size_errno;

	/* Of each sector, how often it was moved; NULL for a medium too large for that. */
	unsigned char *moved;
	struct attempt *attempts;
	size_t attempt_count;
	bool wrong; /* other than its address was moved, or across a multiple of 1 MiB */

	struct wipe_extent given[16];
	size_t given_count, given_at;
	int given_end; /* what next() returns behind them */
	int work_code;
	uint64_t work_code_at;

	struct extents told_eio, told_etime, told_other;
	size_t told_count;
	uint64_t told_bytes;
	bool may_tell_twice;
	unsigned int ticks, stop_at_tick; /* 0: goes on */
	uint64_t most_postponed;
	uint32_t most_silent_ms;
	struct sweep_state last, ticked; /* at the end, and at the last tick */
	bool has_ended;
	uint64_t frontier;
	struct extents left; /* at the end */
	struct sweep_plan plan;
	struct wipe_error err;
};

/* A write of all of it, in sectors, by calls; nothing fails. moved only if small. */
void scene_open(struct scene *scene, uint64_t size_bytes);
void scene_close(struct scene *scene);

void scene_give(struct scene *scene, uint64_t offset, uint64_t length);
void scene_break(struct scene *scene, uint64_t from, uint64_t length, unsigned int times,
		 uint64_t cost_ns);

/* Runs the plan over what was given; over all if nothing was. */
int scene_run(struct scene *scene);

/* Every sector was moved once and not told, or told and not moved. */
void scene_all_settled_once(const struct scene *scene);

/* That and nothing else was told as failing with EIO (or ETIME). */
void scene_told(const struct extents *told, uint64_t offset, uint64_t length);

/* The first full transfers went, in order, to these numbers of MiB: from, to (not included). */
void scene_order(const struct scene *scene, const unsigned int (*runs)[2], size_t count);

/* How many attempts touched it. */
size_t scene_attempts_at(const struct scene *scene, uint64_t from, uint64_t length);

#endif
