/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is open, what became of things, and what officers said of it. */
#include <stdio.h>
#include <string.h>

#include "case_steps.h"
#include "support.h"
#include "unit.h"

static struct wipecert_case *begin(struct case_scene *scene)
{
	return case_scene_begin(scene, "case", NULL);
}

static void assert_lacks(const struct wipecert_case *opened, const char *id, unsigned int lacks)
{
	assert_int_equal(case_scene_item(opened, id).lacks, lacks);
}

static bool awaits(const struct wipecert_case *opened, const char *id)
{
	struct wipecert_case_record record;

	wipecert_case_record(opened, case_scene_find(opened, id), &record);
	return record.awaits;
}

static void what_was_received(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id any = case_receive(scene, opened, "A", "due_on=2026-06-30"),
		       back = case_receive(scene, opened, "B", "due=return"), said;
	struct wipecert_case_summary summary;

	assert_lacks(opened, any.text, WIPECERT_LACK_OUTCOME);
	assert_lacks(opened, back.text, WIPECERT_LACK_OUTCOME | WIPECERT_LACK_RETURN);
	/* Its end is that of the day, in Japan. */
	assert_int_equal(case_scene_item(opened, any.text).due_s, INT64_C(1782831600));
	wipecert_case_summarize(opened, &summary);
	assert_int_equal(summary.late_items, 1);
	assert_int_equal(summary.open_items, 2);
	said = case_kept(case_scene_add(scene, opened, ENGINEER, back.text,
					case_scene_act(WIPECERT_DISPOSE, NULL)));
	assert_lacks(opened, back.text, WIPECERT_LACK_CONFIRMATION | WIPECERT_LACK_RETURN);
	assert_true(awaits(opened, said.text));
	case_confirm(scene, opened, said.text);
	assert_false(awaits(opened, said.text));
	assert_lacks(opened, back.text, WIPECERT_LACK_RETURN);
	/* What is gone does not go back, unless the officer says that it is not gone. */
	scene->lenient = true;
	assert_null(case_scene_add(scene, opened, ENGINEER, back.text,
				   case_scene_act(WIPECERT_RETURN, NULL)));
	assert_int_equal(scene->added.fault, WIPECERT_FAULT_QUANTITY);
	scene->lenient = false;
	case_scene_answer(scene, opened, OFFICER, said.text, WIPECERT_REJECTED);
	case_give_back(scene, opened, back.text);
	assert_lacks(opened, back.text, 0);
	assert_int_equal(case_scene_item(opened, back.text).outcome, WIPECERT_OUTCOME_RETURNED);
	wipecert_case_free(opened);
}

static void outcomes(void **state)
{
	static const struct {
		enum wipecert_type type;
		enum wipecert_outcome outcome;
	} all[] = {
		{ WIPECERT_RETURN, WIPECERT_OUTCOME_RETURNED },
		{ WIPECERT_DISPOSE, WIPECERT_OUTCOME_DISPOSED },
		{ WIPECERT_ATTEST, WIPECERT_OUTCOME_ATTESTED },
	};
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct wipecert_case_summary summary;

	for (size_t i = 0; i < COUNT(all); i++) {
		char label[16];
		struct case_id item, said;

		snprintf(label, sizeof(label), "L%zu", i);
		item = case_receive(scene, opened, label, "note=");
		said = case_kept(case_scene_add(scene, opened, MANAGER, item.text,
						case_scene_act(all[i].type, NULL)));
		assert_int_equal(case_scene_item(opened, item.text).outcome, all[i].outcome);
		assert_lacks(opened, item.text, WIPECERT_LACK_CONFIRMATION);
		case_confirm(scene, opened, said.text);
		assert_lacks(opened, item.text, 0);
		assert_int_equal(case_scene_item(opened, item.text).outcome_record,
				 case_scene_find(opened, said.text));
	}
	wipecert_case_summarize(opened, &summary);
	assert_int_equal(summary.attested, 1);
	assert_int_equal(summary.open_items, 0);
	wipecert_case_free(opened);
}

