/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "ahead.h"
#include "sha256_pair.h"
#include "text.h"
#include "thread.h"

/*
 * Above the threads that wait for the medium: the content hash is the longest
 * chain of work in the whole job, and whatever holds it up holds up the end. Only
 * root may; it is as right without.
 */
#define PRIORITY (-10)

struct digest {
	struct ahead *ahead;
	struct sha256_pair *pair;
	uint64_t capacity_bytes;
	pthread_t thread;
	atomic_bool stop;
	_Atomic uint64_t done_bytes;

	pthread_mutex_t lock;
	pthread_cond_t has_ended;
	bool ended; /* under lock; what follows is constant from then on */
	int rc;
	uint8_t content[WIPE_SHA256_BYTES], chunks[WIPE_SHA256_BYTES];
};

static int hash_all(struct digest *digest)
{
	uint64_t done_bytes = 0;

	while (done_bytes < digest->capacity_bytes) {
		const unsigned char *bytes;
		size_t len;
		int rc;

		if (atomic_load_explicit(&digest->stop, memory_order_relaxed))
			return WIPE_E_INTERRUPTED;
		rc = ahead_next(digest->ahead, &bytes, &len);
		if (rc)
			return rc;
		sha256_pair_update(digest->pair, bytes, len);
		done_bytes += len;
		atomic_store_explicit(&digest->done_bytes, done_bytes, memory_order_relaxed);
	}
	sha256_pair_finish(digest->pair, digest->content, digest->chunks);
	return 0;
}

static void *run_thread(void *context)
{
	struct digest *digest = context;
	int rc;

	setpriority(PRIO_PROCESS, (id_t)gettid(), PRIORITY);
	rc = hash_all(digest);
	pthread_mutex_lock(&digest->lock);
	digest->rc = rc;
	digest->ended = true;
	pthread_cond_broadcast(&digest->has_ended);
	pthread_mutex_unlock(&digest->lock);
	return NULL;
}

/* What the thread works with; what was made before a failure is left for free_parts(). */
static int make_parts(struct digest *digest, const struct wipe_pass *pass, uint64_t chunk_bytes,
		      struct wipe_error *err)
{
	int rc = sha256_pair_new(chunk_bytes, &digest->pair, err);

	return rc ? rc : ahead_start(pass, digest->capacity_bytes, &digest->ahead, err);
}

static void free_parts(struct digest *digest)
{
	ahead_free(digest->ahead);
	sha256_pair_free(digest->pair);
	pthread_cond_destroy(&digest->has_ended);
	pthread_mutex_destroy(&digest->lock);
	free(digest);
}

int digest_start(const struct wipe_pass *pass, uint64_t capacity_bytes, uint64_t chunk_bytes,
		 struct digest **digest, struct wipe_error *err)
{
	struct digest *made = calloc(1, sizeof(*made));
	int rc, failure;

	*digest = NULL;
	if (!made)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	made->capacity_bytes = capacity_bytes;
	pthread_mutex_init(&made->lock, NULL);
	thread_cond_init(&made->has_ended);
	rc = make_parts(made, pass, chunk_bytes, err);
	if (rc)
		goto fail;
	failure = thread_start(&made->thread, run_thread, made);
	if (failure) {
		rc = wipe_error_set(err, WIPE_E_SYSTEM, failure, _("cannot start a thread"));
		goto fail;
	}
	*digest = made;
	return 0;
fail:
	free_parts(made);
	return rc;
}

uint64_t digest_done_bytes(const struct digest *digest)
{
	return atomic_load_explicit(&digest->done_bytes, memory_order_relaxed);
}

const _Atomic uint64_t *digest_counter(const struct digest *digest)
{
	return &digest->done_bytes;
}

bool digest_wait(struct digest *digest, uint32_t ms)
{
	struct timespec until;
	int failure = 0;
	bool ended;

	thread_deadline(ms, &until);
	pthread_mutex_lock(&digest->lock);
	while (!digest->ended && !failure)
		failure = pthread_cond_timedwait(&digest->has_ended, &digest->lock, &until);
	ended = digest->ended;
	pthread_mutex_unlock(&digest->lock);
	return ended;
}

int digest_result(const struct digest *digest, uint8_t content[WIPE_SHA256_BYTES],
		  uint8_t chunks[WIPE_SHA256_BYTES])
{
	assert(digest->ended);
	if (digest->rc)
		return digest->rc;
	memcpy(content, digest->content, sizeof(digest->content));
	memcpy(chunks, digest->chunks, sizeof(digest->chunks));
	return 0;
}

void digest_free(struct digest *digest)
{
	if (!digest)
		return;
	atomic_store_explicit(&digest->stop, true, memory_order_relaxed);
	pthread_join(digest->thread, NULL);
	free_parts(digest);
}
