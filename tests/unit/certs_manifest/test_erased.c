/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goal: a list of erased files comes back as it was written, in one serialisation
 * only, and nothing is taken that does not fit together.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/files.h>

static const uint8_t salt[WIPECERT_MANIFEST_SALT_BYTES] = { 0x5a, 0x17 };
static const struct wipecert_file_extent extents[] = { { 0, 4096, 4096, 0 },
						       { 4096, 12288, 8192, 1 } };

static const struct wipecert_file whole = {
	.path = "b/\"x\\\n",
	.kind = "regular",
	.state = "erased",
	.level = "F1",
	.reason = "in-place",
	.touched = true,
	.name_count = 1,
	.size_bytes = 9000,
	.has_sha256 = true,
	.sha256 = { 0xab },
	.verified_bytes = 12288,
	.attributes = 2,
	.extents = extents,
	.extent_count = 2,
};
static const struct wipecert_file folder = { .path = "/a",
					     .kind = "folder",
					     .state = "removed",
					     .touched = true,
					     .name_count = 1 };
static const struct wipecert_file refused = { .path = "/z\xff",
					      .kind = "regular",
					      .state = "refused",
					      .level = "F0",
					      .reason = "shared",
					      .name_count = 1,
					      .size_bytes = 7,
					      .error = "refused" };

static const struct wipecert_file changed = { .path = "c",
					      .kind = "regular",
					      .state = "changed",
					      .name_count = 1,
					      .size_bytes = 8 };
static const struct wipecert_file missing = { .path = "new\nline\xff",
					      .kind = "regular",
					      .state = "missing",
					      .size_bytes = 9,
					      .has_sha256 = true,
					      .sha256 = { 0xcd } };
static const struct wipecert_file equal = { .path = "own",
					    .kind = "regular",
					    .state = "equal",
					    .name_count = 2,
					    .size_bytes = 9,
					    .has_sha256 = true,
					    .sha256 = { 0xcd } };

static struct wipecert_files *make(void)
{
	struct wipecert_files *list;

	assert_int_equal(wipecert_files_new(salt, &list, NULL), 0);
	assert_int_equal(wipecert_files_add(list, &whole, NULL), 0);
	assert_int_equal(wipecert_files_add(list, &refused, NULL), 0);
	assert_int_equal(wipecert_files_add(list, &folder, NULL), 0);
	assert_int_equal(wipecert_files_add(list, &refused, NULL), 0);
	assert_int_equal(wipecert_files_seal(list, NULL), 0);
	return list;
}

static unsigned char *write_form(const struct wipecert_files *list,
				 enum wipecert_manifest_form form, size_t *length)
{
	unsigned char *bytes;

	assert_int_equal(wipecert_files_write(list, form, &bytes, length, NULL), 0);
	return bytes;
}

static void both_forms_come_back(void **state)
{
	struct wipecert_files *list = make(), *again;
	uint8_t sha256[32], expected[32];

	(void)state;
	for (enum wipecert_manifest_form form = WIPECERT_MANIFEST_FULL;
	     form <= WIPECERT_MANIFEST_PUBLIC; form++) {
		struct wipecert_files_sums sums, same;
		size_t length, length_again;
		unsigned char *bytes = write_form(list, form, &length), *bytes_again;

		assert_int_equal(wipecert_files_parse(bytes, length, &again, NULL), 0);
		assert_int_equal(wipecert_files_form(again), form);
		bytes_again = write_form(again, form, &length_again);
		assert_int_equal(length, length_again);
		assert_memory_equal(bytes, bytes_again, length);
		wipecert_files_sum(list, &sums);
		wipecert_files_sum(again, &same);
		assert_memory_equal(&sums, &same, sizeof(sums));
		assert_int_equal(wipecert_files_hash(list, form, expected, NULL), 0);
		assert_int_equal(wipecert_files_hash(again, form, sha256, NULL), 0);
		assert_memory_equal(sha256, expected, 32);
		/* No name is left in the public form. */
		if (form == WIPECERT_MANIFEST_PUBLIC) {
			assert_null(memmem(bytes, length, "path", 4));
			assert_null(memmem(bytes, length, "salt", 4));
		}
		free(bytes);
		free(bytes_again);
		wipecert_files_free(again);
	}
	wipecert_files_free(list);
}

