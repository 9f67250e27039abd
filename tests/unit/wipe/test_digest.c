/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include <gcrypt.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "digest.h"
#include "gcrypt_ready.h"
#include "pattern.h"

/* A medium that no test waits for. */
#define ENDLESS_BYTES (UINT64_C(1) << 60)
/* Longer than any of these needs; a test that waits so long has failed. */
#define LONG_MS 60000

static const struct wipe_pass passes[] = {
	{ .spec.kind = WIPE_PASS_STREAM, .key = { 1, 2, 3 } },
	{ .spec.kind = WIPE_PASS_STREAM_COMPLEMENT, .key = { 1, 2, 3 } },
	{ .spec = { WIPE_PASS_FILL, { 0x00 }, 1 } },
	{ .spec = { WIPE_PASS_FILL, { 0x55, 0xaa }, 2 } },
	{ .spec = { WIPE_PASS_FILL, { 0x92, 0x49, 0x24 }, 3 } },
	{ .spec = { WIPE_PASS_FILL, { 0xde, 0xad, 0xbe, 0xef }, 4 } },
};

struct digests {
	uint8_t content[WIPE_SHA256_BYTES], chunks[WIPE_SHA256_BYTES];
};

/* The whole medium in one piece, then its hashes by their definition. */
static struct digests define(const struct wipe_pass *pass, size_t len, size_t chunk_bytes)
{
	unsigned char *medium = malloc(len + 1);
	uint8_t *list = malloc((len / chunk_bytes + 1) * WIPE_SHA256_BYTES);
	struct pattern *pattern;
	struct digests made;
	size_t count = 0;

	assert_true(medium && list);
	assert_int_equal(pattern_new(pass, &pattern, NULL), 0);
	assert_int_equal(pattern_generate(pattern, medium, len, 0), 0);
	for (size_t at = 0; at < len; at += chunk_bytes, count++)
		gcry_md_hash_buffer(GCRY_MD_SHA256, list + count * WIPE_SHA256_BYTES, medium + at,
				    len - at < chunk_bytes ? len - at : chunk_bytes);
	gcry_md_hash_buffer(GCRY_MD_SHA256, made.content, medium, len);
	gcry_md_hash_buffer(GCRY_MD_SHA256, made.chunks, list, count * WIPE_SHA256_BYTES);
	pattern_free(pattern);
	free(list);
	free(medium);
	return made;
}

static void assert_ends_with(struct digest *digest, struct digests expected)
{
	struct digests got;

	assert_true(digest_wait(digest, LONG_MS));
	assert_int_equal(digest_result(digest, got.content, got.chunks), 0);
	assert_memory_equal(got.content, expected.content, WIPE_SHA256_BYTES);
	assert_memory_equal(got.chunks, expected.chunks, WIPE_SHA256_BYTES);
}

/* Goal: pieces, blocks and chunks end at different places, and the last of each is short. */
static void every_pass_is_hashed_as_it_is_written(void **state)
{
	static const struct {
		uint32_t capacity_bytes, chunk_bytes;
	} sizes[] = {
		{ 0, 4096 },	       { 1, 4096 },
		{ 511, 4096 },	       { 4096, 4096 },
		{ 4097, 4096 },	       { 65536, 1 << 20 },
		{ 100000, 16384 },     { 1000003, 65536 },
		{ 1048576, 262144 },   { 3000001, 1 << 20 },
		{ 300001, 12345 },     { 16384 * 5, 16384 },
		{ 16384 * 3 + 1, 64 }, { 16384 + 4095, 4160 },
		{ 70000, 200000 },
	};

	(void)state;
	for (size_t p = 0; p < COUNT(passes); p++)
		for (size_t s = 0; s < COUNT(sizes); s++) {
			struct digest *digest;

			assert_int_equal(digest_start(&passes[p], sizes[s].capacity_bytes,
						      sizes[s].chunk_bytes, &digest, NULL),
					 0);
			assert_ends_with(digest, define(&passes[p], sizes[s].capacity_bytes,
							sizes[s].chunk_bytes));
			assert_true(digest_done_bytes(digest) == sizes[s].capacity_bytes);
			digest_free(digest);
		}
}

