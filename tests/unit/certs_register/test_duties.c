/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Duties do not go away: by being recorded against a rule, by coming from an old copy, by an
 * erasure that was another one's, by an officer's no.
 */
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "case_steps.h"
#include "support.h"
#include "unit.h"

static struct wipecert_case *begin(struct case_scene *scene)
{
	return case_scene_begin(scene, "case", NULL);
}

static struct case_id copy_to(struct case_scene *scene, struct wipecert_case *opened,
			      struct case_id copy, const char *word)
{
	return case_kept(case_scene_add(scene, opened, ENGINEER, copy.text,
					case_scene_act(WIPECERT_COPY_OUT, word, NULL)));
}

static void a_copying_against_the_rules(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id data = case_receive(scene, opened, "A", "note="),
		       copy = case_permit_copy(scene, opened, "C", data.text), copying, erased;

	/* After the end of the permit. */
	scene->now_s = INT64_C(1780412400);
	scene->force = true;
	copying = copy_to(scene, opened, copy, "serial=S");
	scene->force = false;
	assert_int_equal(scene->added.fault, WIPECERT_FAULT_NOT_PERMITTED);
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_AGAINST_RULES), 1);
	case_assert_lacks(opened, copy, WIPECERT_LACK_OUTCOME | WIPECERT_LACK_CONFIRMATION);
	assert_int_equal(
		case_try(scene, opened, ENGINEER, copy,
			 case_scene_act(WIPECERT_EXIT_CHECK, "result=nothing-copied", NULL)),
		WIPECERT_FAULT_ORDER);
	erased = case_kept(case_scene_erase(scene, opened, copy.text, "S"));
	case_confirm(scene, opened, erased.text);
	/* It is gone, and yet the officer has to know. */
	case_assert_lacks(opened, copy, WIPECERT_LACK_CONFIRMATION);
	case_confirm(scene, opened, copying.text);
	case_assert_lacks(opened, copy, 0);
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_AGAINST_RULES), 0);
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_SETTLED), 1);
	wipecert_case_free(opened);
}

/* What one copy says of a copying, the other cannot deny. */
static void denied_elsewhere(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene), *other;
	struct case_id data = case_receive(scene, opened, "A", "note="),
		       copy = case_permit_copy(scene, opened, "C", data.text), left;
	struct wipecert_case_import counts;
	uint8_t init[32];

	wipecert_case_init_sha256(opened, init);
	case_scene_copy(scene, "case", "other");
	other = case_scene_open(scene, "other", init);
	left = case_kept(
		case_scene_add(scene, other, ENGINEER_2, copy.text,
			       case_scene_act(WIPECERT_EXIT_CHECK, "result=nothing-copied", NULL)));
	case_confirm(scene, other, left.text);
	case_assert_lacks(other, copy, 0);
	copy_to(scene, opened, copy, "serial=S");
	assert_int_equal(wipecert_case_import(opened, case_scene_path(scene, "other"), NULL, NULL,
					      &counts, NULL),
			 0);
	case_scene_merge(scene, opened, MANAGER);
	assert_true(case_scene_item(opened, copy.text).lacks & WIPECERT_LACK_OUTCOME);
	wipecert_case_free(other);
	wipecert_case_free(opened);
}

/* What an old copy adds comes behind what the case has, whatever its number and its clock. */
static void an_old_copy(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene), *old;
	struct case_id item, late;
	struct wipecert_case_import counts;
	uint8_t init[32];

	wipecert_case_init_sha256(opened, init);
	case_scene_copy(scene, "case", "old");
	old = case_scene_open(scene, "old", init);
	late = case_receive(scene, old, "A", "note=");
	case_receive(scene, opened, "B", "note=");
	item = case_receive(scene, opened, "A", "note=");
	case_give_back(scene, opened, item.text);
	assert_int_equal(wipecert_case_import(opened, case_scene_path(scene, "old"), NULL, NULL,
					      &counts, NULL),
			 0);
	case_scene_merge(scene, opened, MANAGER);
	case_assert_lacks(opened, item, 0);
	assert_int_equal(case_scene_fault(opened, item.text), WIPECERT_FAULT_NONE);
	assert_int_equal(case_scene_fault(opened, late.text), WIPECERT_FAULT_LABEL);
	case_assert_lacks(opened, late, WIPECERT_LACK_OUTCOME);
	wipecert_case_free(old);
	wipecert_case_free(opened);
}

