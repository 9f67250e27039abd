/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ahead.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "checked.h"
#include "pattern.h"
#include "text.h"
#include "thread.h"

/* All pieces together stay in the cache that cores share. */
#define PIECE_BYTES ((size_t)64 << 10)
#define PIECES 16
#define CACHE_LINE_BYTES 64

/* The thread takes only what the others leave: without it the reader is slower, not wrong. */
#define NICENESS 10

struct ahead {
	struct pattern *pattern;	/* of the thread */
	struct pattern *reader_pattern; /* of the reader */
	unsigned char *pieces;		/* a ring of PIECES, and one of the reader's own */
	uint64_t capacity_bytes;
	pthread_t thread;

	pthread_mutex_t lock; /* all below */
	pthread_cond_t has_room;
	uint64_t wanted; /* the piece that the reader asks for next */
	uint64_t first;	 /* the oldest piece in the ring; */
	uint64_t end;	 /* that behind the newest: nothing is there if both are equal */
	bool stopped;
};

static unsigned char *piece_at(const struct ahead *ahead, uint64_t piece)
{
	return ahead->pieces + piece % PIECES * PIECE_BYTES;
}

static size_t piece_length(const struct ahead *ahead, uint64_t piece)
{
	return (size_t)checked_min_u64(ahead->capacity_bytes - piece * PIECE_BYTES, PIECE_BYTES);
}

/*
 * The piece that the thread makes next, never one whose place the reader still
 * looks at: that is the one before wanted. A thread that was too slow goes on ahead
 * of the reader. Sleeps till half the ring is free: to be woken costs as much as to
 * make a piece.
 */
static bool choose_piece(struct ahead *ahead, uint64_t *piece)
{
	bool go;

	pthread_mutex_lock(&ahead->lock);
	if (ahead->end >= ahead->wanted + PIECES - 1)
		while (!ahead->stopped && ahead->end >= ahead->wanted + PIECES / 2)
			pthread_cond_wait(&ahead->has_room, &ahead->lock);
	if (ahead->end <= ahead->wanted)
		ahead->first = ahead->end = ahead->wanted + 1;
	*piece = ahead->end;
	go = !ahead->stopped && *piece <= (ahead->capacity_bytes - 1) / PIECE_BYTES;
	pthread_mutex_unlock(&ahead->lock);
	return go;
}

static void *generate_ahead(void *arg)
{
	struct ahead *ahead = arg;
	uint64_t piece;

	setpriority(PRIO_PROCESS, (id_t)gettid(), NICENESS);
	/* After a failure the reader meets the same one. */
	while (choose_piece(ahead, &piece) &&
	       pattern_generate(ahead->pattern, piece_at(ahead, piece), piece_length(ahead, piece),
				piece * PIECE_BYTES) == 0) {
		pthread_mutex_lock(&ahead->lock);
		ahead->end = piece + 1;
		pthread_mutex_unlock(&ahead->lock);
	}
	return NULL;
}

int ahead_next(struct ahead *ahead, const unsigned char **bytes, size_t *len)
{
	unsigned char *own = ahead->pieces + PIECES * PIECE_BYTES;
	uint64_t piece = ahead->wanted; /* only the reader changes it */
	bool is_there;

	*len = 0;
	if (piece * PIECE_BYTES >= ahead->capacity_bytes)
		return 0;
	pthread_mutex_lock(&ahead->lock);
	is_there = piece >= ahead->first && piece < ahead->end;
	ahead->wanted = piece + 1;
	if (ahead->end < ahead->wanted + PIECES / 2)
		pthread_cond_signal(&ahead->has_room);
	pthread_mutex_unlock(&ahead->lock);
	*len = piece_length(ahead, piece);
	*bytes = is_there ? piece_at(ahead, piece) : own;
	return is_there ? 0 :
			  pattern_generate(ahead->reader_pattern, own, *len, piece * PIECE_BYTES);
}

static void free_parts(struct ahead *ahead)
{
	pattern_free(ahead->pattern);
	pattern_free(ahead->reader_pattern);
	free(ahead->pieces);
	pthread_cond_destroy(&ahead->has_room);
	pthread_mutex_destroy(&ahead->lock);
	free(ahead);
}

int ahead_start(const struct wipe_pass *pass, uint64_t capacity_bytes, struct ahead **ahead,
		struct wipe_error *err)
{
	struct ahead *made = calloc(1, sizeof(*made));
	int rc, failure;

	*ahead = NULL;
	if (!made)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	made->capacity_bytes = capacity_bytes;
	pthread_mutex_init(&made->lock, NULL);
	thread_cond_init(&made->has_room);
	made->pieces = aligned_alloc(CACHE_LINE_BYTES, (PIECES + 1) * PIECE_BYTES);
	rc = made->pieces ? pattern_new(pass, &made->pattern, err) :
			    wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	if (!rc)
		rc = pattern_new(pass, &made->reader_pattern, err);
	if (!rc && capacity_bytes && (failure = thread_start(&made->thread, generate_ahead, made)))
		rc = wipe_error_set(err, WIPE_E_SYSTEM, failure, _("cannot start a thread"));
	if (rc) {
		free_parts(made);
		return rc;
	}
	*ahead = made;
	return 0;
}

void ahead_free(struct ahead *ahead)
{
	if (!ahead)
		return;
	if (ahead->capacity_bytes) {
		pthread_mutex_lock(&ahead->lock);
		ahead->stopped = true;
		pthread_cond_signal(&ahead->has_room);
		pthread_mutex_unlock(&ahead->lock);
		pthread_join(ahead->thread, NULL);
	}
	free_parts(ahead);
}
