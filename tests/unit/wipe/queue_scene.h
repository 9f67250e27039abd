/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file on a disk, and transfers of all of it by any kind of queue. */
#ifndef TESTS_QUEUE_SCENE_H
#define TESTS_QUEUE_SCENE_H

#include "queue.h"

#define PIECES 21
#define BLOCK ((size_t)4096)
#define SIZE (PIECES * QUEUE_TRANSFER_BYTES)

enum kind {
	RING,
	THREADS,
	INLINE,
	KINDS,
};

struct medium {
	char path[64];
	struct wipe_io *io;
	struct wipe_ring *ring; /* NULL: this system has none */
};

/* Opens the file, and rings if the system has any. */
void queue_scene_open(struct medium *medium, uint64_t size);
void queue_scene_close(struct medium *medium);

/* Skips the test, medium closed, if there are no rings. */
void queue_scene_need_ring(struct medium *medium);

/* A queue of that kind; NULL: this system has no ring. */
struct queue *queue_scene_queue(const struct medium *medium, enum kind kind, unsigned int lane);

/* What belongs at an offset; another salt, other bytes. */
void queue_scene_fill(unsigned char *buffer, size_t length, uint64_t offset, unsigned int salt);
bool queue_scene_holds(const unsigned char *buffer, size_t length, uint64_t offset,
		       unsigned int salt);

/* Transfer number of all PIECES, in an order that is not that of their addresses. */
void queue_scene_aim(struct transfer *transfer, unsigned int number, bool is_write);

/* All of the file. False: a transfer failed, is missing, or read something else. */
bool queue_scene_move(struct queue *queue, bool is_write, unsigned int salt);

/* As another reader sees it. */
bool queue_scene_file_holds(const struct medium *medium, unsigned int salt);

#endif
