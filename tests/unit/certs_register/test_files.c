/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goal: an erasure of files closes an item of files and nothing else: no medium, no
 * other item on the same medium, no place that it was not on.
 */
#include "unit.h"

#include "case_steps.h"

#define SERIAL "DISK-1"

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

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, case_scene_setup, case_scene_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_copy_is_closed),	       TEST(what_failed_closes_nothing),
		TEST(only_the_item_is_closed), TEST(another_place_is_none_of_it),
		TEST(a_medium_is_not_closed),  TEST(a_medium_ends_what_was_begun_on_its_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
