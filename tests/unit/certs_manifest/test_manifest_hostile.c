/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goal: nothing is read but what would be written. Each sample is spoilt in one
 * place; those whose hashes are right are spoilt in what the hashes are of.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/manifest.h>
#include <wipecert/save.h>

#include "common/digest.h"
#include "common/hex.h"

#define ROOM 16384
#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define HEAD "{\"schema\":\"massho.manifest/1\",\"files\":\"%d\",\"bytes\":\"%d\"}\n"

static char *load(const char *path)
{
	unsigned char *bytes;
	size_t length;

	assert_int_equal(wipecert_load(path, ROOM, &bytes, &length, NULL), 0);
	return (char *)bytes;
}

static int parse(const char *bytes, size_t length)
{
	struct wipecert_manifest *manifest;
	struct wipe_error err;
	int rc;

	wipe_error_clear(&err);
	rc = wipecert_manifest_parse(bytes, length, &manifest, &err);
	assert_int_equal(err.code, rc);
	if (rc)
		assert_null(manifest);
	wipecert_manifest_free(manifest);
	return rc;
}

struct edit {
	const char *find, *put; /* the first place */
};

static void expect_refused(const char *sample, const struct edit *edit)
{
	static char spoilt[2 * ROOM];
	const char *at = strstr(sample, edit->find);

	if (!at)
		fail_msg("%s is not in the sample", edit->find);
	snprintf(spoilt, sizeof(spoilt), "%.*s%s%s", (int)(at - sample), sample, edit->put,
		 at + strlen(edit->find));
	if (parse(spoilt, strlen(spoilt)) != WIPE_E_FORMAT)
		fail_msg("%s for %s is taken", edit->put, edit->find);
}

/* In both forms. */
static const struct edit edits[] = {
	{ "massho.manifest/1", "massho.manifest/2" },
	{ "{\"schema\"", "\xef\xbb\xbf{\"schema\"" },
	{ "{\"schema\"", " {\"schema\"" },
	{ "{\"schema\"", "[{\"schema\"" },
	{ "{\"schema\"", "{\"more\":\"1\",\"schema\"" },
	{ "\"files\":\"8\"", "\"files\":8" },
	{ "\"files\":\"8\"", "\"files\":\"08\"" },
	{ "\"files\":\"8\"", "\"files\":\"7\"" },
	{ "\"files\":\"8\"", "\"files\":\"9\"" },
	{ "\"files\":\"8\"", "\"files\":\"\"" },
	{ "\"files\":\"8\"", "\"files\":\"-8\"" },
	{ "\"files\":\"8\"", "\"files\":\"18446744073709551624\"" },
	{ "\"files\":\"8\"", "\"files\":\"8\",\"files\":\"8\"" },
	{ "\"bytes\":\"9\"", "\"bytes\":\"10\"" },
	{ "\"bytes\":\"9\"}", "\"bytes\":\"9\",\"more\":\"1\"}" },
	{ "\"bytes\":\"9\"}", "\"bytes\":\"9\"} " },
	{ "\"bytes\":\"9\"}", "\"bytes\":\"9\"}\r" },
	{ "\"bytes\":\"9\"}", "\"bytes\": \"9\"}" },
	{ "\"bytes\":\"9\"}\n", "\"bytes\":\"9\"}\n\n" },
	{ "\"bytes\":\"9\"}\n", "\"bytes\":\"9\"}" },
	{ "\"name_sha256\":\"0adf", "\"name_sha256\":\"0ADF" },
	{ "\"name_sha256\":\"0adf", "\"name_sha256\":\"0ad" },
	{ "\"name_sha256\":\"0adf", "\"name_sha256\":\"0adf0" },
	{ "\"size\":\"1\"", "\"size\":\"01\"" },
	{ "\"size\":\"1\"", "\"size\":\"2\"" },
	{ "\"size\":\"1\"", "\"size\":1" },
	{ "\"size\":\"1\"", "\"size\":\"1e0\"" },
	{ "\"size\":\"1\"", "\"size\":\"18446744073709551615\"" },
	{ "\"size\":\"1\"", "\"size\":\"1\",\"size\":\"1\"" },
	{ "\",\"sha256\"", "\",\"mode\":\"1\",\"sha256\"" },
	{ "\",\"sha256\"", "\" ,\"sha256\"" },
	{ "\",\"sha256\"", "\",\"sha512\"" },
	{ "ba7816bf", "ba7816b" },
	{ "ba7816bf", "ba7816bg" },
};

