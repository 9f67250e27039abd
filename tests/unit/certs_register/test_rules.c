/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each rule: what it refuses leaves no trace, and the same record, forced in, is there and
 * has no effect.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <wipecert/save.h>

#include "case_steps.h"
#include "support.h"
#include "unit.h"

#define NOBODY "99999999-0000-4000-8000-000000000000"

/* What is to be added: an act of these words, or work, or an answer. */
struct attempt {
	enum wipecert_type type;
	const char *words[6];
	const struct case_work *work;
	const char *about; /* of an answer */
	enum wipecert_decision decision;
};

static const char *put(struct case_scene *scene, struct wipecert_case *opened, enum person by,
		       const char *item, const struct attempt *attempt)
{
	struct wipecert_act *act;

	if (attempt->work)
		return case_scene_work(scene, opened, by, item, attempt->work);
	if (attempt->about)
		return case_scene_answer(scene, opened, by, attempt->about, attempt->decision);
	act = case_scene_act(attempt->type, NULL);
	for (size_t i = 0; i < COUNT(attempt->words) && attempt->words[i]; i++)
		case_scene_say(act, attempt->words[i]);
	return case_scene_add(scene, opened, by, item, act);
}

static bool is_same_folder(const struct case_files *before, const struct case_files *after)
{
	return before->count == after->count && case_files_grew(before, after);
}

/* Whatever comes of it, the folder tells. */
static bool is_told(const struct wipecert_case *opened)
{
	return case_scene_findings(opened, WIPECERT_CASE_VOID) ||
	       case_scene_findings(opened, WIPECERT_CASE_AGAINST_RULES) ||
	       case_scene_findings(opened, WIPECERT_CASE_NAMESAKE);
}

/* Refused with this fault, and told with it if it is forced in: here and in a copy. */
static void expect(struct case_scene *scene, struct wipecert_case *opened, enum person by,
		   const char *item, const struct attempt *attempt, enum wipecert_fault fault)
{
	struct case_files before = case_files_of(wipecert_case_path(opened)), after;
	size_t records = wipecert_case_record_count(opened);
	struct wipecert_case *again;
	struct wipecert_case_options options = { .time_s = CASE_SCENE_NOW_S + 100 * DAY_S };
	struct case_id id;

	scene->lenient = true;
	put(scene, opened, by, item, attempt);
	scene->lenient = false;
	if (scene->rc != WIPE_E_REFUSED || scene->added.fault != fault)
		fail_msg("%s, not %s: %s", wipecert_fault_name(scene->added.fault),
			 wipecert_fault_name(fault), scene->error.message);
	after = case_files_of(wipecert_case_path(opened));
	assert_true(is_same_folder(&before, &after));
	assert_int_equal(wipecert_case_record_count(opened), records);
	case_files_clear(&before);
	case_files_clear(&after);

	scene->force = true;
	id = case_kept(put(scene, opened, by, item, attempt));
	scene->force = false;
	assert_int_equal(scene->added.fault, fault);
	assert_int_equal(case_scene_fault(opened, id.text), fault);
	assert_true(is_told(opened));
	assert_int_equal(wipecert_case_open(wipecert_case_path(opened), &options, &again, NULL), 0);
	assert_int_equal(case_scene_fault(again, id.text), fault);
	wipecert_case_free(again);
}

static struct wipecert_case *begin(struct case_scene *scene)
{
	return case_scene_begin(scene, "case", NULL);
}

static void unknown_items(void **state)
{
	static const enum wipecert_type types[] = { WIPECERT_COPY_OUT, WIPECERT_EXIT_CHECK,
						    WIPECERT_RETURN, WIPECERT_DISPOSE,
						    WIPECERT_ATTEST };
	const struct case_work work = { .serial = "S" };
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);

	for (size_t i = 0; i < COUNT(types); i++)
		expect(scene, opened, ENGINEER, NOBODY, &(struct attempt){ .type = types[i] },
		       WIPECERT_FAULT_UNKNOWN_ITEM);
	expect(scene, opened, OFFICER, NOBODY, &(struct attempt){ .type = WIPECERT_CHALLENGE },
	       WIPECERT_FAULT_UNKNOWN_ITEM);
	expect(scene, opened, OFFICER, NOBODY, &(struct attempt){ .type = WIPECERT_APPROVE },
	       WIPECERT_FAULT_UNKNOWN_ITEM);
	expect(scene, opened, OFFICER, NULL,
	       &(struct attempt){ .type = WIPECERT_PERMIT,
				  .words = { "purpose=copy-inside", "parent=" NOBODY } },
	       WIPECERT_FAULT_UNKNOWN_ITEM);
	expect(scene, opened, ENGINEER, NULL,
	       &(struct attempt){ .type = WIPECERT_INCIDENT, .words = { "things/0=" NOBODY } },
	       WIPECERT_FAULT_UNKNOWN_ITEM);
	expect(scene, opened, ENGINEER, NOBODY, &(struct attempt){ .work = &work },
	       WIPECERT_FAULT_UNKNOWN_ITEM);
	expect(scene, opened, ENGINEER, NULL, &(struct attempt){ .work = &work },
	       WIPECERT_FAULT_UNKNOWN_ITEM);
	wipecert_case_free(opened);
}

