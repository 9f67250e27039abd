/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The interpreter of schemas, word by word; records against the schema are schema_agree.py's. */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "schema.h"
#include "unit.h"

/* 1: value fits; 0: it does not; err says where. */
static int fits(const char *schema_text, const char *value_text, struct wipe_error *err)
{
	struct schema *schema;
	json_t *value = json_loads(value_text, JSON_DECODE_ANY, NULL);
	int rc;

	if (!value)
		fail_msg("no JSON: %s", value_text);
	assert_int_equal(schema_load(schema_text, strlen(schema_text), &schema, NULL), 0);
	rc = schema_validate(schema, value, err);
	assert_true(rc == 0 || rc == WIPE_E_FORMAT);
	schema_free(schema);
	json_decref(value);
	return rc == 0;
}

static void each_word_holds(void **state)
{
	static const struct {
		const char *schema, *good, *bad;
	} words[] = {
		{ "{\"type\":\"object\"}", "{}", "[]" },
		{ "{\"type\":\"array\"}", "[]", "{}" },
		{ "{\"type\":\"string\"}", "\"\"", "1" },
		{ "{\"type\":\"integer\"}", "1", "\"1\"" },
		{ "{\"type\":\"integer\"}", "-1", "1.0" },
		{ "{\"type\":\"boolean\"}", "true", "1" },
		{ "{\"type\":\"boolean\"}", "false", "null" },
		{ "{\"type\":\"null\"}", "null", "false" },
		{ "{\"type\":[\"string\",\"null\"]}", "null", "0" },
		{ "{\"type\":[\"string\",\"null\"]}", "\"a\"", "{}" },
		{ "{\"const\":\"a\"}", "\"a\"", "\"A\"" },
		{ "{\"const\":1}", "1", "\"1\"" },
		{ "{\"enum\":[\"a\",null]}", "null", "\"b\"" },
		{ "{\"minLength\":2}", "\"\xe6\xa1\x88\xe4\xbb\xb6\"", "\"\xe6\xa1\x88\"" },
		{ "{\"maxLength\":2}", "\"\xe6\xa1\x88\xe4\xbb\xb6\"", "\"abc\"" },
		{ "{\"maxLength\":1}", "\"\xf0\xa0\xae\xb7\"", "\"ab\"" },
		{ "{\"minItems\":1}", "[0]", "[]" },
		{ "{\"maxItems\":1}", "[0]", "[0,0]" },
		{ "{\"minimum\":1}", "1", "0" },
		{ "{\"maximum\":9007199254740991}", "9007199254740991", "9007199254740992" },
		{ "{\"pattern\":\"^[a-f]{2}$\"}", "\"ab\"", "\"abc\"" },
		{ "{\"pattern\":\"^[ -~]*$\"}", "\"a z~\"", "\"\xc3\xa9\"" },
		{ "{\"pattern\":\"b\"}", "\"abc\"", "\"a\"" },
		{ "{\"required\":[\"a\"]}", "{\"a\":null}", "{\"b\":1}" },
		{ "{\"properties\":{\"a\":{\"type\":\"null\"}}}", "{\"b\":1}", "{\"a\":1}" },
		{ "{\"properties\":{\"a\":{}},\"additionalProperties\":false}", "{\"a\":1}",
		  "{\"a\":1,\"__proto__\":1}" },
		{ "{\"items\":{\"type\":\"null\"}}", "[null]", "[null,0]" },
		{ "{\"$ref\":\"#/$defs/n\",\"$defs\":{\"n\":{\"type\":\"null\"}}}", "null", "1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++) {
		if (!fits(words[i].schema, words[i].good, NULL))
			fail_msg("%s refuses %s", words[i].schema, words[i].good);
		if (fits(words[i].schema, words[i].bad, NULL))
			fail_msg("%s takes %s", words[i].schema, words[i].bad);
	}
}

static void words_leave_other_types_alone(void **state)
{
	static const char *const words[] = {
		"{\"minLength\":9}",	     "{\"minItems\":9}",
		"{\"minimum\":9}",	     "{\"pattern\":\"^x$\"}",
		"{\"required\":[\"a\"]}",    "{\"properties\":{\"a\":{\"const\":1}}}",
		"{\"items\":{\"const\":1}}", "{\"additionalProperties\":false}",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++)
		assert_true(fits(words[i], "true", NULL));
}

#define BRANCHES                                                                     \
	"{\"oneOf\":[{\"$ref\":\"#/$defs/a\"},{\"$ref\":\"#/$defs/b\"}],\"$defs\":{" \
	"\"a\":{\"required\":[\"x\"],\"properties\":{\"kind\":{\"const\":\"a\"},"    \
	"\"x\":{\"type\":\"null\"}}},"                                               \
	"\"b\":{\"properties\":{\"kind\":{\"enum\":[\"b\",\"c\"]},\"x\":{\"type\":\"integer\"}}}}}"

static void branches_are_told_apart_by_kind(void **state)
{
	struct wipe_error err = { .code = WIPE_OK };

	(void)state;
	assert_true(fits(BRANCHES, "{\"kind\":\"a\",\"x\":null}", NULL));
	assert_true(fits(BRANCHES, "{\"kind\":\"b\",\"x\":1}", NULL));
	assert_true(fits(BRANCHES, "{\"kind\":\"c\"}", NULL));
	assert_false(fits(BRANCHES, "{\"kind\":\"d\"}", NULL));
	assert_false(fits(BRANCHES, "{\"kind\":1}", NULL));
	assert_false(fits(BRANCHES, "{}", NULL));
	assert_false(fits(BRANCHES, "\"a\"", NULL));
	assert_false(fits(BRANCHES, "{\"kind\":\"a\"}", NULL));
	/* The error is about the branch that was meant. */
	assert_false(fits(BRANCHES, "{\"kind\":\"b\",\"x\":\"\"}", &err));
	assert_non_null(strstr(err.message, "/x: is of the wrong type"));
}

static void errors_name_the_place(void **state)
{
	struct wipe_error err = { .code = WIPE_OK };
	static const char schema[] =
		"{\"properties\":{\"a\":{\"items\":{\"properties\":{\"b\":{\"type\":\"null\"}},"
		"\"additionalProperties\":false}}}}";

	(void)state;
	assert_false(fits(schema, "{\"a\":[{\"b\":null},{\"b\":1}]}", &err));
	assert_string_equal(err.message, "/a/1/b: is of the wrong type");
	wipe_error_clear(&err);
	assert_false(fits(schema, "{\"a\":[{\"\xe6\xa1\x88 \\n%s%n/\":1}]}", &err));
	assert_string_equal(err.message, "/a/0/?????%s%n/: is no known key");
	wipe_error_clear(&err);
	assert_false(fits("{\"type\":\"null\"}", "1", &err));
	assert_string_equal(err.message, "/: is of the wrong type");
}

static void places_are_cut(void **state)
{
	struct wipe_error err = { .code = WIPE_OK };
	char value[1024] = "{\"";

	(void)state;
	memset(value + 2, 'k', 900);
	memcpy(value + 902, "\":1}", 5);
	assert_false(fits("{\"additionalProperties\":false}", value, &err));
	assert_true(strlen(err.message) < 100);
}

static void broken_schemas_refuse_everything(void **state)
{
	static const char *const schemas[] = {
		"{\"anyOf\":[{}]}",
		"{\"format\":\"date\"}",
		"{\"uniqueItems\":true}",
		"{\"additionalProperties\":true}",
		"{\"additionalProperties\":{}}",
		"{\"$ref\":\"#/$defs/none\"}",
		"{\"$ref\":\"other.json\"}",
		"{\"type\":\"number\"}",
		"{\"pattern\":\"(\"}",
		"{\"pattern\":1}",
		"{\"oneOf\":[{\"type\":\"string\"}]}",
		"{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"$ref\":\"#/$defs/a\"}}}",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(schemas); i++)
		if (fits(schemas[i], "\"a\"", NULL))
			fail_msg("%s takes something", schemas[i]);
}

static void schemas_that_are_no_json_do_not_load(void **state)
{
	struct wipe_error err = { .code = WIPE_OK };
	struct schema *schema;

	(void)state;
	assert_int_equal(schema_load("{", 1, &schema, &err), WIPE_E_FORMAT);
	assert_null(schema);
	schema_free(NULL);
}

/* In some locales [a-f] also means letters with accents, or capitals. */
static void patterns_do_not_follow_the_locale(void **state)
{
	locale_t japanese = newlocale(LC_ALL_MASK, "C.UTF-8", (locale_t)0);
	locale_t before = japanese ? uselocale(japanese) : (locale_t)0;

	(void)state;
	assert_false(fits("{\"pattern\":\"^.$\"}", "\"\xc3\xa9\"", NULL));
	assert_false(fits("{\"pattern\":\"^[a-z]$\"}", "\"\xc3\xa9\"", NULL));
	if (japanese) {
		assert_true(uselocale((locale_t)0) == japanese);
		uselocale(before);
		freelocale(japanese);
	}
}

/* More than are kept: refused, not forgotten. */
static void too_many_patterns_refuse(void **state)
{
	char schema[4096] = "{\"properties\":{", value[1024] = "{";

	(void)state;
	for (int i = 0; i < 40; i++) {
		size_t at = strlen(schema), end = strlen(value);

		snprintf(schema + at, sizeof(schema) - at, "%s\"k%d\":{\"pattern\":\"^%d$\"}",
			 i ? "," : "", i, i);
		snprintf(value + end, sizeof(value) - end, "%s\"k%d\":\"%d\"", i ? "," : "", i, i);
	}
	strcat(schema, "}}");
	strcat(value, "}");
	assert_false(fits(schema, value, NULL));
	/* Used again they are not counted again. */
	assert_true(fits(
		"{\"items\":{\"pattern\":\"^a$\"}}",
		"[\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
		"\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
		"\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\"]",
		NULL));
}

static void published_schema_is_embedded(void **state)
{
	struct schema *schema;

	(void)state;
	assert_true(schema_record_1_bytes > 1000);
	assert_int_equal(schema_load(schema_record_1, schema_record_1_bytes, &schema, NULL), 0);
	schema_free(schema);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_word_holds),
		cmocka_unit_test(words_leave_other_types_alone),
		cmocka_unit_test(branches_are_told_apart_by_kind),
		cmocka_unit_test(errors_name_the_place),
		cmocka_unit_test(places_are_cut),
		cmocka_unit_test(broken_schemas_refuse_everything),
		cmocka_unit_test(schemas_that_are_no_json_do_not_load),
		cmocka_unit_test(patterns_do_not_follow_the_locale),
		cmocka_unit_test(too_many_patterns_refuse),
		cmocka_unit_test(published_schema_is_embedded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
