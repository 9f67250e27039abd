/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "instant.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define EARLIEST_S INT64_C(-62167219200) /* 0000-01-01T00:00:00Z */
#define LATEST_S INT64_C(253402300799)	 /* 9999-12-31T23:59:59Z */

void instant_format(int64_t time_s, char text[INSTANT_BYTES])
{
	time_t clamped = time_s < EARLIEST_S ? EARLIEST_S : time_s > LATEST_S ? LATEST_S : time_s;
	struct tm tm;

	gmtime_r(&clamped, &tm);
	snprintf(text, INSTANT_BYTES, "%04u-%02u-%02uT%02u:%02u:%02uZ",
		 (unsigned int)(tm.tm_year + 1900) % 10000, (unsigned int)(tm.tm_mon + 1) % 100,
		 (unsigned int)tm.tm_mday % 100, (unsigned int)tm.tm_hour % 100,
		 (unsigned int)tm.tm_min % 100, (unsigned int)tm.tm_sec % 100);
}

static int digits_at(const char *text, int count)
{
	int value = 0;

	while (count--)
		value = value * 10 + (*text++ - '0');
	return value;
}

/* What is read must be written the same way: so there is no 30 February. */
bool instant_parse(const char *text, int64_t *time_s)
{
	static const char form[] = "dddd-dd-ddTdd:dd:ddZ";
	char again[INSTANT_BYTES];
	struct tm tm = { .tm_isdst = 0 };

	if (strnlen(text, INSTANT_BYTES) != INSTANT_BYTES - 1)
		return false;
	for (size_t i = 0; form[i]; i++)
		if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
			return false;
	tm.tm_year = digits_at(text, 4) - 1900;
	tm.tm_mon = digits_at(text + 5, 2) - 1;
	tm.tm_mday = digits_at(text + 8, 2);
	tm.tm_hour = digits_at(text + 11, 2);
	tm.tm_min = digits_at(text + 14, 2);
	tm.tm_sec = digits_at(text + 17, 2);
	*time_s = timegm(&tm);
	instant_format(*time_s, again);
	return strcmp(text, again) == 0;
}