static void unknown_records(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id item = case_receive(scene, opened, "A", "note=");
	char word[64];

	expect(scene, opened, ENGINEER, NULL,
	       &(struct attempt){
		       .type = WIPECERT_INCIDENT,
		       .words = { "stage=resolved", "about=" NOBODY, "cause=C", "measures=M" } },
	       WIPECERT_FAULT_UNKNOWN_RECORD);
	/* A record, but none that opened an incident. */
	snprintf(word, sizeof(word), "about=%s", item.text);
	expect(scene, opened, ENGINEER, NULL,
	       &(struct attempt){ .type = WIPECERT_INCIDENT,
				  .words = { "stage=resolved", word, "cause=C", "measures=M" } },
	       WIPECERT_FAULT_UNKNOWN_RECORD);
	wipecert_case_free(opened);
}

/* An answer to a record of another case is about nothing here. */
static void answers_to_what_is_not_there(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene),
			     *other = case_scene_begin(scene, "other", NULL);
	struct case_id item = case_receive(scene, other, "A", "note=");
	struct wipecert_case_import counts;
	unsigned char *der;
	size_t length;

	der = case_scene_answer_outside(scene, other, OFFICER, item.text, WIPECERT_ACCEPTED,
					&length);
	write_file(case_scene_path(scene, "answer.p7m"), der, length, 0644);
	free(der);
	assert_int_equal(wipecert_case_import(opened, case_scene_path(scene, "answer.p7m"), NULL,
					      NULL, &counts, NULL),
			 0);
	assert_int_equal(counts.added, 0);
	assert_int_equal(counts.refused, 1);
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_MISSING_ABOUT), 0);
	/* Put there by hand. */
	assert_int_equal(rename(case_scene_path(scene, "answer.p7m"),
				case_scene_path(scene, "case/records/answer.p7m")),
			 0);
	assert_int_equal(wipecert_case_refresh(opened, NULL), 0);
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_MISSING_ABOUT), 1);
	assert_int_equal(case_scene_fault(opened, scene->id), WIPECERT_FAULT_UNKNOWN_RECORD);
	wipecert_case_free(other);
	wipecert_case_free(opened);
}

static void labels_and_serials(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id item = case_receive(scene, opened, "A", "thing/serial=S");

	expect(scene, opened, ENGINEER, NULL, &(struct attempt){ .type = WIPECERT_RECEIVE },
	       WIPECERT_FAULT_LABEL);
	/* The label stays taken; the serial is free again once all is over. */
	case_give_back(scene, opened, item.text);
	expect(scene, opened, ENGINEER, NULL, &(struct attempt){ .type = WIPECERT_RECEIVE },
	       WIPECERT_FAULT_LABEL);
	case_permit(scene, opened, "B", "S");
	expect(scene, opened, OFFICER, NULL,
	       &(struct attempt){ .type = WIPECERT_PERMIT,
				  .words = { "thing/label=C", "thing/serial=S" } },
	       WIPECERT_FAULT_SERIAL_USED);
	expect(scene, opened, OFFICER, NULL,
	       &(struct attempt){ .type = WIPECERT_PERMIT,
				  .words = { "thing/label=D", "thing/media/0/maker=",
					     "thing/media/0/model=", "thing/media/0/serial=S" } },
	       WIPECERT_FAULT_SERIAL_USED);
	wipecert_case_free(opened);
}

/* What somebody else called the same is there, has to be dealt with, and is told apart by its id. */
static void namesakes_are_two(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id item = case_receive(scene, opened, "A", "note="), other;
	size_t index;

	scene->force = true;
	other = case_receive(scene, opened, "A", "note=");
	scene->force = false;
	assert_int_equal(wipecert_case_item_count(opened), 2);
	assert_true(case_scene_item(opened, item.text).label_is_shared);
	assert_int_equal(case_scene_item(opened, other.text).lacks, WIPECERT_LACK_OUTCOME);
	assert_int_equal(wipecert_case_find_item(opened, "A", &index, NULL), WIPE_E_USAGE);
	assert_int_equal(wipecert_case_find_item(opened, other.text, &index, NULL), 0);
	case_give_back(scene, opened, item.text);
	expect(scene, opened, MANAGER, NULL, &(struct attempt){ .type = WIPECERT_CLOSE },
	       WIPECERT_FAULT_OPEN);
	case_give_back(scene, opened, other.text);
	case_scene_add(scene, opened, MANAGER, NULL, case_scene_closing(opened));
	wipecert_case_free(opened);
}

