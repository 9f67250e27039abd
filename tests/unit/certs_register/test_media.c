/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is on a medium, where else it may be, and until when that is a duty. */
#include <glob.h>
#include <stdio.h>

#include "case_steps.h"
#include "support.h"
#include "unit.h"

#define HALF_AN_HOUR_S 1800
#define MEDIUM(at, serial)                                        \
	"thing/media/" at "/maker=", "thing/media/" at "/model=", \
		"thing/media/" at "/serial=" serial

static struct case_id permit(struct case_scene *scene, struct wipecert_case *opened,
			     const char *label, struct case_id of, const char *maker,
			     const char *model, const char *serial)
{
	char said[128], parent[128];

	snprintf(said, sizeof(said), "thing/label=%s", label);
	snprintf(parent, sizeof(parent), "parent=%s", of.text);
	return case_kept(
		case_scene_add(scene, opened, OFFICER, NULL,
			       case_scene_act(WIPECERT_PERMIT, said, parent, "thing/kind=files",
					      "purpose=copy-inside", "until=2026-06-02", maker,
					      model, serial, NULL)));
}

static struct wipecert_act *copying(const char *serial)
{
	char word[64];

	snprintf(word, sizeof(word), "serial=%s", serial);
	return case_scene_act(WIPECERT_COPY_OUT, word, NULL);
}

static struct wipecert_act *nothing_copied(void)
{
	return case_scene_act(WIPECERT_EXIT_CHECK, "result=nothing-copied", NULL);
}

static struct wipecert_act *left_erased(void)
{
	return case_scene_act(WIPECERT_EXIT_CHECK, "result=erased", NULL);
}

static void reject(struct case_scene *scene, struct wipecert_case *opened, struct case_id about)
{
	case_scene_answer(scene, opened, OFFICER_2, about.text, WIPECERT_REJECTED);
}

/* A challenge is for all that lies on the medium when it is drawn, whichever item is named. */
static void challenged_too_early(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened =
		case_scene_begin(scene, "case", "policy/challenge=required", NULL);
	struct case_id data = case_receive(scene, opened, "A", "note="),
		       device = case_permit(scene, opened, "D", "S"),
		       copy = case_permit_copy(scene, opened, "C", data.text), drawn;
	struct case_work work = { .serial = "S" };

	drawn = case_kept(case_scene_add(scene, opened, OFFICER, device.text,
					 case_scene_act(WIPECERT_CHALLENGE, NULL)));
	case_copy_out(scene, opened, copy.text, "S");
	work.challenge = drawn.text;
	scene->lenient = true;
	case_scene_work(scene, opened, ENGINEER, device.text, &work);
	assert_int_equal(scene->added.fault, WIPECERT_FAULT_CHALLENGE);
	drawn = case_kept(case_scene_add(scene, opened, OFFICER, device.text,
					 case_scene_act(WIPECERT_CHALLENGE, NULL)));
	case_scene_work(scene, opened, ENGINEER, device.text, &work);
	assert_int_equal(scene->added.fault, WIPECERT_FAULT_NONE);
	wipecert_case_free(opened);
}