static void a_device_is_erased_and_leaves(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id device = case_permit(scene, opened, "D", "S"), erased, left;

	assert_lacks(opened, device.text, WIPECERT_LACK_OUTCOME | WIPECERT_LACK_EXIT_CHECK);
	erased = case_kept(case_scene_erase(scene, opened, device.text, "S"));
	assert_lacks(opened, device.text, WIPECERT_LACK_EXIT_CHECK | WIPECERT_LACK_CONFIRMATION);
	assert_int_equal(case_scene_item(opened, device.text).erasure,
			 case_scene_find(opened, erased.text));
	assert_true(awaits(opened, erased.text));
	left = case_kept(case_scene_add(scene, opened, ENGINEER, device.text,
					case_scene_act(WIPECERT_EXIT_CHECK, NULL)));
	assert_lacks(opened, device.text, WIPECERT_LACK_CONFIRMATION);
	case_confirm(scene, opened, left.text);
	/* Both are the officer's to look at. */
	assert_lacks(opened, device.text, WIPECERT_LACK_CONFIRMATION);
	case_confirm(scene, opened, erased.text);
	assert_lacks(opened, device.text, 0);
	assert_int_equal(case_scene_item(opened, device.text).outcome, WIPECERT_OUTCOME_ERASED);
	wipecert_case_free(opened);
}

static void every_medium_in_a_device(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id device = case_kept(case_scene_add(
			       scene, opened, OFFICER, NULL,
			       case_scene_act(WIPECERT_PERMIT, "thing/media/0/maker=",
					      "thing/media/0/model=", "thing/media/0/serial=S1",
					      "thing/media/1/maker=", "thing/media/1/model=",
					      "thing/media/1/serial=S2", NULL))),
		       first = case_kept(case_scene_erase(scene, opened, device.text, "S1"));
	struct wipecert_item item;

	assert_lacks(opened, device.text,
		     WIPECERT_LACK_OUTCOME | WIPECERT_LACK_EXIT_CHECK | WIPECERT_LACK_CONFIRMATION |
			     WIPECERT_LACK_MEDIA);
	case_confirm(scene, opened, first.text);
	assert_lacks(opened, device.text,
		     WIPECERT_LACK_OUTCOME | WIPECERT_LACK_EXIT_CHECK | WIPECERT_LACK_MEDIA);
	case_scene_erase(scene, opened, device.text, "S2");
	assert_lacks(opened, device.text, WIPECERT_LACK_EXIT_CHECK | WIPECERT_LACK_CONFIRMATION);
	item = case_scene_item(opened, device.text);
	assert_int_equal(item.media_count, 2);
	assert_int_equal(item.media[0].erasure, case_scene_find(opened, first.text));
	assert_true(item.media[1].erasure != WIPECERT_NO_INDEX);
	wipecert_case_free(opened);
}

static void nothing_was_copied(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id device = case_permit(scene, opened, "D", "S"),
		       left = case_kept(case_scene_add(
			       scene, opened, ENGINEER, device.text,
			       case_scene_act(WIPECERT_EXIT_CHECK, "result=nothing-copied", NULL)));

	assert_int_equal(case_scene_item(opened, device.text).outcome,
			 WIPECERT_OUTCOME_NOTHING_COPIED);
	assert_lacks(opened, device.text, WIPECERT_LACK_CONFIRMATION);
	case_confirm(scene, opened, left.text);
	assert_lacks(opened, device.text, 0);
	wipecert_case_free(opened);
}

/* A device whose drive died: the contractor's word, and it still has to leave. */
static void an_attested_device_still_leaves(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id device = case_permit(scene, opened, "D", "S"), said, left;

	said = case_kept(case_scene_add(scene, opened, ENGINEER, device.text,
					case_scene_act(WIPECERT_ATTEST, NULL)));
	case_confirm(scene, opened, said.text);
	assert_lacks(opened, device.text, WIPECERT_LACK_EXIT_CHECK);
	left = case_kept(case_scene_add(scene, opened, ENGINEER, device.text,
					case_scene_act(WIPECERT_EXIT_CHECK, NULL)));
	assert_int_equal(case_scene_item(opened, device.text).outcome, WIPECERT_OUTCOME_ATTESTED);
	assert_lacks(opened, device.text, WIPECERT_LACK_CONFIRMATION);
	case_confirm(scene, opened, left.text);
	assert_lacks(opened, device.text, 0);
	wipecert_case_free(opened);
}

