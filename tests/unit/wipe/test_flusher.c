/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include <errno.h>
#include <semaphore.h>

#include "flusher.h"

/* A medium whose flushes end when they are told to. */
struct slow_io {
	struct wipe_io io;
	sem_t may_answer;
	int sync_results[4];
	int syncs;
};

static int slow_sync(struct wipe_io *io)
{
	struct slow_io *slow = (struct slow_io *)(void *)io;

	sem_wait(&slow->may_answer);
	return slow->sync_results[slow->syncs++];
}

static const struct wipe_io_ops slow_ops = { .sync = slow_sync };

static void count_flush(void *arg)
{
	++*(int *)arg;
}

static void flush_fails_once_and_for_all(bool concurrent)
{
	struct slow_io slow = {
		.io = { .ops = &slow_ops, .block_bytes = 512, .concurrent = concurrent },
		.sync_results = { 0, -EIO, -ENOSPC, 0 }
	};
	struct flusher *flusher;
	int flushed = 0;

	sem_init(&slow.may_answer, 0, concurrent ? 0 : 9);
	assert_int_equal(flusher_new(&slow.io, count_flush, &flushed, &flusher, NULL), 0);
	assert_true(flusher_wait(flusher, 0));
	for (int i = 0; i < 4; i++) {
		flusher_start(flusher);
		if (concurrent) {
			assert_false(flusher_wait(flusher, 20));
			sem_post(&slow.may_answer);
		}
		assert_true(flusher_wait(flusher, 30000));
		assert_int_equal(flusher_result(flusher), i == 0 ? 0 : -EIO);
		/* What is lost does not come back with a flush that succeeds. */
		assert_int_equal(flushed, 1);
	}
	assert_int_equal(slow.syncs, 4);
	flusher_free(flusher);
	flusher_free(NULL);
	sem_destroy(&slow.may_answer);
}

static void the_first_failure_of_a_flush_stays(void **state)
{
	(void)state;
	flush_fails_once_and_for_all(true);
	flush_fails_once_and_for_all(false);
}

static void freeing_waits_for_a_flush(void **state)
{
	struct slow_io slow = { .io = { .ops = &slow_ops, .block_bytes = 512, .concurrent = true } };
	struct flusher *flusher;
	int flushed = 0;

	(void)state;
	sem_init(&slow.may_answer, 0, 1);
	assert_int_equal(flusher_new(&slow.io, count_flush, &flushed, &flusher, NULL), 0);
	flusher_start(flusher);
	flusher_free(flusher);
	assert_int_equal(flushed, 1);
	sem_destroy(&slow.may_answer);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_failure_of_a_flush_stays),
		cmocka_unit_test(freeing_waits_for_a_flush),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