/* Not even if the item there has the same id. */
static void challenge_of_another_case(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened =
		case_scene_begin(scene, "case", "policy/challenge=required", NULL);
	struct case_id item = case_receive(scene, opened, "A", "thing/serial=S"), same, drawn;
	struct wipecert_case *other;
	struct case_work work = { .serial = "S" };
	uint8_t init[32];
	glob_t found;

	wipecert_case_init_sha256(opened, init);
	wipecert_case_free(opened);
	scene->ids = 0;
	other = case_scene_begin(scene, "other", "policy/challenge=required", NULL);
	same = case_receive(scene, other, "A", "thing/serial=S");
	assert_string_equal(same.text, item.text);
	drawn = case_kept(case_scene_add(scene, other, OFFICER, same.text,
					 case_scene_act(WIPECERT_CHALLENGE, NULL)));
	assert_int_equal(glob(case_scene_path(scene, "other/records/*challenge*"), 0, NULL, &found),
			 0);
	assert_int_equal(
		rename(found.gl_pathv[0], case_scene_path(scene, "case/records/000009-x.p7m")), 0);
	globfree(&found);
	wipecert_case_free(other);
	opened = case_scene_open(scene, "case", init);
	assert_int_equal(case_scene_fault(opened, drawn.text), WIPECERT_FAULT_OTHER_CASE);
	work.challenge = drawn.text;
	scene->lenient = true;
	case_scene_work(scene, opened, ENGINEER, item.text, &work);
	assert_int_equal(scene->added.fault, WIPECERT_FAULT_CHALLENGE);
	wipecert_case_free(opened);
}

/* A clock that was ahead hides nothing that somebody has to do. */
static void recorded_in_the_future(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", NULL);
	struct case_id data = case_receive(scene, opened, "A", "note="),
		       copy = case_permit_copy(scene, opened, "C", data.text), later;
	uint8_t init[32];

	wipecert_case_init_sha256(opened, init);
	scene->opened_s = scene->now_s + 60;
	scene->now_s += HALF_AN_HOUR_S;
	case_copy_out(scene, opened, copy.text, "S");
	later = case_receive(scene, opened, "B", "note=");
	case_scene_erase(scene, opened, copy.text, "S");
	scene->now_s -= HALF_AN_HOUR_S;
	wipecert_case_free(opened);
	opened = case_scene_open(scene, "case", init);
	assert_true(case_scene_findings(opened, WIPECERT_CASE_UNDECIDED) >= 3);
	assert_true(case_scene_item(opened, later.text).lacks & WIPECERT_LACK_OUTCOME);
	/* What takes duties away has to wait. */
	assert_true(case_scene_item(opened, copy.text).lacks & WIPECERT_LACK_OUTCOME);
	assert_int_equal(case_try(scene, opened, ENGINEER, copy, nothing_copied()),
			 WIPECERT_FAULT_ORDER);
	wipecert_case_free(opened);
	scene->opened_s += HALF_AN_HOUR_S;
	opened = case_scene_open(scene, "case", init);
	case_assert_lacks(opened, copy, WIPECERT_LACK_CONFIRMATION);
	case_assert_lacks(opened, later, WIPECERT_LACK_OUTCOME);
	wipecert_case_free(opened);
}

/* Evidence on a device is not destroyed or declared with it, nor what has to go back first. */
static void through_the_device(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened =
		case_scene_begin(scene, "case", "policy/return_before_erase?true", NULL);
	struct case_id data = case_receive(scene, opened, "A", "note="),
		       device = case_permit(scene, opened, "D", "S"),
		       copy = case_permit_copy(scene, opened, "C", data.text),
		       other = case_permit(scene, opened, "E", "T");

	case_copy_out(scene, opened, copy.text, "S");
	assert_int_equal(case_try(scene, opened, ENGINEER, device,
				  case_scene_act(WIPECERT_ATTEST, NULL)),
			 WIPECERT_FAULT_RETURN_FIRST);
	assert_int_equal(case_try(scene, opened, ENGINEER, device,
				  case_scene_act(WIPECERT_DISPOSE, NULL)),
			 WIPECERT_FAULT_RETURN_FIRST);
	case_give_back(scene, opened, data.text);
	case_open_incident(scene, opened, copy.text, NULL);
	assert_int_equal(case_try(scene, opened, ENGINEER, device,
				  case_scene_act(WIPECERT_DISPOSE, NULL)),
			 WIPECERT_FAULT_INCIDENT);
	assert_int_equal(case_try(scene, opened, ENGINEER, device, nothing_copied()),
			 WIPECERT_FAULT_INCIDENT);
	assert_int_equal(case_try(scene, opened, ENGINEER, other, nothing_copied()),
			 WIPECERT_FAULT_NONE);
	wipecert_case_free(opened);
}

