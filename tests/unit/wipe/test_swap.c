/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goal: headers of swap areas are read as the kernel reads them, hostile ones refused. */
#include <string.h>
#include <sys/swap.h>

#include "swap_discard.h"
#include "swap_header.h"
#include "unit.h"

#define PAGE SWAP_PAGE_MIN

static void put_u32(unsigned char *page, size_t at, uint32_t value, bool is_swapped)
{
	for (size_t i = 0; i < 4; i++)
		page[at + i] = (unsigned char)(value >> 8 * (is_swapped ? 3 - i : i));
}

static void make(unsigned char page[PAGE], uint32_t last_page, bool is_swapped)
{
	memset(page, 0x5a, PAGE);
	put_u32(page, 1024, 1, is_swapped);
	put_u32(page, 1028, last_page, is_swapped);
	put_u32(page, 1032, 0, is_swapped);
	memcpy(page + PAGE - 10, "SWAPSPACE2", 10);
}

static void both_byte_orders_are_read(void **state)
{
	unsigned char page[PAGE];
	struct swap_header header;

	(void)state;
	for (int is_swapped = 0; is_swapped < 2; is_swapped++) {
		make(page, 1023, is_swapped);
		put_u32(page, 1032, 2, is_swapped);
		put_u32(page, 1536, 1023, is_swapped);
		put_u32(page, 1540, 1, is_swapped);
		assert_true(swap_header_parse(page, PAGE, &header));
		assert_int_equal(header.last_page, 1023);
		assert_int_equal(header.page_bytes, PAGE);
		assert_int_equal(header.is_swapped, is_swapped);
		assert_false(header.holds_image);
		assert_int_equal(swap_header_bad(page, &header, 0), 1023);
		assert_int_equal(swap_header_bad(page, &header, 1), 1);
	}
}

static void what_makes_no_sense_is_refused(void **state)
{
	static const struct {
		size_t at;
		uint32_t value;
	} wrong[] = {
		{ 1024, 0 }, { 1024, 2 },      { 1028, 0 },	   { 1032, 638 },
		{ 1032, 1 }, { PAGE - 10, 0 }, { PAGE - 4, 0x50 },
	};
	unsigned char page[PAGE];
	struct swap_header header;

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		make(page, 1023, false);
		put_u32(page, wrong[i].at, wrong[i].value, false);
		if (swap_header_parse(page, PAGE, &header))
			fail_msg("%zu: %u is taken", wrong[i].at, wrong[i].value);
	}
	make(page, 1023, false);
	put_u32(page, 1032, 1, false);
	put_u32(page, 1536, 0, false);
	assert_false(swap_header_parse(page, PAGE, &header));
	put_u32(page, 1536, 1024, false);
	assert_false(swap_header_parse(page, PAGE, &header));
	put_u32(page, 1536, 1023, false);
	assert_true(swap_header_parse(page, PAGE, &header));
}

static void an_image_is_given_up_only_if_it_keeps_the_signature(void **state)
{
	static const char *const images[] = { "S1SUSPEND", "ULSUSPEND" };
	unsigned char page[PAGE], plain[PAGE];
	struct swap_header header;

	(void)state;
	for (size_t i = 0; i < COUNT(images); i++) {
		make(page, 1023, false);
		memcpy(plain, page, PAGE);
		memset(plain + PAGE - 20, 0, 10);
		memcpy(page + PAGE - 10, images[i], 10);
		assert_false(swap_header_parse(page, PAGE, &header));
		memcpy(page + PAGE - 20, "SWAPSPACE2", 10);
		assert_true(swap_header_parse(page, PAGE, &header));
		assert_true(header.holds_image);
		swap_header_give_up_image(page, PAGE);
		assert_memory_equal(page, plain, PAGE);
		assert_true(swap_header_parse(page, PAGE, &header));
		assert_false(header.holds_image);
	}
}

static void discarding_is_what_fstab_asks_for(void **state)
{
	static const struct {
		const char *line;
		int flags;
	} lines[] = {
		{ "/dev/sda2 none swap sw,discard 0 0\n", SWAP_FLAG_DISCARD },
		{ "UUID=1 none swap discard=once\n", SWAP_FLAG_DISCARD | 0x20000 },
		{ "LABEL=x\tnone\tswap\tpri=3,discard=pages,nofail\n",
		  SWAP_FLAG_DISCARD | 0x40000 },
		{ "/dev/sda2 none swap sw\n", 0 },
		{ "/dev/sda1 / ext4 discard\n", 0 },
		{ "# /dev/sda2 none swap discard\n", 0 },
		{ "/dev/sda2 none swap nodiscard,discard=never\n", 0 },
		{ "\n", 0 },
	};
	char spec[512];

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++)
		assert_int_equal(swap_discard_parse(lines[i].line, spec, sizeof(spec)),
				 lines[i].flags);
	assert_int_equal(swap_discard_parse(lines[1].line, spec, sizeof(spec)), lines[1].flags);
	assert_string_equal(spec, "UUID=1");
	assert_int_equal(swap_discard_parse(lines[1].line, spec, 6), 0);
}

static void states_have_names(void **state)
{
	(void)state;
	assert_string_equal(wipe_swap_state_name(WIPE_SWAP_VERIFIED), "verified");
	assert_string_equal(wipe_swap_state_name(WIPE_SWAP_INTERRUPTED), "interrupted");
	assert_string_equal(wipe_swap_state_name((enum wipe_swap_state)WIPE_SWAP_STATES),
			    "unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_byte_orders_are_read),
		cmocka_unit_test(what_makes_no_sense_is_refused),
		cmocka_unit_test(an_image_is_given_up_only_if_it_keeps_the_signature),
		cmocka_unit_test(discarding_is_what_fstab_asks_for),
		cmocka_unit_test(states_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
