/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sweep_scene.h"

#include "unit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define ATTEMPTS_MAX 200000
#define SMALL_BYTES (512 * MIB)

static struct scene *scene_of(struct wipe_io *io)
{
	return (struct scene *)(void *)io;
}

static int answer(struct scene *scene, uint64_t offset, size_t length)
{
	int result = 0;

	scene->now_ns += scene->answer_ns;
	for (size_t i = 0; i < scene->fault_count; i++) {
		struct fault *fault = &scene->faults[i];

		if (offset >= fault->to || offset + length <= fault->from ||
		    fault->from == fault->to)
			continue;
		scene->now_ns += fault->cost_ns;
		if (fault->sys_errno)
			result = -fault->sys_errno;
		if (fault->times && --fault->times == 0)
			fault->to = fault->from;
	}
	if (result && scene->failures_left && --scene->failures_left == 0)
		scene->size_bytes = scene->size_then;
	return result;
}

/* On a thread of its own: the caller's lets it go, and moves the clock until then. */
static void hold(struct scene *scene)
{
	scene->is_held = true;
	while (scene->is_held)
		pthread_cond_wait(&scene->let_go, &scene->lock);
	scene->held_ms = 0;
}

static void let_go_of_held(struct scene *scene, uint32_t silent_ms)
{
	pthread_mutex_lock(&scene->lock);
	if (scene->is_held && silent_ms >= scene->held_ms) {
		scene->is_held = false;
		pthread_cond_signal(&scene->let_go);
	} else if (scene->is_held) {
		scene->now_ns += SECOND_NS;
	}
	pthread_mutex_unlock(&scene->lock);
}

static int move(struct scene *scene, size_t length, uint64_t offset)
{
	int result;

	pthread_mutex_lock(&scene->lock);
	if (offset / MIB != (offset + length - 1) / MIB)
		scene->wrong = true;
	if (scene->held_ms && offset <= scene->held_offset && scene->held_offset < offset + length)
		hold(scene);
	result = answer(scene, offset, length);
	if (scene->attempt_count < ATTEMPTS_MAX)
		scene->attempts[scene->attempt_count++] =
			(struct attempt){ offset, length, result };
	for (uint64_t at = offset / SECTOR;
	     !result && scene->moved && at * SECTOR < offset + length; at++)
		scene->moved[at]++;
	pthread_mutex_unlock(&scene->lock);
	return result;
}

static void put_addresses(unsigned char *buffer, size_t length, uint64_t offset)
{
	for (size_t at = 0; at + sizeof(uint64_t) <= length; at += SECTOR) {
		uint64_t address = offset + at;

		memcpy(buffer + at, &address, sizeof(address));
	}
}

static bool has_addresses(const unsigned char *buffer, size_t length, uint64_t offset)
{
	for (size_t at = 0; at + sizeof(uint64_t) <= length; at += SECTOR) {
		uint64_t address;

		memcpy(&address, buffer + at, sizeof(address));
		if (address != offset + at)
			return false;
	}
	return true;
}

static int scene_read_at(struct wipe_io *io, void *buf, size_t len, uint64_t offset)
{
	int result = move(scene_of(io), len, offset);

	memset(buf, 0xee, len);
	if (!result)
		put_addresses(buf, len, offset);
	return result;
}

static int scene_write_at(struct wipe_io *io, const void *buf, size_t len, uint64_t offset)
{
	if (!has_addresses(buf, len, offset))
		scene_of(io)->wrong = true;
	return move(scene_of(io), len, offset);
}

static int scene_size(struct wipe_io *io, uint64_t *size_bytes)
{
	*size_bytes = scene_of(io)->size_bytes;
	return *size_bytes ? 0 : -scene_of(io)->size_errno;
}

static const struct wipe_io_ops scene_io_ops = {
	.read_at = scene_read_at,
	.write_at = scene_write_at,
	.size = scene_size,
};