/* Goal: more than one chunk of the size that records have. */
static void chunks_of_a_record_are_hashed(void **state)
{
	size_t capacity_bytes = (size_t)WIPE_CHUNK_BYTES + 1000001;
	struct digest *digest;

	(void)state;
	assert_int_equal(digest_start(&passes[0], capacity_bytes, WIPE_CHUNK_BYTES, &digest, NULL),
			 0);
	assert_ends_with(digest, define(&passes[0], capacity_bytes, (size_t)WIPE_CHUNK_BYTES));
	digest_free(digest);
}

static void two_at_once_do_not_disturb_each_other(void **state)
{
	enum { CAPACITY_BYTES = 20000003, CHUNK_BYTES = 1 << 20 };
	struct digest *first, *second;

	(void)state;
	assert_int_equal(digest_start(&passes[0], CAPACITY_BYTES, CHUNK_BYTES, &first, NULL), 0);
	assert_int_equal(digest_start(&passes[4], CAPACITY_BYTES, CHUNK_BYTES, &second, NULL), 0);
	assert_ends_with(second, define(&passes[4], CAPACITY_BYTES, CHUNK_BYTES));
	assert_ends_with(first, define(&passes[0], CAPACITY_BYTES, CHUNK_BYTES));
	digest_free(first);
	digest_free(second);
}

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* Goal: a job that is interrupted does not wait for a hash of hours. */
static void it_stops_when_freed(void **state)
{
	struct digest *digest;
	uint64_t begin_ms, seen_bytes = 0;

	(void)state;
	assert_int_equal(digest_start(&passes[0], ENDLESS_BYTES, WIPE_CHUNK_BYTES, &digest, NULL),
			 0);
	begin_ms = now_ms();
	while (!seen_bytes && now_ms() - begin_ms < LONG_MS) {
		assert_false(digest_wait(digest, 1));
		seen_bytes = digest_done_bytes(digest);
	}
	assert_true(seen_bytes > 0);
	begin_ms = now_ms();
	assert_false(digest_wait(digest, 20));
	assert_true(now_ms() - begin_ms >= 19);
	assert_true(digest_done_bytes(digest) > seen_bytes);
	begin_ms = now_ms();
	digest_free(digest);
	/* It takes microseconds; the rest is for a busy machine and for valgrind. */
	assert_true(now_ms() - begin_ms < 2000);
	digest_free(NULL);
}

/* Goal: a signal sent to the process reaches the program's own thread, which blocks it here. */
static void it_takes_no_signals(void **state)
{
	struct timespec none = { 0 };
	struct digest *digest;
	sigset_t some, before, after;

	(void)state;
	sigemptyset(&some);
	sigaddset(&some, SIGUSR1);
	assert_int_equal(digest_start(&passes[0], ENDLESS_BYTES, WIPE_CHUNK_BYTES, &digest, NULL),
			 0);
	/* Blocked only now: the thread could have it if its own mask did not keep it out. */
	pthread_sigmask(SIG_BLOCK, &some, &before);
	assert_false(sigismember(&before, SIGUSR1));
	assert_int_equal(kill(getpid(), SIGUSR1), 0);
	assert_false(digest_wait(digest, 20));
	assert_int_equal(sigtimedwait(&some, NULL, &none), SIGUSR1);
	pthread_sigmask(SIG_SETMASK, &before, &after);
	digest_free(digest);
}

static void what_the_host_cannot_compute_is_refused(void **state)
{
	struct wipe_pass pass = { .spec.kind = WIPE_PASS_FIRMWARE };
	struct wipe_error err = { 0 };
	struct digest *digest = NULL;

	(void)state;
	assert_int_equal(digest_start(&pass, 4096, 4096, &digest, &err), WIPE_E_UNSUPPORTED);
	assert_null(digest);
	assert_int_equal(err.code, WIPE_E_UNSUPPORTED);
}

static int make_ready(void **state)
{
	(void)state;
	return gcrypt_ready(NULL);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_pass_is_hashed_as_it_is_written),
		cmocka_unit_test(chunks_of_a_record_are_hashed),
		cmocka_unit_test(two_at_once_do_not_disturb_each_other),
		cmocka_unit_test(it_stops_when_freed),
		cmocka_unit_test(it_takes_no_signals),
		cmocka_unit_test(what_the_host_cannot_compute_is_refused),
	};

	return cmocka_run_group_tests(tests, make_ready, NULL);
}
