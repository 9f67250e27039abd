/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes that are no record never get as far as the schema. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/record.h>

#include "instant.h"
#include "strict.h"
#include "unit.h"

static int load(const char *bytes, size_t length, struct wipe_error *err)
{
	json_t *root;
	int rc = strict_load(bytes, length, &root, err);

	assert_true((rc == 0) == (root != NULL));
	json_decref(root);
	return rc;
}

struct text {
	const char *bytes;
	size_t length; /* 0: up to the NUL */
};

static void what_is_json_is_taken(void **state)
{
	static const char *const texts[] = {
		"{}",
		" \r\n\t{ \"a\" : [ 1, -2, true, null, \"x\" ] }\n\n",
		"[]",
		"{\"\xe6\xa1\x88\xe4\xbb\xb6\":\"\\u6848\\u4ef6\"}",
		"{\"a\":\"\xf0\xa0\xae\xb7\xe8\x91\x9b\xf3\xa0\x84\x80 \\ud842\\udfb7\"}",
		"{\"a\":9007199254740991,\"b\":-9007199254740991}",
		"{\"a\":\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"{{{{{{{{{{\"}",
		"{\"a\":{\"a\":{\"a\":1}},\"b\":{\"a\":1}}",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct wipe_error err = { .code = WIPE_OK };

		if (load(texts[i], strlen(texts[i]), &err) != 0)
			fail_msg("%s: %s", texts[i], err.message);
	}
}

static void what_is_not_is_refused(void **state)
{
	static const struct text texts[] = {
		{ "", 0 },
		{ " ", 0 },
		{ "\"a\"", 0 },
		{ "1", 0 },
		{ "null", 0 },
		{ "{\"a\":1", 0 },
		{ "{\"a\":1}}", 0 },
		{ "{\"a\":1} x", 0 },
		{ "{\"a\":1}{}", 0 },
		{ "{\"a\":1}\0", 8 },
		{ "{\"a\":\"b\0c\"}", 11 },
		{ "{\"a\":\"\\u0000\"}", 0 },
		{ "\xef\xbb\xbf{}", 0 },
		{ "{}\xef\xbb\xbf", 0 },
		{ "\xff\xfe{\0}\0", 6 },
		{ "{'a':1}", 0 },
		{ "{\"a\":1,}", 0 },
		{ "{\"a\":01}", 0 },
		{ "{\"a\":+1}", 0 },
		{ "{\"a\":-0}", 0 },
		{ "{\"a\":[1,-0]}", 0 },
		{ "{\"a\":NaN}", 0 },
		{ "{\"a\":/**/1}", 0 },
		{ "{\"a\":1.0}", 0 },
		{ "{\"a\":1e3}", 0 },
		{ "{\"a\":9007199254740992}", 0 },
		{ "{\"a\":-9007199254740992}", 0 },
		{ "{\"a\":9223372036854775808}", 0 },
		{ "{\"a\":99999999999999999999999999999999999999}", 0 },
		{ "{\"a\":1,\"a\":1}", 0 },
		{ "{\"a\":1,\"\\u0061\":2}", 0 },
		{ "{\"b\":{\"a\":1,\"c\":2,\"a\":3}}", 0 },
		/* UTF-8: overlong, surrogate, beyond the end, alone, cut short */
		{ "{\"a\":\"\xc0\xaf\"}", 0 },
		{ "{\"a\":\"\xe0\x80\xaf\"}", 0 },
		{ "{\"a\":\"\xf0\x80\x80\xaf\"}", 0 },
		{ "{\"a\":\"\xed\xa0\x80\"}", 0 },
		{ "{\"a\":\"\xf4\x90\x80\x80\"}", 0 },
		{ "{\"a\":\"\x80\"}", 0 },
		{ "{\"a\":\"\xe6\xa1\"}", 0 },
		{ "{\"a\":\"\xe6", 0 },
		{ "{\"a\":\"\\ud800\"}", 0 },
		{ "{\"a\":\"\\udfff\\ud800\"}", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		size_t length = texts[i].length ? texts[i].length : strlen(texts[i].bytes);
		struct wipe_error err = { .code = WIPE_OK };

		if (load(texts[i].bytes, length, &err) != WIPE_E_FORMAT)
			fail_msg("%zu: %s", i, texts[i].bytes);
		assert_int_equal(err.code, WIPE_E_FORMAT);
		assert_true(err.message[0] != '\0');
	}
}

/* In a value, in a key and deep inside. */
static void expect_refused(const char *character)
{
	char texts[3][64];

	snprintf(texts[0], sizeof(texts[0]), "{\"a\":\"x%sy\"}", character);
	snprintf(texts[1], sizeof(texts[1]), "{\"x%sy\":1}", character);
	snprintf(texts[2], sizeof(texts[2]), "[[\"%s\"]]", character);
	for (size_t i = 0; i < COUNT(texts); i++)
		if (load(texts[i], strlen(texts[i]), NULL) != WIPE_E_FORMAT)
			fail_msg("%s is taken", texts[i]);
}

/* As it is and escaped. */
static void what_hides_or_reorders_text_is_refused(void **state)
{
	static const struct {
		const char *raw, *escaped;
	} characters[] = {
		{ "\x01", "\\u0001" },	       { "\n", "\\n" },
		{ "\x1b", "\\u001b" },	       { "\x7f", "\\u007f" },
		{ "\xc2\x80", "\\u0080" },     { "\xc2\x9b", "\\u009b" },
		{ "\xd8\x9c", "\\u061c" },     { "\xe2\x80\x8e", "\\u200e" },
		{ "\xe2\x80\x8f", "\\u200f" }, { "\xe2\x80\xaa", "\\u202a" },
		{ "\xe2\x80\xae", "\\u202E" }, { "\xe2\x81\xa6", "\\u2066" },
		{ "\xe2\x81\xa9", "\\u2069" }, { "\xef\xbb\xbf", "\\uFEFF" },
		{ "\xe2\x80\xa8", "\\u2028" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(characters); i++) {
		expect_refused(characters[i].raw);
		expect_refused(characters[i].escaped);
	}
}

static int load_nested(unsigned int depth)
{
	char text[256];

	memset(text, '[', depth);
	memset(text + depth, ']', depth);
	return load(text, 2 * (size_t)depth, NULL);
}

static void depth_is_bounded(void **state)
{
	char *deep = malloc(3 << 20);

	(void)state;
	assert_int_equal(load_nested(WIPECERT_JSON_MAX_DEPTH), 0);
	assert_int_equal(load_nested(WIPECERT_JSON_MAX_DEPTH + 1), WIPE_E_FORMAT);
	assert_non_null(deep);
	memset(deep, '[', 3 << 20);
	assert_int_equal(load(deep, 3 << 20, NULL), WIPE_E_FORMAT);
	free(deep);
}

static void size_is_bounded(void **state)
{
	char *large = malloc(WIPECERT_JSON_MAX_BYTES + 1);

	(void)state;
	assert_non_null(large);
	memset(large, ' ', WIPECERT_JSON_MAX_BYTES + 1);
	memcpy(large, "{}", 2);
	assert_int_equal(load(large, WIPECERT_JSON_MAX_BYTES, NULL), 0);
	assert_int_equal(load(large, WIPECERT_JSON_MAX_BYTES + 1, NULL), WIPE_E_FORMAT);
	free(large);
}

static void messages_say_why_and_quote_nothing(void **state)
{
	struct wipe_error err = { .code = WIPE_OK };

	(void)state;
	assert_int_equal(load("{\"a\": EVIL\n}", 12, &err), WIPE_E_FORMAT);
	assert_null(strstr(err.message, "EVIL"));
	assert_non_null(strstr(err.message, "line 1"));
	wipe_error_clear(&err);
	assert_int_equal(load("\xef\xbb\xbf{}", 5, &err), WIPE_E_FORMAT);
	assert_non_null(strstr(err.message, "byte order mark"));
	wipe_error_clear(&err);
	assert_int_equal(load("{\"EVIL\":1,\"EVIL\":1}", 19, &err), WIPE_E_FORMAT);
	assert_non_null(strstr(err.message, "twice"));
}

static void times_are_read_as_written(void **state)
{
	static const struct {
		const char *text;
		int64_t time_s;
	} times[] = {
		{ "1970-01-01T00:00:00Z", 0 },
		{ "2026-11-22T03:04:05Z", INT64_C(1795316645) },
		{ "2024-02-29T23:59:59Z", INT64_C(1709251199) },
		{ "1969-12-31T23:59:59Z", -1 },
		{ "9999-12-31T23:59:59Z", INT64_C(253402300799) },
		{ "0000-01-01T00:00:00Z", INT64_C(-62167219200) },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(times); i++) {
		char text[INSTANT_BYTES];
		int64_t time_s;

		instant_format(times[i].time_s, text);
		assert_string_equal(text, times[i].text);
		assert_true(instant_parse(times[i].text, &time_s));
		assert_true(time_s == times[i].time_s);
	}
}

static void times_beyond_are_held(void **state)
{
	char text[INSTANT_BYTES];

	(void)state;
	instant_format(INT64_MAX, text);
	assert_string_equal(text, "9999-12-31T23:59:59Z");
	instant_format(INT64_MIN, text);
	assert_string_equal(text, "0000-01-01T00:00:00Z");
}

static void dates_that_are_none_are_refused(void **state)
{
	static const char *const texts[] = {
		"2026-02-29T00:00:00Z",	 "2026-04-31T00:00:00Z",
		"2026-13-01T00:00:00Z",	 "2026-00-01T00:00:00Z",
		"2026-01-00T00:00:00Z",	 "2026-01-01T24:00:00Z",
		"2026-01-01T00:60:00Z",	 "2026-01-01T00:00:60Z",
		"2026-01-01T00:00:00",	 "2026-01-01 00:00:00Z",
		"2026-01-01T00:00:00ZZ", "2026-01-01T00:00:0aZ",
		"2026-1-01T00:00:00ZZ",	 "",
	};
	int64_t time_s;

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++)
		if (instant_parse(texts[i], &time_s))
			fail_msg("%s is taken", texts[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_json_is_taken),
		cmocka_unit_test(what_is_not_is_refused),
		cmocka_unit_test(what_hides_or_reorders_text_is_refused),
		cmocka_unit_test(depth_is_bounded),
		cmocka_unit_test(size_is_bounded),
		cmocka_unit_test(messages_say_why_and_quote_nothing),
		cmocka_unit_test(times_are_read_as_written),
		cmocka_unit_test(times_beyond_are_held),
		cmocka_unit_test(dates_that_are_none_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
