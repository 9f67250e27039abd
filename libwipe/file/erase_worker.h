/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each thread works with, and how they work through many files together. */
#ifndef FILE_ERASE_WORKER_H
#define FILE_ERASE_WORKER_H

#include <pthread.h>
#include <stdatomic.h>

#include <wipe/file.h>

#include "pattern.h"
#include "sha256.h"

#define ERASE_BUFFER_BYTES ((size_t)1 << 20)
#define ERASE_WORKERS_MAX 8

/* Shared by all; what they count is told by the caller's thread. */
struct erase_progress {
	_Atomic uint64_t bytes_done, files_done, files_failed;
	atomic_bool is_stopped;
};

struct erase_worker {
	unsigned char *buffer; /* ERASE_BUFFER_BYTES, aligned for direct I/O */
	struct sha256 *sha;
	struct pattern *pattern; /* of the medium's addresses */
	struct erase_progress *progress;
	const struct wipe_env *env;
};

struct erase_crew {
	struct erase_worker workers[ERASE_WORKERS_MAX];
	unsigned int count;
	struct erase_progress progress;
};

/*
 * pass: the stream that is written. The caller calls erase_crew_clear() in any case.
 * WIPE_E_NOMEM, WIPE_E_CRYPTO.
 */
int erase_crew_init(struct erase_crew *crew, unsigned int count, const struct wipe_pass *pass,
		    const struct wipe_env *env, struct wipe_error *err);
void erase_crew_clear(struct erase_crew *crew);

/* Counts, and tells whether to go on. WIPE_E_INTERRUPTED. */
int erase_advance(struct erase_worker *worker, uint64_t bytes, bool is_stoppable,
		  struct wipe_error *err);

/* One of many; what fails is kept with it. */
typedef void erase_task_fn(void *arg, size_t index, struct erase_worker *worker);
/* By the caller's thread, ten times a second; not 0: is_stopped is set. */
typedef int erase_tick_fn(void *arg);

/*
 * All of count tasks, in any order, each by one thread. Stopped, the rest is called
 * too: it is the task that looks at is_stopped. WIPE_E_SYSTEM: no thread could be
 * started, and nothing was done.
 */
int erase_crew_run(struct erase_crew *crew, size_t count, erase_task_fn *task, erase_tick_fn *tick,
		   void *arg, struct wipe_error *err);

#endif
