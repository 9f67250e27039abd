/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the kernel tells of free blocks and of the head of a log: also nonsense. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "freemap.h"
#include "journal_wrap.h"
#include "swap.h"

#define ROOM 4
#define DEVICE 0x700U

static struct fsmap map_of(uint64_t begin, uint64_t length, uint64_t owner, uint32_t flags)
{
	return (struct fsmap){ .fmr_device = DEVICE,
			       .fmr_physical = begin,
			       .fmr_length = length,
			       .fmr_owner = owner,
			       .fmr_flags = flags };
}

static struct fsmap free_of(uint64_t begin, uint64_t length)
{
	return map_of(begin, length, FMR_OWN_FREE, FMR_OF_SPECIAL_OWNER);
}

static int take(struct fs_runs *runs, uint32_t entries, const struct fsmap *maps, bool *more)
{
	struct fsmap_head *head = calloc(1, sizeof(*head) + ROOM * sizeof(*maps));
	int rc;

	assert_non_null(head);
	head->fmh_count = ROOM;
	head->fmh_entries = entries;
	memcpy(head->fmh_recs, maps, ROOM * sizeof(*maps));
	rc = freemap_take(runs, head, DEVICE, more, NULL);
	free(head);
	return rc;
}

static void only_free_blocks_of_the_device_are_taken(void **state)
{
	struct fsmap maps[ROOM] = { free_of(0, 8), map_of(8, 8, 5, 0), free_of(16, 8),
				    free_of(24, 8) };
	struct fs_runs runs = { .items = NULL };
	bool more;

	(void)state;
	maps[2].fmr_device++;
	maps[3].fmr_flags |= FMR_OF_LAST;
	assert_int_equal(take(&runs, ROOM, maps, &more), 0);
	assert_false(more);
	assert_int_equal(runs.count, 2);
	assert_int_equal(runs.items[0].begin, 0);
	assert_int_equal(runs.items[1].begin, 24);
	assert_int_equal(fs_runs_bytes(&runs), 16);
	fs_runs_clear(&runs);
}

static void what_touches_becomes_one_and_replies_go_on(void **state)
{
	struct fsmap maps[ROOM] = { free_of(0, 8), free_of(8, 8) };
	struct fs_runs runs = { .items = NULL };
	bool more;

	(void)state;
	assert_int_equal(take(&runs, 2, maps, &more), 0);
	assert_true(more);
	assert_int_equal(runs.count, 1);
	assert_int_equal(take(&runs, 0, maps, &more), 0);
	assert_false(more);
	fs_runs_clear(&runs);
}

static void nonsense_is_no_map(void **state)
{
	struct fsmap backwards[ROOM] = { free_of(16, 8), free_of(0, 8) };
	struct fsmap wraps[ROOM] = { free_of(UINT64_MAX - 1, 8) };
	struct fsmap nothing[ROOM] = { free_of(8, 0) };
	struct fs_runs runs = { .items = NULL };
	bool more;

	(void)state;
	assert_int_equal(take(&runs, ROOM + 1, backwards, &more), WIPE_E_FORMAT);
	assert_int_equal(take(&runs, 2, backwards, &more), WIPE_E_FORMAT);
	assert_int_equal(take(&runs, 1, wraps, &more), WIPE_E_FORMAT);
	assert_int_equal(take(&runs, 1, nothing, &more), WIPE_E_FORMAT);
	fs_runs_clear(&runs);
}

static void only_what_is_in_both_is_kept(void **state)
{
	static const struct fs_run left[] = { { 0, 10 }, { 20, 30 }, { 40, 50 } };
	static const struct fs_run right[] = { { 5, 25 }, { 28, 29 }, { 50, 60 } };
	static const struct fs_run both[] = { { 5, 10 }, { 20, 25 }, { 28, 29 } };
	struct fs_runs a = { .items = NULL }, b = { .items = NULL };

	(void)state;
	for (size_t i = 0; i < COUNT(left); i++) {
		assert_int_equal(fs_runs_append(&a, left[i].begin, left[i].end, NULL), 0);
		assert_int_equal(fs_runs_append(&b, right[i].begin, right[i].end, NULL), 0);
	}
	assert_int_equal(fs_runs_keep_common(&a, &b, NULL), 0);
	assert_int_equal(a.count, COUNT(both));
	assert_memory_equal(a.items, both, sizeof(both));
	fs_runs_clear(&a);
	fs_runs_clear(&b);
}

static void fill_runs(struct fs_runs *runs, const struct fs_run *from, size_t count)
{
	for (size_t i = 0; i < count; i++)
		assert_int_equal(fs_runs_add(runs, from[i].begin, from[i].end, NULL), 0);
}

static void what_is_in_the_other_is_removed(void **state)
{
	static const struct fs_run left[] = { { 0, 10 }, { 20, 30 }, { 40, 50 }, { 60, 70 } };
	static const struct fs_run right[] = { { 5, 25 }, { 28, 29 }, { 40, 50 }, { 55, 58 } };
	static const struct fs_run rest[] = { { 0, 5 }, { 25, 28 }, { 29, 30 }, { 60, 70 } };
	struct fs_runs a = { .items = NULL }, b = { .items = NULL };

	(void)state;
	fill_runs(&a, left, COUNT(left));
	fill_runs(&b, right, COUNT(right));
	assert_int_equal(fs_runs_remove(&a, &b, NULL), 0);
	assert_int_equal(a.count, COUNT(rest));
	assert_memory_equal(a.items, rest, sizeof(rest));
	assert_int_equal(fs_runs_remove(&b, &b, NULL), 0);
	assert_int_equal(b.count, 0);
	fs_runs_clear(&a);
	fs_runs_clear(&b);
}