static void each_file_comes_back(void **state)
{
	struct wipecert_files *list = make();
	struct wipecert_file file;

	(void)state;
	assert_int_equal(wipecert_files_count(list), 4);
	wipecert_files_at(list, 0, &file);
	assert_string_equal(file.path, "/a");
	assert_null(file.level);
	wipecert_files_at(list, 1, &file);
	assert_string_equal(file.path, "/z\xff");
	assert_string_equal(file.error, "refused");
	wipecert_files_at(list, 3, &file);
	assert_string_equal(file.path, whole.path);
	assert_string_equal(file.reason, "in-place");
	assert_int_equal(file.overwritten_bytes, 12288);
	assert_int_equal(file.extent_count, 2);
	assert_memory_equal(file.extents, extents, sizeof(extents));
	wipecert_files_free(list);
}

static void sums_are_those_of_the_files(void **state)
{
	struct wipecert_files *list = make();
	struct wipecert_files_sums sums;

	(void)state;
	wipecert_files_sum(list, &sums);
	assert_int_equal(sums.count, 3);
	assert_int_equal(sums.folders, 1);
	assert_int_equal(sums.bytes, 9014);
	assert_int_equal(sums.overwritten_bytes, 12288);
	assert_int_equal(sums.by_level[1], 1);
	assert_int_equal(sums.by_level[0], 0);
	assert_int_equal(sums.by_state[WIPECERT_FILE_REFUSED], 2);
	wipecert_files_free(list);
}

/* What was not there to be erased has a line, and no part in the sums but its own. */
static void what_is_absent_has_lines(void **state)
{
	struct wipecert_files *list, *again;
	struct wipecert_files_sums sums;
	struct wipecert_file file;
	unsigned char *bytes;
	size_t length;

	(void)state;
	assert_int_equal(wipecert_files_new(salt, &list, NULL), 0);
	assert_int_equal(wipecert_files_add(list, &changed, NULL), 0);
	assert_int_equal(wipecert_files_add(list, &missing, NULL), 0);
	assert_int_equal(wipecert_files_add(list, &equal, NULL), 0);
	assert_int_equal(wipecert_files_seal(list, NULL), 0);
	bytes = write_form(list, WIPECERT_MANIFEST_FULL, &length);
	assert_int_equal(wipecert_files_parse(bytes, length, &again, NULL), 0);
	wipecert_files_sum(again, &sums);
	assert_int_equal(sums.count, 0);
	assert_int_equal(sums.bytes, 0);
	assert_int_equal(sums.by_state[WIPECERT_FILE_CHANGED], 1);
	assert_int_equal(sums.by_state[WIPECERT_FILE_MISSING], 1);
	assert_int_equal(sums.by_state[WIPECERT_FILE_EQUAL], 1);
	wipecert_files_at(again, 1, &file);
	assert_string_equal(file.path, missing.path);
	assert_memory_equal(file.sha256, missing.sha256, 32);
	assert_null(file.level);
	free(bytes);
	wipecert_files_free(list);
	wipecert_files_free(again);
}

/* More extents than a list tells are counted, and add up all the same. */
static void many_extents_are_counted(void **state)
{
	size_t count = WIPECERT_FILES_EXTENTS_MAX + 3;
	struct wipecert_file_extent *many = calloc(count, sizeof(*many));
	struct wipecert_file file = whole, found;
	struct wipecert_files *list, *again;
	unsigned char *bytes;
	size_t length;

	(void)state;
	for (size_t i = 0; i < count; i++)
		many[i] = (struct wipecert_file_extent){ i * 4096, i * 8192, 4096, 0 };
	file.extents = many;
	file.extent_count = count;
	file.verified_bytes = count * 4096;
	assert_int_equal(wipecert_files_new(salt, &list, NULL), 0);
	assert_int_equal(wipecert_files_add(list, &file, NULL), 0);
	assert_int_equal(wipecert_files_seal(list, NULL), 0);
	bytes = write_form(list, WIPECERT_MANIFEST_FULL, &length);
	assert_int_equal(wipecert_files_parse(bytes, length, &again, NULL), 0);
	wipecert_files_at(again, 0, &found);
	assert_int_equal(found.extents_not_listed, 3);
	assert_int_equal(found.overwritten_bytes, count * 4096);
	free(bytes);
	free(many);
	wipecert_files_free(list);
	wipecert_files_free(again);
}