static void other_media(void **state)
{
	const struct case_work work = { .serial = "OTHER" }, unknown = { .serial = "" };
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id item = case_permit(scene, opened, "D", "S"),
		       data = case_receive(scene, opened, "A", "note="),
		       copy = case_permit_copy(scene, opened, "C", data.text);

	expect(scene, opened, ENGINEER, item.text, &(struct attempt){ .work = &work },
	       WIPECERT_FAULT_SERIAL_OTHER);
	expect(scene, opened, OFFICER, item.text,
	       &(struct attempt){ .type = WIPECERT_CHALLENGE, .words = { "serial=OTHER" } },
	       WIPECERT_FAULT_SERIAL_OTHER);
	case_copy_out(scene, opened, copy.text, "S");
	expect(scene, opened, ENGINEER, copy.text, &(struct attempt){ .work = &work },
	       WIPECERT_FAULT_SERIAL_OTHER);
	/* What is known to be on S is not erased by erasing who knows what. */
	expect(scene, opened, ENGINEER, copy.text, &(struct attempt){ .work = &unknown },
	       WIPECERT_FAULT_SERIAL_OTHER);
	wipecert_case_free(opened);
}

static void a_copy_goes_where_its_permit_says(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id data = case_receive(scene, opened, "A", "note=");
	char of[64];
	struct case_id copy;

	snprintf(of, sizeof(of), "parent=%s", data.text);
	copy = case_kept(case_scene_add(scene, opened, OFFICER, NULL,
					case_scene_act(WIPECERT_PERMIT, "thing/label=C", of,
						       "thing/kind=files", "purpose=copy-outside",
						       "thing/serial=S", NULL)));
	expect(scene, opened, ENGINEER, copy.text,
	       &(struct attempt){ .type = WIPECERT_COPY_OUT, .words = { "serial=OTHER" } },
	       WIPECERT_FAULT_SERIAL_OTHER);
	case_copy_out(scene, opened, copy.text, "S");
	wipecert_case_free(opened);
}

static void what_is_not_permitted(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id data = case_receive(scene, opened, "A", "note="),
		       device = case_permit(scene, opened, "D", "S"),
		       copy = case_permit_copy(scene, opened, "C", data.text);

	expect(scene, opened, ENGINEER, data.text, &(struct attempt){ .type = WIPECERT_COPY_OUT },
	       WIPECERT_FAULT_NOT_PERMITTED);
	expect(scene, opened, ENGINEER, device.text, &(struct attempt){ .type = WIPECERT_COPY_OUT },
	       WIPECERT_FAULT_NOT_PERMITTED);
	expect(scene, opened, ENGINEER, data.text, &(struct attempt){ .type = WIPECERT_EXIT_CHECK },
	       WIPECERT_FAULT_NOT_PERMITTED);
	expect(scene, opened, ENGINEER, device.text, &(struct attempt){ .type = WIPECERT_RETURN },
	       WIPECERT_FAULT_NOT_PERMITTED);
	/* Until the end of June 2 in Japan. */
	scene->now_s = INT64_C(1780412400) - 61;
	case_copy_out(scene, opened, copy.text, "X");
	scene->now_s = INT64_C(1780412400) - 60;
	expect(scene, opened, ENGINEER, copy.text, &(struct attempt){ .type = WIPECERT_COPY_OUT },
	       WIPECERT_FAULT_NOT_PERMITTED);
	wipecert_case_free(opened);
}

/* From the begin of the day in Japan, which is nine hours before that of UTC. */
static void permits_begin_in_japan(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id data = case_receive(scene, opened, "A", "note="), copy;
	char of[64];

	snprintf(of, sizeof(of), "parent=%s", data.text);
	copy = case_kept(case_scene_add(scene, opened, OFFICER, NULL,
					case_scene_act(WIPECERT_PERMIT, "thing/label=C", of,
						       "thing/kind=files", "purpose=copy-inside",
						       "from=2026-06-02", NULL)));
	scene->now_s = INT64_C(1780326000) - 121;
	expect(scene, opened, ENGINEER, copy.text, &(struct attempt){ .type = WIPECERT_COPY_OUT },
	       WIPECERT_FAULT_NOT_PERMITTED);
	scene->now_s = INT64_C(1780326000) - 60;
	case_copy_out(scene, opened, copy.text, "X");
	wipecert_case_free(opened);
}