/* What goes back to the first record counts before what stands behind a gap, however long. */
static void behind_a_gap(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id item = case_receive(scene, opened, "A", "note="), gone;
	uint8_t init[32];
	glob_t found;

	wipecert_case_init_sha256(opened, init);
	gone = case_receive(scene, opened, "B", "note=");
	case_give_back(scene, opened, item.text);
	for (char label[2] = "C"; *label < 'K'; ++*label)
		case_receive(scene, opened, label, "note=");
	wipecert_case_free(opened);
	assert_int_equal(glob(case_scene_path(scene, "case/records/*"), 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++)
		if (strstr(found.gl_pathv[i], gone.text))
			assert_int_equal(unlink(found.gl_pathv[i]), 0);
	globfree(&found);
	opened = case_scene_open(scene, "case", init);
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_MISSING), 1);
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_VOID), 0);
	case_assert_lacks(opened, item, 0);
	wipecert_case_free(opened);
}

/* Where no serial is known, one erasure is that of one place. */
static void two_places(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id data = case_receive(scene, opened, "A", "note="),
		       copy = case_permit_copy(scene, opened, "C", data.text), erased;

	copy_to(scene, opened, copy, "destination=one");
	copy_to(scene, opened, copy, "destination=two");
	copy_to(scene, opened, copy, "destination=one");
	case_confirm(scene, opened, case_scene_erase(scene, opened, copy.text, ""));
	case_assert_lacks(opened, copy, WIPECERT_LACK_OUTCOME | WIPECERT_LACK_MEDIA);
	erased = case_kept(case_scene_erase(scene, opened, copy.text, ""));
	case_assert_lacks(opened, copy, WIPECERT_LACK_CONFIRMATION);
	case_confirm(scene, opened, erased.text);
	case_assert_lacks(opened, copy, 0);
	wipecert_case_free(opened);
}

/* Each erasure of each medium has to be confirmed. */
static void two_sticks(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id data = case_receive(scene, opened, "A", "note="),
		       copy = case_permit_copy(scene, opened, "C", data.text), first, second;

	copy_to(scene, opened, copy, "serial=S1");
	copy_to(scene, opened, copy, "serial=S2");
	first = case_kept(case_scene_erase(scene, opened, copy.text, "S1"));
	second = case_kept(case_scene_erase(scene, opened, copy.text, "S2"));
	case_scene_answer(scene, opened, OFFICER, first.text, WIPECERT_REJECTED);
	case_confirm(scene, opened, second.text);
	case_assert_lacks(opened, copy, WIPECERT_LACK_REJECTED);
	/* Once more, and that one counts. */
	case_confirm(scene, opened, case_scene_erase(scene, opened, copy.text, "S1"));
	case_assert_lacks(opened, copy, 0);
	wipecert_case_free(opened);
}

/* What was copied after the erasure began is not what was erased. */
static void by_the_clock(void **state)
{
	const struct case_work work = { .serial = "S",
					.type = WIPECERT_ERASURE,
					.started_s = CASE_SCENE_NOW_S + 600 };
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id data = case_receive(scene, opened, "A", "note="),
		       copy = case_permit_copy(scene, opened, "C", data.text);

	scene->now_s = CASE_SCENE_NOW_S + 1200;
	scene->copied_s = CASE_SCENE_NOW_S + 601;
	copy_to(scene, opened, copy, "serial=S");
	case_scene_work(scene, opened, ENGINEER, copy.text, &work);
	case_assert_lacks(opened, copy, WIPECERT_LACK_OUTCOME);
	wipecert_case_free(opened);
}

