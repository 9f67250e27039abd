/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vpd.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "text.h"

struct page {
	uint8_t bytes[VPD_PAGE_BYTES];
	size_t count; /* of the content: the smaller of what it says and what is there */
};

#define HEADER_BYTES 4

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static size_t from_hex(const char *hex, uint8_t *out, size_t out_bytes)
{
	size_t count = 0;

	for (; hex && count < out_bytes && digit(hex[0]) >= 0 && digit(hex[1]) >= 0; hex += 2)
		out[count++] = (uint8_t)(digit(hex[0]) << 4 | digit(hex[1]));
	return count;
}

/* SPC-4 sec. 7.8.1: byte 1 is the page code, bytes 2 and 3 the length of what follows. */
static bool read_page(const char *hex, uint8_t code, struct page *page)
{
	uint8_t raw[HEADER_BYTES + VPD_PAGE_BYTES];
	size_t got = from_hex(hex, raw, sizeof(raw)), told;

	page->count = 0;
	if (got < HEADER_BYTES || raw[1] != code)
		return false;
	told = (size_t)raw[2] << 8 | raw[3];
	got -= HEADER_BYTES;
	page->count = told < got ? told : got;
	memcpy(page->bytes, raw + HEADER_BYTES, page->count);
	return page->count > 0;
}

bool vpd_serial(const char *hex, char *out, size_t out_bytes)
{
	struct page page;
	size_t used;

	*out = '\0';
	if (!read_page(hex, 0x80, &page))
		return false;
	used = page.count < out_bytes - 1 ? page.count : out_bytes - 1;
	memcpy(out, page.bytes, used);
	out[used] = '\0';
	return out[strspn(out, " ")] != '\0';
}

enum { TYPE_T10 = 1, TYPE_EUI64 = 2, TYPE_NAA = 3, TYPE_NAME = 8 };

/*
 * Which designator is taken if there are several, the best first: the order in
 * which the kernel prefers them, so that both choose the same.
 */
static const struct {
	uint8_t type;
	uint8_t bytes; /* 0: any number */
	uint8_t naa;   /* upper half of the first byte, of NAA designators */
	const char *prefix;
} preferred[] = {
	{ TYPE_NAME, 0, 0, "" },       { TYPE_NAA, 16, 6, "naa." }, { TYPE_EUI64, 16, 0, "eui." },
	{ TYPE_EUI64, 12, 0, "eui." }, { TYPE_NAA, 8, 5, "naa." },  { TYPE_NAA, 8, 2, "naa." },
	{ TYPE_EUI64, 8, 0, "eui." },  { TYPE_NAA, 8, 3, "naa." },  { TYPE_T10, 0, 0, "t10." },
};

#define RANKS (sizeof(preferred) / sizeof(preferred[0]))

static size_t rank_of(uint8_t type, const uint8_t *bytes, size_t count)
{
	size_t rank = 0;

	for (; rank < RANKS; rank++)
		if (preferred[rank].type == type &&
		    (!preferred[rank].bytes || preferred[rank].bytes == count) &&
		    (type != TYPE_NAA || bytes[0] >> 4 == preferred[rank].naa))
			break;
	return rank;
}

/* Half a name would be another's: what does not fit is none. */
static bool write_name(size_t rank, const uint8_t *bytes, size_t count, char *out, size_t out_bytes)
{
	bool is_text = preferred[rank].type == TYPE_NAME || preferred[rank].type == TYPE_T10;
	size_t used = strlen(preferred[rank].prefix);
	char text[256];

	if (used + (is_text ? count : 2 * count) >= out_bytes)
		return false;
	memcpy(out, preferred[rank].prefix, used);
	if (is_text) {
		memcpy(text, bytes, count);
		text[count] = '\0';
		text_copy_ascii(out + used, out_bytes - used, text);
		return out[used] != '\0';
	}
	for (size_t i = 0; i < count; i++, used += 2)
		snprintf(out + used, 3, "%02x", bytes[i]);
	return true;
}

bool vpd_unit_name(const char *hex, char *out, size_t out_bytes)
{
	char name[256];
	size_t room = out_bytes < sizeof(name) ? out_bytes : sizeof(name);
	size_t best = RANKS, at = 0;
	struct page page;

	*out = '\0';
	if (!read_page(hex, 0x83, &page))
		return false;
	while (page.count - at > HEADER_BYTES) {
		const uint8_t *head = page.bytes + at, *bytes = head + HEADER_BYTES;
		size_t count = head[3], rank = RANKS;

		if (count > page.count - at - HEADER_BYTES)
			break;
		if (count && !(head[1] & 0x30)) /* of the logical unit, not of a port or target */
			rank = rank_of(head[1] & 0x0f, bytes, count);
		if (rank < best && write_name(rank, bytes, count, name, room)) {
			best = rank;
			memcpy(out, name, strlen(name) + 1);
		}
		at += HEADER_BYTES + count;
	}
	return best < RANKS;
}