static void what_is_done(void **state)
{
	static const enum wipecert_type types[] = { WIPECERT_RETURN, WIPECERT_DISPOSE,
						    WIPECERT_ATTEST };
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id data = case_receive(scene, opened, "A", "note="),
		       device = case_permit(scene, opened, "D", "S"),
		       copy = case_permit_copy(scene, opened, "C", data.text), left;

	case_give_back(scene, opened, data.text);
	for (size_t i = 0; i < COUNT(types); i++)
		expect(scene, opened, ENGINEER, data.text, &(struct attempt){ .type = types[i] },
		       WIPECERT_FAULT_DONE);
	expect(scene, opened, OFFICER, data.text, &(struct attempt){ .type = WIPECERT_CHALLENGE },
	       WIPECERT_FAULT_DONE);
	left = case_kept(
		case_scene_add(scene, opened, ENGINEER, device.text,
			       case_scene_act(WIPECERT_EXIT_CHECK, "result=nothing-copied", NULL)));
	case_confirm(scene, opened, left.text);
	expect(scene, opened, ENGINEER, device.text,
	       &(struct attempt){ .type = WIPECERT_EXIT_CHECK }, WIPECERT_FAULT_DONE);
	case_give_back(scene, opened, copy.text);
	expect(scene, opened, ENGINEER, copy.text, &(struct attempt){ .type = WIPECERT_COPY_OUT },
	       WIPECERT_FAULT_DONE);
	wipecert_case_free(opened);
}

static void an_incident_ends_once(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id incident = case_kept(case_scene_add(
		scene, opened, ENGINEER, NULL, case_scene_act(WIPECERT_INCIDENT, NULL)));
	char about[64];
	struct case_id resolved;
	struct attempt attempt = { .type = WIPECERT_INCIDENT,
				   .words = { "stage=resolved", about, "cause=C", "measures=M" } };

	snprintf(about, sizeof(about), "about=%s", incident.text);
	resolved = case_kept(put(scene, opened, MANAGER, NULL, &attempt));
	case_confirm(scene, opened, resolved.text);
	expect(scene, opened, MANAGER, NULL, &attempt, WIPECERT_FAULT_DONE);
	wipecert_case_free(opened);
}

static void what_has_to_come_first(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id data = case_receive(scene, opened, "A", "note="),
		       device = case_permit(scene, opened, "D", "S"),
		       copy = case_permit_copy(scene, opened, "C", data.text);

	expect(scene, opened, ENGINEER, device.text,
	       &(struct attempt){ .type = WIPECERT_EXIT_CHECK }, WIPECERT_FAULT_ORDER);
	case_copy_out(scene, opened, copy.text, "S");
	expect(scene, opened, ENGINEER, device.text,
	       &(struct attempt){ .type = WIPECERT_EXIT_CHECK,
				  .words = { "result=nothing-copied" } },
	       WIPECERT_FAULT_ORDER);
	case_scene_erase(scene, opened, device.text, "S");
	expect(scene, opened, ENGINEER, copy.text, &(struct attempt){ .type = WIPECERT_COPY_OUT },
	       WIPECERT_FAULT_ORDER);
	wipecert_case_free(opened);
}

/* Erased, then written to again: it has to be erased again before it leaves. */
static void what_is_written_again_is_erased_again(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id data = case_receive(scene, opened, "A", "note="),
		       device = case_permit(scene, opened, "D", "S"),
		       copy = case_permit_copy(scene, opened, "C", data.text), left;

	case_scene_erase(scene, opened, device.text, "S");
	case_copy_out(scene, opened, copy.text, "S");
	expect(scene, opened, ENGINEER, device.text,
	       &(struct attempt){ .type = WIPECERT_EXIT_CHECK }, WIPECERT_FAULT_ORDER);
	case_scene_erase(scene, opened, device.text, "S");
	left = case_kept(case_scene_add(scene, opened, ENGINEER, device.text,
					case_scene_act(WIPECERT_EXIT_CHECK, NULL)));
	assert_int_equal(case_scene_item(opened, device.text).exit_record,
			 case_scene_find(opened, left.text));
	wipecert_case_free(opened);
}

static void evidence_is_left_alone(void **state)
{
	const struct case_work work = { .serial = "S" };
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id data = case_receive(scene, opened, "A", "note="),
		       device = case_permit(scene, opened, "D", "S"),
		       copy = case_permit_copy(scene, opened, "C", data.text);
	char thing[64];

	case_copy_out(scene, opened, copy.text, "S");
	snprintf(thing, sizeof(thing), "things/0=%s", copy.text);
	case_scene_add(scene, opened, ENGINEER, NULL,
		       case_scene_act(WIPECERT_INCIDENT, thing, NULL));
	expect(scene, opened, ENGINEER, copy.text, &(struct attempt){ .work = &work },
	       WIPECERT_FAULT_INCIDENT);
	expect(scene, opened, ENGINEER, copy.text, &(struct attempt){ .type = WIPECERT_DISPOSE },
	       WIPECERT_FAULT_INCIDENT);
	expect(scene, opened, ENGINEER, copy.text, &(struct attempt){ .type = WIPECERT_ATTEST },
	       WIPECERT_FAULT_INCIDENT);
	/* It lies on the device: that is not erased either, under whatever name. */
	expect(scene, opened, ENGINEER, device.text, &(struct attempt){ .work = &work },
	       WIPECERT_FAULT_INCIDENT);
	/* The officer's instruction allows it; another incident since then does not. */
	case_scene_add(scene, opened, OFFICER, copy.text,
		       case_scene_act(WIPECERT_APPROVE, "subject=instruction", "level=", NULL));
	case_scene_work(scene, opened, ENGINEER, device.text, &work);
	case_scene_add(scene, opened, ENGINEER, NULL,
		       case_scene_act(WIPECERT_INCIDENT, thing, NULL));
	expect(scene, opened, ENGINEER, device.text, &(struct attempt){ .work = &work },
	       WIPECERT_FAULT_INCIDENT);
	wipecert_case_free(opened);
}