static uint64_t scene_now(const struct wipe_env *env)
{
	struct scene *scene =
		(struct scene *)(void *)((char *)(uintptr_t)env - offsetof(struct scene, env));
	uint64_t now;

	pthread_mutex_lock(&scene->lock);
	now = scene->now_ns;
	pthread_mutex_unlock(&scene->lock);
	return now;
}

static const struct wipe_env_ops scene_env_ops = { .monotonic_ns = scene_now };

static int next(void *arg, struct wipe_extent *extent)
{
	struct scene *scene = arg;

	if (scene->given_at == scene->given_count)
		return scene->given_end;
	*extent = scene->given[scene->given_at++];
	return 1;
}

static int work(void *arg, unsigned int lane, unsigned char *buffer, size_t len, uint64_t offset)
{
	struct scene *scene = arg;

	(void)lane;
	if (scene->work_code && offset <= scene->work_code_at && scene->work_code_at < offset + len)
		return scene->work_code;
	if (scene->plan.is_write)
		put_addresses(buffer, len, offset);
	else if (!has_addresses(buffer, len, offset))
		scene->wrong = true;
	return 0;
}

static bool was_told(const struct scene *scene, uint64_t offset)
{
	return extents_contain(&scene->told_eio, offset) ||
	       extents_contain(&scene->told_etime, offset) ||
	       extents_contain(&scene->told_other, offset);
}

/* What the frontier says of the sectors is true. */
static void check_frontier(struct scene *scene, struct sweep *sweep)
{
	extents_clear(&scene->left);
	assert_int_equal(sweep_frontier(sweep, &scene->frontier, &scene->left), 0);
	if (!scene->moved || scene->given_count != 1)
		return;
	for (uint64_t at = scene->given[0].offset_bytes; at < scene->frontier; at += SECTOR)
		if (!scene->moved[at / SECTOR] && !extents_contain(&scene->left, at))
			assert_true(was_told(scene, at));
}

static int advance(void *arg, struct sweep *sweep, const struct sweep_state *state,
		   struct wipe_error *err)
{
	struct scene *scene = arg;

	scene->ticked = *state;
	scene->ticks++;
	if (state->silent_ms > scene->most_silent_ms)
		scene->most_silent_ms = state->silent_ms;
	let_go_of_held(scene, state->silent_ms);
	if (state->postponed_bytes > scene->most_postponed)
		scene->most_postponed = state->postponed_bytes;
	check_frontier(scene, sweep);
	return scene->ticks == scene->stop_at_tick ?
		       wipe_error_set(err, WIPE_E_INTERRUPTED, 0, "stopped by the test") :
		       0;
}

static void ended(void *arg, struct sweep *sweep, const struct sweep_state *state)
{
	struct scene *scene = arg;

	scene->last = *state;
	scene->has_ended = true;
	check_frontier(scene, sweep);
}

static int failed(void *arg, uint64_t len, uint64_t offset, int sys_errno, struct wipe_error *err)
{
	struct scene *scene = arg;
	struct extents *told = sys_errno == EIO	  ? &scene->told_eio :
			       sys_errno == ETIME ? &scene->told_etime :
						    &scene->told_other;

	(void)err;
	assert_true(scene->may_tell_twice || !extents_touch(&scene->told_eio, offset, len));
	assert_true(scene->may_tell_twice || !extents_touch(&scene->told_etime, offset, len));
	scene->told_count++;
	scene->told_bytes += len;
	return extents_add(told, offset, len);
}