static const struct edit full_edits[] = {
	{ "\"salt\":\"00", "\"salt\":\"" },
	{ "\"salt\":\"00", "\"salt\":\"01" },
	{ "1e1f\"", "1e1f00\"" },
	{ "\"salt\"", "\"pepper\"" },
	{ "{\"path\":\"a\",", "{" },
	{ "{\"path\":\"a\",", "{\"path\":\"b\"," },
	{ "{\"path\":\"a\",", "{\"path\":\"\\u0061\"," },
	{ "{\"path\":\"a\",", "{\"path_hex\":\"61\"," },
	{ "{\"path\":\"a\",", "{\"path\":\"a\",\"path\":\"a\"," },
	{ "a/b", "a\\/b" },
	{ "\\\"1", "\"1" },
	{ "\\\\.txt", "\\.txt" },
	{ "fffe", "FFFE" },
	{ "fffe", "fff" },
	{ "fffe", "" },
	{ "{\"path_hex\":\"6e65770a6c696e65\"", "{\"path\":\"new\\nline\"" },
	{ "{\"path_hex\":\"6e65770a6c696e65\"", "{\"path\":\"new\x7fline\"" },
	{ "{\"path_hex\":\"fffe\"", "{\"path\":\"\xff\xfe\"" },
};

static void test_spoilt_full(void **state)
{
	char *sample = load("../../fixtures/manifest/full.jsonl");

	(void)state;
	assert_int_equal(parse(sample, strlen(sample)), 0);
	for (size_t i = 0; i < COUNT(edits); i++)
		expect_refused(sample, &edits[i]);
	for (size_t i = 0; i < COUNT(full_edits); i++)
		expect_refused(sample, &full_edits[i]);
	free(sample);
}

static void test_spoilt_public(void **state)
{
	char *sample = load("../../fixtures/manifest/public.jsonl");
	const struct edit with_path = { "{\"name_sha256\"", "{\"path\":\"a\",\"name_sha256\"" };

	(void)state;
	assert_int_equal(parse(sample, strlen(sample)), 0);
	for (size_t i = 0; i < COUNT(edits); i++)
		expect_refused(sample, &edits[i]);
	expect_refused(sample, &with_path);
	free(sample);
}

/* Cut anywhere, and any byte another one: what cannot be noticed is the hash of contents. */
static void test_every_byte(void **state)
{
	char *sample = load("../../fixtures/manifest/full.jsonl");
	size_t length = strlen(sample), step = test_step(13);
	unsigned int taken = 0;

	(void)state;
	for (size_t cut = 0; cut < length; cut += step)
		assert_int_equal(parse(sample, cut), WIPE_E_FORMAT);
	for (size_t i = 0; i < length; i += step) {
		char kept = sample[i];

		sample[i] = kept == '1' ? '2' : '1';
		taken += parse(sample, length) == 0;
		sample[i] = '\0';
		assert_int_equal(parse(sample, length), WIPE_E_FORMAT);
		sample[i] = kept;
	}
	assert_true(taken <= 8 * 64);
	free(sample);
}

static void test_lines_in_another_order(void **state)
{
	static const char *const samples[] = { "../../fixtures/manifest/full.jsonl",
					       "../../fixtures/manifest/public.jsonl" };
	static char moved[2 * ROOM];

	(void)state;
	for (size_t i = 0; i < COUNT(samples); i++) {
		char *sample = load(samples[i]);
		char *first = strchr(sample, '\n') + 1, *second = strchr(first, '\n') + 1;
		char *third = strchr(second, '\n') + 1;

		snprintf(moved, sizeof(moved), "%.*s%.*s%.*s%s", (int)(first - sample), sample,
			 (int)(third - second), second, (int)(second - first), first, third);
		assert_int_equal(parse(moved, strlen(moved)), WIPE_E_FORMAT);
		free(sample);
	}
}

