/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goal: both forms of a manifest are, byte for byte, what another implementation
 * made (tests/fixtures/manifest), from entries in any order, and read as they were
 * written; a hundred thousand files are nothing special.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/manifest.h>
#include <wipecert/save.h>

#include "common/digest.h"

#define FIXTURES "../../fixtures/manifest/"
#define MANY 100000

static const struct {
	const char *path, *contents;
} files[] = {
	{ "tools/erase", "abc" },
	{ "a", "" },
	{ "\xe5\xa0\xb1\xe5\x91\x8a/\xe8\xa8\x98\xe9\x8c\xb2 \"1\"\\.txt", "x" },
	{ "new\nline", "y" },
	{ "\xff\xfe", "z" },
	{ "a-b", "1" },
	{ "a/b", "2" },
	{ "e\xe2\x80\xa8"
	  "f",
	  "3" },
};

static struct wipecert_manifest *make(void)
{
	uint8_t salt[WIPECERT_MANIFEST_SALT_BYTES], sha256[32];
	struct wipecert_manifest *manifest;

	for (size_t i = 0; i < sizeof(salt); i++)
		salt[i] = (uint8_t)i;
	assert_int_equal(wipecert_manifest_new(salt, &manifest, NULL), 0);
	for (size_t i = 0; i < COUNT(files); i++) {
		size_t bytes = strlen(files[i].contents);

		assert_true(digest_sha256(files[i].contents, bytes, sha256));
		assert_int_equal(
			wipecert_manifest_add(manifest, files[i].path, bytes, sha256, NULL), 0);
	}
	assert_int_equal(wipecert_manifest_seal(manifest, NULL), 0);
	return manifest;
}

static void expect_written(const struct wipecert_manifest *manifest,
			   enum wipecert_manifest_form form, const char *fixture)
{
	uint8_t expected_hash[32], hash[32];
	unsigned char *bytes, *expected;
	size_t length, expected_length;

	assert_int_equal(wipecert_load(fixture, 1 << 20, &expected, &expected_length, NULL), 0);
	assert_int_equal(wipecert_manifest_write(manifest, form, &bytes, &length, NULL), 0);
	assert_int_equal(length, expected_length);
	assert_memory_equal(bytes, expected, length);
	assert_true(digest_sha256(expected, expected_length, expected_hash));
	assert_int_equal(wipecert_manifest_hash(manifest, form, hash, NULL), 0);
	assert_memory_equal(hash, expected_hash, sizeof(hash));
	free(bytes);
	free(expected);
}

static void test_both_forms(void **state)
{
	struct wipecert_manifest *manifest = make();

	(void)state;
	expect_written(manifest, WIPECERT_MANIFEST_FULL, FIXTURES "full.jsonl");
	expect_written(manifest, WIPECERT_MANIFEST_PUBLIC, FIXTURES "public.jsonl");
	wipecert_manifest_free(manifest);
}

static struct wipecert_manifest *load(const char *path)
{
	struct wipecert_manifest *manifest;
	unsigned char *bytes;
	size_t length;

	assert_int_equal(wipecert_load(path, 1 << 20, &bytes, &length, NULL), 0);
	assert_int_equal(wipecert_manifest_parse(bytes, length, &manifest, NULL), 0);
	free(bytes);
	return manifest;
}

static void test_read_full(void **state)
{
	struct wipecert_manifest *manifest = load(FIXTURES "full.jsonl");
	const struct wipecert_manifest_entry *entry;

	(void)state;
	assert_int_equal(wipecert_manifest_form(manifest), WIPECERT_MANIFEST_FULL);
	assert_int_equal(wipecert_manifest_count(manifest), COUNT(files));
	assert_int_equal(wipecert_manifest_bytes(manifest), 9);
	assert_int_equal(wipecert_manifest_salt(manifest)[31], 31);
	for (size_t i = 0; i < COUNT(files); i++) {
		entry = wipecert_manifest_find(manifest, files[i].path);
		assert_non_null(entry);
		assert_string_equal(entry->path, files[i].path);
		assert_int_equal(entry->size_bytes, strlen(files[i].contents));
		assert_ptr_equal(wipecert_manifest_find_name(manifest, entry->name_sha256), entry);
	}
	for (size_t i = 1; i < COUNT(files); i++)
		assert_true(strcmp(wipecert_manifest_at(manifest, i - 1)->path,
				   wipecert_manifest_at(manifest, i)->path) < 0);
	assert_null(wipecert_manifest_find(manifest, "tools"));
	expect_written(manifest, WIPECERT_MANIFEST_FULL, FIXTURES "full.jsonl");
	expect_written(manifest, WIPECERT_MANIFEST_PUBLIC, FIXTURES "public.jsonl");
	wipecert_manifest_free(manifest);
}

