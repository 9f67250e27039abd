/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ahead.h"
#include "gcrypt_ready.h"
#include "pattern.h"

/* More than the ring holds, several times, and a last piece that is short. */
#define CAPACITY_BYTES (((size_t)9 << 20) + 12345)

static const struct wipe_pass pass = { .spec.kind = WIPE_PASS_STREAM, .key = { 7, 7, 7 } };

/* When the reader lets the thread come up with it, by the piece it has got to. */
static bool never(size_t piece)
{
	(void)piece;
	return false;
}

static bool always(size_t piece)
{
	(void)piece;
	return true;
}

static bool now_and_then(size_t piece)
{
	return piece * 2654435761u % 7 == 0;
}

static void read_all(bool (*pauses)(size_t piece))
{
	unsigned char *expected = malloc(CAPACITY_BYTES);
	const unsigned char *bytes;
	struct pattern *pattern;
	struct ahead *ahead;
	size_t done = 0, len, piece = 0;

	assert_non_null(expected);
	assert_int_equal(pattern_new(&pass, &pattern, NULL), 0);
	assert_int_equal(pattern_generate(pattern, expected, CAPACITY_BYTES, 0), 0);
	assert_int_equal(ahead_start(&pass, CAPACITY_BYTES, &ahead, NULL), 0);
	while (!ahead_next(ahead, &bytes, &len) && len) {
		assert_true(len <= CAPACITY_BYTES - done);
		/* Looked at late: the thread must not have overwritten it meanwhile. */
		if (pauses(piece++))
			usleep(500);
		assert_memory_equal(bytes, expected + done, len);
		done += len;
	}
	assert_int_equal(done, CAPACITY_BYTES);
	assert_int_equal(ahead_next(ahead, &bytes, &len), 0);
	assert_int_equal(len, 0);
	ahead_free(ahead);
	pattern_free(pattern);
	free(expected);
}

static void a_fast_reader_gets_every_byte(void **state)
{
	(void)state;
	for (int i = 0; i < 20; i++)
		read_all(never);
}

static void a_slow_reader_gets_every_byte(void **state)
{
	(void)state;
	read_all(always);
}

static void a_reader_of_both_kinds_gets_every_byte(void **state)
{
	(void)state;
	for (int i = 0; i < 5; i++)
		read_all(now_and_then);
}

static void it_can_be_left_at_any_time(void **state)
{
	const unsigned char *bytes;
	struct ahead *ahead;
	size_t len;

	(void)state;
	for (size_t pieces = 0; pieces < 40; pieces++) {
		assert_int_equal(ahead_start(&pass, UINT64_C(1) << 60, &ahead, NULL), 0);
		for (size_t i = 0; i < pieces; i++)
			assert_int_equal(ahead_next(ahead, &bytes, &len), 0);
		ahead_free(ahead);
	}
	ahead_free(NULL);
}

static void of_nothing_there_is_nothing(void **state)
{
	const unsigned char *bytes;
	struct ahead *ahead;
	size_t len = 1;

	(void)state;
	assert_int_equal(ahead_start(&pass, 0, &ahead, NULL), 0);
	assert_int_equal(ahead_next(ahead, &bytes, &len), 0);
	assert_int_equal(len, 0);
	ahead_free(ahead);
}

static int make_ready(void **state)
{
	(void)state;
	return gcrypt_ready(NULL);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fast_reader_gets_every_byte),
		cmocka_unit_test(a_slow_reader_gets_every_byte),
		cmocka_unit_test(a_reader_of_both_kinds_gets_every_byte),
		cmocka_unit_test(it_can_be_left_at_any_time),
		cmocka_unit_test(of_nothing_there_is_nothing),
	};

	return cmocka_run_group_tests(tests, make_ready, NULL);
}