/* Files that go back leave the copy where it is; mail is nothing that one shreds. */
static void the_form_of_an_ending(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", NULL);
	struct case_id data = case_receive(scene, opened, "A", "thing/kind=files"),
		       stick = case_receive(scene, opened, "U", "thing/kind=medium"),
		       paper = case_receive(scene, opened, "P", "thing/kind=paper"),
		       mail = case_receive(scene, opened, "M", "thing/kind=mail"),
		       copy = case_permit_copy(scene, opened, "C", data.text);

	case_copy_out(scene, opened, copy.text, "S");
	for (size_t i = 0; i < 3; i++) {
		static const char *const forms[] = { "form=files", "form=archive", "form=paper" };

		assert_int_equal(case_try(scene, opened, ENGINEER, copy,
					  case_scene_act(WIPECERT_RETURN, forms[i], NULL)),
				 WIPECERT_FAULT_FORM);
		assert_int_equal(case_try(scene, opened, ENGINEER, data,
					  case_scene_act(WIPECERT_RETURN, forms[i], NULL)),
				 WIPECERT_FAULT_NONE);
		assert_int_equal(case_try(scene, opened, ENGINEER, stick,
					  case_scene_act(WIPECERT_RETURN, forms[i], NULL)),
				 WIPECERT_FAULT_FORM);
		assert_int_equal(case_try(scene, opened, ENGINEER, paper,
					  case_scene_act(WIPECERT_RETURN, forms[i], NULL)),
				 i == 2 ? WIPECERT_FAULT_NONE : WIPECERT_FAULT_FORM);
	}
	assert_int_equal(case_try(scene, opened, ENGINEER, copy,
				  case_scene_act(WIPECERT_RETURN, "form=medium", NULL)),
			 WIPECERT_FAULT_NONE);
	assert_int_equal(case_try(scene, opened, ENGINEER, mail,
				  case_scene_act(WIPECERT_DISPOSE, NULL)),
			 WIPECERT_FAULT_FORM);
	assert_int_equal(case_try(scene, opened, ENGINEER, mail,
				  case_scene_act(WIPECERT_ATTEST, NULL)),
			 WIPECERT_FAULT_NONE);
	wipecert_case_free(opened);
}

/* Evidence is found behind what has to go back first, too. */
static void evidence_behind_another(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened =
		case_scene_begin(scene, "case", "policy/return_before_erase?true", NULL);
	struct case_id data = case_receive(scene, opened, "A", "note="),
		       device = case_permit(scene, opened, "D", "S"),
		       plain = case_permit_copy(scene, opened, "B", data.text),
		       evidence = case_permit_copy(scene, opened, "C", data.text);

	case_copy_out(scene, opened, plain.text, "S");
	case_copy_out(scene, opened, evidence.text, "S");
	case_open_incident(scene, opened, evidence.text, NULL);
	assert_int_equal(case_try(scene, opened, ENGINEER, device, nothing_copied()),
			 WIPECERT_FAULT_INCIDENT);
	assert_int_equal(case_try(scene, opened, ENGINEER, device,
				  case_scene_act(WIPECERT_DISPOSE, NULL)),
			 WIPECERT_FAULT_INCIDENT);
	wipecert_case_free(opened);
}

