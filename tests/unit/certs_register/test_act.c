/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Acts: written and read by path, and what they may not say. */
#include <stdio.h>
#include <string.h>

#include "case_scene.h"
#include "unit.h"

#define UUID "01234567-89ab-4cde-8f01-23456789abcd"
#define LONG_STEP "thing/0123456789012345678901234567890123456789012345678901234567890123456789"
#define OTHER_UUID "11111111-89ab-4cde-8f01-23456789abcd"

struct frame {
	struct wipecert_meta meta;
	struct wipecert_place place;
	struct wipecert_link previous[2];
};

static void make_frame(struct frame *frame, enum wipecert_type type)
{
	bool begins = type == WIPECERT_INIT;

	memset(frame, 0, sizeof(*frame));
	strcpy(frame->meta.id, UUID);
	frame->meta.issued_at_s = CASE_SCENE_NOW_S;
	frame->meta.place = &frame->place;
	frame->meta.previous = frame->previous;
	frame->meta.previous_count = begins ? 0 : type == WIPECERT_MERGE ? 2 : 1;
	frame->place.has_init = !begins;
	frame->place.number = begins ? 1 : 2;
	frame->place.writer_number = 1;
	strcpy(frame->place.item, begins ? "" : OTHER_UUID);
}

/* trust/0 is otherwise added when a case is made. */
static struct wipecert_act *act_of(enum wipecert_type type)
{
	struct wipecert_act *act = case_scene_act(type, NULL);

	if (type == WIPECERT_INIT) {
		const uint8_t zeros[32] = { 0 };

		case_scene_say(act, "trust/0/name=policy.json");
		assert_int_equal(wipecert_act_hex(act, "trust/0/sha256", zeros, 32, NULL), 0);
		assert_int_equal(wipecert_act_bytes(act, "trust/0/bytes", 1, NULL), 0);
	}
	if (type == WIPECERT_STAFF) {
		case_scene_say(act, "persons/0/number#1");
		case_scene_say(act, "persons/0/role=engineer");
		case_scene_say(act, "persons/0/certificate_sha256=");
		case_scene_say(act, "persons/0/from=2026-06-01");
		case_scene_say(act, "persons/0/until=");
	}
	return act;
}

static int build(const struct wipecert_act *act, const struct frame *frame,
		 struct wipecert_record **record, struct wipe_error *err)
{
	size_t json_bytes;
	char *json;
	int rc;

	wipe_error_clear(err);
	*record = NULL;
	rc = wipecert_act_build(act, &frame->meta, &json, &json_bytes, err);
	if (rc)
		assert_true(!json && !json_bytes && err->code == rc && *err->message);
	else
		assert_int_equal(wipecert_record_parse(json, json_bytes, record, err), 0);
	free(json);
	return rc;
}

static void every_type_is_built(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < WIPECERT_TYPES; i++) {
		enum wipecert_type type = (enum wipecert_type)i, named;
		struct wipecert_record *record;
		struct wipecert_act *act;
		struct frame frame;
		struct wipe_error err;

		assert_true(wipecert_type_named(wipecert_type_name(type), &named));
		assert_int_equal(named, type);
		if (!wipecert_type_is_act(type)) {
			assert_int_equal(wipecert_act_new(type, &act, NULL), WIPE_E_USAGE);
			assert_null(act);
			continue;
		}
		act = act_of(type);
		make_frame(&frame, type);
		if (build(act, &frame, &record, &err))
			fail_msg("%s: %s", wipecert_type_name(type), err.message);
		assert_int_equal(wipecert_act_type(act), type);
		assert_int_equal(wipecert_record_type(record), type);
		assert_int_equal(wipecert_record_held(record, NULL), WIPECERT_HELD_NONE);
		wipecert_record_free(record);
		frame.meta.place = NULL;
		assert_int_equal(build(act, &frame, &record, &err), WIPE_E_USAGE);
		wipecert_act_free(act);
	}
	assert_int_equal(wipecert_act_new(WIPECERT_TYPES, &(struct wipecert_act *){ NULL }, NULL),
			 WIPE_E_USAGE);
}

