/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>

#include <wipe/error.h>

#include "queue.h"
#include "ring.h"

struct queue_ring {
	struct queue queue; /* first */
	struct io_uring *ring;
	/* Of the buffers, so many bytes are registered: pinned once and not at each transfer. */
	size_t registered_bytes;
	struct transfer *failed; /* could not be submitted */
};

static struct queue_ring *ring_of(struct queue *queue)
{
	return (struct queue_ring *)(void *)queue;
}

static bool is_registered(const struct queue_ring *self, const struct transfer *transfer)
{
	size_t at = (size_t)(transfer->buffer - self->queue.buffers);

	return at + QUEUE_TRANSFER_BYTES <= self->registered_bytes;
}

static void prepare(struct queue_ring *self, struct io_uring_sqe *sqe, struct transfer *transfer)
{
	const unsigned int length = (unsigned int)transfer->length;
	const bool fixed = is_registered(self, transfer);

	if (fixed && transfer->is_write)
		io_uring_prep_write_fixed(sqe, 0, transfer->buffer, length, transfer->offset, 0);
	else if (fixed)
		io_uring_prep_read_fixed(sqe, 0, transfer->buffer, length, transfer->offset, 0);
	else if (transfer->is_write)
		io_uring_prep_write(sqe, 0, transfer->buffer, length, transfer->offset);
	else
		io_uring_prep_read(sqe, 0, transfer->buffer, length, transfer->offset);
	sqe->flags |= IOSQE_FIXED_FILE;
	io_uring_sqe_set_data(sqe, transfer);
}

/*
 * What the kernel does not take now (EAGAIN, EBUSY) stays in the submission queue
 * and goes with the next call; it is counted as in flight all the same.
 */
static void submit(struct queue *queue, struct transfer *transfer)
{
	struct queue_ring *self = ring_of(queue);
	struct io_uring_sqe *sqe = io_uring_get_sqe(self->ring);

	if (!sqe) {
		transfer->result = -EBUSY;
		transfer->next = self->failed;
		self->failed = transfer;
		return;
	}
	prepare(self, sqe, transfer);
	io_uring_submit(self->ring);
}

static struct transfer *take_failed(struct queue_ring *self)
{
	struct transfer *transfer = self->failed;

	if (transfer)
		self->failed = transfer->next;
	return transfer;
}

static struct transfer *wait_ring(struct queue *queue, uint32_t ms)
{
	struct queue_ring *self = ring_of(queue);
	struct __kernel_timespec limit = { .tv_sec = ms / 1000,
					   .tv_nsec = (long long)(ms % 1000) * 1000000 };
	struct transfer *transfer = take_failed(self);
	struct io_uring_cqe *cqe;

	if (transfer)
		return transfer;
	if (io_uring_peek_cqe(self->ring, &cqe) != 0) {
		io_uring_submit(self->ring);
		if (io_uring_wait_cqe_timeout(self->ring, &cqe, &limit) != 0)
			return NULL;
	}
	transfer = io_uring_cqe_get_data(cqe);
	if (cqe->res < 0)
		transfer->result = cqe->res;
	else
		transfer->result = (size_t)cqe->res == transfer->length ? 0 : -EIO;
	io_uring_cqe_seen(self->ring, cqe);
	return transfer;
}

static void close_ring(struct queue *queue)
{
	struct queue_ring *self = ring_of(queue);

	if (self->registered_bytes)
		io_uring_unregister_buffers(self->ring);
	io_uring_unregister_files(self->ring);
	free(self);
}

static const struct queue_ops ring_ops = {
	.submit = submit,
	.wait = wait_ring,
	.close = close_ring,
};

/* As many as RLIMIT_MEMLOCK allows. */
static void register_buffers(struct queue_ring *self, unsigned char *buffers)
{
	for (size_t count = QUEUE_DEPTH; count >= 2 && !self->registered_bytes; count /= 2) {
		struct iovec part = { .iov_base = buffers,
				      .iov_len = count * QUEUE_TRANSFER_BYTES };

		if (io_uring_register_buffers(self->ring, &part, 1) == 0)
			self->registered_bytes = part.iov_len;
	}
}

int queue_ring_new(struct wipe_io *io, struct wipe_ring *ring, unsigned int lane,
		   unsigned char *buffers, struct queue **queue)
{
	struct queue_ring *self = calloc(1, sizeof(*self));
	int fd = wipe_io_descriptor(io);

	if (!self)
		return WIPE_E_NOMEM;
	self->queue.ops = &ring_ops;
	self->ring = ring_at(ring, lane);
	/* A filter that refuses io_uring_enter() must be noticed before anything is in flight. */
	if (io_uring_get_events(self->ring) < 0 ||
	    io_uring_register_files(self->ring, &fd, 1) != 0) {
		free(self);
		return WIPE_E_UNSUPPORTED;
	}
	register_buffers(self, buffers);
	*queue = &self->queue;
	return 0;
}