static void returned_first(void **state)
{
	const struct case_work work = { .serial = "S" };
	struct case_scene *scene = *state;
	struct wipecert_case *opened =
		case_scene_begin(scene, "case", "policy/return_before_erase?true", NULL);
	struct case_id data = case_receive(scene, opened, "A", "note="),
		       device = case_permit(scene, opened, "D", "S"),
		       copy = case_permit_copy(scene, opened, "C", data.text),
		       second = case_permit_copy(scene, opened, "C2", copy.text), back;

	case_copy_out(scene, opened, copy.text, "S");
	expect(scene, opened, ENGINEER, copy.text, &(struct attempt){ .work = &work },
	       WIPECERT_FAULT_RETURN_FIRST);
	expect(scene, opened, ENGINEER, second.text, &(struct attempt){ .type = WIPECERT_ATTEST },
	       WIPECERT_FAULT_RETURN_FIRST);
	expect(scene, opened, ENGINEER, second.text, &(struct attempt){ .type = WIPECERT_DISPOSE },
	       WIPECERT_FAULT_RETURN_FIRST);
	/* The copy goes with the device that it is on. */
	expect(scene, opened, ENGINEER, device.text, &(struct attempt){ .work = &work },
	       WIPECERT_FAULT_RETURN_FIRST);
	/* Not before the officer has countersigned. */
	back = case_kept(case_scene_add(scene, opened, ENGINEER, data.text,
					case_scene_act(WIPECERT_RETURN, NULL)));
	expect(scene, opened, ENGINEER, device.text, &(struct attempt){ .work = &work },
	       WIPECERT_FAULT_RETURN_FIRST);
	case_confirm(scene, opened, back.text);
	case_scene_erase(scene, opened, device.text, "S");
	assert_int_equal(case_scene_item(opened, copy.text).outcome, WIPECERT_OUTCOME_ERASED);
	wipecert_case_free(opened);
}

static void held_media(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", "policy/hold?true", NULL);
	struct case_id data = case_receive(scene, opened, "A", "note="),
		       device = case_permit(scene, opened, "D", "S"),
		       copy = case_permit_copy(scene, opened, "C", data.text), erased;

	erased = case_kept(case_scene_erase(scene, opened, device.text, "S"));
	expect(scene, opened, ENGINEER, device.text,
	       &(struct attempt){ .type = WIPECERT_EXIT_CHECK }, WIPECERT_FAULT_HELD);
	expect(scene, opened, ENGINEER, device.text,
	       &(struct attempt){ .type = WIPECERT_EXIT_CHECK,
				  .words = { "result=nothing-copied" } },
	       WIPECERT_FAULT_ORDER);
	expect(scene, opened, OFFICER, NULL,
	       &(struct attempt){ .type = WIPECERT_PERMIT,
				  .words = { "thing/label=E", "thing/serial=S" } },
	       WIPECERT_FAULT_HELD);
	/* It was copied to all the same: what was erased is not any more. */
	expect(scene, opened, ENGINEER, copy.text,
	       &(struct attempt){ .type = WIPECERT_COPY_OUT, .words = { "serial=S" } },
	       WIPECERT_FAULT_HELD);
	case_confirm(scene, opened, erased.text);
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_VOID), 2);
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_AGAINST_RULES), 2);
	expect(scene, opened, ENGINEER, device.text,
	       &(struct attempt){ .type = WIPECERT_EXIT_CHECK }, WIPECERT_FAULT_ORDER);
	erased = case_kept(case_scene_erase(scene, opened, device.text, "S"));
	case_confirm(scene, opened, erased.text);
	case_scene_add(scene, opened, ENGINEER, device.text,
		       case_scene_act(WIPECERT_EXIT_CHECK, NULL));
	wipecert_case_free(opened);
}