static void empty_acts_are_refused(void **state)
{
	(void)state;
	for (unsigned int i = WIPECERT_INIT; i < WIPECERT_TYPES; i++) {
		enum wipecert_type type = (enum wipecert_type)i;
		struct wipecert_record *record;
		struct wipecert_act *act;
		struct frame frame;
		struct wipe_error err;

		assert_int_equal(wipecert_act_new(type, &act, NULL), 0);
		make_frame(&frame, type);
		/* A merge has nothing more to say than what comes together. */
		assert_int_equal(build(act, &frame, &record, &err),
				 type == WIPECERT_MERGE ? 0 : WIPE_E_FORMAT);
		wipecert_record_free(record);
		wipecert_act_free(act);
	}
}

static void paths_that_cannot_be(void **state)
{
	static const char *const paths[] = {
		"",
		"/",
		"thing/",
		"/thing",
		"thing//label",
		"thing/media/1",
		"thing/media/x",
		"thing/media/00000000",
		"thing/media/-1",
		"received_on/day",
		"unknown",
		"id",
		"type",
		"case/number",
		"people",
		"previous/0",
		"attachments/1/x",
		"thing/label/0",
		LONG_STEP,
		"schema",
		"issued_at",
		"flags/0",
		"thing/media/99999",
	};
	struct wipecert_act *act = act_of(WIPECERT_RECEIVE);

	(void)state;
	for (size_t i = 0; i < COUNT(paths); i++) {
		if (wipecert_act_text(act, paths[i], "text", NULL) != WIPE_E_USAGE)
			fail_msg("\"%s\" was taken", paths[i]);
		assert_int_equal(wipecert_act_number(act, paths[i], 1, NULL), WIPE_E_USAGE);
		assert_false(wipecert_act_is_set(act, paths[i]) && strcmp(paths[i], "thing/") != 0);
	}
	wipecert_act_free(act);
}

static void hostile_texts(void **state)
{
	static const char *const texts[] = {
		"",
		"\xff",
		"a\xc0\x80",
		"\x1b[2J",
		"a\nb",
		"\xe2\x80\xae",
		"a\xe2\x80\x8b b",
		"\xed\xa0\x80",
		"\xf4\x90\x80\x80",
		"\x7f",
	};
	struct wipecert_act *act = act_of(WIPECERT_RECEIVE);
	char *text = malloc(4002);

	(void)state;
	assert_non_null(text);
	for (size_t i = 0; i < COUNT(texts); i++)
		if (wipecert_act_text(act, "thing/label", texts[i], NULL) != WIPE_E_USAGE)
			fail_msg("text %zu was taken", i);
	memset(text, 'a', 4001);
	text[4001] = '\0';
	assert_int_equal(wipecert_act_text(act, "note", text, NULL), WIPE_E_USAGE);
	text[4000] = '\0';
	assert_int_equal(wipecert_act_text(act, "note", text, NULL), 0);
	free(text);
	wipecert_act_free(act);
}

