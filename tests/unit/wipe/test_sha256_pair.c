/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each test runs with the processor's instructions, where it has them, and with libgcrypt. */
#include "unit.h"

#include <gcrypt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gcrypt_ready.h"
#include "sha256_pair.h"

#define BLOCK_BYTES 64
#define SAMPLE_BYTES 5000

struct digests {
	uint8_t content[WIPE_SHA256_BYTES], chunks[WIPE_SHA256_BYTES];
};

static struct sha256_pair *new_pair(uint64_t chunk_bytes, sha256_blocks_fn *blocks)
{
	struct sha256_pair *pair;

	assert_int_equal(sha256_pair_new_with(chunk_bytes, blocks, &pair, NULL), 0);
	return pair;
}

/* Feeds the bytes in pieces of step and frees the pair. */
static struct digests hash_in_steps(struct sha256_pair *pair, const uint8_t *bytes, size_t len,
				    size_t step)
{
	struct digests got;

	for (size_t at = 0; at < len; at += step)
		sha256_pair_update(pair, bytes + at, len - at < step ? len - at : step);
	sha256_pair_finish(pair, got.content, got.chunks);
	sha256_pair_free(pair);
	return got;
}

/* What both hashes are by their definition. */
static struct digests define(const uint8_t *bytes, size_t len, size_t chunk_bytes)
{
	uint8_t *list = malloc((len / chunk_bytes + 1) * WIPE_SHA256_BYTES);
	size_t count = 0;
	struct digests made;

	assert_non_null(list);
	for (size_t at = 0; at < len; at += chunk_bytes, count++)
		gcry_md_hash_buffer(GCRY_MD_SHA256, list + count * WIPE_SHA256_BYTES, bytes + at,
				    len - at < chunk_bytes ? len - at : chunk_bytes);
	gcry_md_hash_buffer(GCRY_MD_SHA256, made.content, bytes, len);
	gcry_md_hash_buffer(GCRY_MD_SHA256, made.chunks, list, count * WIPE_SHA256_BYTES);
	free(list);
	return made;
}

static void assert_digests_equal(struct digests got, struct digests expected)
{
	assert_memory_equal(got.content, expected.content, WIPE_SHA256_BYTES);
	assert_memory_equal(got.chunks, expected.chunks, WIPE_SHA256_BYTES);
}

static void make_sample(uint8_t sample[SAMPLE_BYTES])
{
	uint32_t value = 1;

	for (size_t i = 0; i < SAMPLE_BYTES; i++) {
		value = value * 1664525 + 1013904223;
		sample[i] = (uint8_t)(value >> 24);
	}
}