static void a_copy_goes_with_the_medium_it_is_on(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id data = case_receive(scene, opened, "A", "note="),
		       device = case_permit(scene, opened, "D", "S"),
		       copy = case_permit_copy(scene, opened, "C", data.text), erased;

	case_copy_out(scene, opened, copy.text, "S");
	assert_string_equal(case_scene_item(opened, copy.text).place, "Disk");
	assert_int_equal(case_scene_item(opened, copy.text).parent, 0);
	erased = case_kept(case_scene_erase(scene, opened, device.text, "S"));
	assert_int_equal(case_scene_item(opened, copy.text).outcome, WIPECERT_OUTCOME_ERASED);
	assert_lacks(opened, copy.text, WIPECERT_LACK_CONFIRMATION);
	case_confirm(scene, opened, erased.text);
	assert_lacks(opened, copy.text, 0);
	wipecert_case_free(opened);
}

static void all_copies_of_an_item_are_erased(void **state)
{
	const struct case_work work = { .serial = "", .type = WIPECERT_ERASURE };
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id data = case_receive(scene, opened, "A", "note="),
		       copy = case_permit_copy(scene, opened, "C", data.text);

	case_copy_out(scene, opened, copy.text, "S1");
	case_copy_out(scene, opened, copy.text, "S2");
	case_copy_out(scene, opened, copy.text, "");
	case_scene_erase(scene, opened, copy.text, "S2");
	assert_int_equal(case_scene_item(opened, copy.text).outcome, WIPECERT_OUTCOME_NONE);
	case_scene_work(scene, opened, ENGINEER, copy.text, &work);
	assert_int_equal(case_scene_item(opened, copy.text).outcome, WIPECERT_OUTCOME_NONE);
	case_scene_erase(scene, opened, copy.text, "S1");
	assert_int_equal(case_scene_item(opened, copy.text).outcome, WIPECERT_OUTCOME_ERASED);
	wipecert_case_free(opened);
}

static void attempts_are_closed(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id device = case_permit(scene, opened, "D", "S"), other, attempt;
	struct case_work work = { .serial = "S" };
	struct wipecert_case_summary summary;

	other = case_permit(scene, opened, "E", "T");
	attempt = case_kept(case_scene_work(scene, opened, ENGINEER, device.text, &work));
	assert_lacks(opened, device.text,
		     WIPECERT_LACK_OUTCOME | WIPECERT_LACK_EXIT_CHECK | WIPECERT_LACK_ATTEMPT);
	wipecert_case_summarize(opened, &summary);
	assert_int_equal(summary.open_attempts, 1);
	/* Another medium's erasure does not tell how it ended. */
	work = (struct case_work){ .serial = "T",
				   .type = WIPECERT_ERASURE,
				   .closes = attempt.text };
	scene->force = true;
	case_scene_work(scene, opened, ENGINEER, other.text, &work);
	scene->force = false;
	assert_int_equal(scene->added.fault, WIPECERT_FAULT_OTHER_ITEM);
	wipecert_case_summarize(opened, &summary);
	assert_int_equal(summary.open_attempts, 1);
	/* One that failed does. */
	work.serial = "S";
	work.unverified = true;
	case_scene_work(scene, opened, ENGINEER, device.text, &work);
	wipecert_case_summarize(opened, &summary);
	assert_int_equal(summary.open_attempts, 0);
	assert_lacks(opened, device.text, WIPECERT_LACK_OUTCOME | WIPECERT_LACK_EXIT_CHECK);
	assert_int_equal(case_scene_item(opened, device.text).failed_record,
			 wipecert_case_record_count(opened) - 1);
	/* Closed once; a second time changes nothing. */
	case_scene_work(scene, opened, ENGINEER, device.text, &work);
	wipecert_case_summarize(opened, &summary);
	assert_int_equal(summary.open_attempts, 0);
	wipecert_case_free(opened);
}

