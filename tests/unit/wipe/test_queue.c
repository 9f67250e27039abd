/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kinds of queues side by side on one file. */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "fd.h"
#include "queue_scene.h"

static void all_kinds_write_and_read_the_same(void **state)
{
	const struct queue_ops *ops[KINDS] = { NULL };
	struct medium medium;

	(void)state;
	queue_scene_open(&medium, SIZE);
	if (!fd_io_is_direct(medium.io))
		print_message("no direct I/O in /var/tmp\n");
	for (unsigned int kind = 0; kind < KINDS; kind++) {
		struct queue *queue = queue_scene_queue(&medium, (enum kind)kind, 0);

		if (!queue)
			continue;
		ops[kind] = queue->ops;
		assert_true(queue_scene_move(queue, true, kind));
		assert_true(queue_scene_file_holds(&medium, kind));
		assert_true(queue_scene_move(queue, false, kind));
		queue_close(queue);
	}
	/* It was not the same kind three times. */
	assert_ptr_not_equal(ops[THREADS], ops[INLINE]);
	assert_ptr_not_equal(ops[RING], ops[THREADS]);
	assert_ptr_not_equal(ops[RING], ops[INLINE]);
	queue_scene_close(&medium);
}

/* Of all rings of this process, by what /proc tells; -1 if it does not. */
static int registered(const char *what)
{
	int sum = -1;

	for (int fd = 0; fd < 64; fd++) {
		char path[64], line[128];
		unsigned int count;
		FILE *file;

		snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
		file = fopen(path, "re");
		while (file && fgets(line, sizeof(line), file))
			if (strncmp(line, what, strlen(what)) == 0 &&
			    sscanf(line + strlen(what), ": %u", &count) == 1)
				sum = (sum < 0 ? 0 : sum) + (int)count;
		if (file)
			fclose(file);
	}
	return sum;
}

static void both_rings_work_beside_each_other_and_again(void **state)
{
	struct queue *threads;
	struct medium medium;

	(void)state;
	queue_scene_open(&medium, SIZE);
	queue_scene_need_ring(&medium);
	threads = queue_scene_queue(&medium, THREADS, 0);
	for (unsigned int round = 0; round < 3; round++) {
		struct queue *first = queue_scene_queue(&medium, RING, 0);
		struct queue *other = queue_scene_queue(&medium, RING, 1);
		bool tells = registered("UserFiles") >= 0;

		assert_ptr_equal(first->ops, other->ops);
		assert_ptr_not_equal(first->ops, threads->ops);
		assert_int_equal(registered("UserFiles"), tells ? 2 : -1);
		/* Pinned once; how many a user may pin is another matter. */
		if (geteuid() == 0)
			assert_int_equal(registered("UserBufs"), tells ? 2 : -1);
		assert_true(queue_scene_move(first, true, round));
		assert_true(queue_scene_move(other, false, round));
		queue_close(other);
		queue_close(first);
		assert_int_equal(registered("UserFiles"), tells ? 0 : -1);
		assert_int_equal(registered("UserBufs"), tells ? 0 : -1);
	}
	queue_close(threads);
	queue_scene_close(&medium);
}

static int result_of(struct queue *queue, bool is_write, size_t length, uint64_t offset)
{
	struct transfer *transfer = queue_idle(queue), *done;

	transfer->is_write = is_write;
	transfer->length = length;
	transfer->offset = offset;
	memset(transfer->buffer, 0, length);
	queue_submit(queue, transfer);
	done = queue_wait(queue, 30000);
	assert_ptr_equal(done, transfer);
	assert_null(queue_wait(queue, 0));
	return done->result;
}

static void errors_come_back_as_they_are(void **state)
{
	struct medium medium;
	int fd;

	(void)state;
	queue_scene_open(&medium, 2 * QUEUE_TRANSFER_BYTES);
	fd = open(medium.path, O_RDONLY | O_CLOEXEC);
	wipe_io_close(medium.io);
	medium.io = fd_io_new(fd, BLOCK, false);
	for (unsigned int kind = 0; kind < KINDS; kind++) {
		struct queue *queue = queue_scene_queue(&medium, (enum kind)kind, 0);

		if (!queue)
			continue;
		assert_int_equal(result_of(queue, true, BLOCK, 0), -EBADF);
		/* One error does not stick to the next. */
		assert_int_equal(result_of(queue, false, BLOCK, 0), 0);
		queue_close(queue);
	}
	queue_scene_close(&medium);
}