static void test_read_public(void **state)
{
	struct wipecert_manifest *manifest = load(FIXTURES "public.jsonl");
	struct wipecert_manifest_check *check;
	unsigned char *bytes;
	uint8_t none[32] = { 0 };
	size_t length;

	(void)state;
	assert_int_equal(wipecert_manifest_form(manifest), WIPECERT_MANIFEST_PUBLIC);
	assert_null(wipecert_manifest_salt(manifest));
	assert_null(wipecert_manifest_find(manifest, "a"));
	assert_null(wipecert_manifest_at(manifest, 0)->path);
	assert_ptr_equal(wipecert_manifest_find_name(
				 manifest, wipecert_manifest_at(manifest, 3)->name_sha256),
			 wipecert_manifest_at(manifest, 3));
	assert_null(wipecert_manifest_find_name(manifest, none));
	assert_int_equal(wipecert_manifest_write(manifest, WIPECERT_MANIFEST_FULL, &bytes, &length,
						 NULL),
			 WIPE_E_USAGE);
	assert_int_equal(wipecert_manifest_check_new(manifest, &check, NULL), WIPE_E_USAGE);
	expect_written(manifest, WIPECERT_MANIFEST_PUBLIC, FIXTURES "public.jsonl");
	wipecert_manifest_free(manifest);
}

static void test_nothing_in_it(void **state)
{
	struct wipecert_manifest *manifest, *again;
	uint8_t none[32] = { 0 };
	unsigned char *bytes;
	size_t length;

	(void)state;
	assert_int_equal(wipecert_manifest_new(none, &manifest, NULL), 0);
	assert_int_equal(wipecert_manifest_write(manifest, WIPECERT_MANIFEST_FULL, &bytes, &length,
						 NULL),
			 WIPE_E_USAGE);
	assert_int_equal(wipecert_manifest_seal(manifest, NULL), 0);
	assert_int_equal(wipecert_manifest_seal(manifest, NULL), 0);
	assert_null(wipecert_manifest_find(manifest, "a"));
	assert_null(wipecert_manifest_find_name(manifest, none));
	assert_int_equal(wipecert_manifest_write(manifest, WIPECERT_MANIFEST_FULL, &bytes, &length,
						 NULL),
			 0);
	assert_int_equal(wipecert_manifest_parse(bytes, length, &again, NULL), 0);
	assert_int_equal(wipecert_manifest_count(again), 0);
	free(bytes);
	wipecert_manifest_free(manifest);
	wipecert_manifest_free(again);
}

static void test_salt_is_random(void **state)
{
	struct wipecert_manifest *one, *two;

	(void)state;
	assert_int_equal(wipecert_manifest_new(NULL, &one, NULL), 0);
	assert_int_equal(wipecert_manifest_new(NULL, &two, NULL), 0);
	assert_int_not_equal(memcmp(wipecert_manifest_salt(one), wipecert_manifest_salt(two), 32),
			     0);
	wipecert_manifest_free(one);
	wipecert_manifest_free(two);
}