static void piece_by_piece(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id paper = case_kept(
			       case_scene_add(scene, opened, ENGINEER, NULL,
					      case_scene_act(WIPECERT_RECEIVE, "thing/kind=paper",
							     "thing/quantity#12", NULL))),
		       some;

	some = case_kept(case_scene_add(scene, opened, ENGINEER, paper.text,
					case_scene_act(WIPECERT_DISPOSE, "quantity#9", NULL)));
	assert_int_equal(case_scene_item(opened, paper.text).quantity_left, 3);
	case_confirm(scene, opened, some.text);
	case_assert_lacks(opened, paper, WIPECERT_LACK_OUTCOME | WIPECERT_LACK_PART);
	assert_int_equal(
		case_try(scene, opened, ENGINEER, paper,
			 case_scene_act(WIPECERT_RETURN, "form=paper", "quantity#4", NULL)),
		WIPECERT_FAULT_QUANTITY);
	assert_int_equal(
		case_try(scene, opened, ENGINEER, paper,
			 case_scene_act(WIPECERT_RETURN, "form=paper", "quantity#12", NULL)),
		WIPECERT_FAULT_QUANTITY);
	some = case_kept(
		case_scene_add(scene, opened, ENGINEER, paper.text,
			       case_scene_act(WIPECERT_RETURN, "form=paper", "quantity#3", NULL)));
	case_assert_lacks(opened, paper, WIPECERT_LACK_CONFIRMATION);
	/* The officer says that these did not come. */
	case_scene_answer(scene, opened, OFFICER, some.text, WIPECERT_REJECTED);
	assert_int_equal(case_scene_item(opened, paper.text).quantity_left, 3);
	case_assert_lacks(opened, paper, WIPECERT_LACK_REJECTED | WIPECERT_LACK_PART);
	case_confirm(
		scene, opened,
		case_scene_add(scene, opened, ENGINEER, paper.text,
			       case_scene_act(WIPECERT_RETURN, "form=paper", "quantity#3", NULL)));
	case_assert_lacks(opened, paper, 0);
	wipecert_case_free(opened);
}

static void withdrawn(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id wrong = case_receive(scene, opened, "A", "thing/serial=S"),
		       other = case_receive(scene, opened, "B", "note="),
		       copied = case_permit_copy(scene, opened, "C", other.text);

	copy_to(scene, opened, copied, "serial=T");
	/* What was copied came from somewhere. */
	case_scene_answer(scene, opened, OFFICER, other.text, WIPECERT_REJECTED);
	case_assert_lacks(opened, other, WIPECERT_LACK_OUTCOME | WIPECERT_LACK_REJECTED);
	case_scene_answer(scene, opened, OFFICER, wrong.text, WIPECERT_REJECTED);
	assert_int_equal(case_scene_item(opened, wrong.text).outcome, WIPECERT_OUTCOME_WITHDRAWN);
	case_assert_lacks(opened, wrong, 0);
	/* Label and serial are free. */
	case_receive(scene, opened, "A", "thing/serial=S");
	/* Of what is there a no takes nothing away. */
	case_scene_answer(scene, opened, OFFICER_2, copied.text, WIPECERT_REJECTED);
	case_assert_lacks(opened, copied, WIPECERT_LACK_OUTCOME | WIPECERT_LACK_REJECTED);
	assert_int_equal(case_try(scene, opened, ENGINEER, copied,
				  case_scene_act(WIPECERT_COPY_OUT, "serial=T", NULL)),
			 WIPECERT_FAULT_NOT_PERMITTED);
	/* The officer thinks again. */
	case_confirm(scene, opened, wrong.text);
	case_assert_lacks(opened, wrong, WIPECERT_LACK_OUTCOME);
	wipecert_case_free(opened);
}