static void values_of_the_wrong_sort(void **state)
{
	static const struct {
		enum wipecert_type type;
		const char *word;
	} wrong[] = {
		{ WIPECERT_RECEIVE, "thing=text" },
		{ WIPECERT_RECEIVE, "thing/quantity=1" },
		{ WIPECERT_RECEIVE, "thing/quantity#0" },
		{ WIPECERT_RECEIVE, "thing/quantity#1000001" },
		{ WIPECERT_RECEIVE, "thing/kind=house" },
		{ WIPECERT_RECEIVE, "thing/label#1" },
		{ WIPECERT_RECEIVE, "thing/unknown=1" },
		{ WIPECERT_RECEIVE, "thing/0=1" },
		{ WIPECERT_RECEIVE, "received_on=2026-6-1" },
		{ WIPECERT_RECEIVE, "received_on=2026-02-29" },
		{ WIPECERT_RECEIVE, "received_on?true" },
		{ WIPECERT_RECEIVE, "due=burn" },
		{ WIPECERT_RECEIVE, "due_on=2026-13-01" },
		{ WIPECERT_RECEIVE, "thing/media/0/serial=S" },
		{ WIPECERT_INCIDENT, "missing=true" },
		{ WIPECERT_INCIDENT, "things/0=none" },
		{ WIPECERT_CHALLENGE, "challenge=00" },
		{ WIPECERT_CHALLENGE, "challenge=zz0102030405060708090a0b0c0d0e0f" },
		{ WIPECERT_CHALLENGE, "expires_at=2026-02-30T00:00:00Z" },
		{ WIPECERT_DECLARE, "clauses/0/clause#19" },
		{ WIPECERT_INIT, "contract/date=2026-04-31" },
		{ WIPECERT_INIT, "policy/level=high" },
		{ WIPECERT_APPROVE, "method=../sh" },
		{ WIPECERT_STAFF, "persons/0/role=officer" },
		{ WIPECERT_STAFF, "persons/0/from=2026-02-30" },
		{ WIPECERT_STAFF, "persons/0/until=2025-02-29" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct wipecert_act *act = act_of(wrong[i].type);
		struct wipecert_record *record;
		struct frame frame;
		struct wipe_error err;

		case_scene_say(act, wrong[i].word);
		make_frame(&frame, wrong[i].type);
		if (build(act, &frame, &record, &err) != WIPE_E_FORMAT)
			fail_msg("%s was built", wrong[i].word);
		wipecert_act_free(act);
	}
}

/* One for each way in which an act can contradict itself. */
static void contradictions(void **state)
{
	static const struct {
		enum wipecert_type type;
		const char *words[3], *said;
	} all[] = {
		{ WIPECERT_INIT, { "contractor/corporate_number=7000012050003" }, "check digit" },
		{ WIPECERT_APPROVE, { "level=" }, "neither a level" },
		{ WIPECERT_APPROVE,
		  { "subject=instruction", "level=", "serial=S" },
		  "an item or a serial" },
		{ WIPECERT_APPROVE, { "subject=instruction" }, "goes with the subject method" },
		{ WIPECERT_APPROVE, { "subject=change" }, "goes with the subject method" },
		{ WIPECERT_APPROVE,
		  { "subject=change", "level=", "method=stream" },
		  "goes with the subject method" },
		{ WIPECERT_RECEIVE, { "thing/kind=medium", "thing/quantity#2" }, "quantity is 1" },
		{ WIPECERT_PERMIT, { "thing/quantity#2" }, "quantity is 1" },
		{ WIPECERT_RECEIVE, { "thing/label= A" }, "with a blank" },
		{ WIPECERT_RECEIVE, { "thing/label=A\u3000" }, "with a blank" },
		{ WIPECERT_RECEIVE, { "thing/serial=S " }, "with a blank" },
		{ WIPECERT_CHALLENGE, { "serial= S" }, "with a blank" },
		{ WIPECERT_RECEIVE,
		  { "thing/media/0/maker=", "thing/media/0/model=", "thing/media/0/serial=S " },
		  "with a blank" },
		{ WIPECERT_STAFF, { "persons/0/until=2026-05-31" }, "ends before" },
		{ WIPECERT_PERMIT, { "until=2026-05-31" }, "ends before" },
		{ WIPECERT_PERMIT, { "purpose=copy-inside" }, "a copy has an item" },
		{ WIPECERT_PERMIT, { "parent=" OTHER_UUID }, "a copy has an item" },
		{ WIPECERT_PERMIT, { "thing/kind=files" }, "only a device or a medium" },
		{ WIPECERT_CHALLENGE, { "expires_at@1780272000" }, "expires before" },
		{ WIPECERT_COPY_OUT, { "ended_at@1780271999" }, "ends before" },
		{ WIPECERT_COPY_OUT, { "failed#1" }, "complete if nothing" },
		{ WIPECERT_COPY_OUT, { "result=partial" }, "complete if nothing" },
		{ WIPECERT_INCIDENT, { "stage=resolved" }, "names the record" },
		{ WIPECERT_INCIDENT, { "about=" OTHER_UUID }, "names the record" },
		{ WIPECERT_INCIDENT,
		  { "stage=resolved", "about=" OTHER_UUID, "cause=C" },
		  "its cause and the" },
		{ WIPECERT_INCIDENT,
		  { "stage=resolved", "about=" OTHER_UUID, "measures=C" },
		  "its cause and the" },
		{ WIPECERT_INCIDENT, { "missing?true" }, "nothing is" },
		{ WIPECERT_DECLARE,
		  { "clauses/1/clause#1", "clauses/1/applies?false", "clauses/1/text=" },
		  "declared twice" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(all); i++) {
		struct wipecert_act *act = act_of(all[i].type);
		struct wipecert_record *record;
		struct frame frame;
		struct wipe_error err;

		for (size_t k = 0; k < COUNT(all[i].words) && all[i].words[k]; k++)
			case_scene_say(act, all[i].words[k]);
		make_frame(&frame, all[i].type);
		if (build(act, &frame, &record, &err) != WIPE_E_FORMAT ||
		    !strstr(err.message, all[i].said))
			fail_msg("%zu: %s", i, err.message);
		wipecert_act_free(act);
	}
}

static void one_certificate_is_one_person(void **state)
{
	static const char hash[] =
		"0123456789012345678901234567890123456789012345678901234567890123";
	static const char *const words[] = { "persons/1/number#2", "persons/1/role=manager",
					     "persons/1/from=2026-06-01", "persons/1/until=" };
	struct wipecert_act *act = act_of(WIPECERT_STAFF);
	struct wipecert_record *record;
	struct frame frame;
	struct wipe_error err;

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++)
		case_scene_say(act, words[i]);
	assert_int_equal(wipecert_act_text(act, "persons/0/certificate_sha256", hash, NULL), 0);
	assert_int_equal(wipecert_act_text(act, "persons/1/certificate_sha256", hash, NULL), 0);
	make_frame(&frame, WIPECERT_STAFF);
	assert_int_equal(build(act, &frame, &record, &err), WIPE_E_FORMAT);
	assert_non_null(strstr(err.message, "two persons"));
	case_scene_say(act, "persons/1/number#1");
	assert_int_equal(build(act, &frame, &record, &err), 0);
	wipecert_record_free(record);
	wipecert_act_free(act);
}

static void spoil_nothing(struct frame *frame)
{
	(void)frame;
}

static void spoil_init(struct frame *frame)
{
	frame->place.has_init = !frame->place.has_init;
}

static void spoil_number(struct frame *frame)
{
	frame->place.number = frame->place.number == 1 ? 2 : 1;
}

static void spoil_previous(struct frame *frame)
{
	frame->meta.previous_count = frame->meta.previous_count ? 0 : 1;
}

static void spoil_writer(struct frame *frame)
{
	frame->place.writer_number = 2;
}

static void spoil_writer_previous(struct frame *frame)
{
	frame->place.has_writer_previous = true;
}

static void spoil_item(struct frame *frame)
{
	frame->place.item[0] = '\0';
}

static void places_that_cannot_be(void **state)
{
	static const struct {
		enum wipecert_type type;
		void (*spoil)(struct frame *frame);
		int rc;
	} all[] = {
		{ WIPECERT_INIT, spoil_nothing, 0 },
		{ WIPECERT_INIT, spoil_init, WIPE_E_FORMAT },
		{ WIPECERT_INIT, spoil_number, WIPE_E_FORMAT },
		{ WIPECERT_INIT, spoil_previous, WIPE_E_FORMAT },
		{ WIPECERT_RETURN, spoil_nothing, 0 },
		{ WIPECERT_RETURN, spoil_init, WIPE_E_FORMAT },
		{ WIPECERT_RETURN, spoil_number, WIPE_E_FORMAT },
		{ WIPECERT_RETURN, spoil_previous, WIPE_E_FORMAT },
		{ WIPECERT_RETURN, spoil_writer, WIPE_E_FORMAT },
		{ WIPECERT_RETURN, spoil_writer_previous, WIPE_E_FORMAT },
		{ WIPECERT_RETURN, spoil_item, WIPE_E_FORMAT },
		{ WIPECERT_CHALLENGE, spoil_item, WIPE_E_FORMAT },
		{ WIPECERT_COPY_OUT, spoil_item, WIPE_E_FORMAT },
		{ WIPECERT_EXIT_CHECK, spoil_item, WIPE_E_FORMAT },
		{ WIPECERT_DISPOSE, spoil_item, WIPE_E_FORMAT },
		{ WIPECERT_ATTEST, spoil_item, WIPE_E_FORMAT },
		{ WIPECERT_INCIDENT, spoil_item, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(all); i++) {
		struct wipecert_act *act = act_of(all[i].type);
		struct wipecert_record *record;
		struct frame frame;
		struct wipe_error err;

		make_frame(&frame, all[i].type);
		all[i].spoil(&frame);
		if (build(act, &frame, &record, &err) != all[i].rc)
			fail_msg("%zu: %s", i, err.message);
		wipecert_record_free(record);
		wipecert_act_free(act);
	}
}

static void only_merges_have_several_predecessors(void **state)
{
	struct wipecert_act *merge = act_of(WIPECERT_MERGE), *close = act_of(WIPECERT_CLOSE);
	struct wipecert_record *record;
	struct frame frame;
	struct wipe_error err;

	(void)state;
	make_frame(&frame, WIPECERT_MERGE);
	assert_int_equal(build(merge, &frame, &record, &err), 0);
	wipecert_record_free(record);
	assert_int_equal(build(close, &frame, &record, &err), WIPE_E_FORMAT);
	frame.meta.previous_count = 1;
	assert_int_equal(build(close, &frame, &record, &err), 0);
	wipecert_record_free(record);
	assert_int_equal(build(merge, &frame, &record, &err), WIPE_E_FORMAT);
	assert_non_null(strstr(err.message, "nothing comes together"));
	wipecert_act_free(merge);
	wipecert_act_free(close);
}

static void an_empty_scan_is_no_paper(void **state)
{
	struct wipecert_act *act = act_of(WIPECERT_APPROVE);
	const uint8_t zeros[32] = { 0 };
	struct wipecert_record *record;
	struct frame frame;
	struct wipe_error err;

	(void)state;
	case_scene_say(act, "means/kind=paper");
	assert_int_equal(wipecert_act_hex(act, "means/scan_sha256", zeros, 32, NULL), 0);
	assert_int_equal(wipecert_act_bytes(act, "means/scan_bytes", 0, NULL), 0);
	make_frame(&frame, WIPECERT_APPROVE);
	assert_int_equal(build(act, &frame, &record, &err), WIPE_E_FORMAT);
	assert_non_null(strstr(err.message, "scan"));
	assert_int_equal(wipecert_act_bytes(act, "means/scan_bytes", 1 << 20, NULL), 0);
	assert_int_equal(build(act, &frame, &record, &err), 0);
	assert_true(wipecert_record_on_paper(record));
	assert_true(wipecert_record_bytes(record, "means/scan_bytes") == 1 << 20);
	wipecert_record_free(record);
	wipecert_act_free(act);
}

static void reading_by_path(void **state)
{
	struct wipecert_act *act = act_of(WIPECERT_RECEIVE);
	const struct wipecert_link link = { .econtent_sha256 = { 1 }, .is_signed = true };
	struct wipecert_record *record;
	struct frame frame;
	struct wipe_error err;
	uint8_t bytes[32];

	(void)state;
	case_scene_say(act, "thing/quantity#7");
	for (int i = 0; i < 2; i++) {
		char path[48];

		for (size_t k = 0; k < 3; k++) {
			static const char *const keys[] = { "maker", "model", "serial" };

			snprintf(path, sizeof(path), "thing/media/%d/%s", i, keys[k]);
			assert_int_equal(wipecert_act_text(act, path, i ? "S2" : "S1", NULL), 0);
		}
	}
	assert_true(wipecert_act_is_set(act, "thing/media/1/serial"));
	assert_false(wipecert_act_is_set(act, "thing/media/2"));
	assert_false(wipecert_act_is_set(act, "thing/serial"));
	make_frame(&frame, WIPECERT_RECEIVE);
	if (build(act, &frame, &record, &err))
		fail_msg("%s", err.message);
	assert_int_equal(wipecert_record_number(record, "thing/quantity"), 7);
	assert_string_equal(wipecert_record_text(record, "thing/media/1/serial"), "S2");
	assert_int_equal(wipecert_record_count(record, "thing/media"), 2);
	assert_int_equal(wipecert_record_time(record, "issued_at"), CASE_SCENE_NOW_S);
	/* What is not there, null, or of another sort. */
	assert_null(wipecert_record_text(record, "thing/media/x/serial"));
	assert_null(wipecert_record_text(record, "thing/media//serial"));
	assert_null(wipecert_record_text(record, "thing/media/2/serial"));
	assert_null(wipecert_record_text(record, "thing/serial"));
	assert_null(wipecert_record_text(record, "thing"));
	assert_null(wipecert_record_text(record, ""));
	assert_null(wipecert_record_text(record, "thing/label/x"));
	assert_int_equal(wipecert_record_number(record, "thing/label"), 0);
	assert_int_equal(wipecert_record_count(record, "thing/label"), 0);
	assert_int_equal(wipecert_record_time(record, "thing/label"), 0);
	assert_false(wipecert_record_bool(record, "thing/label"));
	assert_false(wipecert_record_on_paper(record));
	assert_false(wipecert_record_hex(record, "thing/label", bytes, 32));
	wipecert_record_free(record);
	assert_int_equal(wipecert_act_link(act, "thing/x", &link, NULL), 0);
	assert_int_equal(wipecert_act_hex(act, "note", bytes, 65, NULL), WIPE_E_USAGE);
	wipecert_act_free(act);
}

static void dates(void **state)
{
	int64_t day_s;

	(void)state;
	assert_true(wipecert_date_parse("2026-06-01", &day_s));
	assert_int_equal(day_s, CASE_SCENE_NOW_S);
	assert_true(wipecert_date_parse("2028-02-29", NULL));
	assert_false(wipecert_date_parse("2026-02-29", NULL));
	assert_false(wipecert_date_parse("2026-06-1", NULL));
	assert_false(wipecert_date_parse("2026-06-01 ", NULL));
	assert_false(wipecert_date_parse("", NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_type_is_built),
		cmocka_unit_test(empty_acts_are_refused),
		cmocka_unit_test(paths_that_cannot_be),
		cmocka_unit_test(hostile_texts),
		cmocka_unit_test(values_of_the_wrong_sort),
		cmocka_unit_test(contradictions),
		cmocka_unit_test(one_certificate_is_one_person),
		cmocka_unit_test(places_that_cannot_be),
		cmocka_unit_test(only_merges_have_several_predecessors),
		cmocka_unit_test(an_empty_scan_is_no_paper),
		cmocka_unit_test(reading_by_path),
		cmocka_unit_test(dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
