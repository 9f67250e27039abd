/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goal: an erasure of files closes an item of files and nothing else: no medium, no
 * other item on the same medium, no place that it was not on.
 */
#include "unit.h"

#include "case_steps.h"

#define SERIAL "DISK-1"
#define NO_HASH "0000000000000000000000000000000000000000000000000000000000000000"

static const char *work_on_files(struct case_scene *scene, struct wipecert_case *opened,
				 struct case_id item, const char *serial, bool fails)
{
	struct case_work work = { .serial = serial, .is_files = true, .unverified = fails };
	struct case_id attempt =
		case_kept(case_scene_work(scene, opened, ENGINEER, item.text, &work));

	work.type = WIPECERT_ERASURE;
	work.closes = attempt.text;
	return case_scene_work(scene, opened, ENGINEER, item.text, &work);
}

/* A copy of what was received, copied there. */
static struct case_id copy_to(struct case_scene *scene, struct wipecert_case *opened,
			      const char *label, const char *parent, const char *serial)
{
	struct case_id copy = case_permit_copy(scene, opened, label, parent);

	case_copy_out(scene, opened, copy.text, serial);
	return copy;
}

static void a_copy_is_closed(void **state)
{
	static const char *const serials[] = { "", SERIAL };
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "a", NULL);
	struct case_id data = case_receive(scene, opened, "D-1", NULL);

	for (size_t i = 0; i < COUNT(serials); i++) {
		struct case_id copy =
			copy_to(scene, opened, i ? "C-2" : "C-1", data.text, serials[i]);
		struct case_id erasure;

		assert_int_equal(case_scene_item(opened, copy.text).outcome, WIPECERT_OUTCOME_NONE);
		erasure = case_kept(work_on_files(scene, opened, copy, serials[i], false));
		assert_int_equal(case_scene_fault(opened, erasure.text), WIPECERT_FAULT_NONE);
		assert_int_equal(case_scene_item(opened, copy.text).outcome,
				 WIPECERT_OUTCOME_ERASED);
		case_assert_lacks(opened, copy, WIPECERT_LACK_CONFIRMATION);
		case_confirm(scene, opened, erasure.text);
		case_assert_lacks(opened, copy, 0);
	}
	wipecert_case_free(opened);
}

static struct case_id tell_of_copy(struct case_scene *scene, struct wipecert_case *opened,
				   struct case_id copy, const struct wipecert_files_copied *copied)
{
	const struct case_work work = { .serial = SERIAL,
					.is_files = true,
					.type = WIPECERT_ERASURE,
					.copied = copied,
					.is_silent = !copied };

	return case_kept(case_scene_work(scene, opened, ENGINEER, copy.text, &work));
}

static struct wipecert_case_record record_of(const struct wipecert_case *opened, struct case_id id)
{
	struct wipecert_case_record record;

	wipecert_case_record(opened, case_scene_find(opened, id.text), &record);
	return record;
}

/* What it tells of the copy decides, not that it held; and nothing told of a list is no erasure. */
static void only_all_of_a_copy_closes(void **state)
{
	static const struct wipecert_files_copied some = { .files = 4, .erased = 3, .left = 1 };
	static const struct wipecert_files_copied named = { .files = 4,
							    .erased = 3,
							    .only_name = 1 };
	static const struct wipecert_files_copied other = { .files = 4, .erased = 1, .changed = 3 };
	static const struct wipecert_files_copied all = { .files = 4, .erased = 2, .changed = 2 };
	static const struct wipecert_files_copied *const short_of[] = { &some, &named, &other,
									NULL };
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "a", NULL);
	struct case_id data = case_receive(scene, opened, "D-1", NULL);
	struct case_id copy = copy_to(scene, opened, "C-1", data.text, SERIAL);
	struct wipecert_case_record record;
	struct case_id erasure;

	for (size_t i = 0; i < COUNT(short_of); i++) {
		erasure = tell_of_copy(scene, opened, copy, short_of[i]);
		assert_int_equal(case_scene_item(opened, copy.text).outcome, WIPECERT_OUTCOME_NONE);
		assert_int_equal(case_scene_item(opened, copy.text).failed_record,
				 case_scene_find(opened, erasure.text));
		record = record_of(opened, erasure);
		assert_int_equal(record.held, WIPECERT_HELD_YES);
		assert_false(record.awaits);
		assert_int_equal(record.has_come_off, !short_of[i]);
		assert_int_equal(record.copied ? record.copied->left : 0, i == 0);
	}
	erasure = tell_of_copy(scene, opened, copy, &all);
	assert_int_equal(case_scene_item(opened, copy.text).outcome, WIPECERT_OUTCOME_ERASED);
	assert_true(record_of(opened, erasure).awaits);
	wipecert_case_free(opened);
}

