/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flusher.h"

#include <stdlib.h>

#include "text.h"
#include "thread.h"

struct flusher {
	struct wipe_io *io;
	void (*flushed)(void *arg);
	void *arg;
	pthread_t thread;
	bool has_thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool busy, ending;
	int result;
};

/* A failure is lost data, whatever the next flush says: the first one stays. */
static int flush(struct flusher *flusher, int before)
{
	int rc = wipe_io_sync(flusher->io);

	rc = before ? before : rc;
	if (!rc)
		flusher->flushed(flusher->arg);
	return rc;
}

static void *work(void *arg)
{
	struct flusher *flusher = arg;

	pthread_mutex_lock(&flusher->lock);
	while (!flusher->ending) {
		int result = flusher->result;

		if (!flusher->busy) {
			pthread_cond_wait(&flusher->changed, &flusher->lock);
			continue;
		}
		pthread_mutex_unlock(&flusher->lock);
		result = flush(flusher, result);
		pthread_mutex_lock(&flusher->lock);
		flusher->result = result;
		flusher->busy = false;
		pthread_cond_broadcast(&flusher->changed);
	}
	pthread_mutex_unlock(&flusher->lock);
	return NULL;
}

int flusher_new(struct wipe_io *io, void (*flushed)(void *arg), void *arg, struct flusher **flusher,
		struct wipe_error *err)
{
	struct flusher *made = calloc(1, sizeof(*made));

	*flusher = NULL;
	if (!made)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	made->io = io;
	made->flushed = flushed;
	made->arg = arg;
	pthread_mutex_init(&made->lock, NULL);
	thread_cond_init(&made->changed);
	/* Without a thread it is done in the caller's. */
	made->has_thread = io->concurrent && thread_start(&made->thread, work, made) == 0;
	*flusher = made;
	return 0;
}

void flusher_free(struct flusher *flusher)
{
	if (!flusher)
		return;
	pthread_mutex_lock(&flusher->lock);
	while (flusher->busy)
		pthread_cond_wait(&flusher->changed, &flusher->lock);
	flusher->ending = true;
	pthread_cond_broadcast(&flusher->changed);
	pthread_mutex_unlock(&flusher->lock);
	if (flusher->has_thread)
		pthread_join(flusher->thread, NULL);
	pthread_cond_destroy(&flusher->changed);
	pthread_mutex_destroy(&flusher->lock);
	free(flusher);
}

void flusher_start(struct flusher *flusher)
{
	if (!flusher->has_thread) {
		flusher->result = flush(flusher, flusher->result);
		return;
	}
	pthread_mutex_lock(&flusher->lock);
	flusher->busy = true;
	pthread_cond_broadcast(&flusher->changed);
	pthread_mutex_unlock(&flusher->lock);
}

int flusher_result(struct flusher *flusher)
{
	int result;

	pthread_mutex_lock(&flusher->lock);
	result = flusher->result;
	pthread_mutex_unlock(&flusher->lock);
	return result;
}

bool flusher_wait(struct flusher *flusher, uint32_t ms)
{
	struct timespec until;
	bool busy;
	int rc = 0;

	thread_deadline(ms, &until);
	pthread_mutex_lock(&flusher->lock);
	while (flusher->busy && rc == 0)
		rc = pthread_cond_timedwait(&flusher->changed, &flusher->lock, &until);
	busy = flusher->busy;
	pthread_mutex_unlock(&flusher->lock);
	return !busy;
}