/* A level that the officer rejected does not hold, nor an instruction, wherever it was decided. */
static void rejected_approvals(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened =
		case_scene_begin(scene, "case", "policy/confirmation=signed-or-paper", NULL);
	struct case_id item = case_receive(scene, opened, "A", "note="), higher, lower, order;
	const struct case_work work = { .serial = "S" };

	higher = case_kept(case_scene_add(scene, opened, OFFICER, NULL,
					  case_scene_act(WIPECERT_APPROVE, "level=purge", NULL)));
	lower = case_kept(case_scene_add(scene, opened, OFFICER, NULL,
					 case_scene_act(WIPECERT_APPROVE, "level=none", NULL)));
	assert_int_equal(wipecert_case_level(opened, WIPECERT_KIND_MEDIUM), WIPE_LEVEL_NONE);
	case_scene_answer(scene, opened, OFFICER_2, lower.text, WIPECERT_REJECTED);
	assert_int_equal(wipecert_case_level(opened, WIPECERT_KIND_MEDIUM), WIPE_LEVEL_PURGE);
	case_scene_answer(scene, opened, OFFICER_2, higher.text, WIPECERT_REJECTED);
	assert_int_equal(wipecert_case_level(opened, WIPECERT_KIND_MEDIUM), WIPE_LEVEL_CLEAR);
	case_scene_add(scene, opened, ENGINEER, NULL,
		       case_scene_act(WIPECERT_INCIDENT, "note=", NULL));
	order = case_kept(case_scene_add(scene, opened, OFFICER, NULL,
					 case_scene_act(WIPECERT_APPROVE, "subject=instruction",
							"level=", "serial=S", NULL)));
	case_scene_work(scene, opened, ENGINEER, NULL, &work);
	case_scene_answer(scene, opened, OFFICER_2, order.text, WIPECERT_REJECTED);
	scene->lenient = true;
	case_scene_work(scene, opened, ENGINEER, NULL, &work);
	assert_int_equal(scene->added.fault, WIPECERT_FAULT_UNKNOWN_ITEM);
	case_assert_lacks(opened, item, WIPECERT_LACK_OUTCOME);
	wipecert_case_free(opened);
}

/* A job that nobody will ever end is over once the same medium has been erased as a whole. */
static void a_job_that_was_begun_anew(void **state)
{
	const struct case_work begun = { .serial = "S" };
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id item = case_receive(scene, opened, "A", "thing/serial=S");
	struct case_work other = { .serial = "", .type = WIPECERT_ERASURE, .unverified = true };

	case_scene_work(scene, opened, ENGINEER, item.text, &begun);
	other.serial = "S";
	case_scene_work(scene, opened, ENGINEER, item.text, &other);
	case_assert_lacks(opened, item, WIPECERT_LACK_OUTCOME | WIPECERT_LACK_ATTEMPT);
	case_confirm(scene, opened, case_scene_erase(scene, opened, item.text, "S"));
	case_assert_lacks(opened, item, 0);
	wipecert_case_free(opened);
}

/* A copy on the device that was brought in is erased with it. */
static void copied_onto_the_device(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id data = case_receive(scene, opened, "A", "note="),
		       device = case_permit(scene, opened, "D", "S"), copy;
	char of[64];
	size_t index;

	snprintf(of, sizeof(of), "parent=%s", data.text);
	copy = case_kept(case_scene_add(scene, opened, OFFICER, NULL,
					case_scene_act(WIPECERT_PERMIT, "thing/label=C", of,
						       "thing/kind=files", "purpose=copy-inside",
						       "thing/serial=S", NULL)));
	copy_to(scene, opened, copy, "serial=S");
	assert_int_equal(
		case_try(scene, opened, ENGINEER, device,
			 case_scene_act(WIPECERT_EXIT_CHECK, "result=nothing-copied", NULL)),
		WIPECERT_FAULT_ORDER);
	assert_int_equal(wipecert_case_find_medium(opened, "S", &index, NULL), 0);
	assert_int_equal(index, 1);
	case_scene_erase(scene, opened, device.text, "S");
	assert_int_equal(case_scene_item(opened, copy.text).outcome, WIPECERT_OUTCOME_ERASED);
	wipecert_case_free(opened);
}