static void levels_by_kind(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", "policy/level=none", NULL);
	struct case_id medium, file;

	for (unsigned int kind = 0; kind < WIPECERT_KINDS; kind++)
		assert_int_equal(wipecert_case_level(opened, (enum wipecert_item_kind)kind),
				 WIPE_LEVEL_NONE);
	case_scene_add(scene, opened, OFFICER, NULL,
		       case_scene_act(WIPECERT_APPROVE, "kinds/0=medium", "level=purge", NULL));
	/* An instruction accepts no level. */
	medium = case_receive(scene, opened, "M", "thing/kind=medium");
	case_scene_add(scene, opened, OFFICER, medium.text,
		       case_scene_act(WIPECERT_APPROVE, "subject=instruction", "level=", NULL));
	assert_int_equal(wipecert_case_level(opened, WIPECERT_KIND_MEDIUM), WIPE_LEVEL_PURGE);
	assert_int_equal(wipecert_case_level(opened, WIPECERT_KIND_FILES), WIPE_LEVEL_NONE);
	assert_int_equal(case_scene_item(opened, medium.text).level_required, WIPE_LEVEL_PURGE);
	/* What is overwritten is cleared, no more. */
	case_scene_erase(scene, opened, medium.text, "S");
	assert_int_equal(case_scene_item(opened, medium.text).outcome, WIPECERT_OUTCOME_NONE);
	assert_true(case_scene_item(opened, medium.text).failed_record != WIPECERT_NO_INDEX);
	case_scene_add(scene, opened, OFFICER, NULL,
		       case_scene_act(WIPECERT_APPROVE, "subject=method", "level=clear", NULL));
	for (unsigned int kind = 0; kind < WIPECERT_KINDS; kind++)
		assert_int_equal(wipecert_case_level(opened, (enum wipecert_item_kind)kind),
				 WIPE_LEVEL_CLEAR);
	/* What was too low when it was done stays so. */
	assert_int_equal(case_scene_item(opened, medium.text).outcome, WIPECERT_OUTCOME_NONE);
	case_scene_erase(scene, opened, medium.text, "S");
	assert_int_equal(case_scene_item(opened, medium.text).outcome, WIPECERT_OUTCOME_ERASED);
	assert_int_equal(case_scene_item(opened, medium.text).failed_record, WIPECERT_NO_INDEX);
	file = case_receive(scene, opened, "F", "note=");
	assert_int_equal(case_scene_item(opened, file.text).level_required, WIPE_LEVEL_CLEAR);
	wipecert_case_free(opened);
}

/* A medium that is no item is erased by the officer's order, which must be there before. */
static void an_order_for_a_medium(void **state)
{
	const struct case_work work = { .serial = "S" };
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id early, late;

	scene->force = true;
	early = case_kept(case_scene_work(scene, opened, ENGINEER, NULL, &work));
	scene->force = false;
	case_scene_add(scene, opened, OFFICER, NULL,
		       case_scene_act(WIPECERT_APPROVE, "subject=instruction", "level=", "serial=S",
				      NULL));
	late = case_kept(case_scene_work(scene, opened, ENGINEER, NULL, &work));
	for (int i = 0; i < 3; i++) {
		assert_int_equal(case_scene_fault(opened, early.text), WIPECERT_FAULT_UNKNOWN_ITEM);
		assert_int_equal(case_scene_fault(opened, late.text), WIPECERT_FAULT_NONE);
		assert_int_equal(wipecert_case_refresh(opened, NULL), 0);
	}
	wipecert_case_free(opened);
}

static struct case_id resolve(struct case_scene *scene, struct wipecert_case *opened,
			      const char *incident)
{
	char about[64];

	snprintf(about, sizeof(about), "about=%s", incident);
	return case_kept(case_scene_add(scene, opened, MANAGER, NULL,
					case_scene_act(WIPECERT_INCIDENT, "stage=resolved", about,
						       "cause=C", "measures=M", NULL)));
}

