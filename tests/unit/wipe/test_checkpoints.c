/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much may be lost where a flush of the medium is slow: what is promised, and no more. */
#include "unit.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <wipe/erase.h>

#include "fixed_env.h"
#include "queue.h"

#define MIB UINT64_C(1048576)
#define CAPACITY (64 * MIB)
#define INTERVAL (8 * MIB)
#define BLOCK 512

/* A medium in memory whose flush lasts until the job was seen to stand still. */
struct slow {
	struct wipe_io io; /* first: the seam */
	struct wipe_io *memory;
	pthread_mutex_t lock;
	pthread_cond_t released;
	bool is_flushing, release;
	uint64_t written;	/* whole transfers, each block once */
	uint64_t covered, most; /* by flushes that ended; that could have been lost */
	uint64_t seen;		/* in the progress before */
	unsigned int still;	/* so many in a row */
	unsigned int flushes;
};

static struct slow *slow_of(struct wipe_io *io)
{
	return (struct slow *)(void *)io;
}

static int slow_read(struct wipe_io *io, void *buf, size_t len, uint64_t offset)
{
	return wipe_io_read_at(slow_of(io)->memory, buf, len, offset);
}

static int slow_write(struct wipe_io *io, const void *buf, size_t len, uint64_t offset)
{
	struct slow *slow = slow_of(io);

	pthread_mutex_lock(&slow->lock);
	slow->written += len;
	if (slow->written - slow->covered > slow->most)
		slow->most = slow->written - slow->covered;
	pthread_mutex_unlock(&slow->lock);
	return wipe_io_write_at(slow->memory, buf, len, offset);
}

static int slow_sync(struct wipe_io *io)
{
	struct slow *slow = slow_of(io);
	uint64_t covers;

	pthread_mutex_lock(&slow->lock);
	slow->flushes++;
	covers = slow->written;
	slow->is_flushing = true;
	slow->release = slow->written == CAPACITY; /* the last one is waited for without progress */
	slow->still = 0;
	while (!slow->release)
		pthread_cond_wait(&slow->released, &slow->lock);
	slow->is_flushing = false;
	slow->covered = covers;
	pthread_mutex_unlock(&slow->lock);
	return 0;
}

static int slow_drop_cache(struct wipe_io *io)
{
	(void)io;
	return 0;
}

static int slow_size(struct wipe_io *io, uint64_t *size_bytes)
{
	(void)io;
	*size_bytes = CAPACITY;
	return 0;
}

static int slow_close(struct wipe_io *io)
{
	wipe_io_close(slow_of(io)->memory);
	return 0;
}

static const struct wipe_io_ops slow_ops = {
	.read_at = slow_read,
	.write_at = slow_write,
	.sync = slow_sync,
	.drop_cache = slow_drop_cache,
	.size = slow_size,
	.close = slow_close,
};

/* Ends a flush when nothing is written beside it any more. */
static int watch(void *arg, const struct wipe_progress *progress)
{
	struct slow *slow = arg;

	(void)progress;
	pthread_mutex_lock(&slow->lock);
	slow->still = slow->written == slow->seen ? slow->still + 1 : 0;
	slow->seen = slow->written;
	if (slow->is_flushing && slow->still >= 3) {
		slow->release = true;
		pthread_cond_broadcast(&slow->released);
	}
	pthread_mutex_unlock(&slow->lock);
	return 0;
}

static void ignore(void *arg, const struct wipe_checkpoint *checkpoint)
{
	(void)arg;
	(void)checkpoint;
}

static void a_slow_flush_stops_the_writing(void **state)
{
	static struct slow slow = {
		.io = { .ops = &slow_ops, .block_bytes = BLOCK, .concurrent = true },
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.released = PTHREAD_COND_INITIALIZER
	};
	struct wipe_device dev = { .kind = WIPE_KIND_DEVICE,
				   .node = "/dev/test",
				   .name = "test",
				   .media = WIPE_MEDIA_HDD,
				   .capacity_bytes = CAPACITY,
				   .logical_block_bytes = BLOCK };
	struct wipe_plan_request request = { .method = "zero", .verify = WIPE_VERIFY_NONE };
	struct wipe_job_options options = { .checkpoint = ignore,
					    .checkpoint_bytes = INTERVAL,
					    .progress = watch,
					    .progress_arg = &slow,
					    .no_hash = true };
	static struct wipe_report report;
	static struct wipe_plan plan;
	struct wipe_target *target;
	struct fixed_env fixed;

	(void)state;
	fixed_env_init(&fixed, 7);
	slow.memory = wipe_io_memory_new(CAPACITY, BLOCK);
	assert_non_null(slow.memory);
	assert_int_equal(wipe_target_open_io(&slow.io, &dev, &target, NULL), 0);
	assert_int_equal(wipe_plan_make(&request, &dev, &fixed.env, &plan, NULL), 0);
	assert_int_equal(wipe_job_run(target, &plan, &fixed.env, &options, &report, NULL), 0);
	assert_true(report.bytes_written == CAPACITY);
	/* Begun at three quarters of the interval, each. */
	assert_true(slow.flushes >= CAPACITY / INTERVAL);
	/* What had been begun before it stood still comes on top. */
	assert_in_range(slow.most, INTERVAL, INTERVAL + 2 * QUEUE_DEPTH * QUEUE_TRANSFER_BYTES);
	print_message("at most %llu bytes beyond what was flushed, %u flushes\n",
		      (unsigned long long)slow.most, slow.flushes);
	assert_int_equal(wipe_target_close(target, NULL), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_slow_flush_stops_the_writing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