/* Likewise what was received, if it is told which files that were. */
static void what_was_received_is_compared(void **state)
{
	static const struct wipecert_files_copied all = { .files = 1, .erased = 1 };
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "a", NULL);

	for (size_t i = 0; i < 2; i++) {
		struct wipecert_act *act = case_scene_act(WIPECERT_RECEIVE,
							  i ? "thing/label=D-2" : "thing/label=D-1",
							  "due=return-or-erase", NULL);
		struct case_id data;

		if (i) {
			case_scene_say(act, "manifest/files#1");
			case_scene_say(act, "manifest/bytes=1");
			case_scene_say(act, "manifest/sha256=" NO_HASH);
			case_scene_say(act, "manifest/public_sha256=" NO_HASH);
		}
		data = case_kept(case_scene_add(scene, opened, ENGINEER, NULL, act));
		tell_of_copy(scene, opened, data, NULL);
		assert_int_equal(case_scene_item(opened, data.text).outcome,
				 i ? WIPECERT_OUTCOME_NONE : WIPECERT_OUTCOME_ERASED);
		if (i)
			tell_of_copy(scene, opened, data, &all);
		assert_int_equal(case_scene_item(opened, data.text).outcome,
				 WIPECERT_OUTCOME_ERASED);
	}
	wipecert_case_free(opened);
}

/* One that tells of all of them counts for every place that it can be of, begun or not. */
static void it_tells_of_every_place(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "a", NULL);
	struct case_id data = case_receive(scene, opened, "D-1", NULL);
	struct case_id copy = case_permit_copy(scene, opened, "C-1", data.text);
	static const struct wipecert_files_copied both = { .files = 2, .erased = 2 };

	for (size_t i = 0; i < 2; i++)
		case_kept(
			case_scene_add(scene, opened, ENGINEER, copy.text,
				       case_scene_act(WIPECERT_COPY_OUT,
						      i ? "destination=there" : "destination=here",
						      "serial=", NULL)));
	tell_of_copy(scene, opened, copy, &both);
	assert_int_equal(case_scene_item(opened, copy.text).outcome, WIPECERT_OUTCOME_ERASED);
	wipecert_case_free(opened);
}

/* What was begun before is told of, too: what is left of it keeps the item open. */
static void what_is_left_is_told(void **state)
{
	static const struct wipecert_files_copied some = { .files = 4, .erased = 3, .left = 1 };
	static const struct wipecert_files_copied all = { .files = 4, .erased = 4 };
	const struct case_work work = { .serial = SERIAL, .is_files = true };
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "a", NULL);
	struct case_id data = case_receive(scene, opened, "D-1", NULL);
	struct case_id copy = copy_to(scene, opened, "C-1", data.text, SERIAL);

	case_kept(case_scene_work(scene, opened, ENGINEER, copy.text, &work));
	assert_true(case_scene_item(opened, copy.text).lacks & WIPECERT_LACK_ATTEMPT);
	tell_of_copy(scene, opened, copy, &some);
	assert_false(case_scene_item(opened, copy.text).lacks & WIPECERT_LACK_ATTEMPT);
	assert_true(case_scene_item(opened, copy.text).lacks & WIPECERT_LACK_OUTCOME);
	tell_of_copy(scene, opened, copy, &all);
	assert_false(case_scene_item(opened, copy.text).lacks & WIPECERT_LACK_OUTCOME);
	wipecert_case_free(opened);
}

static void what_failed_closes_nothing(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "a", NULL);
	struct case_id data = case_receive(scene, opened, "D-1", NULL);
	struct case_id copy = copy_to(scene, opened, "C-1", data.text, SERIAL);

	work_on_files(scene, opened, copy, SERIAL, true);
	assert_int_equal(case_scene_item(opened, copy.text).outcome, WIPECERT_OUTCOME_NONE);
	wipecert_case_free(opened);
}

