/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal_scene.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- damage -------------------------------------------------------------- */

/* Refused, or the checkpoint before; never a value that was not written. */
static void a_changed_byte_is_noticed(void **state)
{
	uint8_t *bytes = malloc(WIPE_JOURNAL_FILE_BYTES);
	struct wipe_resume *resume = calloc(1, sizeof(*resume));
	size_t refused = 0, behind = 0, same = 0;
	struct wipe_error err;
	int fd;

	(void)state;
	scene_make_used();
	scene_load(bytes);
	fd = open(PATH, O_WRONLY);
	for (size_t i = 0; i < WIPE_JOURNAL_FILE_BYTES; i += test_step(61)) {
		uint8_t changed = (uint8_t)(bytes[i] ^ (1u << i % 8));

		assert_int_equal(pwrite(fd, &changed, 1, (off_t)i), 1);
		if (scene_open_and_close(&err, resume) != 0) {
			assert_int_equal(err.code, WIPE_E_FORMAT);
			assert_true(err.message[0]);
			assert_true(i < HEADER_BYTES);
			refused++;
		} else {
			bool newest = i < HEADER_BYTES + SLOT_BYTES;

			assert_true(i >= HEADER_BYTES);
			assert_int_equal(resume->at.covered_bytes, newest ? 2 << 20 : 1 << 20);
			newest ? same++ : behind++;
		}
		assert_int_equal(pwrite(fd, &bytes[i], 1, (off_t)i), 1);
	}
	close(fd);
	assert_true(refused && behind && same);
	free(bytes);
	free(resume);
}

static void a_torn_slot_costs_a_checkpoint(void **state)
{
	uint8_t *bytes = malloc(WIPE_JOURNAL_FILE_BYTES);
	uint8_t *newest = bytes + HEADER_BYTES + SLOT_BYTES;
	struct wipe_resume *resume = calloc(1, sizeof(*resume));
	struct wipe_journal *journal;
	struct wipe_error err;

	(void)state;
	scene_make_used();
	scene_load(bytes);
	memset(newest + 512, 0xa5, SLOT_BYTES - 512);
	scene_store(bytes, WIPE_JOURNAL_FILE_BYTES);
	assert_int_equal(wipe_journal_open(PATH, &scene_env.env, &journal, NULL), 0);
	assert_true(wipe_journal_is_behind(journal));
	assert_int_equal(wipe_journal_resume(journal, NULL, 0, resume, NULL), 0);
	assert_int_equal(resume->at.covered_bytes, 1 << 20);
	wipe_journal_close(journal);
	assert_int_equal(wipe_journal_open(PATH, &scene_env.env, &journal, NULL), 0);
	assert_false(wipe_journal_is_behind(journal)); /* mended */
	wipe_journal_close(journal);

	memset(bytes + HEADER_BYTES, 0, SLOT_BYTES);
	scene_store(bytes, WIPE_JOURNAL_FILE_BYTES);
	assert_int_equal(scene_open_and_close(&err, NULL), WIPE_E_FORMAT);
	assert_non_null(strstr(err.message, "checkpoints"));
	free(bytes);
	free(resume);
}

static void no_length_but_one_is_right(void **state)
{
	uint8_t *bytes = calloc(1, WIPE_JOURNAL_FILE_BYTES + 1);
	struct wipe_error err;

	(void)state;
	scene_make_used();
	scene_load(bytes);
	scene_store(bytes, WIPE_JOURNAL_FILE_BYTES + 1);
	assert_int_equal(scene_open_and_close(&err, NULL), WIPE_E_FORMAT);
	scene_store(bytes, WIPE_JOURNAL_FILE_BYTES);
	assert_int_equal(scene_open_and_close(&err, NULL), 0);
	for (size_t length = WIPE_JOURNAL_FILE_BYTES; length-- > 0;) {
		if (length % test_step(61))
			continue;
		assert_int_equal(truncate(PATH, (off_t)length), 0);
		assert_int_equal(scene_open_and_close(&err, NULL), WIPE_E_FORMAT);
		assert_non_null(strstr(err.message, length < 12 ? "no journal" : "truncated"));
	}
	free(bytes);
}