static struct case_id instruct(struct case_scene *scene, struct wipecert_case *opened,
			       struct case_id item)
{
	return case_kept(case_scene_add(scene, opened, OFFICER, item.text,
					case_scene_act(WIPECERT_APPROVE, "subject=instruction",
						       "level=", NULL)));
}

/* What an officer allows for one thing he does not allow for another. */
static void instructions_of_another_item(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id a = case_receive(scene, opened, "A", "note="),
		       b = case_receive(scene, opened, "B", "note="), order;
	char first[64], second[64];

	snprintf(first, sizeof(first), "things/0=%s", a.text);
	snprintf(second, sizeof(second), "things/1=%s", b.text);
	case_scene_add(scene, opened, ENGINEER, NULL,
		       case_scene_act(WIPECERT_INCIDENT, first, second, NULL));
	instruct(scene, opened, a);
	order = instruct(scene, opened, b);
	case_scene_answer(scene, opened, OFFICER_2, order.text, WIPECERT_REJECTED);
	assert_int_equal(case_try(scene, opened, ENGINEER, b,
				  case_scene_act(WIPECERT_DISPOSE, NULL)),
			 WIPECERT_FAULT_INCIDENT);
	assert_int_equal(case_try(scene, opened, ENGINEER, a,
				  case_scene_act(WIPECERT_DISPOSE, NULL)),
			 WIPECERT_FAULT_NONE);
	wipecert_case_free(opened);
}

/* What was found again and went back is not lost, whatever the end of the incident says. */
static void found_again(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id a = case_receive(scene, opened, "A", "note="), incident;
	char thing[64], about[64];

	snprintf(thing, sizeof(thing), "things/0=%s", a.text);
	incident = case_kept(
		case_scene_add(scene, opened, ENGINEER, NULL,
			       case_scene_act(WIPECERT_INCIDENT, thing, "kind=lost", NULL)));
	case_give_back(scene, opened, a.text);
	snprintf(about, sizeof(about), "about=%s", incident.text);
	case_confirm(scene, opened,
		     case_scene_add(scene, opened, ENGINEER, NULL,
				    case_scene_act(WIPECERT_INCIDENT, thing, about,
						   "stage=resolved", "kind=lost", "missing?true",
						   "cause=x", "measures=x", NULL)));
	assert_int_equal(case_scene_item(opened, a.text).outcome, WIPECERT_OUTCOME_RETURNED);
	case_assert_lacks(opened, a, 0);
	wipecert_case_free(opened);
}

/* An item that a closing names twice does not stand for one that it leaves out. */
static void named_twice(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id a = case_receive(scene, opened, "A", "note="),
		       b = case_receive(scene, opened, "B", "note=");
	struct wipecert_act *closing;
	char twice[64];

	case_give_back(scene, opened, a.text);
	case_give_back(scene, opened, b.text);
	closing = case_scene_closing(opened);
	snprintf(twice, sizeof(twice), "items/1/item=%s", a.text);
	case_scene_say(closing, twice);
	scene->lenient = true;
	case_scene_add(scene, opened, MANAGER, NULL, closing);
	assert_int_equal(scene->added.fault, WIPECERT_FAULT_CONTENT);
	wipecert_case_free(opened);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, case_scene_setup, case_scene_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_copying_against_the_rules),
		TEST(denied_elsewhere),
		TEST(an_old_copy),
		TEST(behind_a_gap),
		TEST(two_places),
		TEST(two_sticks),
		TEST(by_the_clock),
		TEST(piece_by_piece),
		TEST(withdrawn),
		TEST(rejected_approvals),
		TEST(a_job_that_was_begun_anew),
		TEST(copied_onto_the_device),
		TEST(instructions_of_another_item),
		TEST(found_again),
		TEST(named_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