/* The medium is not erased, and so neither is what else was copied to it. */
static void only_the_item_is_closed(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "a", NULL);
	struct case_id data = case_receive(scene, opened, "D-1", NULL);
	struct case_id copy = copy_to(scene, opened, "C-1", data.text, SERIAL);
	struct case_id other = copy_to(scene, opened, "C-2", data.text, SERIAL);

	work_on_files(scene, opened, copy, SERIAL, false);
	assert_int_equal(case_scene_item(opened, copy.text).outcome, WIPECERT_OUTCOME_ERASED);
	assert_int_equal(case_scene_item(opened, other.text).outcome, WIPECERT_OUTCOME_NONE);
	wipecert_case_free(opened);
}

static void another_place_is_none_of_it(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "a", NULL);
	struct case_id data = case_receive(scene, opened, "D-1", NULL);
	struct case_id copy = copy_to(scene, opened, "C-1", data.text, SERIAL);
	struct case_work work = { .serial = "DISK-2", .is_files = true };

	scene->lenient = true;
	case_scene_work(scene, opened, ENGINEER, copy.text, &work);
	assert_int_equal(scene->added.fault, WIPECERT_FAULT_SERIAL_OTHER);
	wipecert_case_free(opened);
}

static void a_medium_is_not_closed(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "a", NULL);
	struct case_id device = case_permit(scene, opened, "M-1", SERIAL);
	struct case_work work = { .serial = SERIAL, .is_files = true };

	scene->lenient = true;
	case_scene_work(scene, opened, ENGINEER, device.text, &work);
	assert_int_equal(scene->added.fault, WIPECERT_FAULT_FILES);
	wipecert_case_free(opened);
}

static void a_medium_ends_what_was_begun_on_its_files(void **state)
{
	static const char *const serials[] = { "DISK-2", SERIAL };
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "a", NULL);
	struct case_id data = case_receive(scene, opened, "D-1", NULL);
	struct case_id copy = copy_to(scene, opened, "C-1", data.text, SERIAL);
	struct case_work work = { .serial = SERIAL, .is_files = true };

	case_copy_out(scene, opened, copy.text, "DISK-2");
	case_scene_work(scene, opened, ENGINEER, copy.text, &work);
	work = (struct case_work){ .type = WIPECERT_ERASURE };
	for (size_t i = 0; i < COUNT(serials); i++) {
		unsigned int lacks;

		work.serial = serials[i];
		case_scene_work(scene, opened, ENGINEER, copy.text, &work);
		lacks = case_scene_item(opened, copy.text).lacks;
		assert_int_equal(!(lacks & WIPECERT_LACK_ATTEMPT), i == 1);
	}
	wipecert_case_free(opened);
}

/* A swap area that is verified is no copy that was erased. */
static void swap_areas_close_nothing(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "a", NULL);
	struct case_id data = case_receive(scene, opened, "D-1", NULL);
	struct case_id copy = copy_to(scene, opened, "C-1", data.text, SERIAL);
	struct case_work work = { .serial = SERIAL, .is_files = true, .is_rest = true };

	scene->lenient = true;
	for (int i = 0; i < 2; i++) {
		work.type = i ? WIPECERT_ERASURE : WIPECERT_ATTEMPT;
		case_scene_work(scene, opened, ENGINEER, copy.text, &work);
		assert_int_equal(scene->added.fault, WIPECERT_FAULT_CONTENT);
	}
	assert_int_equal(case_scene_item(opened, copy.text).outcome, WIPECERT_OUTCOME_NONE);
	wipecert_case_free(opened);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, case_scene_setup, case_scene_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_copy_is_closed),
		TEST(what_failed_closes_nothing),
		TEST(only_all_of_a_copy_closes),
		TEST(it_tells_of_every_place),
		TEST(what_was_received_is_compared),
		TEST(what_is_left_is_told),
		TEST(only_the_item_is_closed),
		TEST(another_place_is_none_of_it),
		TEST(a_medium_is_not_closed),
		TEST(a_medium_ends_what_was_begun_on_its_files),
		TEST(swap_areas_close_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