static void slots_belong_to_their_header(void **state)
{
	uint8_t *one = malloc(WIPE_JOURNAL_FILE_BYTES), *two = malloc(WIPE_JOURNAL_FILE_BYTES);
	struct wipe_error err;

	(void)state;
	scene_make_used();
	scene_load(one);
	scene_make_used();
	scene_load(two);
	memcpy(two, one, HEADER_BYTES);
	scene_store(two, WIPE_JOURNAL_FILE_BYTES);
	assert_int_equal(scene_open_and_close(&err, NULL), WIPE_E_FORMAT);
	free(one);
	free(two);
}

/* --- hostile, with hashes that are right --------------------------------- */

struct hostile {
	bool slot; /* both of them */
	uint32_t at;
	int bytes;
	uint64_t value;
};

/* clang-format off */
static const struct hostile hostiles[] = {
	{ false, 0, 1, 'M' },
	{ false, AT_VERSION, 4, 2 },
	{ false, AT_VERSION + 4, 4, 8192 },
	{ false, AT_VERSION + 8, 4, 0 },
	{ false, AT_VERSION + 12, 4, 0xffffffff },
	{ false, AT_VERSION + 16, 8, UINT64_MAX },
	{ false, AT_STARTED, 8, UINT64_MAX },
	{ false, AT_STARTED, 8, INT64_MAX },
	{ false, AT_KIND, 4, 2 },
	{ false, AT_KIND, 4, UINT32_MAX },
	{ false, AT_BLOCK, 4, 0 },
	{ false, AT_BLOCK, 4, 513 },
	{ false, AT_BLOCK, 4, 8192 },
	{ false, AT_CAPACITY, 8, 0 },
	{ false, AT_CAPACITY, 8, UINT64_MAX },
	{ false, AT_CAPACITY, 8, 1 << 20 }, /* less than is covered */
	{ false, AT_SERIAL, 1, 0x1b },
	{ false, AT_SERIAL, 1, 0xe3 },
	{ false, AT_SERIAL + 100, 1, 'x' },
	{ false, AT_METHOD, 1, 0 },
	{ false, AT_METHOD, 1, '\n' },
	{ false, AT_LEVEL, 4, 3 },
	{ false, AT_ATTEMPT, 4, 0 },
	{ false, AT_CHALLENGE_BYTES, 4, 15 },
	{ false, AT_CHALLENGE_BYTES, 4, 65 },
	{ false, AT_CHALLENGE_BYTES, 4, UINT32_MAX },
	{ false, AT_PASS_COUNT, 4, 0 },
	{ false, AT_PASS_COUNT, 4, 1 }, /* below the checkpoint's */
	{ false, AT_PASS_COUNT, 4, 41 },
	{ false, AT_PASS_COUNT, 4, UINT32_MAX },
	{ false, AT_HEADER_REST, 1, 1 },
	{ true, AT_SEQUENCE, 8, UINT64_MAX },
	{ true, AT_SEQUENCE, 8, 6 }, /* right for one of the two places only */
	{ true, AT_WRITTEN, 8, UINT64_MAX },
	{ true, AT_DURATION, 8, UINT64_MAX },
	{ true, AT_PASS, 4, 0 },
	{ true, AT_PASS, 4, 4 },
	{ true, AT_PASS, 4, UINT32_MAX },
	{ true, AT_POSTPONED_COUNT, 4, 65 },
	{ true, AT_POSTPONED_COUNT, 4, 3 }, /* the third is empty */
	{ true, AT_POSTPONED_COUNT, 4, 1 }, /* the second is left over */
	{ true, AT_POSTPONED_COUNT, 4, UINT32_MAX },
	{ true, AT_COVERED, 8, CAPACITY + 512 },
	{ true, AT_COVERED, 8, UINT64_MAX },
	{ true, AT_COVERED, 8, 4096 + 1 },
	{ true, AT_COVERED, 8, 4096 }, /* before what is postponed */
	{ true, AT_POSTPONED, 8, 5120 },
	{ true, AT_POSTPONED, 8, UINT64_MAX },
	{ true, AT_POSTPONED + 8, 8, 0 },
	{ true, AT_POSTPONED + 8, 8, 2048 },
	{ true, AT_POSTPONED + 8, 8, UINT64_MAX },
	{ true, AT_POSTPONED + 8, 8, 513 },
	{ true, AT_NOT_LISTED, 8, UINT64_MAX },
	{ true, AT_BAD_COUNT, 4, 257 },
	{ true, AT_BAD_COUNT, 4, 1 },
	{ true, AT_BAD_COUNT, 4, 3 },
	{ true, AT_BAD_COUNT, 4, UINT32_MAX },
	{ true, AT_BAD, 8, CAPACITY },
	{ true, AT_BAD, 8, UINT64_MAX },
	{ true, AT_BAD + 8, 8, 0 },
	{ true, AT_BAD + 8, 8, UINT64_MAX },
	{ true, AT_BAD + 16, 4, 0 },
	{ true, AT_BAD + 16, 4, 2 }, /* as the second: listed twice */
	{ true, AT_BAD + 16, 4, 3 }, /* a pass that was not reached */
	{ true, AT_BAD + 20, 4, 0 },
	{ true, AT_BAD + 20, 4, 4096 },
	{ true, AT_BAD + 20, 4, UINT32_MAX },
	{ true, AT_INTERRUPTION_COUNT, 4, 1 },
	{ true, AT_INTERRUPTION_COUNT, 4, 33 },
	{ true, AT_INTERRUPTION_COUNT, 4, UINT32_MAX },
	{ true, AT_INTERRUPTIONS + 27, 1, 1 },
	{ true, AT_NOTES_BYTES, 4, WIPE_JOURNAL_NOTES_MAX + 1 },
	{ true, AT_NOTES_BYTES, 4, 8 },
	{ true, AT_NOTES_BYTES, 4, UINT32_MAX },
	{ true, AT_SLOT_REST, 1, 1 },
};
/* clang-format on */