static void incidents(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id data = case_receive(scene, opened, "A", "note="), incident, resolved, second;
	struct wipecert_case_summary summary;

	case_give_back(scene, opened, data.text);
	assert_lacks(opened, data.text, 0);
	incident = case_open_incident(scene, opened, data.text, "note=");
	assert_lacks(opened, data.text, WIPECERT_LACK_INCIDENT);
	resolved = resolve(scene, opened, incident.text);
	/* Two who write at the same time: both words stand until the officer has answered. */
	second = resolve(scene, opened, incident.text);
	assert_lacks(opened, data.text, WIPECERT_LACK_INCIDENT);
	assert_true(awaits(opened, resolved.text));
	case_scene_answer(scene, opened, OFFICER, resolved.text, WIPECERT_REJECTED);
	assert_lacks(opened, data.text, WIPECERT_LACK_INCIDENT);
	case_confirm(scene, opened, second.text);
	assert_lacks(opened, data.text, 0);
	assert_int_equal(case_scene_fault(opened, second.text), WIPECERT_FAULT_NONE);
	wipecert_case_summarize(opened, &summary);
	assert_int_equal(summary.open_incidents, 0);
	assert_int_equal(summary.void_records, 0);
	/* The officer thinks again. */
	case_scene_answer(scene, opened, OFFICER, second.text, WIPECERT_REJECTED);
	assert_lacks(opened, data.text, WIPECERT_LACK_INCIDENT);
	case_confirm(scene, opened, second.text);
	assert_lacks(opened, data.text, 0);
	wipecert_case_free(opened);
}

/* What the resolution names, and nothing else of the incident. */
static void what_is_given_up_for_lost(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id lost = case_receive(scene, opened, "A", "due=return"),
		       found = case_receive(scene, opened, "B", "note="),
		       other = case_receive(scene, opened, "C", "note="), incident, resolved;
	char about[64], things[2][64];

	snprintf(things[0], sizeof(things[0]), "things/1=%s", found.text);
	incident = case_open_incident(scene, opened, lost.text, things[0]);
	snprintf(about, sizeof(about), "about=%s", incident.text);
	snprintf(things[0], sizeof(things[0]), "things/0=%s", lost.text);
	snprintf(things[1], sizeof(things[1]), "things/0=%s", other.text);
	scene->lenient = true;
	for (size_t i = 2; i-- > 0;)
		case_scene_add(scene, opened, MANAGER, NULL,
			       case_scene_act(WIPECERT_INCIDENT, "stage=resolved", about, "cause=C",
					      "measures=M", "missing?true", things[i], NULL));
	scene->lenient = false;
	resolved = case_kept(scene->id);
	assert_int_equal(case_scene_item(opened, lost.text).outcome, WIPECERT_OUTCOME_NONE);
	case_confirm(scene, opened, resolved.text);
	assert_int_equal(case_scene_item(opened, lost.text).outcome, WIPECERT_OUTCOME_MISSING);
	assert_lacks(opened, lost.text, 0);
	assert_int_equal(case_scene_item(opened, found.text).outcome, WIPECERT_OUTCOME_NONE);
	assert_int_equal(case_scene_item(opened, other.text).outcome, WIPECERT_OUTCOME_NONE);
	/* The officer takes his word back. */
	case_scene_answer(scene, opened, OFFICER, resolved.text, WIPECERT_REJECTED);
	assert_lacks(opened, lost.text,
		     WIPECERT_LACK_INCIDENT | WIPECERT_LACK_OUTCOME | WIPECERT_LACK_RETURN);
	wipecert_case_free(opened);
}

/* A dishonest writer says what came of an incident before there is one. */
static void a_resolution_before_its_incident(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct wipecert_case_summary summary;
	struct case_id early;
	char about[WIPECERT_ID_BYTES];

	/* The id that the third record from now on gets. */
	snprintf(about, sizeof(about), "%08x-0000-4000-8000-000000000000", scene->ids + 3);
	scene->force = true;
	early = resolve(scene, opened, about);
	scene->force = false;
	case_confirm(scene, opened, early.text);
	case_scene_add(scene, opened, ENGINEER, NULL, case_scene_act(WIPECERT_INCIDENT, NULL));
	assert_string_equal(scene->id, about);
	for (int i = 0; i < 2; i++) {
		wipecert_case_summarize(opened, &summary);
		assert_int_equal(summary.open_incidents, 1);
		assert_int_equal(case_scene_fault(opened, early.text),
				 WIPECERT_FAULT_UNKNOWN_RECORD);
		assert_int_equal(wipecert_case_refresh(opened, NULL), 0);
	}
	wipecert_case_free(opened);
}

