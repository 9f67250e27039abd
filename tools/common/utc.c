/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "utc.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define LAST_S INT64_C(253402300799) /* 9999-12-31T23:59:59Z */

void utc_format(int64_t time_s, char text[UTC_TEXT_BYTES])
{
	time_t time = (time_t)time_s;
	struct tm tm;

	if (time_s < 0 || time_s > LAST_S || !gmtime_r(&time, &tm) ||
	    !strftime(text, UTC_TEXT_BYTES, "%Y-%m-%dT%H:%M:%SZ", &tm))
		snprintf(text, UTC_TEXT_BYTES, "@%" PRId64, time_s);
}

/* Digits where the model has a '0', else the model's own character. */
static bool has_form(const char *text)
{
	static const char model[] = "0000-00-00T00:00:00Z";

	if (strlen(text) != sizeof(model) - 1)
		return false;
	for (size_t i = 0; model[i]; i++) {
		bool digit = text[i] >= '0' && text[i] <= '9';

		if (model[i] == '0' ? !digit : text[i] != model[i])
			return false;
	}
	return true;
}

static int number(const char *digits, int count)
{
	int value = 0;

	for (int i = 0; i < count; i++)
		value = value * 10 + (digits[i] - '0');
	return value;
}

bool utc_parse(const char *text, int64_t *time_s)
{
	char again[UTC_TEXT_BYTES];
	struct tm tm = { 0 };
	time_t time;

	if (!has_form(text))
		return false;
	tm.tm_year = number(text, 4) - 1900;
	tm.tm_mon = number(text + 5, 2) - 1;
	tm.tm_mday = number(text + 8, 2);
	tm.tm_hour = number(text + 11, 2);
	tm.tm_min = number(text + 14, 2);
	tm.tm_sec = number(text + 17, 2);
	time = timegm(&tm);
	if (time < 0)
		return false;
	/* timegm() carries 02-30 over into March: only a real time comes back the same. */
	utc_format(time, again);
	if (strcmp(again, text))
		return false;
	*time_s = time;
	return true;
}
