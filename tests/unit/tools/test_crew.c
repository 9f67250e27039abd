/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmocka_all.h"

#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "crew.h"
#include "pace.h"
#include "text.h"

#define PIECES 5000

struct scene {
	atomic_int done[PIECES];
	size_t fails_at; /* PIECES: never */
	size_t ticks, last_tick;
	long sleep_ns;
};

static int work(void *arg, size_t index, struct wipe_error *err)
{
	struct scene *scene = arg;
	const struct timespec pause = { 0, scene->sleep_ns };

	atomic_fetch_add(&scene->done[index], 1);
	if (scene->sleep_ns)
		nanosleep(&pause, NULL);
	if (index >= scene->fails_at)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "piece %zu", index);
	return 0;
}

static void tick(void *arg, size_t done)
{
	struct scene *scene = arg;

	assert_true(done >= scene->last_tick);
	scene->last_tick = done;
	scene->ticks++;
}

static struct scene scene;

static int run(size_t count, struct wipe_error *err)
{
	const struct crew_task task = { count, work, tick, &scene };

	wipe_error_clear(err);
	return crew_run(&task, err);
}

static void every_piece_is_done_once(void **state)
{
	static const size_t counts[] = { 0, 1, 15, 16, 33, PIECES };
	struct wipe_error err;

	(void)state;
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		memset(&scene, 0, sizeof(scene));
		scene.fails_at = PIECES;
		assert_int_equal(run(counts[i], &err), 0);
		for (size_t k = 0; k < PIECES; k++)
			assert_int_equal(atomic_load(&scene.done[k]), k < counts[i]);
	}
}

static void a_failure_ends_the_work(void **state)
{
	struct wipe_error err;
	size_t done = 0;

	(void)state;
	memset(&scene, 0, sizeof(scene));
	scene.fails_at = 100;
	scene.sleep_ns = 100000;
	assert_int_equal(run(PIECES, &err), WIPE_E_NOMEM);
	assert_int_equal(strncmp(err.message, "piece ", 6), 0);
	for (size_t i = 0; i < PIECES; i++)
		done += (size_t)atomic_load(&scene.done[i]);
	assert_true(done >= 100 && done < 1000);
}

static void long_work_tells_how_far_it_is(void **state)
{
	struct wipe_error err;

	(void)state;
	memset(&scene, 0, sizeof(scene));
	scene.fails_at = PIECES;
	scene.sleep_ns = 20000000;
	assert_int_equal(run(64, &err), 0);
	assert_true(scene.ticks > 0);
}

static void a_line_fits_and_tells_all(void **state)
{
	struct pace pace = { .done = 25000, .total = 100000, .failed = 3 };
	char line[512];

	(void)state;
	pace_format(&pace, 79, line, sizeof(line));
	assert_string_equal(line, " 25.0 %  verified: 25000 of 100000  failed: 3");
	for (uint64_t s = 0; s <= 10; s++)
		meter_update(&pace.meter, 2500 * s, s * 1000000000);
	pace_format(&pace, 79, line, sizeof(line));
	assert_string_equal(line,
			    " 25.0 %  verified: 25000 of 100000  failed: 3  2500/s  0:30 left");
	for (size_t columns = 1; columns < 79; columns++) {
		pace_format(&pace, columns, line, sizeof(line));
		assert_true(text_columns(line) <= columns);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_piece_is_done_once),
		cmocka_unit_test(a_failure_ends_the_work),
		cmocka_unit_test(long_work_tells_how_far_it_is),
		cmocka_unit_test(a_line_fits_and_tells_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