void scene_open(struct scene *scene, uint64_t size_bytes)
{
	*scene = (struct scene){
		.io = { .ops = &scene_io_ops, .block_bytes = SECTOR },
		.env = { .ops = &scene_env_ops },
		.now_ns = 1000 * SECOND_NS,
		.size_bytes = size_bytes,
	};
	scene->plan = (struct sweep_plan){
		.io = &scene->io,
		.env = &scene->env,
		.is_write = true,
		.lanes = 1,
		.capacity_bytes = size_bytes,
		.block_bytes = SECTOR,
		.error_limit = 4096,
		.bad_limit_s = 1800,
		.region_limit_s = 60,
		.arg = scene,
		.next = next,
		.work = work,
		.advance = advance,
		.ended = ended,
		.failed = failed,
	};
	pthread_mutex_init(&scene->lock, NULL);
	pthread_cond_init(&scene->let_go, NULL);
	scene->attempts = calloc(ATTEMPTS_MAX, sizeof(*scene->attempts));
	assert_non_null(scene->attempts);
	if (size_bytes > SMALL_BYTES)
		return;
	scene->moved = calloc(1, (size_t)(size_bytes / SECTOR + 1));
	assert_non_null(scene->moved);
}

void scene_close(struct scene *scene)
{
	extents_clear(&scene->told_eio);
	extents_clear(&scene->told_etime);
	extents_clear(&scene->told_other);
	extents_clear(&scene->left);
	free(scene->moved);
	free(scene->attempts);
	pthread_cond_destroy(&scene->let_go);
	pthread_mutex_destroy(&scene->lock);
}

void scene_give(struct scene *scene, uint64_t offset, uint64_t length)
{
	assert_true(scene->given_count < COUNT(scene->given));
	scene->given[scene->given_count++] =
		(struct wipe_extent){ .offset_bytes = offset, .length_bytes = length };
}

void scene_break(struct scene *scene, uint64_t from, uint64_t length, unsigned int times,
		 uint64_t cost_ns)
{
	assert_true(scene->fault_count < COUNT(scene->faults));
	scene->faults[scene->fault_count++] =
		(struct fault){ from, from + length, EIO, times, cost_ns };
}

int scene_run(struct scene *scene)
{
	int rc;

	if (!scene->given_count)
		scene_give(scene, 0, scene->plan.capacity_bytes);
	wipe_error_clear(&scene->err);
	rc = sweep_run(&scene->plan, &scene->err);
	assert_int_equal(rc, scene->err.code);
	assert_true(scene->has_ended);
	assert_false(scene->wrong);
	assert_true(scene->most_postponed <= scene->plan.capacity_bytes);
	if (!rc) {
		assert_true(scene->last.postponed_bytes == 0);
		assert_int_equal(scene->last.silent_ms, 0);
		assert_true(scene->frontier == scene->plan.capacity_bytes);
		assert_int_equal(scene->left.count, 0);
	}
	return rc;
}

void scene_all_settled_once(const struct scene *scene)
{
	for (uint64_t at = 0; at < scene->plan.capacity_bytes; at += SECTOR)
		if (scene->moved[at / SECTOR] != (was_told(scene, at) ? 0 : 1))
			fail_msg("sector %llu was moved %d times",
				 (unsigned long long)(at / SECTOR), scene->moved[at / SECTOR]);
	assert_true(scene->last.done_bytes == scene->plan.capacity_bytes);
}

void scene_told(const struct extents *told, uint64_t offset, uint64_t length)
{
	assert_int_equal(told->count, length ? 1 : 0);
	if (!length)
		return;
	assert_true(told->items[0].offset_bytes == offset);
	assert_true(told->items[0].length_bytes == length);
}

void scene_order(const struct scene *scene, const unsigned int (*runs)[2], size_t count)
{
	size_t at = 0;

	for (size_t i = 0; i < count; i++)
		for (unsigned int number = runs[i][0]; number < runs[i][1]; number++, at++) {
			assert_true(at < scene->attempt_count);
			assert_true(scene->attempts[at].length == MIB);
			assert_int_equal(scene->attempts[at].offset / MIB, number);
		}
}

size_t scene_attempts_at(const struct scene *scene, uint64_t from, uint64_t length)
{
	size_t count = 0;

	for (size_t i = 0; i < scene->attempt_count; i++)
		count += scene->attempts[i].offset < from + length &&
			 scene->attempts[i].offset + scene->attempts[i].length > from;
	return count;
}
