/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crew.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

#define PIECES_A_HAND 16 /* fewer are not worth a thread */
#define TICK_NS 100000000L
#define NS_PER_S 1000000000L

struct crew {
	const struct crew_task *task;
	atomic_size_t next, done;
	atomic_bool failed;
	pthread_mutex_t mutex;
	pthread_cond_t ended;
	size_t at_work;		 /* threads, under the mutex */
	struct wipe_error error; /* the first; likewise */
};

static void fail(struct crew *crew, const struct wipe_error *why)
{
	pthread_mutex_lock(&crew->mutex);
	if (!atomic_exchange(&crew->failed, true))
		crew->error = *why;
	pthread_mutex_unlock(&crew->mutex);
}

/* Until nothing is left, or another one failed. */
static void toil(struct crew *crew)
{
	const struct crew_task *task = crew->task;
	size_t index;

	while (!atomic_load(&crew->failed) &&
	       (index = atomic_fetch_add(&crew->next, 1)) < task->count) {
		struct wipe_error why;

		wipe_error_clear(&why);
		if (task->work(task->arg, index, &why))
			fail(crew, &why);
		atomic_fetch_add(&crew->done, 1);
	}
}

static void *run(void *arg)
{
	struct crew *crew = arg;

	toil(crew);
	pthread_mutex_lock(&crew->mutex);
	crew->at_work--;
	pthread_cond_signal(&crew->ended);
	pthread_mutex_unlock(&crew->mutex);
	return NULL;
}

/* As taskset(1) and containers leave them. */
size_t crew_hands(size_t portions)
{
	size_t cpus = 1;
	cpu_set_t allowed;

	if (sched_getaffinity(0, sizeof(allowed), &allowed) == 0)
		cpus = (size_t)CPU_COUNT(&allowed);
	if (cpus > CREW_HANDS_MAX)
		cpus = CREW_HANDS_MAX;
	return portions < cpus ? portions : cpus;
}

static void watch(struct crew *crew)
{
	const struct crew_task *task = crew->task;
	struct timespec until;

	pthread_mutex_lock(&crew->mutex);
	while (crew->at_work) {
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_nsec += TICK_NS;
		until.tv_sec += until.tv_nsec / NS_PER_S;
		until.tv_nsec %= NS_PER_S;
		pthread_cond_timedwait(&crew->ended, &crew->mutex, &until);
		if (task->tick)
			task->tick(task->arg, atomic_load(&crew->done));
	}
	pthread_mutex_unlock(&crew->mutex);
}

/* Threads that could not be started are not missed: this one works then. */
static void work_together(struct crew *crew)
{
	size_t hands = crew_hands(crew->task->count / PIECES_A_HAND), started = 0;
	pthread_t threads[CREW_HANDS_MAX];

	crew->at_work = hands;
	while (started < hands && pthread_create(&threads[started], NULL, run, crew) == 0)
		started++;
	pthread_mutex_lock(&crew->mutex);
	crew->at_work -= hands - started;
	pthread_mutex_unlock(&crew->mutex);
	if (!started)
		toil(crew);
	watch(crew);
	for (size_t i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
}

static void make_clock_monotonic(pthread_cond_t *condition)
{
	pthread_condattr_t attributes;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(condition, &attributes);
	pthread_condattr_destroy(&attributes);
}

int crew_run(const struct crew_task *task, struct wipe_error *err)
{
	struct crew crew = { .task = task };

	pthread_mutex_init(&crew.mutex, NULL);
	make_clock_monotonic(&crew.ended);
	work_together(&crew);
	pthread_cond_destroy(&crew.ended);
	pthread_mutex_destroy(&crew.mutex);
	if (!atomic_load(&crew.failed))
		return 0;
	*err = crew.error;
	return crew.error.code;
}
