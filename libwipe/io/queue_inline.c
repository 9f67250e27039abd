/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One after the other, each when it is waited for, so that the caller sees how long
 * it took: for media behind io_ops that only know calls.
 */
#include <stdlib.h>

#include <wipe/error.h>

#include "queue.h"

struct queue_inline {
	struct queue queue; /* first */
	struct transfer *first, *last;
};

static struct queue_inline *inline_of(struct queue *queue)
{
	return (struct queue_inline *)(void *)queue;
}

static void submit(struct queue *queue, struct transfer *transfer)
{
	struct queue_inline *self = inline_of(queue);

	if (self->last)
		self->last->next = transfer;
	else
		self->first = transfer;
	self->last = transfer;
}

static struct transfer *wait_inline(struct queue *queue, uint32_t ms)
{
	struct queue_inline *self = inline_of(queue);
	struct transfer *transfer = self->first;

	(void)ms;
	self->first = transfer->next;
	if (!self->first)
		self->last = NULL;
	transfer->result = transfer->is_write ?
				   wipe_io_write_at(queue->io, transfer->buffer, transfer->length,
						    transfer->offset) :
				   wipe_io_read_at(queue->io, transfer->buffer, transfer->length,
						   transfer->offset);
	return transfer;
}

static void close_inline(struct queue *queue)
{
	free(inline_of(queue));
}

static const struct queue_ops inline_ops = {
	.submit = submit,
	.wait = wait_inline,
	.close = close_inline,
};

int queue_inline_new(struct wipe_io *io, struct queue **queue)
{
	struct queue_inline *self = calloc(1, sizeof(*self));

	(void)io;
	if (!self)
		return WIPE_E_NOMEM;
	self->queue.ops = &inline_ops;
	*queue = &self->queue;
	return 0;
}
