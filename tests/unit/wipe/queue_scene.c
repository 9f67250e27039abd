/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "queue_scene.h"

#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fd.h"

void queue_scene_open(struct medium *medium, uint64_t size)
{
	struct wipe_error err;
	int fd;

	wipe_error_clear(&err);
	*medium = (struct medium){ .io = NULL };
	snprintf(medium->path, sizeof(medium->path), "/var/tmp/massho-test-queue.XXXXXX");
	fd = mkstemp(medium->path);
	assert_true(fd >= 0);
	unlink(medium->path);
	/* It goes with its last descriptor, also where the test fails; until then it is here. */
	snprintf(medium->path, sizeof(medium->path), "/proc/self/fd/%d", fd);
	assert_int_equal(ftruncate(fd, (off_t)size), 0);
	medium->io = fd_io_new(fd, BLOCK, true);
	assert_non_null(medium->io);
	if (wipe_ring_open(&medium->ring, &err) != 0)
		assert_int_equal(err.code, WIPE_E_UNSUPPORTED);
}

void queue_scene_close(struct medium *medium)
{
	assert_int_equal(wipe_io_close(medium->io), 0);
	wipe_ring_close(medium->ring);
}

void queue_scene_need_ring(struct medium *medium)
{
	if (medium->ring)
		return;
	print_message("this system gives no io_uring\n");
	queue_scene_close(medium);
	skip();
}

/* NULL: this system has no ring. */
struct queue *queue_scene_queue(const struct medium *medium, enum kind kind, unsigned int lane)
{
	struct queue *queue = NULL;
	struct wipe_error err;

	wipe_error_clear(&err);
	if (kind == RING && !medium->ring)
		return NULL;
	medium->io->concurrent = kind != INLINE;
	if (queue_open(medium->io, kind == RING ? medium->ring : NULL, lane, &queue, &err) != 0)
		return NULL;
	return queue;
}

static unsigned char byte_at(uint64_t offset, unsigned int salt)
{
	return (unsigned char)(offset * 7 + (offset >> 12) * 13 + (offset >> 20) + salt);
}

void queue_scene_fill(unsigned char *buffer, size_t length, uint64_t offset, unsigned int salt)
{
	for (size_t i = 0; i < length; i++)
		buffer[i] = byte_at(offset + i, salt);
}

bool queue_scene_holds(const unsigned char *buffer, size_t length, uint64_t offset,
		       unsigned int salt)
{
	for (size_t i = 0; i < length; i++)
		if (buffer[i] != byte_at(offset + i, salt))
			return false;
	return true;
}

/* Pieces of several lengths, in an order that is not that of their addresses. */
void queue_scene_aim(struct transfer *transfer, unsigned int number, bool is_write)
{
	transfer->is_write = is_write;
	transfer->offset = number * 8 % PIECES * QUEUE_TRANSFER_BYTES;
	transfer->length = QUEUE_TRANSFER_BYTES;
}

/* False: a transfer failed, is missing, or read something else. */
bool queue_scene_move(struct queue *queue, bool is_write, unsigned int salt)
{
	unsigned int begun = 0, ended = 0;
	struct transfer *transfer;

	while (ended < PIECES) {
		while (begun < PIECES && (transfer = queue_idle(queue))) {
			queue_scene_aim(transfer, begun++, is_write);
			if (is_write)
				queue_scene_fill(transfer->buffer, transfer->length,
						 transfer->offset, salt);
			else
				memset(transfer->buffer, 0xee, transfer->length);
			queue_submit(queue, transfer);
		}
		transfer = queue_wait(queue, 30000);
		if (!transfer || transfer->result)
			return false;
		if (!is_write &&
		    !queue_scene_holds(transfer->buffer, transfer->length, transfer->offset, salt))
			return false;
		ended++;
	}
	return !queue_wait(queue, 0);
}

bool queue_scene_file_holds(const struct medium *medium, unsigned int salt)
{
	static unsigned char buffer[QUEUE_TRANSFER_BYTES];
	int fd = open(medium->path, O_RDONLY | O_CLOEXEC);
	bool same = fd >= 0;

	for (uint64_t at = 0; at < SIZE && same; at += sizeof(buffer))
		same = pread(fd, buffer, sizeof(buffer), (off_t)at) == (ssize_t)sizeof(buffer) &&
		       queue_scene_holds(buffer, sizeof(buffer), at, salt);
	close(fd);
	return same;
}
