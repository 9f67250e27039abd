/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Against a map that has a flag for each byte. MASSHO_TEST_SEED repeats a run. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "extents.h"

#define SPACE 512
#define ROUNDS 300
#define OPERATIONS 60

struct model {
	bool there[SPACE];
};

static uint64_t state_of_random;

static uint64_t below(uint64_t end)
{
	/* Knuth's MMIX generator; its upper bits. */
	state_of_random =
		state_of_random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (state_of_random >> 33) % end;
}

static void seed_random(void)
{
	const char *given = getenv("MASSHO_TEST_SEED");

	state_of_random = given ? strtoull(given, NULL, 0) : (uint64_t)time(NULL);
	print_message("MASSHO_TEST_SEED=%llu\n", (unsigned long long)state_of_random);
}

/* The runs of the map are the items, one for one. */
static void same_as(const struct model *model, uint64_t base, const struct extents *extents)
{
	size_t item = 0, at = 0, total = 0;

	while (at < SPACE) {
		size_t begin = at;

		if (!model->there[at]) {
			at++;
			continue;
		}
		while (at < SPACE && model->there[at])
			at++;
		assert_true(item < extents->count);
		assert_true(extents->items[item].offset_bytes == base + begin);
		assert_true(extents->items[item].length_bytes == at - begin);
		total += at - begin;
		item++;
	}
	assert_int_equal(item, extents->count);
	assert_true(extents_total(extents) == total);
}

static void same_answers(const struct model *model, uint64_t base, const struct extents *extents)
{
	size_t offset = below(SPACE), length = 1 + below(SPACE - offset);
	uint64_t common = 0;

	for (size_t i = offset; i < offset + length; i++)
		common += model->there[i];
	assert_int_equal(extents_touch(extents, base + offset, length), common > 0);
	assert_true(extents_common(extents, base + offset, length) == common);
	assert_int_equal(extents_contain(extents, base + offset), model->there[offset]);
}

static void one_round(uint64_t base)
{
	struct extents extents = { .items = NULL };
	struct model model = { .there = { false } };
	size_t longest = 1 + below(100);

	for (int i = 0; i < OPERATIONS; i++) {
		size_t offset = below(SPACE);
		size_t room = SPACE - offset,
		       length = below(longest < room ? longest + 1 : room + 1);

		assert_int_equal(extents_add(&extents, base + offset, length), 0);
		memset(model.there + offset, true, length);
		same_as(&model, base, &extents);
		for (int k = 0; k < 10; k++)
			same_answers(&model, base, &extents);
	}
	extents_clear(&extents);
	assert_int_equal(extents.count, 0);
	assert_null(extents.items);
}

static void added_ones_are_as_in_the_map(void **state)
{
	(void)state;
	for (int i = 0; i < ROUNDS; i++)
		one_round(0);
}

static void so_they_are_at_great_addresses(void **state)
{
	(void)state;
	for (int i = 0; i < ROUNDS / 10; i++) {
		one_round((UINT64_C(1) << 32) - SPACE / 2);
		one_round((UINT64_C(1) << 41) - SPACE / 2);
		one_round(UINT64_MAX - SPACE);
	}
}

static void appended_ones_stay_as_they_are(void **state)
{
	static const struct wipe_extent given[] = { { 100, 10 }, { 100, 10 }, { 0, 5 }, { 5, 5 } };
	struct extents extents = { .items = NULL };

	(void)state;
	for (int round = 0; round < 20; round++)
		for (size_t i = 0; i < COUNT(given); i++)
			assert_int_equal(extents_append(&extents, given[i].offset_bytes,
							given[i].length_bytes),
					 0);
	assert_int_equal(extents_append(&extents, 7, 0), 0);
	assert_int_equal(extents.count, 20 * COUNT(given));
	for (size_t i = 0; i < extents.count; i++)
		assert_memory_equal(&extents.items[i], &given[i % COUNT(given)], sizeof(given[0]));
	assert_true(extents_total(&extents) == 600);
	extents_clear(&extents);
}

static void of_none_nothing_is_true(void **state)
{
	struct extents extents = { .items = NULL };

	(void)state;
	assert_int_equal(extents_add(&extents, 5, 0), 0);
	assert_int_equal(extents.count, 0);
	assert_false(extents_contain(&extents, 0));
	assert_false(extents_touch(&extents, 0, UINT64_MAX));
	assert_true(extents_total(&extents) == 0);
	extents_clear(&extents);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(added_ones_are_as_in_the_map),
		cmocka_unit_test(so_they_are_at_great_addresses),
		cmocka_unit_test(appended_ones_stay_as_they_are),
		cmocka_unit_test(of_none_nothing_is_true),
	};

	seed_random();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