static void expect_not_added(const char *what, const struct wipecert_file *file)
{
	struct wipe_error err = { .code = WIPE_OK };
	struct wipecert_files *list;

	assert_int_equal(wipecert_files_new(salt, &list, NULL), 0);
	if (wipecert_files_add(list, file, &err) != WIPE_E_FORMAT || !*err.message)
		fail_msg("%s is taken", what);
	assert_int_equal(wipecert_files_count(list), 0);
	wipecert_files_free(list);
}

#define EXPECT_NOT_ADDED(base, ...)                    \
	do {                                           \
		struct wipecert_file file = base;      \
		__VA_ARGS__;                           \
		expect_not_added(#__VA_ARGS__, &file); \
	} while (0)

/* Longer than any path that can be opened: also one name below such a folder. */
static void the_longest_path_comes_back(void **state)
{
	char path[WIPECERT_FILES_PATH_MAX + 2];
	struct wipecert_file file = folder, found;
	struct wipecert_files *list, *read;
	unsigned char *bytes;
	size_t length;

	(void)state;
	for (char with = 'D'; with; with = with == 'D' ? '\n' : '\0') {
		memset(path, with, sizeof(path) - 1);
		path[sizeof(path) - 1] = '\0';
		file.path = path;
		assert_int_equal(wipecert_files_new(salt, &list, NULL), 0);
		assert_int_equal(wipecert_files_add(list, &file, NULL), WIPE_E_FORMAT);
		path[sizeof(path) - 2] = '\0';
		assert_int_equal(wipecert_files_add(list, &file, NULL), 0);
		assert_int_equal(wipecert_files_seal(list, NULL), 0);
		bytes = write_form(list, WIPECERT_MANIFEST_FULL, &length);
		assert_int_equal(wipecert_files_parse(bytes, length, &read, NULL), 0);
		wipecert_files_at(read, 0, &found);
		assert_string_equal(found.path, path);
		wipecert_files_free(read);
		wipecert_files_free(list);
		free(bytes);
	}
}

static void what_does_not_fit_is_refused(void **state)
{
	static const struct wipecert_file_extent none[] = { { 0, 0, 0, 0 } };
	static const struct wipecert_file_extent far[] = { { 0, UINT64_MAX - 1, 12288, 0 } };

	(void)state;
	EXPECT_NOT_ADDED(whole, file.path = "");
	EXPECT_NOT_ADDED(whole, file.path = NULL);
	EXPECT_NOT_ADDED(whole, file.kind = "file");
	EXPECT_NOT_ADDED(whole, file.state = "gone");
	EXPECT_NOT_ADDED(whole, file.level = "F4");
	EXPECT_NOT_ADDED(whole, file.level = NULL);
	EXPECT_NOT_ADDED(whole, file.level = "F0");
	EXPECT_NOT_ADDED(whole, file.level = "F2");
	EXPECT_NOT_ADDED(whole, file.reason = "shared");
	EXPECT_NOT_ADDED(whole, file.reason = NULL);
	EXPECT_NOT_ADDED(whole, file.state = "removed");
	EXPECT_NOT_ADDED(whole, file.state = "planned");
	EXPECT_NOT_ADDED(whole, file.verified_bytes = 12289);
	EXPECT_NOT_ADDED(whole, file.verified_bytes = 4096);
	EXPECT_NOT_ADDED(whole, file.size_bytes = UINT64_MAX);
	EXPECT_NOT_ADDED(whole, file.error = "No such file");
	EXPECT_NOT_ADDED(whole, file.error = "");
	EXPECT_NOT_ADDED(whole, file.extents = none; file.extent_count = 1;
			 file.verified_bytes = 0);
	EXPECT_NOT_ADDED(whole, file.extents = far; file.extent_count = 1);
	EXPECT_NOT_ADDED(whole, file.extents = NULL; file.extent_count = 0;
			 file.verified_bytes = 0);
	EXPECT_NOT_ADDED(whole, file.reason = "empty");
	EXPECT_NOT_ADDED(folder, file.level = "F0");
	EXPECT_NOT_ADDED(folder, file.reason = "empty");
	EXPECT_NOT_ADDED(folder, file.extents = extents; file.extent_count = 1);
	EXPECT_NOT_ADDED(folder, file.has_sha256 = true);
	EXPECT_NOT_ADDED(whole, file.state = "changed");
	EXPECT_NOT_ADDED(refused, file.state = "missing");
	EXPECT_NOT_ADDED(folder, file.state = "changed");
	EXPECT_NOT_ADDED(changed, file.touched = true);
	EXPECT_NOT_ADDED(changed, file.level = "F0"; file.reason = "in-place");
	EXPECT_NOT_ADDED(missing, file.has_sha256 = false);
	EXPECT_NOT_ADDED(missing, file.attributes = 1);
	EXPECT_NOT_ADDED(equal, file.touched = true);
	EXPECT_NOT_ADDED(equal, file.has_sha256 = false);
	EXPECT_NOT_ADDED(equal, file.size_bytes = 0);
	EXPECT_NOT_ADDED(equal, file.level = "F1"; file.reason = "in-place");
}

static int parse(const void *bytes, size_t length)
{
	struct wipecert_files *list;
	struct wipe_error err = { .code = WIPE_OK };
	int rc = wipecert_files_parse(bytes, length, &list, &err);

	assert_int_equal(err.code, rc);
	if (rc)
		assert_null(list);
	wipecert_files_free(list);
	return rc;
}

struct edit {
	const char *find, *put; /* the first place */
};

static const struct edit edits[] = {
	{ "massho.files/1", "massho.files/2" },
	{ "\"entries\":\"4\"", "\"entries\":\"3\"" },
	{ "\"entries\":\"4\"", "\"entries\":4" },
	{ "\"bytes\":\"9014\"", "\"bytes\":\"9015\"" },
	{ "{\"schema\"", " {\"schema\"" },
	{ "regular", "Regular" },
	{ "\"kind\":\"regular\"", "\"kind\":null" },
	{ "\"state\":\"erased\"", "\"state\":null" },
	{ "\"level\":\"F1\"", "\"level\":\"F3\"" },
	{ "\"level\":\"F1\"", "\"level\":null" },
	{ "\"level\":null", "\"level\":\"\"" },
	{ "\"touched\":true", "\"touched\":\"true\"" },
	{ "\"verified\":\"12288\"", "\"verified\":\"12289\"" },
	{ "\"overwritten\":\"12288\"", "\"overwritten\":\"12289\"" },
	{ "\"error\":\"refused\"", "\"error\":\"re\\\"fused\"" },
	{ "\"error\":\"refused\"", "\"error\":\"Refused\"" },
	{ "\"error\":\"refused\"", "\"error\":\"\"" },
	{ "\"error\":\"refused\"", "\"error\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"" },
	{ "[[\"0\"", "[[\"00\"" },
	{ "[[\"0\"", "[[\"1\",[\"0\"" },
	{ "\"0\"],[", "\"0\"],,[" },
	{ "\"0\"],[", "\"4294967296\"],[" },
	{ "\"extents_not_listed\":\"0\"", "\"extents_not_listed\":\"1\"" },
	{ "}\n{", "} \n{" },
	{ "}\n{", "}\n\n{" },
	{ "}\n{", "},{" },
};

static void each_spoilt_place_is_found(void **state)
{
	static char spoilt[16384];
	struct wipecert_files *list = make();

	(void)state;
	for (enum wipecert_manifest_form form = WIPECERT_MANIFEST_FULL;
	     form <= WIPECERT_MANIFEST_PUBLIC; form++) {
		size_t length;
		unsigned char *bytes = write_form(list, form, &length);
		char *text = calloc(1, length + 1);

		assert_non_null(text);
		memcpy(text, bytes, length);
		for (size_t i = 0; i < COUNT(edits); i++) {
			const char *at = strstr(text, edits[i].find);

			if (!at)
				fail_msg("%s is not in the sample", edits[i].find);
			snprintf(spoilt, sizeof(spoilt), "%.*s%s%s", (int)(at - text), text,
				 edits[i].put, at + strlen(edits[i].find));
			if (parse(spoilt, strlen(spoilt)) != WIPE_E_FORMAT)
				fail_msg("%s for %s is taken", edits[i].put, edits[i].find);
		}
		free(text);
		free(bytes);
	}
	wipecert_files_free(list);
}

static void every_end_and_every_byte(void **state)
{
	struct wipecert_files *list = make();

	(void)state;
	for (enum wipecert_manifest_form form = WIPECERT_MANIFEST_FULL;
	     form <= WIPECERT_MANIFEST_PUBLIC; form++) {
		size_t length;
		unsigned char *bytes = write_form(list, form, &length);

		for (size_t i = 0; i < length; i++) {
			unsigned char *cut = malloc(i + 1);

			memcpy(cut, bytes, i); /* its own memory, for the sanitizer */
			assert_int_equal(parse(cut, i), WIPE_E_FORMAT);
			free(cut);
			bytes[i] ^= 0x80;
			assert_int_equal(parse(bytes, length), WIPE_E_FORMAT);
			bytes[i] ^= 0x80;
		}
		free(bytes);
	}
	wipecert_files_free(list);
}

static void name_hashes_are_held_to(void **state)
{
	struct wipecert_files *list = make();
	size_t length;
	unsigned char *bytes = write_form(list, WIPECERT_MANIFEST_FULL, &length);
	unsigned char *name = memmem(bytes, length, "name_sha256\":\"", 14);

	(void)state;
	name[14] = name[14] == '0' ? '1' : '0';
	assert_int_equal(parse(bytes, length), WIPE_E_FORMAT);
	free(bytes);
	wipecert_files_free(list);
}

static void only_sealed_lists_are_written(void **state)
{
	struct wipecert_files *list, *again;
	unsigned char *bytes, *more;
	size_t length;

	(void)state;
	assert_int_equal(wipecert_files_new(NULL, &list, NULL), 0);
	assert_int_equal(wipecert_files_write(list, WIPECERT_MANIFEST_FULL, &bytes, &length, NULL),
			 WIPE_E_USAGE);
	assert_int_equal(wipecert_files_seal(list, NULL), 0);
	assert_int_equal(wipecert_files_add(list, &whole, NULL), WIPE_E_USAGE);
	bytes = write_form(list, WIPECERT_MANIFEST_PUBLIC, &length);
	assert_int_equal(wipecert_files_parse(bytes, length, &again, NULL), 0);
	assert_int_equal(wipecert_files_write(again, WIPECERT_MANIFEST_FULL, &more, &length, NULL),
			 WIPE_E_USAGE);
	free(bytes);
	wipecert_files_free(again);
	wipecert_files_free(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_forms_come_back),
		cmocka_unit_test(each_file_comes_back),
		cmocka_unit_test(sums_are_those_of_the_files),
		cmocka_unit_test(what_is_absent_has_lines),
		cmocka_unit_test(many_extents_are_counted),
		cmocka_unit_test(the_longest_path_comes_back),
		cmocka_unit_test(what_does_not_fit_is_refused),
		cmocka_unit_test(each_spoilt_place_is_found),
		cmocka_unit_test(every_end_and_every_byte),
		cmocka_unit_test(name_hashes_are_held_to),
		cmocka_unit_test(only_sealed_lists_are_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