static void a_file_that_ends_too_early_is_an_error(void **state)
{
	const uint64_t size = 2 * QUEUE_TRANSFER_BYTES + BLOCK;
	struct medium medium;

	(void)state;
	queue_scene_open(&medium, size);
	for (unsigned int kind = 0; kind < KINDS; kind++) {
		/* A ring does not go on with what is short; the calls do, and find nothing. */
		const int expected = kind == RING ? -EIO : -ENODATA;
		struct queue *queue = queue_scene_queue(&medium, (enum kind)kind, 0);

		if (!queue)
			continue;
		assert_int_equal(result_of(queue, false, QUEUE_TRANSFER_BYTES, size - BLOCK),
				 expected);
		assert_int_equal(result_of(queue, false, BLOCK, size), expected);
		assert_int_equal(result_of(queue, false, BLOCK, size - BLOCK), 0);
		queue_close(queue);
	}
	queue_scene_close(&medium);
}

static void closing_waits_for_what_is_in_flight(void **state)
{
	struct medium medium;

	(void)state;
	queue_scene_open(&medium, SIZE);
	for (unsigned int kind = 0; kind < KINDS; kind++) {
		struct queue *queue = queue_scene_queue(&medium, (enum kind)kind, 0);
		int fd = open(medium.path, O_RDONLY | O_CLOEXEC);
		static unsigned char found[QUEUE_TRANSFER_BYTES];
		struct transfer *transfer;
		unsigned int begun = 0;

		while (queue && (transfer = queue_idle(queue))) {
			queue_scene_aim(transfer, begun, true);
			queue_scene_fill(transfer->buffer, transfer->length, transfer->offset,
					 50 + kind);
			begun++;
			queue_submit(queue, transfer);
		}
		queue_close(queue);
		assert_int_equal(begun, queue ? QUEUE_DEPTH : 0);
		for (unsigned int i = 0; i < begun; i++) {
			const uint64_t at = i * 8 % PIECES * QUEUE_TRANSFER_BYTES;

			assert_int_equal(pread(fd, found, sizeof(found), (off_t)at), sizeof(found));
			assert_true(queue_scene_holds(found, sizeof(found), at, 50 + kind));
		}
		close(fd);
	}
	queue_close(NULL);
	queue_scene_close(&medium);
}

/* A medium that answers when it is told to. */
struct slow_io {
	struct wipe_io io;
	sem_t may_answer;
};

static int slow_read_at(struct wipe_io *io, void *buf, size_t len, uint64_t offset)
{
	(void)buf;
	(void)len;
	(void)offset;
	sem_wait(&((struct slow_io *)(void *)io)->may_answer);
	return 0;
}

static const struct wipe_io_ops slow_ops = { .read_at = slow_read_at };

static void waiting_ends_with_its_time(void **state)
{
	struct slow_io slow = { .io = { .ops = &slow_ops, .block_bytes = 512, .concurrent = true } };
	struct transfer *transfer;
	struct queue *queue;

	(void)state;
	sem_init(&slow.may_answer, 0, 0);
	assert_int_equal(queue_open(&slow.io, NULL, 0, &queue, NULL), 0);
	assert_null(queue_wait(queue, 1000000));
	transfer = queue_idle(queue);
	transfer->is_write = false;
	transfer->length = 512;
	transfer->offset = 0;
	queue_submit(queue, transfer);
	assert_ptr_not_equal(queue_idle(queue), transfer);
	assert_null(queue_wait(queue, 20));
	sem_post(&slow.may_answer);
	assert_ptr_equal(queue_wait(queue, 30000), transfer);
	assert_ptr_equal(queue_idle(queue), transfer);
	queue_close(queue);
	sem_destroy(&slow.may_answer);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_kinds_write_and_read_the_same),
		cmocka_unit_test(both_rings_work_beside_each_other_and_again),
		cmocka_unit_test(errors_come_back_as_they_are),
		cmocka_unit_test(a_file_that_ends_too_early_is_an_error),
		cmocka_unit_test(closing_waits_for_what_is_in_flight),
		cmocka_unit_test(waiting_ends_with_its_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
