/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strict.h"

#include <string.h>

#include <wipecert/record.h>

#include "text.h"
#include "utf8.h"

#define INTEGER_MAX INT64_C(9007199254740991)

static int malformed(struct wipe_error *err, const char *what)
{
	return wipe_error_set(err, WIPE_E_FORMAT, 0, _("malformed: %s"), what);
}

/* How many of the next bytes are printable ASCII, as nearly all are: in order, unseen. */
static size_t plain_run(const char *text, size_t bytes)
{
	size_t run = 0;

	while (run < bytes && text[run] >= ' ' && text[run] <= '~')
		run++;
	return run;
}

static int check_encoding(const char *json, size_t bytes, struct wipe_error *err)
{
	uint32_t code_point;

	if (bytes >= 3 && memcmp(json, "\xef\xbb\xbf", 3) == 0)
		return malformed(err, _("it begins with a byte order mark"));
	for (size_t at = plain_run(json, bytes), step; at < bytes;
	     at += step, at += plain_run(json + at, bytes - at)) {
		step = utf8_decode(json + at, bytes - at, &code_point);
		if (!step)
			return malformed(err, _("it is not UTF-8"));
		if (!code_point)
			return malformed(err, _("it contains a NUL"));
	}
	return 0;
}

/* Before the parser sees it: it recurses, and it reads -0 as 0. */
static int check_outside_strings(const char *json, size_t bytes, struct wipe_error *err)
{
	unsigned int depth = 0;
	bool in_string = false;

	for (size_t at = 0; at < bytes; at++) {
		char c = json[at];

		if (in_string && c == '\\')
			at++;
		else if (c == '"')
			in_string = !in_string;
		else if (!in_string && (c == '{' || c == '['))
			depth++;
		else if (!in_string && (c == '}' || c == ']') && depth)
			depth--;
		else if (!in_string && c == '-' && at + 1 < bytes && json[at + 1] == '0')
			return malformed(err, _("a number is not written in the shortest way"));
		if (depth > WIPECERT_JSON_MAX_DEPTH)
			return malformed(err, _("it is nested too deeply"));
	}
	return 0;
}

static int check_text(const char *text, struct wipe_error *err)
{
	size_t bytes = strlen(text);
	uint32_t code_point;

	for (size_t at = plain_run(text, bytes), step; at < bytes;
	     at += step, at += plain_run(text + at, bytes - at)) {
		step = utf8_decode(text + at, bytes - at, &code_point);
		if (!step || utf8_is_deceptive(code_point))
			return malformed(err, _("a text contains a control character or another "
						"that hides or reorders text"));
	}
	return 0;
}

static int check_integer(json_int_t value, struct wipe_error *err)
{
	if (value >= -INTEGER_MAX && value <= INTEGER_MAX)
		return 0;
	return malformed(err, _("a number is beyond what every reader can hold"));
}

static int check_value(json_t *value, struct wipe_error *err);

static int check_object(json_t *object, struct wipe_error *err)
{
	const char *key;
	json_t *value;

	json_object_foreach(object, key, value)
	{
		int rc = check_text(key, err);

		if (!rc)
			rc = check_value(value, err);
		if (rc)
			return rc;
	}
	return 0;
}

static int check_array(json_t *array, struct wipe_error *err)
{
	size_t index;
	json_t *value;

	json_array_foreach(array, index, value)
	{
		int rc = check_value(value, err);

		if (rc)
			return rc;
	}
	return 0;
}

/* The depth was bounded before. */
static int check_value(json_t *value, struct wipe_error *err)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return check_object(value, err);
	case JSON_ARRAY:
		return check_array(value, err);
	case JSON_STRING:
		return check_text(json_string_value(value), err);
	case JSON_INTEGER:
		return check_integer(json_integer_value(value), err);
	case JSON_REAL:
		return malformed(err, _("a number is not an integer"));
	default:
		return 0;
	}
}

/* The parser's own text may quote the document: only its place is passed on. */
static int parse_error(const json_error_t *problem, struct wipe_error *err)
{
	if (json_error_code(problem) == json_error_out_of_memory)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	if (json_error_code(problem) == json_error_duplicate_key)
		return malformed(err, _("a key occurs twice"));
	return wipe_error_set(err, WIPE_E_FORMAT, 0, _("malformed: no JSON at line %d, column %d"),
			      problem->line, problem->column);
}

int strict_load(const void *json, size_t json_bytes, json_t **root, struct wipe_error *err)
{
	json_error_t problem;
	int rc;

	*root = NULL;
	if (json_bytes > WIPECERT_JSON_MAX_BYTES)
		return malformed(err, _("it is too large"));
	if ((rc = check_encoding(json, json_bytes, err)) ||
	    (rc = check_outside_strings(json, json_bytes, err)))
		return rc;
	*root = json_loadb(json, json_bytes, JSON_REJECT_DUPLICATES, &problem);
	if (!*root)
		return parse_error(&problem, err);
	rc = check_value(*root, err);
	if (rc) {
		json_decref(*root);
		*root = NULL;
	}
	return rc;
}
