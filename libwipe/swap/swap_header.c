/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "swap_header.h"

#include <string.h>

#include "endian.h"

#define VERSION_AT 1024
#define LAST_PAGE_AT 1028
#define BAD_COUNT_AT 1032
#define BAD_AT 1536
#define MAGIC_BYTES 10
#define MAGIC "SWAPSPACE2"

static uint32_t number_at(const unsigned char *page, size_t at, bool is_swapped)
{
	const unsigned char *in = page + at;

	return is_swapped ? endian_get_u32be(in) : endian_get_u32le(in);
}

/* What stands in the place of the signature: the kernel's images, and those of uswsusp. */
static bool is_image(const unsigned char *magic)
{
	static const char *const images[] = { "S1SUSPEND", "S2SUSPEND", "ULSUSPEND" };

	for (size_t i = 0; i < sizeof(images) / sizeof(images[0]); i++)
		if (!memcmp(magic, images[i], strlen(images[i])))
			return true;
	return false;
}

bool swap_header_parse(const unsigned char *page, size_t page_bytes, struct swap_header *header)
{
	const unsigned char *magic = page + page_bytes - MAGIC_BYTES;
	size_t bad_max = (page_bytes - BAD_AT - MAGIC_BYTES) / sizeof(uint32_t);

	*header = (struct swap_header){ .page_bytes = (uint32_t)page_bytes };
	header->holds_image = is_image(magic);
	if (header->holds_image)
		magic -= MAGIC_BYTES; /* where an image keeps what it stands over */
	if (memcmp(magic, MAGIC, MAGIC_BYTES) != 0)
		return false;
	header->is_swapped = number_at(page, VERSION_AT, false) != 1;
	if (number_at(page, VERSION_AT, header->is_swapped) != 1)
		return false;
	header->last_page = number_at(page, LAST_PAGE_AT, header->is_swapped);
	header->bad_count = number_at(page, BAD_COUNT_AT, header->is_swapped);
	if (!header->last_page || header->bad_count > bad_max)
		return false;
	for (uint32_t i = 0; i < header->bad_count; i++) {
		uint32_t bad = swap_header_bad(page, header, i);

		if (!bad || bad > header->last_page)
			return false;
	}
	return true;
}

uint32_t swap_header_bad(const unsigned char *page, const struct swap_header *header,
			 uint32_t index)
{
	return number_at(page, BAD_AT + index * sizeof(uint32_t), header->is_swapped);
}

void swap_header_give_up_image(unsigned char *page, size_t page_bytes)
{
	unsigned char *magic = page + page_bytes - MAGIC_BYTES;

	memcpy(magic, MAGIC, MAGIC_BYTES);
	memset(magic - MAGIC_BYTES, 0, MAGIC_BYTES);
}