/* Neither does a received medium go back before its erasure was confirmed. */
static void held_until_confirmed(void **state)
{
	const struct attempt back = { .type = WIPECERT_RETURN };
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", "policy/hold?true", NULL);
	struct case_id medium = case_receive(scene, opened, "M", "thing/kind=medium"), erased;

	erased = case_kept(case_scene_erase(scene, opened, medium.text, "STICK"));
	expect(scene, opened, ENGINEER, medium.text, &back, WIPECERT_FAULT_HELD);
	/* By the serial that was read from it, which nobody had told. */
	expect(scene, opened, OFFICER, NULL,
	       &(struct attempt){ .type = WIPECERT_PERMIT,
				  .words = { "thing/label=E", "thing/serial=STICK" } },
	       WIPECERT_FAULT_HELD);
	case_confirm(scene, opened, erased.text);
	expect(scene, opened, ENGINEER, medium.text, &back, WIPECERT_FAULT_DONE);
	wipecert_case_free(opened);
}

static void challenges(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened =
		case_scene_begin(scene, "case", "policy/challenge=required", NULL);
	struct case_id device = case_permit(scene, opened, "D", "S"),
		       other = case_permit(scene, opened, "E", "T"), drawn, elsewhere, attempt;
	struct case_work work = { .serial = "S" };

	expect(scene, opened, ENGINEER, device.text, &(struct attempt){ .work = &work },
	       WIPECERT_FAULT_CHALLENGE);
	elsewhere = case_kept(
		case_scene_add(scene, opened, OFFICER, other.text,
			       case_scene_act(WIPECERT_CHALLENGE,
					      "challenge=11111111111111111111111111111111", NULL)));
	drawn = case_kept(case_scene_add(scene, opened, OFFICER, device.text,
					 case_scene_act(WIPECERT_CHALLENGE, "serial=S", NULL)));
	work.challenge = drawn.text;
	attempt = case_kept(case_scene_work(scene, opened, ENGINEER, device.text, &work));
	work.closes = attempt.text;
	work.type = WIPECERT_ERASURE;
	/* Of another item; too late; then as it should be; and once more. */
	work.challenge = elsewhere.text;
	expect(scene, opened, ENGINEER, device.text, &(struct attempt){ .work = &work },
	       WIPECERT_FAULT_CHALLENGE);
	work.challenge = drawn.text;
	work.started_s = 1780444800;
	scene->now_s = 1780444800 + 60;
	expect(scene, opened, ENGINEER, device.text, &(struct attempt){ .work = &work },
	       WIPECERT_FAULT_CHALLENGE);
	work.started_s = 1780444799;
	case_scene_work(scene, opened, ENGINEER, device.text, &work);
	assert_int_equal(case_scene_item(opened, device.text).challenge, WIPECERT_NO_INDEX);
	expect(scene, opened, ENGINEER, device.text, &(struct attempt){ .work = &work },
	       WIPECERT_FAULT_CHALLENGE);
	wipecert_case_free(opened);
}

static void a_challenge_is_for_its_medium(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened =
		case_scene_begin(scene, "case", "policy/challenge=required", NULL);
	struct case_id device, drawn;
	struct case_work work = { .serial = "S2", .type = WIPECERT_ERASURE };

	device = case_kept(case_scene_add(
		scene, opened, OFFICER, NULL,
		case_scene_act(WIPECERT_PERMIT, "thing/media/0/maker=", "thing/media/0/model=",
			       "thing/media/0/serial=S1", "thing/media/1/maker=",
			       "thing/media/1/model=", "thing/media/1/serial=S2", NULL)));
	drawn = case_kept(case_scene_add(scene, opened, OFFICER, device.text,
					 case_scene_act(WIPECERT_CHALLENGE, "serial=S1", NULL)));
	work.challenge = drawn.text;
	expect(scene, opened, ENGINEER, device.text, &(struct attempt){ .work = &work },
	       WIPECERT_FAULT_CHALLENGE);
	wipecert_case_free(opened);
}

static void nobody_confirms_himself(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id item = case_kept(case_scene_add(scene, opened, OFFICER, NULL,
						       case_scene_act(WIPECERT_RECEIVE, NULL)));

	expect(scene, opened, OFFICER, NULL,
	       &(struct attempt){ .about = item.text, .decision = WIPECERT_ACCEPTED },
	       WIPECERT_FAULT_ANSWER);
	case_scene_answer(scene, opened, OFFICER_2, item.text, WIPECERT_ACCEPTED);
	wipecert_case_free(opened);
}

