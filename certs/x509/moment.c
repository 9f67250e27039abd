/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <time.h>

#include "moment.h"

#define DIGITS_BEHIND_YEAR 10

static int number_at(const unsigned char *digits, size_t count)
{
	int value = 0;

	while (count--)
		value = value * 10 + (*digits++ - '0');
	return value;
}

static bool has_form(struct der_slice body, size_t year_digits)
{
	size_t digits = year_digits + DIGITS_BEHIND_YEAR;

	if (body.bytes != digits + 1 || body.at[digits] != 'Z')
		return false;
	for (size_t i = 0; i < digits; i++)
		if (body.at[i] < '0' || body.at[i] > '9')
			return false;
	return true;
}

/* timegm() carries 30 February over to March: then the fields differ. */
static bool take_fields(int year, const unsigned char *digits, int64_t *time_s)
{
	struct tm tm = { .tm_year = year - 1900,
			 .tm_mon = number_at(digits, 2) - 1,
			 .tm_mday = number_at(digits + 2, 2),
			 .tm_hour = number_at(digits + 4, 2),
			 .tm_min = number_at(digits + 6, 2),
			 .tm_sec = number_at(digits + 8, 2) };
	struct tm normal = tm;

	*time_s = timegm(&normal);
	return normal.tm_year == tm.tm_year && normal.tm_mon == tm.tm_mon &&
	       normal.tm_mday == tm.tm_mday && normal.tm_hour == tm.tm_hour &&
	       normal.tm_min == tm.tm_min && normal.tm_sec == tm.tm_sec;
}

bool moment_parse(const struct der_element *element, int64_t *time_s)
{
	const unsigned char *at = element->body.at;
	int year;

	if (element->tag == DER_UTC_TIME && has_form(element->body, 2)) {
		year = number_at(at, 2);
		return take_fields(year < 50 ? 2000 + year : 1900 + year, at + 2, time_s);
	}
	if (element->tag != DER_GENERALIZED_TIME || !has_form(element->body, 4))
		return false;
	year = number_at(at, 4);
	return (year < 1950 || year > 2049) && take_fields(year, at + 4, time_s);
}

static bool is_fraction(const unsigned char *at, size_t bytes)
{
	if (bytes < 2 || at[0] != '.' || at[bytes - 1] == '0')
		return false;
	for (size_t i = 1; i < bytes; i++)
		if (at[i] < '0' || at[i] > '9')
			return false;
	return true;
}

bool moment_parse_fine(struct der_slice body, int64_t *time_s)
{
	const size_t whole = 4 + DIGITS_BEHIND_YEAR;
	unsigned char plain[4 + DIGITS_BEHIND_YEAR + 1];

	if (body.bytes <= whole || body.at[body.bytes - 1] != 'Z' ||
	    (body.bytes > whole + 1 && !is_fraction(body.at + whole, body.bytes - whole - 1)))
		return false;
	memcpy(plain, body.at, whole);
	plain[whole] = 'Z';
	return has_form((struct der_slice){ plain, sizeof(plain) }, 4) &&
	       take_fields(number_at(plain, 4), plain + 4, time_s);
}