static void hostile_values_are_refused(void **state)
{
	uint8_t *good = malloc(WIPE_JOURNAL_FILE_BYTES), *bytes = malloc(WIPE_JOURNAL_FILE_BYTES);
	struct wipe_error err;

	(void)state;
	scene_make_used();
	scene_load(good);
	scene_seal_all(good);
	scene_store(good, WIPE_JOURNAL_FILE_BYTES);
	assert_int_equal(scene_open_and_close(&err, NULL), 0);
	for (size_t i = 0; i < COUNT(hostiles); i++) {
		const struct hostile *hostile = &hostiles[i];

		memcpy(bytes, good, WIPE_JOURNAL_FILE_BYTES);
		for (int k = 0; k < (hostile->slot ? SLOT_COUNT : 1); k++)
			scene_put(bytes + (hostile->slot ? HEADER_BYTES + k * SLOT_BYTES : 0) +
					  hostile->at,
				  hostile->value, hostile->bytes);
		scene_seal_all(bytes);
		scene_store(bytes, WIPE_JOURNAL_FILE_BYTES);
		if (scene_open_and_close(&err, NULL) != WIPE_E_FORMAT)
			fail_msg("hostile %zu: %s", i, err.message);
	}
	free(good);
	free(bytes);
}

/* The same from random places: refused or within bounds, never a crash. */
static void random_values_stay_within_bounds(void **state)
{
	uint8_t *good = malloc(WIPE_JOURNAL_FILE_BYTES), *bytes = malloc(WIPE_JOURNAL_FILE_BYTES);
	struct wipe_resume *resume = calloc(1, sizeof(*resume));
	size_t taken = 0, rounds = 4000 / test_step(10);
	struct wipe_error err;

	(void)state;
	scene_make_used();
	scene_load(good);
	for (size_t i = 0; i < rounds; i++) {
		uint32_t random[3];

		memcpy(bytes, good, WIPE_JOURNAL_FILE_BYTES);
		scene_env.env.ops->random(&scene_env.env, random, sizeof(random));
		bytes[HEADER_BYTES + SLOT_BYTES + random[0] % 1200] = (uint8_t)random[1];
		if (random[2] % 4 == 0)
			bytes[random[2] / 4 % AT_HEADER_REST] ^= (uint8_t)random[1];
		scene_seal_all(bytes);
		scene_store(bytes, WIPE_JOURNAL_FILE_BYTES);
		if (scene_open_and_close(&err, resume) != 0)
			continue;
		taken++;
		assert_in_range(resume->at.pass, 1, WIPE_PASSES_MAX);
		assert_true(resume->at.postponed_count <= WIPE_POSTPONED_MAX);
		assert_true(resume->at.bad_range_count <= WIPE_BAD_RANGES_MAX);
		assert_true(resume->interruption_count <= WIPE_INTERRUPTIONS_MAX);
	}
	assert_true(taken > 0 && taken < rounds);
	free(good);
	free(bytes);
	free(resume);
}