static void closing(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id data = case_receive(scene, opened, "A", "note="), closed;
	struct wipecert_case_summary summary;

	expect(scene, opened, MANAGER, NULL, &(struct attempt){ .type = WIPECERT_CLOSE },
	       WIPECERT_FAULT_OPEN);
	case_give_back(scene, opened, data.text);
	/* That everything is confirmed now does not make the one before good. */
	wipecert_case_summarize(opened, &summary);
	assert_false(summary.is_closed);
	/* Nor does one that leaves it out, or says something else of it. */
	expect(scene, opened, MANAGER, NULL, &(struct attempt){ .type = WIPECERT_CLOSE },
	       WIPECERT_FAULT_CONTENT);
	closed =
		case_kept(case_scene_add(scene, opened, MANAGER, NULL, case_scene_closing(opened)));
	wipecert_case_summarize(opened, &summary);
	assert_true(summary.is_closed);
	assert_int_equal(summary.closing, case_scene_find(opened, closed.text));
	expect(scene, opened, MANAGER, NULL, &(struct attempt){ .type = WIPECERT_CLOSE },
	       WIPECERT_FAULT_AFTER_CLOSE);
	/* Something all the same: it is there, and the case is open again. */
	expect(scene, opened, ENGINEER, NULL,
	       &(struct attempt){ .type = WIPECERT_RECEIVE, .words = { "thing/label=Z" } },
	       WIPECERT_FAULT_AFTER_CLOSE);
	wipecert_case_summarize(opened, &summary);
	assert_false(summary.is_closed);
	assert_int_equal(summary.closing, WIPECERT_NO_INDEX);
	assert_int_equal(summary.open_items, 1);
	case_confirm(scene, opened, closed.text);
	wipecert_case_summarize(opened, &summary);
	assert_false(summary.is_closed);
	wipecert_case_free(opened);
}

static bool is_closed(const struct wipecert_case *opened)
{
	struct wipecert_case_summary summary;

	wipecert_case_summarize(opened, &summary);
	return summary.is_closed;
}

static void close_it(struct case_scene *scene, struct wipecert_case *opened)
{
	case_scene_add(scene, opened, MANAGER, NULL, case_scene_closing(opened));
	assert_true(is_closed(opened));
}

/* What takes a closing back takes it back for good, and everything is allowed again. */
static void closing_is_taken_back(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id data = case_receive(scene, opened, "A", "note="), given, incident;

	given = case_kept(case_scene_add(scene, opened, ENGINEER, data.text,
					 case_scene_act(WIPECERT_RETURN, NULL)));
	case_confirm(scene, opened, given.text);
	close_it(scene, opened);
	/* The officer rejects the closing itself. */
	case_scene_answer(scene, opened, OFFICER, scene->id, WIPECERT_REJECTED);
	assert_false(is_closed(opened));
	close_it(scene, opened);
	/* Or what became of an item, and thinks again. */
	case_scene_answer(scene, opened, OFFICER, given.text, WIPECERT_REJECTED);
	assert_false(is_closed(opened));
	case_confirm(scene, opened, given.text);
	assert_false(is_closed(opened));
	close_it(scene, opened);
	/* Or something comes to light. */
	incident = case_kept(case_scene_add(scene, opened, ENGINEER, NULL,
					    case_scene_act(WIPECERT_INCIDENT, NULL)));
	assert_false(is_closed(opened));
	snprintf(scene->error.message, sizeof(scene->error.message), "about=%s", incident.text);
	case_confirm(scene, opened,
		     case_scene_add(scene, opened, MANAGER, NULL,
				    case_scene_act(WIPECERT_INCIDENT, "stage=resolved",
						   scene->error.message, "cause=C", "measures=M",
						   NULL)));
	assert_false(is_closed(opened));
	case_receive(scene, opened, "B", "note=");
	wipecert_case_free(opened);
}

static void staff_by_day(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct wipecert_act *staff = case_scene_act(
		WIPECERT_STAFF, "persons/0/number#1", "persons/0/role=manager",
		"persons/0/from=2026-06-01", "persons/0/until=", "persons/1/number#2",
		"persons/1/role=engineer", "persons/1/from=2026-06-02",
		"persons/1/until=2026-06-03", "persons/2/number#3", "persons/2/role=other",
		"persons/2/from=2026-06-01", "persons/2/until=", NULL);
	const struct attempt attempt = { .type = WIPECERT_INCIDENT };
	const struct attempt first = { .type = WIPECERT_RECEIVE };
	const struct attempt next = { .type = WIPECERT_RECEIVE, .words = { "thing/label=B" } };

	assert_int_equal(wipecert_act_hex(staff, "persons/0/certificate_sha256",
					  scene->sha256[MANAGER], 32, NULL),
			 0);
	assert_int_equal(wipecert_act_hex(staff, "persons/1/certificate_sha256",
					  scene->sha256[ENGINEER], 32, NULL),
			 0);
	/* On the list, but not as one who signs. */
	assert_int_equal(wipecert_act_hex(staff, "persons/2/certificate_sha256",
					  scene->sha256[ENGINEER_2], 32, NULL),
			 0);
	case_scene_add(scene, opened, MANAGER, NULL, staff);
	expect(scene, opened, ENGINEER_2, NULL, &attempt, WIPECERT_FAULT_STAFF);
	/* From June 2 to June 3, in Japan. */
	scene->now_s = INT64_C(1780326000) - 121;
	expect(scene, opened, ENGINEER, NULL, &attempt, WIPECERT_FAULT_STAFF);
	scene->now_s = INT64_C(1780326000) - 60;
	put(scene, opened, ENGINEER, NULL, &first);
	scene->now_s = INT64_C(1780498800) - 61;
	put(scene, opened, ENGINEER, NULL, &next);
	scene->now_s = INT64_C(1780498800) - 60;
	expect(scene, opened, ENGINEER, NULL, &attempt, WIPECERT_FAULT_STAFF);
	/* Officers are nobody's staff. */
	case_scene_add(scene, opened, OFFICER, NULL,
		       case_scene_act(WIPECERT_RECEIVE, "thing/label=O", NULL));
	wipecert_case_free(opened);
}