/* Whatever was said of a device and confirmed: something came onto it. */
static void copied_onto_what_had_left(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", NULL);
	struct case_id data = case_receive(scene, opened, "A", "note="),
		       attested = case_permit(scene, opened, "D", "S"),
		       clean = case_permit(scene, opened, "E", "T"),
		       broken = case_permit(scene, opened, "F", "U"),
		       copy = case_permit_copy(scene, opened, "C", data.text);

	case_confirm(scene, opened,
		     case_scene_add(scene, opened, ENGINEER, attested.text,
				    case_scene_act(WIPECERT_ATTEST, NULL)));
	case_confirm(scene, opened,
		     case_scene_add(scene, opened, ENGINEER, attested.text, left_erased()));
	case_confirm(scene, opened,
		     case_scene_add(scene, opened, ENGINEER, clean.text, nothing_copied()));
	case_confirm(scene, opened,
		     case_scene_add(scene, opened, ENGINEER, broken.text,
				    case_scene_act(WIPECERT_DISPOSE, NULL)));
	case_assert_lacks(opened, attested, 0);
	case_assert_lacks(opened, clean, 0);
	case_assert_lacks(opened, broken, 0);
	case_copy_out(scene, opened, copy.text, "S");
	case_copy_out(scene, opened, copy.text, "T");
	case_copy_out(scene, opened, copy.text, "U");
	case_assert_lacks(opened, attested, WIPECERT_LACK_OUTCOME | WIPECERT_LACK_EXIT_CHECK);
	case_assert_lacks(opened, clean, WIPECERT_LACK_OUTCOME | WIPECERT_LACK_EXIT_CHECK);
	case_assert_lacks(opened, broken, WIPECERT_LACK_OUTCOME | WIPECERT_LACK_EXIT_CHECK);
	/* It can come to another end. */
	case_confirm(scene, opened,
		     case_scene_add(scene, opened, ENGINEER, broken.text,
				    case_scene_act(WIPECERT_DISPOSE, NULL)));
	case_assert_lacks(opened, broken, 0);
	wipecert_case_free(opened);
}

/* Copies go to media, which are erased, not to what they are in. */
static void copied_to_which_medium(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", NULL);
	struct case_id data = case_receive(scene, opened, "A", "note="), named, free,
		       device = case_kept(case_scene_add(
			       scene, opened, OFFICER, NULL,
			       case_scene_act(WIPECERT_PERMIT, "thing/label=D", "thing/serial=PC",
					      MEDIUM("0", "M1"), MEDIUM("1", "M2"), NULL)));

	named = permit(scene, opened, "B", data, MEDIUM("0", "N"));
	free = permit(scene, opened, "C", data, NULL, NULL, NULL);
	assert_int_equal(case_try(scene, opened, ENGINEER, named, copying("M1")),
			 WIPECERT_FAULT_SERIAL_OTHER);
	assert_int_equal(case_try(scene, opened, ENGINEER, named, copying("")),
			 WIPECERT_FAULT_SERIAL_OTHER);
	assert_int_equal(case_try(scene, opened, ENGINEER, named, copying("N")),
			 WIPECERT_FAULT_NONE);
	case_scene_erase(scene, opened, device.text, "M1");
	case_scene_erase(scene, opened, device.text, "M2");
	case_scene_add(scene, opened, ENGINEER, device.text, left_erased());
	assert_int_equal(case_try(scene, opened, ENGINEER, free, copying("PC")),
			 WIPECERT_FAULT_SERIAL_OTHER);
	assert_int_equal(case_scene_item(opened, device.text).outcome, WIPECERT_OUTCOME_ERASED);
	/* Where it was done all the same, nobody knows what is on which. */
	scene->force = true;
	case_copy_out(scene, opened, free.text, "PC");
	scene->force = false;
	case_assert_lacks(opened, device, WIPECERT_LACK_OUTCOME | WIPECERT_LACK_EXIT_CHECK);
	wipecert_case_free(opened);
}