/* A full manifest of one file with this path, all hashes right. */
static int parse_path(const char *key, const char *written, const void *path, size_t bytes)
{
	uint8_t salted[32 + ROOM] = { 0 }, digest[32];
	static char text[2 * ROOM];
	char name[65];

	memcpy(salted + 32, path, bytes);
	assert_true(digest_sha256(salted, 32 + bytes, digest));
	hex_encode(digest, sizeof(digest), name);
	snprintf(text, sizeof(text),
		 "{\"schema\":\"massho.manifest/1\",\"salt\":\"" ZEROS
		 "\",\"files\":\"1\",\"bytes\":\"0\"}\n"
		 "{\"%s\":\"%s\",\"name_sha256\":\"%s\",\"size\":\"0\",\"sha256\":\"" ZEROS "\"}\n",
		 key, written, name);
	return parse(text, strlen(text));
}

static void test_paths(void **state)
{
	static const char *const bad[] = { "",	     "/", "/etc/passwd", "..",	"../a", "a/..",
					   "a/../b", ".", "./a",	 "a/.", "a//b", "a/" };
	char path[4098], hex[2 * 4098 + 1];

	(void)state;
	assert_int_equal(parse_path("path", "a", "a", 1), 0);
	assert_int_equal(parse_path("path_hex", "01", "\x01", 1), 0);
	assert_int_equal(parse_path("path_hex", "610062", "a\0b", 3), WIPE_E_FORMAT);
	assert_int_equal(parse_path("path_hex", "0100", "\x01", 2), WIPE_E_FORMAT);
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_int_equal(parse_path("path", bad[i], bad[i], strlen(bad[i])), WIPE_E_FORMAT);
	for (size_t bytes = 4096; bytes <= 4097; bytes++) {
		memset(path, 'a', bytes);
		path[bytes] = '\0';
		assert_int_equal(parse_path("path", path, path, bytes),
				 bytes == 4096 ? 0 : WIPE_E_FORMAT);
		memset(path, 1, bytes);
		hex_encode((const uint8_t *)path, bytes, hex);
		assert_int_equal(parse_path("path_hex", hex, path, bytes),
				 bytes == 4096 ? 0 : WIPE_E_FORMAT);
	}
}

static void test_sums(void **state)
{
	static const char entry[] = "{\"name_sha256\":\"%064d\",\"size\":\"%s\",\"sha256\":\"" ZEROS
				    "\"}\n";
	char text[1024];
	int used;

	(void)state;
	used = snprintf(text, sizeof(text), HEAD, 2, 0);
	used += snprintf(text + used, sizeof(text) - (size_t)used, entry, 1,
			 "18446744073709551615");
	snprintf(text + used, sizeof(text) - (size_t)used, entry, 2, "1");
	assert_int_equal(parse(text, strlen(text)), WIPE_E_FORMAT);
	used = snprintf(text, sizeof(text), HEAD, 2, 0);
	used += snprintf(text + used, sizeof(text) - (size_t)used, entry, 1, "0");
	snprintf(text + used, sizeof(text) - (size_t)used, entry, 1, "0");
	assert_int_equal(parse(text, strlen(text)), WIPE_E_FORMAT);
	text[used] = '\0';
	assert_int_equal(parse(text, strlen(text)), WIPE_E_FORMAT);
	text[strlen("{\"schema\":\"massho.manifest/1\",\"files\":\"")] = '1';
	assert_int_equal(parse(text, strlen(text)), 0);
}

static void test_long_lines_and_files(void **state)
{
	size_t length = (size_t)1 << 20;
	char *text = malloc(length);

	(void)state;
	assert_non_null(text);
	memset(text, 'a', length);
	assert_int_equal(parse(text, length), WIPE_E_FORMAT);
	memset(text, '\n', length);
	assert_int_equal(parse(text, length), WIPE_E_FORMAT);
	/* The length alone decides: nothing is read. */
	assert_int_equal(parse(text, WIPECERT_MANIFEST_MAX_BYTES + 1), WIPE_E_FORMAT);
	assert_int_equal(parse(NULL, 0), WIPE_E_FORMAT);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spoilt_full),
		cmocka_unit_test(test_spoilt_public),
		cmocka_unit_test(test_every_byte),
		cmocka_unit_test(test_lines_in_another_order),
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_sums),
		cmocka_unit_test(test_long_lines_and_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