/* --- other media, other methods ------------------------------------------ */

static int plan_for(const struct wipe_device *device, struct wipe_error *err)
{
	struct wipe_plan *plan = calloc(1, sizeof(*plan));
	struct wipe_journal *journal;
	int rc;

	wipe_error_clear(err);
	assert_int_equal(wipe_journal_open(PATH, &scene_env.env, &journal, NULL), 0);
	rc = wipe_journal_plan(journal, device, plan, err);
	wipe_journal_close(journal);
	free(plan);
	return rc;
}

static void it_tells_media_apart(void **state)
{
	struct wipe_device device = scene_some_device();
	struct wipe_error err;

	(void)state;
	scene_make_used();
	assert_int_equal(plan_for(&device, &err), 0);
	strcpy(device.name, "sdb"); /* what the next machine calls it */
	strcpy(device.node, "/dev/sdb");
	strcpy(device.model, "Bridge");
	assert_int_equal(plan_for(&device, &err), 0);
	device.serial_plausible = false;
	assert_int_equal(plan_for(&device, &err), WIPE_E_REFUSED);

	device = scene_some_device();
	strcpy(device.serial, "S-0002");
	assert_int_equal(plan_for(&device, &err), WIPE_E_REFUSED);
	assert_non_null(strstr(err.message, "S-0001"));
	assert_non_null(strstr(err.message, "S-0002"));
	device = scene_some_device();
	device.wwn[0] = '\0';
	assert_int_equal(plan_for(&device, &err), WIPE_E_REFUSED);
	assert_non_null(strstr(err.message, "WWN"));
	device = scene_some_device();
	device.capacity_bytes += 512;
	assert_int_equal(plan_for(&device, &err), WIPE_E_REFUSED);
	assert_non_null(strstr(err.message, "1073742336"));
	device = scene_some_device();
	device.logical_block_bytes = 4096;
	assert_int_equal(plan_for(&device, &err), WIPE_E_REFUSED);
	device = scene_some_device();
	device.kind = WIPE_KIND_IMAGE;
	assert_int_equal(plan_for(&device, &err), WIPE_E_REFUSED);
	device = scene_some_device();
	device.media = WIPE_MEDIA_VIRTUAL; /* the level asked for is out of reach there */
	assert_int_equal(plan_for(&device, &err), WIPE_E_UNSUPPORTED);
}

static void methods_of_other_programs_are_refused(void **state)
{
	static const struct hostile changes[] = {
		{ false, AT_METHOD, 1, 'x' },	 /* an unknown name */
		{ false, AT_PASS_COUNT, 4, 4 },	 /* more passes */
		{ false, AT_PASSES + 5, 1, 'x' } /* another pattern in the first */
	};
	uint8_t *bytes = malloc(WIPE_JOURNAL_FILE_BYTES);
	struct wipe_device device = scene_some_device();
	struct wipe_error err;

	(void)state;
	for (size_t i = 0; i < COUNT(changes); i++) {
		scene_make_used();
		scene_load(bytes);
		scene_put(bytes + changes[i].at, changes[i].value, changes[i].bytes);
		scene_seal_all(bytes);
		scene_store(bytes, WIPE_JOURNAL_FILE_BYTES);
		assert_int_equal(plan_for(&device, &err), WIPE_E_FORMAT);
		assert_non_null(strstr(err.message, "method"));
	}
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_changed_byte_is_noticed),
		cmocka_unit_test(a_torn_slot_costs_a_checkpoint),
		cmocka_unit_test(no_length_but_one_is_right),
		cmocka_unit_test(slots_belong_to_their_header),
		cmocka_unit_test(hostile_values_are_refused),
		cmocka_unit_test(random_values_stay_within_bounds),
		cmocka_unit_test(it_tells_media_apart),
		cmocka_unit_test(methods_of_other_programs_are_refused),
	};

	return cmocka_run_group_tests(tests, scene_in_a_folder_of_its_own, scene_remove_folder);
}