/* What an officer did not accept is not over: it goes on, or never was. */
static void rejected_endings(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", NULL);
	struct case_id wrong = case_receive(scene, opened, "W", "note="),
		       other = case_receive(scene, opened, "V", "note="),
		       data = case_receive(scene, opened, "A", "note="),
		       copy = case_permit_copy(scene, opened, "C", data.text),
		       unused = case_permit_copy(scene, opened, "U", other.text), ending;

	ending = case_kept(case_scene_add(scene, opened, ENGINEER, wrong.text,
					  case_scene_act(WIPECERT_ATTEST, NULL)));
	reject(scene, opened, ending);
	reject(scene, opened, wrong);
	assert_int_equal(case_scene_item(opened, wrong.text).outcome, WIPECERT_OUTCOME_WITHDRAWN);
	case_assert_lacks(opened, wrong, 0);
	/* The other way round, and behind what was permitted of it. */
	ending = case_kept(case_scene_add(scene, opened, ENGINEER, other.text,
					  case_scene_act(WIPECERT_RETURN, NULL)));
	reject(scene, opened, other);
	reject(scene, opened, ending);
	assert_true(case_scene_item(opened, other.text).lacks & WIPECERT_LACK_REJECTED);
	reject(scene, opened, unused);
	assert_int_equal(case_scene_item(opened, unused.text).outcome, WIPECERT_OUTCOME_WITHDRAWN);
	assert_int_equal(case_scene_item(opened, other.text).outcome, WIPECERT_OUTCOME_WITHDRAWN);
	/* Without anything that would look at it again. */
	wrong = case_receive(scene, opened, "X", "note=");
	ending = case_kept(case_scene_add(scene, opened, ENGINEER, wrong.text,
					  case_scene_act(WIPECERT_ATTEST, NULL)));
	reject(scene, opened, wrong);
	case_assert_lacks(opened, wrong, WIPECERT_LACK_CONFIRMATION);
	reject(scene, opened, ending);
	assert_int_equal(case_scene_item(opened, wrong.text).outcome, WIPECERT_OUTCOME_WITHDRAWN);
	/* Some of it went back: then it came. */
	wrong = case_receive(scene, opened, "Y", "thing/quantity#5");
	case_scene_add(scene, opened, ENGINEER, wrong.text,
		       case_scene_act(WIPECERT_RETURN, "quantity#1", NULL));
	reject(scene, opened, wrong);
	assert_int_equal(case_scene_item(opened, wrong.text).outcome, WIPECERT_OUTCOME_NONE);
	/* Not: nothing was copied. */
	ending = case_kept(case_scene_add(scene, opened, ENGINEER, copy.text, nothing_copied()));
	assert_int_equal(case_try(scene, opened, ENGINEER, copy, copying("S")),
			 WIPECERT_FAULT_ORDER);
	reject(scene, opened, ending);
	assert_int_equal(case_try(scene, opened, ENGINEER, copy, copying("S")),
			 WIPECERT_FAULT_NONE);
	wipecert_case_free(opened);
}

/* A medium that goes back takes along that an erasure of it broke off. */
static void returned_half_erased(void **state)
{
	const struct case_work begun = { .serial = "S" };
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", NULL);
	struct case_id item = case_receive(scene, opened, "A", "thing/serial=S");

	case_scene_work(scene, opened, ENGINEER, item.text, &begun);
	case_give_back(scene, opened, item.text);
	case_assert_lacks(opened, item, 0);
	wipecert_case_free(opened);
}

/* Each piece is countersigned before a copy may go. */
static void returned_in_parts(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened =
		case_scene_begin(scene, "case", "policy/return_before_erase?true", NULL);
	struct case_id data = case_receive(scene, opened, "A", "thing/quantity#5"),
		       copy = case_permit_copy(scene, opened, "C", data.text), first, second;
	struct case_work work = { .serial = "S" };

	case_copy_out(scene, opened, copy.text, "S");
	first = case_kept(case_scene_add(scene, opened, ENGINEER, data.text,
					 case_scene_act(WIPECERT_RETURN, "quantity#2", NULL)));
	second = case_kept(case_scene_add(scene, opened, ENGINEER, data.text,
					  case_scene_act(WIPECERT_RETURN, "quantity#3", NULL)));
	case_confirm(scene, opened, second.text);
	scene->lenient = true;
	case_scene_work(scene, opened, ENGINEER, copy.text, &work);
	assert_int_equal(scene->added.fault, WIPECERT_FAULT_RETURN_FIRST);
	case_confirm(scene, opened, first.text);
	case_scene_work(scene, opened, ENGINEER, copy.text, &work);
	assert_int_equal(scene->added.fault, WIPECERT_FAULT_NONE);
	wipecert_case_free(opened);
}