static void to_hex(const uint8_t digest[WIPE_SHA256_BYTES], char hex[2 * WIPE_SHA256_BYTES + 1])
{
	for (size_t i = 0; i < WIPE_SHA256_BYTES; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}

static void assert_content_is(const char *message, size_t len, size_t step, const char *expected)
{
	sha256_blocks_fn *ways[] = { sha256_blocks_find(), NULL };

	for (size_t i = 0; i < COUNT(ways); i++) {
		struct sha256_pair *pair = new_pair(BLOCK_BYTES, ways[i]);
		struct digests got = hash_in_steps(pair, (const uint8_t *)message, len, step);
		char hex[2 * WIPE_SHA256_BYTES + 1];

		to_hex(got.content, hex);
		assert_string_equal(hex, expected);
	}
}

/* NIST: the examples for FIPS 180-4, and the empty message and one byte of its CAVP vectors. */
static void content_has_the_published_values(void **state)
{
	static const struct {
		const char *message, *digest;
	} cases[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "\xd3", "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
		{ "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
		  "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
		  "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_content_is(cases[i].message, strlen(cases[i].message), 3, cases[i].digest);
}

static void a_million_letters_have_the_published_value(void **state)
{
	char *letters = malloc(1000000);

	(void)state;
	assert_non_null(letters);
	memset(letters, 'a', 1000000);
	assert_content_is(letters, 1000000, 16384,
			  "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	free(letters);
}

/* By sha256sum: "ab", "c" for the first; 64 and 36 letters for the second. */
static void chunks_are_those_of_sha256sum(void **state)
{
	sha256_blocks_fn *ways[] = { sha256_blocks_find(), NULL };
	char letters[100], hex[2 * WIPE_SHA256_BYTES + 1];

	(void)state;
	memset(letters, 'a', sizeof(letters));
	for (size_t i = 0; i < COUNT(ways); i++) {
		to_hex(hash_in_steps(new_pair(2, ways[i]), (const uint8_t *)"abc", 3, 2).chunks,
		       hex);
		assert_string_equal(
			hex, "115323e562c4a4fdf7ceacedca660dc4bbe1389dab9323aad08440907c7426d0");
		to_hex(hash_in_steps(new_pair(64, ways[i]), (const uint8_t *)letters, 100, 99)
			       .chunks,
		       hex);
		assert_string_equal(
			hex, "fb68a099b83da2a642ab9cec3dff55c20d6b6b783b0b4e8718aa4ccbbaba186e");
	}
}

/* Goal: paddings of one and two blocks, of content and chunk at different lengths. */
static void every_length_is_what_libgcrypt_makes(void **state)
{
	sha256_blocks_fn *ways[] = { sha256_blocks_find(), NULL };
	uint8_t sample[SAMPLE_BYTES];

	(void)state;
	make_sample(sample);
	for (size_t len = 0; len <= 300; len++)
		for (size_t chunk = 64; chunk <= 320; chunk += 64)
			for (size_t i = 0; i < COUNT(ways); i++)
				assert_digests_equal(hash_in_steps(new_pair(chunk, ways[i]), sample,
								   len, 300),
						     define(sample, len, chunk));
}

/* Goal: any way of cutting the bytes gives the same. */
static void every_step_is_the_same(void **state)
{
	static const size_t chunks[] = { 1, 63, 64, 65, 100, 128, 1000, 4096, 4999, 5000, 5001 };
	sha256_blocks_fn *ways[] = { sha256_blocks_find(), NULL };
	uint8_t sample[SAMPLE_BYTES];

	(void)state;
	make_sample(sample);
	for (size_t c = 0; c < COUNT(chunks); c++) {
		struct digests expected = define(sample, SAMPLE_BYTES, chunks[c]);

		for (size_t step = 1; step <= SAMPLE_BYTES; step = step * 3 / 2 + 1)
			for (size_t i = 0; i < COUNT(ways); i++)
				assert_digests_equal(hash_in_steps(new_pair(chunks[c], ways[i]),
								   sample, SAMPLE_BYTES, step),
						     expected);
	}
}

/* The processor's work, except that one bit of the second hash is wrong. */
static void wrong_second(uint32_t first[8], uint32_t second[8], const uint8_t *bytes, size_t blocks)
{
	sha256_blocks_find()(first, second, bytes, blocks);
	second[7] ^= 1;
}

static void wrong_first(uint32_t first[8], uint32_t second[8], const uint8_t *bytes, size_t blocks)
{
	sha256_blocks_find()(first, second, bytes, blocks);
	first[0] ^= 0x80000000;
}

/* Right, except for the message of the known answer. */
static void wrong_for_example(uint32_t first[8], uint32_t second[8], const uint8_t *bytes,
			      size_t blocks)
{
	sha256_blocks_find()(first, second, bytes, blocks);
	if (memcmp(bytes, "abcdbcde", 8) == 0)
		first[3] ^= 2;
}

/* Leaves out the blocks after the second in one call. */
static void too_short(uint32_t first[8], uint32_t second[8], const uint8_t *bytes, size_t blocks)
{
	sha256_blocks_find()(first, second, bytes, blocks < 2 ? blocks : 2);
}

static void no_work(uint32_t first[8], uint32_t second[8], const uint8_t *bytes, size_t blocks)
{
	(void)first;
	(void)second;
	(void)bytes;
	(void)blocks;
}

static void instructions_that_err_are_not_used(void **state)
{
	/* The first needs no processor that does better. */
	sha256_blocks_fn *wrong[] = { no_work, wrong_second, wrong_first, wrong_for_example,
				      too_short };
	size_t count = sha256_blocks_find() ? COUNT(wrong) : 1;
	uint8_t sample[SAMPLE_BYTES];

	(void)state;
	make_sample(sample);
	for (size_t i = 0; i < count; i++) {
		struct sha256_pair *pair = new_pair(1024, wrong[i]);

		assert_false(sha256_pair_is_fast(pair));
		assert_digests_equal(hash_in_steps(pair, sample, SAMPLE_BYTES, 777),
				     define(sample, SAMPLE_BYTES, 1024));
	}
}

/* Goal: neither the slow way by mistake nor an illegal instruction. libgcrypt looks by itself. */
static void the_processor_is_known(void **state)
{
	char *features = gcry_get_config(0, "hwflist");

	(void)state;
	assert_non_null(features);
	/* There is none for 32 bits. */
	assert_int_equal(sha256_blocks_find() != NULL, sizeof(void *) == 8 &&
							       strstr(features, ":intel-shaext:") &&
							       strstr(features, ":intel-sse4.1:"));
	gcry_free(features);
}

static void instructions_are_used_where_they_are(void **state)
{
	struct sha256_pair *pair;

	(void)state;
	assert_int_equal(sha256_pair_new(WIPE_CHUNK_BYTES, &pair, NULL), 0);
	assert_int_equal(sha256_pair_is_fast(pair), sha256_blocks_find() != NULL);
	sha256_pair_free(pair);
	pair = new_pair(100, sha256_blocks_find());
	assert_false(sha256_pair_is_fast(pair));
	sha256_pair_free(pair);
	sha256_pair_free(NULL);
}

static int make_ready(void **state)
{
	(void)state;
	return gcrypt_ready(NULL);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(content_has_the_published_values),
		cmocka_unit_test(a_million_letters_have_the_published_value),
		cmocka_unit_test(chunks_are_those_of_sha256sum),
		cmocka_unit_test(every_length_is_what_libgcrypt_makes),
		cmocka_unit_test(every_step_is_the_same),
		cmocka_unit_test(the_processor_is_known),
		cmocka_unit_test(instructions_that_err_are_not_used),
		cmocka_unit_test(instructions_are_used_where_they_are),
	};

	return cmocka_run_group_tests(tests, make_ready, NULL);
}