static void an_officer_thinks_again(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id data = case_receive(scene, opened, "A", "note="), said;

	said = case_kept(case_scene_add(scene, opened, ENGINEER, data.text,
					case_scene_act(WIPECERT_RETURN, NULL)));
	case_scene_answer(scene, opened, OFFICER, said.text, WIPECERT_REJECTED);
	assert_lacks(opened, data.text, WIPECERT_LACK_REJECTED);
	assert_false(awaits(opened, said.text));
	/* Another officer does not lift it. */
	case_scene_answer(scene, opened, OFFICER_2, said.text, WIPECERT_ACCEPTED);
	assert_lacks(opened, data.text, WIPECERT_LACK_REJECTED);
	case_confirm(scene, opened, said.text);
	assert_lacks(opened, data.text, 0);
	case_scene_answer(scene, opened, OFFICER_2, said.text, WIPECERT_REJECTED);
	assert_lacks(opened, data.text, WIPECERT_LACK_REJECTED);
	/* Instead of that, another return. */
	case_give_back(scene, opened, data.text);
	assert_lacks(opened, data.text, 0);
	wipecert_case_free(opened);
}

static void paper(void **state)
{
	static const struct {
		const char *policy;
		bool counts;
	} policies[] = {
		{ "policy/confirmation=signed", false },
		{ "policy/confirmation=signed-or-paper", true },
	};
	struct case_scene *scene = *state;

	for (size_t i = 0; i < COUNT(policies); i++) {
		struct wipecert_case *opened =
			case_scene_begin(scene, i ? "b" : "a", policies[i].policy, NULL);
		struct case_id data = case_receive(scene, opened, "A", "note="), said;
		struct wipecert_case_summary summary;
		struct wipecert_case_record record;

		said = case_kept(case_scene_add(scene, opened, ENGINEER, data.text,
						case_scene_act(WIPECERT_RETURN, NULL)));
		case_scene_answer(scene, opened, MANAGER, said.text, WIPECERT_ACCEPTED_ON_PAPER);
		assert_lacks(opened, data.text,
			     policies[i].counts ? 0 : WIPECERT_LACK_CONFIRMATION);
		wipecert_case_record(opened, case_scene_find(opened, said.text), &record);
		assert_true(record.is_on_paper && record.paper != WIPECERT_NO_INDEX);
		wipecert_case_summarize(opened, &summary);
		assert_int_equal(summary.on_paper, policies[i].counts);
		case_scene_answer(scene, opened, MANAGER, said.text, WIPECERT_REJECTED_ON_PAPER);
		assert_lacks(opened, data.text, WIPECERT_LACK_REJECTED);
		case_confirm(scene, opened, said.text);
		assert_lacks(opened, data.text, 0);
		wipecert_case_summarize(opened, &summary);
		assert_int_equal(summary.on_paper, 0);
		wipecert_case_free(opened);
	}
}

/* What takes duties away is the officer's own word, or comes from a paper that the case takes. */
static void decided_on_paper(void **state)
{
	static const char scan[] =
		"means/scan_sha256="
		"0123456789012345678901234567890123456789012345678901234567890123";
	struct case_scene *scene = *state;

	for (size_t i = 0; i < 2; i++) {
		struct wipecert_case *opened = case_scene_begin(
			scene, i ? "b" : "a",
			i ? "policy/confirmation=signed-or-paper" : "policy/confirmation=signed",
			"policy/level=purge", NULL);
		struct wipecert_case_record record;
		struct case_id said = case_kept(case_scene_add(
			scene, opened, ENGINEER, NULL,
			case_scene_act(WIPECERT_APPROVE, "level=none", "means/kind=paper", scan,
				       "means/scan_bytes=9", NULL)));

		wipecert_case_record(opened, case_scene_find(opened, said.text), &record);
		assert_int_equal(record.awaits, i == 0);
		assert_int_equal(wipecert_case_level(opened, WIPECERT_KIND_MEDIUM),
				 i ? WIPE_LEVEL_NONE : WIPE_LEVEL_PURGE);
		case_scene_answer(scene, opened, MANAGER, said.text, WIPECERT_ACCEPTED_ON_PAPER);
		assert_int_equal(wipecert_case_level(opened, WIPECERT_KIND_MEDIUM),
				 i ? WIPE_LEVEL_NONE : WIPE_LEVEL_PURGE);
		case_confirm(scene, opened, said.text);
		assert_int_equal(wipecert_case_level(opened, WIPECERT_KIND_MEDIUM),
				 WIPE_LEVEL_NONE);
		wipecert_case_record(opened, case_scene_find(opened, said.text), &record);
		assert_false(record.awaits);
		wipecert_case_free(opened);
	}
}