static void test_what_cannot_be_added(void **state)
{
	static const char *const bad[] = { "",	 "/",	 "/a",	 "a/",	"a//b", ".",
					   "..", "a/..", "../a", "./a", "a/./b" };
	char longest[WIPECERT_MANIFEST_PATH_MAX + 2];
	struct wipecert_manifest *manifest;
	const uint8_t sha256[32] = { 1 };

	(void)state;
	assert_int_equal(wipecert_manifest_new(sha256, &manifest, NULL), 0);
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_int_equal(wipecert_manifest_add(manifest, bad[i], 1, sha256, NULL),
				 WIPE_E_FORMAT);
	memset(longest, 1, sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	assert_int_equal(wipecert_manifest_add(manifest, longest, 1, sha256, NULL), WIPE_E_FORMAT);
	longest[sizeof(longest) - 2] = '\0';
	assert_int_equal(wipecert_manifest_add(manifest, longest, 1, sha256, NULL), 0);
	memset(longest, '\\', sizeof(longest) - 2);
	assert_int_equal(wipecert_manifest_add(manifest, longest, 1, sha256, NULL), 0);
	assert_int_equal(wipecert_manifest_add(manifest, "x", UINT64_MAX, sha256, NULL),
			 WIPE_E_FORMAT);
	assert_int_equal(wipecert_manifest_add(manifest, "twice", 1, sha256, NULL), 0);
	assert_int_equal(wipecert_manifest_add(manifest, "twice", 2, sha256, NULL), 0);
	assert_int_equal(wipecert_manifest_seal(manifest, NULL), WIPE_E_FORMAT);
	wipecert_manifest_free(manifest);
}

static void test_longest_paths_are_read_again(void **state)
{
	char path[WIPECERT_MANIFEST_PATH_MAX + 1] = "";
	struct wipecert_manifest *manifest, *again;
	const uint8_t sha256[32] = { 1 };
	unsigned char *bytes;
	size_t length;

	(void)state;
	assert_int_equal(wipecert_manifest_new(NULL, &manifest, NULL), 0);
	for (const char *fill = "\x01\"\\a\xff"; *fill; fill++) {
		memset(path, *fill, sizeof(path) - 1);
		assert_int_equal(wipecert_manifest_add(manifest, path, 0, sha256, NULL), 0);
	}
	assert_int_equal(wipecert_manifest_seal(manifest, NULL), 0);
	assert_int_equal(wipecert_manifest_add(manifest, "late", 0, sha256, NULL), WIPE_E_USAGE);
	assert_int_equal(wipecert_manifest_write(manifest, WIPECERT_MANIFEST_FULL, &bytes, &length,
						 NULL),
			 0);
	assert_int_equal(wipecert_manifest_parse(bytes, length, &again, NULL), 0);
	assert_int_equal(wipecert_manifest_count(again), 5);
	free(bytes);
	wipecert_manifest_free(manifest);
	wipecert_manifest_free(again);
}

static void test_many(void **state)
{
	size_t count = MANY / test_step(20), length;
	struct wipecert_manifest *manifest, *again;
	uint8_t sha256[32] = { 0 }, one[32], two[32];
	unsigned char *bytes;
	char path[64];

	(void)state;
	assert_int_equal(wipecert_manifest_new(NULL, &manifest, NULL), 0);
	for (size_t i = 0; i < count; i++) {
		/* Not in order: an odd number goes through all of them. */
		size_t number = i * 7919 % count;

		snprintf(path, sizeof(path), "folder%zu/file%zu", number % 100, number);
		memcpy(sha256, &number, sizeof(number));
		assert_int_equal(wipecert_manifest_add(manifest, path, number, sha256, NULL), 0);
	}
	assert_int_equal(wipecert_manifest_seal(manifest, NULL), 0);
	assert_int_equal(wipecert_manifest_write(manifest, WIPECERT_MANIFEST_FULL, &bytes, &length,
						 NULL),
			 0);
	assert_int_equal(wipecert_manifest_parse(bytes, length, &again, NULL), 0);
	assert_int_equal(wipecert_manifest_count(again), count);
	assert_int_equal(wipecert_manifest_find(again, "folder77/file177")->size_bytes, 177);
	assert_int_equal(wipecert_manifest_hash(manifest, WIPECERT_MANIFEST_PUBLIC, one, NULL), 0);
	assert_int_equal(wipecert_manifest_hash(again, WIPECERT_MANIFEST_PUBLIC, two, NULL), 0);
	assert_memory_equal(one, two, sizeof(one));
	free(bytes);
	wipecert_manifest_free(manifest);
	wipecert_manifest_free(again);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_both_forms),
		cmocka_unit_test(test_read_full),
		cmocka_unit_test(test_read_public),
		cmocka_unit_test(test_nothing_in_it),
		cmocka_unit_test(test_salt_is_random),
		cmocka_unit_test(test_what_cannot_be_added),
		cmocka_unit_test(test_longest_paths_are_read_again),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
