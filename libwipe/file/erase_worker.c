/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erase_worker.h"

#include <string.h>

#include "buffer.h"
#include "text.h"
#include "thread.h"

#define TICK_MS 100

struct run {
	struct erase_crew *crew;
	erase_task_fn *task;
	void *arg;
	size_t count;
	_Atomic size_t next;
	pthread_mutex_t lock;
	pthread_cond_t ended;
	unsigned int working; /* under lock */
};

struct hand {
	struct run *run;
	struct erase_worker *worker;
	pthread_t thread;
};

int erase_crew_init(struct erase_crew *crew, unsigned int count, const struct wipe_pass *pass,
		    const struct wipe_env *env, struct wipe_error *err)
{
	int rc = 0;

	memset(crew, 0, sizeof(*crew));
	for (unsigned int i = 0; i < count && !rc; i++) {
		struct erase_worker *worker = &crew->workers[crew->count++];

		worker->progress = &crew->progress;
		worker->env = env;
		worker->buffer = buffer_new(ERASE_BUFFER_BYTES);
		if (!worker->buffer)
			return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
		rc = sha256_new(&worker->sha, err);
		if (!rc)
			rc = pattern_new(pass, &worker->pattern, err);
	}
	return rc;
}

void erase_crew_clear(struct erase_crew *crew)
{
	for (unsigned int i = 0; i < crew->count; i++) {
		buffer_free(crew->workers[i].buffer);
		sha256_free(crew->workers[i].sha);
		pattern_free(crew->workers[i].pattern);
	}
	crew->count = 0;
}

int erase_advance(struct erase_worker *worker, uint64_t bytes, bool is_stoppable,
		  struct wipe_error *err)
{
	atomic_fetch_add(&worker->progress->bytes_done, bytes);
	if (is_stoppable && atomic_load(&worker->progress->is_stopped))
		return wipe_error_set(err, WIPE_E_INTERRUPTED, 0, _("stopped"));
	return 0;
}

static void *work(void *arg)
{
	const struct hand *hand = arg;
	struct run *run = hand->run;
	size_t index;

	while ((index = atomic_fetch_add(&run->next, 1)) < run->count)
		run->task(run->arg, index, hand->worker);
	pthread_mutex_lock(&run->lock);
	run->working--;
	pthread_cond_signal(&run->ended);
	pthread_mutex_unlock(&run->lock);
	return NULL;
}

static void wait_for_all(struct run *run, erase_tick_fn *tick, void *arg)
{
	struct timespec until;

	pthread_mutex_lock(&run->lock);
	while (run->working) {
		thread_deadline(TICK_MS, &until);
		pthread_cond_timedwait(&run->ended, &run->lock, &until);
		pthread_mutex_unlock(&run->lock);
		if (tick && tick(arg))
			atomic_store(&run->crew->progress.is_stopped, true);
		pthread_mutex_lock(&run->lock);
	}
	pthread_mutex_unlock(&run->lock);
}

int erase_crew_run(struct erase_crew *crew, size_t count, erase_task_fn *task, erase_tick_fn *tick,
		   void *arg, struct wipe_error *err)
{
	struct run run = { .crew = crew, .task = task, .arg = arg, .count = count };
	struct hand hands[ERASE_WORKERS_MAX];
	unsigned int wanted = count < crew->count ? (unsigned int)count : crew->count;
	unsigned int started = 0;
	int failure = 0;

	if (!count)
		return 0;
	pthread_mutex_init(&run.lock, NULL);
	thread_cond_init(&run.ended);
	run.working = wanted;
	for (; started < wanted && !failure; started++) {
		hands[started] = (struct hand){ .run = &run, .worker = &crew->workers[started] };
		failure = thread_start(&hands[started].thread, work, &hands[started]);
	}
	if (failure) {
		/* Fewer do it as well. */
		started--;
		pthread_mutex_lock(&run.lock);
		run.working -= wanted - started;
		pthread_mutex_unlock(&run.lock);
	}
	wait_for_all(&run, tick, arg);
	for (unsigned int i = 0; i < started; i++)
		pthread_join(hands[i].thread, NULL);
	pthread_cond_destroy(&run.ended);
	pthread_mutex_destroy(&run.lock);
	if (!started)
		return wipe_error_set(err, WIPE_E_SYSTEM, failure, _("no thread can be started"));
	return 0;
}