/* The drive died while it was erased: nothing will ever tell how that ended. */
static void an_attempt_on_what_is_destroyed(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id device = case_permit(scene, opened, "D", "S"), said;
	struct case_work work = { .serial = "S" };
	struct wipecert_case_summary summary;

	case_scene_work(scene, opened, ENGINEER, device.text, &work);
	wipecert_case_summarize(opened, &summary);
	assert_int_equal(summary.open_attempts, 1);
	said = case_kept(case_scene_add(scene, opened, ENGINEER, device.text,
					case_scene_act(WIPECERT_DISPOSE, NULL)));
	case_confirm(scene, opened, said.text);
	assert_lacks(opened, device.text, 0);
	wipecert_case_summarize(opened, &summary);
	assert_int_equal(summary.open_attempts, 0);
	wipecert_case_free(opened);
}

/* Thousands of answers to one record: the newest yes and no of each are weighed. */
static void many_answers(void **state)
{
	const size_t count = 60 / test_step(4);
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id data = case_receive(scene, opened, "A", "note="), said;

	said = case_kept(case_scene_add(scene, opened, ENGINEER, data.text,
					case_scene_act(WIPECERT_RETURN, NULL)));
	for (size_t i = 0; i < count; i++) {
		case_scene_answer(scene, opened, i % 3 ? OFFICER : OFFICER_2, said.text,
				  i % 2 ? WIPECERT_ACCEPTED : WIPECERT_REJECTED);
		case_scene_answer(scene, opened, MANAGER, said.text, WIPECERT_REJECTED_ON_PAPER);
	}
	assert_lacks(opened, data.text, WIPECERT_LACK_REJECTED);
	case_scene_answer(scene, opened, OFFICER, said.text, WIPECERT_ACCEPTED);
	case_scene_answer(scene, opened, OFFICER_2, said.text, WIPECERT_ACCEPTED);
	assert_lacks(opened, data.text, 0);
	wipecert_case_free(opened);
}

/* What was allowed, before the officer had answered, does not become void by his answer. */
static void answers_do_not_reach_back(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id data = case_receive(scene, opened, "A", "note="), first, second;

	first = case_kept(case_scene_add(scene, opened, ENGINEER, data.text,
					 case_scene_act(WIPECERT_RETURN, NULL)));
	second = case_kept(case_scene_add(scene, opened, ENGINEER, data.text,
					  case_scene_act(WIPECERT_RETURN, "note=again", NULL)));
	case_confirm(scene, opened, first.text);
	assert_int_equal(case_scene_fault(opened, second.text), WIPECERT_FAULT_NONE);
	assert_lacks(opened, data.text, WIPECERT_LACK_CONFIRMATION);
	case_confirm(scene, opened, second.text);
	assert_lacks(opened, data.text, 0);
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_VOID), 0);
	wipecert_case_free(opened);
}

static void finding_items(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id first = case_receive(scene, opened, "A", "thing/serial=S");
	char prefix[WIPECERT_ID_BYTES];
	size_t index;

	case_give_back(scene, opened, first.text);
	case_permit(scene, opened, "B", "S");
	assert_int_equal(wipecert_case_find_item(opened, "A", &index, NULL), 0);
	assert_int_equal(index, 0);
	/* The open one is meant. */
	assert_int_equal(wipecert_case_find_item(opened, "S", &index, NULL), 0);
	assert_int_equal(index, 1);
	assert_int_equal(wipecert_case_find_item(opened, first.text, &index, NULL), 0);
	assert_int_equal(index, 0);
	snprintf(prefix, sizeof(prefix), "%.8s", first.text);
	assert_int_equal(wipecert_case_find_item(opened, prefix, &index, NULL), 0);
	prefix[7] = '\0';
	assert_int_equal(wipecert_case_find_item(opened, prefix, &index, NULL), WIPE_E_NOTFOUND);
	assert_int_equal(wipecert_case_find_item(opened, "", &index, NULL), WIPE_E_NOTFOUND);
	assert_int_equal(wipecert_case_find_item(opened, "Z", &index, NULL), WIPE_E_NOTFOUND);
	case_receive(scene, opened, "S", "note=");
	assert_int_equal(wipecert_case_find_item(opened, "S", &index, NULL), WIPE_E_USAGE);
	wipecert_case_free(opened);
}

