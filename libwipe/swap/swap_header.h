/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first page of a swap area (linux/swap.h: union swap_header). Pure. */
#ifndef SWAP_SWAP_HEADER_H
#define SWAP_SWAP_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SWAP_PAGE_MIN 4096
#define SWAP_PAGE_MAX 65536

struct swap_header {
	uint32_t page_bytes;
	uint32_t last_page; /* the first is the header */
	uint32_t bad_count;
	bool is_swapped;  /* in the byte order of another machine */
	bool holds_image; /* of hibernation: its signature stands over the area's own */
};

/*
 * page: page_bytes of it. False if it is none that can be wiped: another version, bad pages
 * that lie outside, an image of a kind that does not keep the area's own signature.
 */
bool swap_header_parse(const unsigned char *page, size_t page_bytes, struct swap_header *header);

/* The number of the bad page with this index, below bad_count. */
uint32_t swap_header_bad(const unsigned char *page, const struct swap_header *header,
			 uint32_t index);

/* Puts the area's own signature back, as resuming does. */
void swap_header_give_up_image(unsigned char *page, size_t page_bytes);

#endif
