/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "hex.h"
#include "instant.h"
#include "parsed.h"

bool act_is_index(const char *step)
{
	return *step && strlen(step) <= 5 && strspn(step, "0123456789") == strlen(step);
}

json_t *act_step_into(const json_t *at, const char *step)
{
	if (!json_is_array(at))
		return json_object_get(at, step);
	return act_is_index(step) ? json_array_get(at, strtoul(step, NULL, 10)) : NULL;
}

json_t *act_find(const json_t *root, const char *path)
{
	char step[ACT_STEP_BYTES];
	json_t *at = NULL;

	do {
		path = act_take_step(path, step);
		root = at = act_step_into(root, step);
	} while (at && path);
	return at;
}

const char *wipecert_record_text(const struct wipecert_record *record, const char *path)
{
	return json_string_value(act_find(record->root, path));
}

uint64_t wipecert_record_number(const struct wipecert_record *record, const char *path)
{
	json_int_t value = json_integer_value(act_find(record->root, path));

	return value > 0 ? (uint64_t)value : 0;
}

uint64_t wipecert_record_bytes(const struct wipecert_record *record, const char *path)
{
	const char *text = wipecert_record_text(record, path);

	return text ? strtoull(text, NULL, 10) : 0;
}

bool wipecert_record_bool(const struct wipecert_record *record, const char *path)
{
	return json_is_true(act_find(record->root, path));
}

int64_t wipecert_record_time(const struct wipecert_record *record, const char *path)
{
	const char *text = wipecert_record_text(record, path);
	int64_t time_s;

	return text && instant_parse(text, &time_s) ? time_s : 0;
}

bool wipecert_record_hex(const struct wipecert_record *record, const char *path, uint8_t *bytes,
			 size_t count)
{
	const char *text = wipecert_record_text(record, path);

	return text && hex_decode(text, bytes, count);
}

size_t wipecert_record_count(const struct wipecert_record *record, const char *path)
{
	return json_array_size(act_find(record->root, path));
}

bool wipecert_record_on_paper(const struct wipecert_record *record)
{
	const char *kind = wipecert_record_text(record, "means/kind");

	return kind && strcmp(kind, "paper") == 0;
}

bool wipecert_date_parse(const char *text, int64_t *day_s)
{
	static const char midnight[] = "T00:00:00Z";
	char instant[INSTANT_BYTES + 1];
	int64_t time_s;

	if (strlen(text) != WIPECERT_DATE_BYTES - 1)
		return false;
	memcpy(instant, text, WIPECERT_DATE_BYTES - 1);
	memcpy(instant + WIPECERT_DATE_BYTES - 1, midnight, sizeof(midnight));
	if (!instant_parse(instant, &time_s))
		return false;
	if (day_s)
		*day_s = time_s;
	return true;
}
