/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "der.h"

#define CONSTRUCTED 0x20
#define CLASS_MASK 0xc0
#define HIGH_TAG 0x1f

/* X.690, 10.1: definite, in the fewest octets. */
static enum der_status take_length(struct der_slice *rest, size_t *length)
{
	size_t octets;

	if (!rest->bytes)
		return DER_SHORT;
	*length = rest->at[0];
	rest->at++;
	rest->bytes--;
	if (*length < 0x80)
		return DER_OK;
	octets = *length & 0x7f;
	if (octets == 0 || octets > 4)
		return DER_BAD;
	if (octets > rest->bytes)
		return DER_SHORT;
	*length = 0;
	for (size_t i = 0; i < octets; i++)
		*length = *length << 8 | rest->at[i];
	if (*length < 0x80 || rest->at[0] == 0)
		return DER_BAD;
	rest->at += octets;
	rest->bytes -= octets;
	return DER_OK;
}

enum der_status der_next(struct der_slice *rest, struct der_element *element)
{
	struct der_slice after = *rest;
	enum der_status status;
	size_t length = 0;

	if (!after.bytes)
		return DER_SHORT;
	element->tag = after.at[0];
	if ((element->tag & HIGH_TAG) == HIGH_TAG)
		return DER_BAD; /* no format read here has tag numbers above 30 */
	after.at++;
	after.bytes--;
	status = take_length(&after, &length);
	if (status != DER_OK)
		return status;
	if (length > after.bytes)
		return DER_SHORT;
	element->body = (struct der_slice){ after.at, length };
	element->whole = (struct der_slice){ rest->at, (size_t)(after.at - rest->at) + length };
	rest->at += element->whole.bytes;
	rest->bytes -= element->whole.bytes;
	return DER_OK;
}

bool der_take(struct der_slice *rest, unsigned char tag, struct der_element *element)
{
	struct der_slice after = *rest;

	if (der_next(&after, element) != DER_OK || element->tag != tag)
		return false;
	*rest = after;
	return true;
}

static bool boolean_is_der(struct der_slice body)
{
	return body.bytes == 1 && (body.at[0] == 0 || body.at[0] == 0xff);
}

/* Also ENUMERATED: the first nine bits are not all the same. */
static bool integer_is_der(struct der_slice body)
{
	if (body.bytes < 2)
		return body.bytes == 1;
	return !(body.at[0] == 0 && body.at[1] < 0x80) &&
	       !(body.at[0] == 0xff && body.at[1] >= 0x80);
}

/* Unused bits are counted rightly and are zero. */
static bool bit_string_is_der(struct der_slice body)
{
	unsigned int unused;

	if (!body.bytes || body.at[0] > 7)
		return false;
	unused = body.at[0];
	if (body.bytes == 1)
		return unused == 0;
	return (body.at[body.bytes - 1] & ((1U << unused) - 1)) == 0;
}

static bool null_is_der(struct der_slice body)
{
	return body.bytes == 0;
}

/* Each arc in the fewest octets, the last one complete. */
static bool oid_is_der(struct der_slice body)
{
	bool begins_arc = true;

	for (size_t i = 0; i < body.bytes; i++) {
		if (begins_arc && body.at[i] == 0x80)
			return false;
		begins_arc = body.at[i] < 0x80;
	}
	return body.bytes > 0 && begins_arc;
}

/* YYMMDDhhmmssZ, or with four digits of year: X.690, 11.7 and 11.8. */
static bool time_has_digits(struct der_slice body, size_t digits)
{
	if (body.bytes != digits + 1 || body.at[digits] != 'Z')
		return false;
	for (size_t i = 0; i < digits; i++)
		if (body.at[i] < '0' || body.at[i] > '9')
			return false;
	return true;
}

static bool utc_time_is_der(struct der_slice body)
{
	return time_has_digits(body, 12);
}

/* Fractions of a second: allowed, without trailing zeros. */
static bool generalized_time_is_der(struct der_slice body)
{
	if (body.bytes <= 15)
		return time_has_digits(body, 14);
	if (body.bytes < 17 || body.at[14] != '.' || body.at[body.bytes - 1] != 'Z' ||
	    body.at[body.bytes - 2] == '0')
		return false;
	for (size_t i = 0; i < body.bytes - 1; i++)
		if (i != 14 && (body.at[i] < '0' || body.at[i] > '9'))
			return false;
	return true;
}

static const struct {
	unsigned char tag;
	bool (*is_der)(struct der_slice body);
} primitives[] = {
	{ DER_BOOLEAN, boolean_is_der },
	{ DER_INTEGER, integer_is_der },
	{ DER_BIT_STRING, bit_string_is_der },
	{ DER_NULL, null_is_der },
	{ DER_OID, oid_is_der },
	{ 0x0a, integer_is_der },
	{ DER_UTC_TIME, utc_time_is_der },
	{ DER_GENERALIZED_TIME, generalized_time_is_der },
};

/* Universal types: SEQUENCE and SET are constructed, all others must not be. */
static bool form_is_der(const struct der_element *element)
{
	unsigned char number = element->tag & HIGH_TAG;
	bool constructed = element->tag & CONSTRUCTED;

	if (element->tag & CLASS_MASK)
		return true;
	if (number == 0)
		return false; /* end-of-contents octets */
	if (constructed != (number == 0x10 || number == 0x11 || number == 0x08 || number == 0x0b))
		return false;
	for (size_t i = 0; i < sizeof(primitives) / sizeof(primitives[0]); i++)
		if (primitives[i].tag == element->tag)
			return primitives[i].is_der(element->body);
	return true;
}

/* X.690, 11.6: as octet strings, the shorter one padded with zeros. */
static bool is_not_after(struct der_slice a, struct der_slice b)
{
	size_t common = a.bytes < b.bytes ? a.bytes : b.bytes;
	int order = memcmp(a.at, b.at, common);

	return order < 0 || (order == 0 && a.bytes <= b.bytes);
}

bool der_is_sorted(struct der_slice elements)
{
	struct der_element element, before = { 0 };

	while (elements.bytes) {
		if (der_next(&elements, &element) != DER_OK)
			return false;
		if (before.whole.at && !is_not_after(before.whole, element.whole))
			return false;
		before = element;
	}
	return true;
}

static enum der_status check_level(struct der_slice rest, unsigned int depth)
{
	struct der_element element;

	if (depth > DER_MAX_DEPTH)
		return DER_BAD;
	while (rest.bytes) {
		enum der_status status = der_next(&rest, &element);

		if (status != DER_OK)
			return depth ? DER_BAD : status;
		if (!form_is_der(&element))
			return DER_BAD;
		if (element.tag == DER_SET && !der_is_sorted(element.body))
			return DER_BAD;
		if (!(element.tag & CONSTRUCTED))
			continue;
		status = check_level(element.body, depth + 1);
		if (status != DER_OK)
			return status;
	}
	return DER_OK;
}

enum der_status der_check(struct der_slice bytes)
{
	return check_level(bytes, 0);
}

bool der_equal(struct der_slice a, const void *bytes, size_t length)
{
	return a.bytes == length && (length == 0 || memcmp(a.at, bytes, length) == 0);
}
