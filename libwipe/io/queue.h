/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Transfers in flight on one medium, each with a buffer of its own: by a ring, by
 * threads, or one after the other in the caller's thread. What comes back is the
 * same. A queue is used by one thread at a time.
 */
#ifndef IO_QUEUE_H
#define IO_QUEUE_H

#include <wipe/ring.h>
#include <wipe/sys/io.h>

/*
 * On the plateau of what drives reach; twice the depth or the length gains nothing,
 * and takes the buffers of a fast medium out of the caches that cores share.
 */
#define QUEUE_DEPTH 8
#define QUEUE_TRANSFER_BYTES ((size_t)1 << 20)

struct transfer {
	unsigned char *buffer; /* QUEUE_TRANSFER_BYTES long */
	/* For queue_submit(): whole blocks of the io at a block's address. */
	bool is_write;
	size_t length;
	uint64_t offset;
	uint64_t submitted_ns; /* the caller's */
	/* Of a completed one: 0, or a negative errno. A short transfer is an -EIO. */
	int result;
	struct transfer *next; /* the queue's */
};

struct queue;

struct queue_ops {
	void (*submit)(struct queue *queue, struct transfer *transfer);
	struct transfer *(*wait)(struct queue *queue, uint32_t ms);
	void (*close)(struct queue *queue); /* nothing is in flight; frees queue */
};

/* What all kinds have; first in each of their structs. */
struct queue {
	const struct queue_ops *ops;
	struct wipe_io *io;
	unsigned char *buffers;
	struct transfer transfers[QUEUE_DEPTH];
	struct transfer *idle;
	unsigned int in_flight;
};

/*
 * Opens a queue for io: on one of the rings if there are any and io has a
 * descriptor, else with threads if io allows for that, else without. lane: 0 or 1,
 * which of the rings. A ring that cannot be used is no error. WIPE_E_NOMEM,
 * WIPE_E_SYSTEM.
 */
int queue_open(struct wipe_io *io, struct wipe_ring *ring, unsigned int lane, struct queue **queue,
	       struct wipe_error *err);

/* Waits for what is in flight. NULL: no-op. */
void queue_close(struct queue *queue);

/* One that is not in flight, or NULL. It stays idle until it is submitted. */
struct transfer *queue_idle(const struct queue *queue);

/* Starts an idle transfer. One that cannot be started completes with an error. */
void queue_submit(struct queue *queue, struct transfer *transfer);

/* One that has completed and is idle again; NULL: none within ms, or none in flight. */
struct transfer *queue_wait(struct queue *queue, uint32_t ms);

/* The kinds. 0, or a code without a message: the next kind is tried. */
int queue_ring_new(struct wipe_io *io, struct wipe_ring *ring, unsigned int lane,
		   unsigned char *buffers, struct queue **queue);
int queue_threads_new(struct wipe_io *io, struct queue **queue);
int queue_inline_new(struct wipe_io *io, struct queue **queue);

#endif