/* A no is not what a medium waits for. */
static void held_after_a_no(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", "policy/hold?true", NULL);
	struct case_id stick = case_receive(scene, opened, "A", "thing/serial=S"),
		       data = case_receive(scene, opened, "B", "note="),
		       copy = case_permit_copy(scene, opened, "C", data.text), erased;

	erased = case_kept(case_scene_erase(scene, opened, stick.text, "S"));
	assert_int_equal(case_try(scene, opened, ENGINEER, copy, copying("S")),
			 WIPECERT_FAULT_HELD);
	reject(scene, opened, erased);
	assert_int_equal(case_try(scene, opened, ENGINEER, copy, copying("S")),
			 WIPECERT_FAULT_HELD);
	case_confirm(scene, opened, case_scene_erase(scene, opened, stick.text, "S"));
	assert_int_equal(case_try(scene, opened, ENGINEER, copy, copying("S")),
			 WIPECERT_FAULT_NONE);
	wipecert_case_free(opened);
}

static void add_staff(struct case_scene *scene, struct wipecert_case *opened, const char *until)
{
	struct wipecert_act *staff = case_scene_act(
		WIPECERT_STAFF, "persons/0/number#1", "persons/0/role=manager",
		"persons/0/from=2026-05-01", "persons/0/until=", "persons/1/number#2",
		"persons/1/role=engineer", "persons/1/from=2026-05-01", until, NULL);

	assert_int_equal(wipecert_act_hex(staff, "persons/0/certificate_sha256",
					  scene->sha256[MANAGER], 32, NULL),
			 0);
	assert_int_equal(wipecert_act_hex(staff, "persons/1/certificate_sha256",
					  scene->sha256[ENGINEER], 32, NULL),
			 0);
	case_scene_add(scene, opened, MANAGER, NULL, staff);
}

/* A list of staff holds from when it was made on, however many records another copy has. */
static void staff_of_another_copy(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", NULL), *other;
	struct wipecert_case_import counts;
	struct case_id before, after;
	uint8_t init[32];

	wipecert_case_init_sha256(opened, init);
	add_staff(scene, opened, "persons/1/until=");
	case_scene_copy(scene, "case", "other");
	other = case_scene_open(scene, "other", init);
	before = case_receive(scene, other, "B", "note=");
	add_staff(scene, opened, "persons/1/until=2026-05-31");
	after = case_receive(scene, other, "C", "note=");
	case_receive(scene, other, "D", "note=");
	assert_int_equal(wipecert_case_import(opened, case_scene_path(scene, "other"), NULL, NULL,
					      &counts, NULL),
			 0);
	case_scene_merge(scene, opened, MANAGER);
	assert_int_equal(case_scene_fault(opened, before.text), WIPECERT_FAULT_NONE);
	assert_int_equal(case_scene_fault(opened, after.text), WIPECERT_FAULT_STAFF);
	wipecert_case_free(other);
	wipecert_case_free(opened);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, case_scene_setup, case_scene_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(challenged_too_early),	 TEST(challenge_of_another_case),
		TEST(recorded_in_the_future),	 TEST(through_the_device),
		TEST(evidence_behind_another),	 TEST(the_form_of_an_ending),
		TEST(copied_onto_what_had_left), TEST(copied_to_which_medium),
		TEST(rejected_endings),		 TEST(returned_half_erased),
		TEST(returned_in_parts),	 TEST(held_after_a_no),
		TEST(staff_of_another_copy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