static void trying_changes_nothing(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct wipecert_act *close = case_scene_act(WIPECERT_CLOSE, NULL);
	struct wipecert_meta meta = { .id = "01234567-89ab-4cde-8f01-23456789abcd",
				      .issued_at_s = scene->now_s + 60,
				      .tool_name = "t",
				      .tool_version = "0",
				      .time_zone = "Asia/Tokyo" };
	const struct wipecert_case_addition addition = { .build = wipecert_case_build_act,
							 .build_arg = close,
							 .signer = scene->signers[MANAGER],
							 .meta = &meta };
	struct case_files before = case_files_of(wipecert_case_path(opened)), after;
	enum wipecert_fault fault;

	assert_int_equal(wipecert_case_try(opened, &addition, &fault, NULL), 0);
	assert_int_equal(fault, WIPECERT_FAULT_NONE);
	after = case_files_of(wipecert_case_path(opened));
	assert_int_equal(before.count, after.count);
	case_files_clear(&before);
	case_files_clear(&after);
	case_receive(scene, opened, "A", "note=");
	assert_int_equal(wipecert_case_try(opened, &addition, &fault, NULL), WIPE_E_REFUSED);
	assert_int_equal(fault, WIPECERT_FAULT_OPEN);
	assert_null(meta.place);
	wipecert_act_free(close);
	wipecert_case_free(opened);
}

/* Every name and text is there, and none twice. */
static void words(void **state)
{
	(void)state;
	for (unsigned int i = 0; i <= WIPECERT_FAULT_FILES; i++) {
		assert_true(*wipecert_fault_text((enum wipecert_fault)i));
		for (unsigned int k = 0; k < i; k++)
			assert_string_not_equal(wipecert_fault_name((enum wipecert_fault)i),
						wipecert_fault_name((enum wipecert_fault)k));
	}
	for (unsigned int i = 0; i <= WIPECERT_CASE_SAME_MEDIUM; i++) {
		int code = wipecert_case_problem_exit((enum wipecert_case_problem)i);

		assert_true(code == 0 || code == 1 || code == 8);
		assert_true(*wipecert_case_problem_text((enum wipecert_case_problem)i));
		for (unsigned int k = 0; k < i; k++)
			assert_string_not_equal(
				wipecert_case_problem_name((enum wipecert_case_problem)i),
				wipecert_case_problem_name((enum wipecert_case_problem)k));
	}
	assert_string_equal(wipecert_fault_name((enum wipecert_fault)99), "unknown");
	assert_string_equal(wipecert_case_problem_name((enum wipecert_case_problem)99), "unknown");
	assert_int_equal(wipecert_case_problem_exit((enum wipecert_case_problem)99), 1);
	assert_string_equal(wipecert_kind_name(WIPECERT_KIND_DEVICE), "device");
	assert_string_equal(wipecert_origin_name(WIPECERT_COPIED_OUTSIDE), "copied-outside");
	assert_string_equal(wipecert_outcome_name(WIPECERT_OUTCOME_MISSING), "missing");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, case_scene_setup, case_scene_teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_was_received),
		TEST(outcomes),
		TEST(a_device_is_erased_and_leaves),
		TEST(every_medium_in_a_device),
		TEST(nothing_was_copied),
		TEST(an_attested_device_still_leaves),
		TEST(a_copy_goes_with_the_medium_it_is_on),
		TEST(all_copies_of_an_item_are_erased),
		TEST(attempts_are_closed),
		TEST(levels_by_kind),
		TEST(an_order_for_a_medium),
		TEST(incidents),
		TEST(what_is_given_up_for_lost),
		TEST(a_resolution_before_its_incident),
		TEST(an_officer_thinks_again),
		TEST(paper),
		TEST(decided_on_paper),
		TEST(an_attempt_on_what_is_destroyed),
		TEST(many_answers),
		TEST(answers_do_not_reach_back),
		TEST(finding_items),
		TEST(trying_changes_nothing),
		cmocka_unit_test(words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
