/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "queue.h"

#include <assert.h>

#include "buffer.h"
#include "text.h"

static int new_of_some_kind(struct wipe_io *io, struct wipe_ring *ring, unsigned int lane,
			    unsigned char *buffers, struct queue **queue)
{
	if (ring && wipe_io_descriptor(io) >= 0 &&
	    queue_ring_new(io, ring, lane, buffers, queue) == 0)
		return 0;
	return io->concurrent ? queue_threads_new(io, queue) : queue_inline_new(io, queue);
}

int queue_open(struct wipe_io *io, struct wipe_ring *ring, unsigned int lane, struct queue **queue,
	       struct wipe_error *err)
{
	unsigned char *buffers = buffer_new(QUEUE_DEPTH * QUEUE_TRANSFER_BYTES);
	int rc;

	*queue = NULL;
	if (!buffers)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	rc = new_of_some_kind(io, ring, lane, buffers, queue);
	if (rc) {
		buffer_free(buffers);
		return wipe_error_set(err, rc, 0, _("no transfers can be started"));
	}
	(*queue)->io = io;
	(*queue)->buffers = buffers;
	for (size_t i = QUEUE_DEPTH; i-- > 0;) {
		struct transfer *transfer = &(*queue)->transfers[i];

		transfer->buffer = buffers + i * QUEUE_TRANSFER_BYTES;
		transfer->next = (*queue)->idle;
		(*queue)->idle = transfer;
	}
	return 0;
}

void queue_close(struct queue *queue)
{
	unsigned char *buffers;

	if (!queue)
		return;
	/* The kernel writes into the buffers until the last one has come back. */
	while (queue->in_flight)
		queue_wait(queue, 1000);
	buffers = queue->buffers;
	queue->ops->close(queue);
	buffer_free(buffers);
}

struct transfer *queue_idle(const struct queue *queue)
{
	return queue->idle;
}

void queue_submit(struct queue *queue, struct transfer *transfer)
{
	assert(transfer == queue->idle && transfer->length &&
	       transfer->length <= QUEUE_TRANSFER_BYTES);
	queue->idle = transfer->next;
	transfer->next = NULL;
	transfer->result = 0;
	queue->in_flight++;
	queue->ops->submit(queue, transfer);
}

struct transfer *queue_wait(struct queue *queue, uint32_t ms)
{
	struct transfer *transfer = queue->in_flight ? queue->ops->wait(queue, ms) : NULL;

	if (!transfer)
		return NULL;
	queue->in_flight--;
	transfer->next = queue->idle;
	queue->idle = transfer;
	return transfer;
}
