/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Threads that read and write, for kernels whose io_uring is switched off: with
 * huge pages they reach what a ring reaches, for more CPU time.
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include <wipe/error.h>

#include "queue.h"
#include "thread.h"

#define THREADS 8

struct queue_threads {
	struct queue queue; /* first */
	pthread_mutex_t lock;
	pthread_cond_t has_work, has_done;
	struct transfer *work_first, *work_last, *done_first, *done_last;
	bool ending;
	pthread_t threads[THREADS];
	unsigned int thread_count;
};

static struct queue_threads *threads_of(struct queue *queue)
{
	return (struct queue_threads *)(void *)queue;
}

static void append(struct transfer **first, struct transfer **last, struct transfer *transfer)
{
	transfer->next = NULL;
	if (*last)
		(*last)->next = transfer;
	else
		*first = transfer;
	*last = transfer;
}

static struct transfer *take(struct transfer **first, struct transfer **last)
{
	struct transfer *transfer = *first;

	if (transfer) {
		*first = transfer->next;
		if (!*first)
			*last = NULL;
	}
	return transfer;
}

static int perform(struct wipe_io *io, const struct transfer *transfer)
{
	return transfer->is_write ?
		       wipe_io_write_at(io, transfer->buffer, transfer->length, transfer->offset) :
		       wipe_io_read_at(io, transfer->buffer, transfer->length, transfer->offset);
}

static void *work(void *arg)
{
	struct queue_threads *self = arg;
	struct transfer *transfer;

	pthread_mutex_lock(&self->lock);
	while (true) {
		transfer = take(&self->work_first, &self->work_last);
		if (!transfer && self->ending)
			break;
		if (!transfer) {
			pthread_cond_wait(&self->has_work, &self->lock);
			continue;
		}
		pthread_mutex_unlock(&self->lock);
		transfer->result = perform(self->queue.io, transfer);
		pthread_mutex_lock(&self->lock);
		append(&self->done_first, &self->done_last, transfer);
		pthread_cond_signal(&self->has_done);
	}
	pthread_mutex_unlock(&self->lock);
	return NULL;
}

static void submit(struct queue *queue, struct transfer *transfer)
{
	struct queue_threads *self = threads_of(queue);

	pthread_mutex_lock(&self->lock);
	append(&self->work_first, &self->work_last, transfer);
	pthread_cond_signal(&self->has_work);
	pthread_mutex_unlock(&self->lock);
}

static struct transfer *wait_threads(struct queue *queue, uint32_t ms)
{
	struct queue_threads *self = threads_of(queue);
	struct timespec until;
	struct transfer *transfer;
	int rc = 0;

	thread_deadline(ms, &until);
	pthread_mutex_lock(&self->lock);
	while (!(transfer = take(&self->done_first, &self->done_last)) && rc == 0)
		rc = pthread_cond_timedwait(&self->has_done, &self->lock, &until);
	pthread_mutex_unlock(&self->lock);
	return transfer;
}

static void close_threads(struct queue *queue)
{
	struct queue_threads *self = threads_of(queue);

	pthread_mutex_lock(&self->lock);
	self->ending = true;
	pthread_cond_broadcast(&self->has_work);
	pthread_mutex_unlock(&self->lock);
	for (unsigned int i = 0; i < self->thread_count; i++)
		pthread_join(self->threads[i], NULL);
	pthread_cond_destroy(&self->has_done);
	pthread_cond_destroy(&self->has_work);
	pthread_mutex_destroy(&self->lock);
	free(self);
}

static const struct queue_ops threads_ops = {
	.submit = submit,
	.wait = wait_threads,
	.close = close_threads,
};

int queue_threads_new(struct wipe_io *io, struct queue **queue)
{
	struct queue_threads *self = calloc(1, sizeof(*self));

	if (!self)
		return WIPE_E_NOMEM;
	self->queue.ops = &threads_ops;
	self->queue.io = io;
	pthread_mutex_init(&self->lock, NULL);
	pthread_cond_init(&self->has_work, NULL);
	thread_cond_init(&self->has_done);
	while (self->thread_count < THREADS &&
	       thread_start(&self->threads[self->thread_count], work, self) == 0)
		self->thread_count++;
	if (!self->thread_count) {
		close_threads(&self->queue);
		return WIPE_E_SYSTEM;
	}
	*queue = &self->queue;
	return 0;
}