static void what_was_had_twice_counts_once(void **state)
{
	static const struct fs_run had[] = { { 20, 30 }, { 0, 10 }, { 25, 27 }, { 10, 12 } };
	static const struct fs_run more[] = { { 29, 40 }, { 20, 30 }, { 50, 60 } };
	static const struct fs_run all[] = { { 0, 12 }, { 20, 40 }, { 50, 60 } };
	struct fs_runs a = { .items = NULL }, b = { .items = NULL };

	(void)state;
	fill_runs(&b, had, COUNT(had));
	assert_int_equal(fs_runs_unite(&a, &b, NULL), 0);
	fs_runs_clear(&b);
	fill_runs(&b, more, COUNT(more));
	assert_int_equal(fs_runs_unite(&a, &b, NULL), 0);
	assert_int_equal(a.count, COUNT(all));
	assert_memory_equal(a.items, all, sizeof(all));
	assert_int_equal(fs_runs_bytes(&a), 42);
	fs_runs_clear(&a);
	fs_runs_clear(&b);
}

static void the_head_of_a_log_is_read(void **state)
{
	static const char *const bad[] = { "",
					   "1",
					   ":",
					   "1:",
					   ":1",
					   "a:b",
					   "-1:2",
					   "1:2:3",
					   "99999999999:1",
					   "1111111111111111111111111111111:1" };
	uint32_t cycle, block;

	(void)state;
	assert_true(journal_parse_lsn("12:3456\n", &cycle, &block));
	assert_int_equal(cycle, 12);
	assert_int_equal(block, 3456);
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(journal_parse_lsn(bad[i], &cycle, &block));
}

static void a_log_has_gone_around_when_its_head_is_where_it_began(void **state)
{
	static const struct {
		uint32_t from[2], to[2];
		uint64_t bytes;
		bool whole;
	} cases[] = {
		{ { 1, 100 }, { 1, 100 }, 0, false },
		{ { 1, 100 }, { 1, 300 }, UINT64_C(200) * 512, false },
		{ { 1, 100 }, { 2, 99 }, UINT64_C(999) * 512, false },
		{ { 1, 100 }, { 2, 100 }, UINT64_C(1000) * 512, true },
		{ { 1, 100 }, { 9, 0 }, UINT64_C(1000) * 512, true },
		{ { 2, 100 }, { 1, 200 }, 0, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		bool whole;

		assert_int_equal(journal_distance(cases[i].from, cases[i].to, UINT64_C(1000) * 512,
						  &whole),
				 cases[i].bytes);
		assert_int_equal(whole, cases[i].whole);
	}
}

static void lines_of_swaps_are_read(void **state)
{
	static const char *const bad[] = {
		"",
		"Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n",
		"/dev/sda2 partition\n",
		"/dev/sda2 partition 10 11 -2\n",
		"/dev/sda2 partition 10 1\n",
		"/swap file x y -2\n",
	};
	struct wipe_space_swap swap;

	(void)state;
	assert_true(swap_parse("/my\\040swap  file\t\t1024\t\t8\t\t-2\n", &swap));
	assert_string_equal(swap.path, "/my swap");
	assert_true(swap.is_file && swap.is_active);
	assert_int_equal(swap.bytes, 1024 * 1024);
	assert_int_equal(swap.used_bytes, 8192);
	assert_int_equal(swap.priority, -2);
	assert_true(swap_parse("/dev/sda2 partition 1024 0 -2\n", &swap));
	assert_false(swap.is_file);
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(swap_parse(bad[i], &swap));
}

static void an_image_shows_at_the_end_of_the_first_page(void **state)
{
	unsigned char page[4096] = { 0 };

	(void)state;
	assert_int_equal(swap_holds_image(page, 4), WIPE_FS_UNKNOWN);
	memcpy(page + 4086, "SWAPSPACE2", 10);
	assert_int_equal(swap_holds_image(page, sizeof(page)), WIPE_FS_NO);
	memcpy(page + 4086, "S1SUSPEND", 10);
	assert_int_equal(swap_holds_image(page, sizeof(page)), WIPE_FS_YES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_free_blocks_of_the_device_are_taken),
		cmocka_unit_test(what_touches_becomes_one_and_replies_go_on),
		cmocka_unit_test(nonsense_is_no_map),
		cmocka_unit_test(only_what_is_in_both_is_kept),
		cmocka_unit_test(what_is_in_the_other_is_removed),
		cmocka_unit_test(what_was_had_twice_counts_once),
		cmocka_unit_test(the_head_of_a_log_is_read),
		cmocka_unit_test(lines_of_swaps_are_read),
		cmocka_unit_test(an_image_shows_at_the_end_of_the_first_page),
		cmocka_unit_test(a_log_has_gone_around_when_its_head_is_where_it_began),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