static void who_may_not_sign_that(void **state)
{
	static const struct {
		enum person by;
		enum wipecert_type type;
	} wrong[] = {
		{ ENGINEER, WIPECERT_PERMIT },	{ ENGINEER, WIPECERT_CHALLENGE },
		{ MANAGER, WIPECERT_APPROVE },	{ ENGINEER, WIPECERT_CLOSE },
		{ ENGINEER, WIPECERT_DECLARE }, { OFFICER, WIPECERT_RETURN },
		{ OFFICER, WIPECERT_CLOSE },	{ STRANGER, WIPECERT_RECEIVE },
		{ ENGINEER, WIPECERT_STAFF },
	};
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene);
	struct case_id item = case_receive(scene, opened, "X", "note=");
	struct case_files before = case_files_of(wipecert_case_path(opened)), after;

	scene->lenient = scene->force = true;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct attempt attempt = { .type = wrong[i].type };

		if (wrong[i].type == WIPECERT_STAFF)
			attempt = (struct attempt){
				.type = WIPECERT_STAFF,
				.words = { "persons/0/number#1", "persons/0/role=engineer",
					   "persons/0/certificate_sha256=",
					   "persons/0/from=2026-06-01", "persons/0/until=" }
			};
		put(scene, opened, wrong[i].by, item.text, &attempt);
		if (scene->rc != WIPE_E_REFUSED)
			fail_msg("%zu: %d", i, scene->rc);
	}
	after = case_files_of(wipecert_case_path(opened));
	assert_true(is_same_folder(&before, &after));
	case_files_clear(&before);
	case_files_clear(&after);
	wipecert_case_free(opened);
}

/* What cannot be added, because nothing can be added that is no record of the case. */
static void records_of_nobody_and_of_another_case(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = begin(scene),
			     *other = case_scene_begin(scene, "other", NULL);
	struct case_id foreign = case_receive(scene, other, "A", "note=");
	char from[256], to[256];
	unsigned char *bytes;
	size_t length;

	snprintf(from, sizeof(from), "other/records/%s", scene->added.file);
	snprintf(to, sizeof(to), "case/records/%s", scene->added.file);
	assert_int_equal(link(case_scene_path(scene, from), case_scene_path(scene, to)), 0);
	assert_int_equal(wipecert_load(case_scene_path(scene, to), 1 << 20, &bytes, &length, NULL),
			 0);
	free(bytes);
	write_file(case_scene_path(scene, "case/records/000009-init-bad.p7m"), "x", 1, 0644);
	assert_int_equal(wipecert_case_refresh(opened, NULL), 0);
	assert_int_equal(case_scene_fault(opened, foreign.text), WIPECERT_FAULT_OTHER_CASE);
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_VOID), 1);
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_INVALID), 1);
	/* Neither is followed. */
	case_receive(scene, opened, "B", "note=");
	assert_int_equal(scene->added.number, 2);
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_WRITER_GAP), 0);
	wipecert_case_free(other);
	wipecert_case_free(opened);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, case_scene_setup, case_scene_teardown)
	const struct CMUnitTest tests[] = {
		TEST(unknown_items),
		TEST(unknown_records),
		TEST(answers_to_what_is_not_there),
		TEST(labels_and_serials),
		TEST(namesakes_are_two),
		TEST(other_media),
		TEST(a_copy_goes_where_its_permit_says),
		TEST(what_is_not_permitted),
		TEST(permits_begin_in_japan),
		TEST(what_is_done),
		TEST(an_incident_ends_once),
		TEST(what_has_to_come_first),
		TEST(what_is_written_again_is_erased_again),
		TEST(evidence_is_left_alone),
		TEST(returned_first),
		TEST(held_media),
		TEST(held_until_confirmed),
		TEST(challenges),
		TEST(a_challenge_is_for_its_medium),
		TEST(nobody_confirms_himself),
		TEST(closing),
		TEST(closing_is_taken_back),
		TEST(staff_by_day),
		TEST(who_may_not_sign_that),
		TEST(records_of_nobody_and_of_another_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
