/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goal: confirmations and rosters are built as the fixtures hold them, come back
 * as they went in, and those that contradict themselves are found out.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/confirm.h>
#include <wipecert/render.h>

#include "digest.h"
#include "sample.h"

#define ISSUED_S INT64_C(1795320000)
#define DAY_S INT64_C(86400)

static struct wipecert_link erasure_link, check_link;

static struct wipecert_link link_of(const char *name, unsigned char signature)
{
	struct wipecert_record *record = sample_record(sample_find(name));
	struct wipecert_link link = { .is_signed = true };
	size_t bytes;
	const char *json = wipecert_record_json(record, &bytes);

	assert_true(digest_sha256(json, bytes, link.econtent_sha256));
	memset(link.signature_sha256, signature, sizeof(link.signature_sha256));
	memccpy(link.id, wipecert_record_id(record), '\0', sizeof(link.id));
	wipecert_record_free(record);
	return link;
}

static int make_links(void **state)
{
	(void)state;
	erasure_link = link_of("erasure", 0x5a);
	check_link = link_of("check", 0xc3);
	return 0;
}

static struct wipecert_meta meta_numbered(unsigned int number)
{
	struct wipecert_meta meta;

	sample_meta(sample_find("check"), &meta);
	meta.issued_at_s = ISSUED_S;
	meta.about = &erasure_link;
	snprintf(meta.tool_name, sizeof(meta.tool_name), "wipe-cert");
	snprintf(meta.id, sizeof(meta.id), "00000000-0000-4000-8000-%012u", number);
	return meta;
}

/* The officer saw the label, and a check that read everything. */
static struct wipecert_confirmation *accepting(void)
{
	struct wipecert_confirmation *made = calloc(1, sizeof(*made));

	assert_non_null(made);
	made->accepts = true;
	made->label_seen = true;
	made->has_check = true;
	made->check = check_link;
	made->reread = WIPECERT_REREAD_FULL;
	return made;
}

static struct wipecert_confirmation *rejecting(void)
{
	struct wipecert_confirmation *made = calloc(1, sizeof(*made));

	assert_non_null(made);
	snprintf(made->grounds[0], sizeof(made->grounds[0]), "%s",
		 "ラベルのシリアル番号が記録と一致しない。");
	snprintf(made->grounds[1], sizeof(made->grounds[1]), "%s", "See letter 2026-118.");
	made->ground_count = 2;
	return made;
}

static struct wipecert_confirmation *on_paper(void)
{
	struct wipecert_confirmation *made = accepting();

	made->has_check = false;
	memset(&made->check, 0, sizeof(made->check));
	made->reread = WIPECERT_REREAD_NONE;
	made->is_paper = true;
	memset(made->scan_sha256, 0x1f, sizeof(made->scan_sha256));
	made->scan_bytes = UINT64_C(9007199254740993); /* 2^53 + 1 */
	return made;
}

#define MEMBERS 3
static void make_members(struct wipecert_member members[MEMBERS])
{
	static const char *const persons[MEMBERS] = { "山田 太郎", "Sato Hanako", "髙橋 一郎" };

	memset(members, 0, MEMBERS * sizeof(*members));
	for (size_t i = 0; i < MEMBERS; i++) {
		members[i].role = (enum wipecert_role)i;
		snprintf(members[i].person, sizeof(members[i].person), "%s", persons[i]);
		memset(members[i].certificate_sha256, (int)(0x10 + i), 32);
		members[i].from_s = ISSUED_S - 100 * DAY_S;
		members[i].until_s = i ? WIPECERT_NO_END : ISSUED_S + 100 * DAY_S;
	}
}

static struct wipecert_record *parse(const char *json, size_t bytes)
{
	struct wipe_error err = { .code = WIPE_OK };
	struct wipecert_record *record;

	if (wipecert_record_parse(json, bytes, &record, &err))
		fail_msg("%s", err.message);
	return record;
}

static void round_trip(const char *name, unsigned int number, struct wipecert_confirmation *made)
{
	struct wipecert_meta meta = meta_numbered(number);
	struct wipecert_confirmation *found = malloc(sizeof(*found));
	struct wipe_error err = { .code = WIPE_OK };
	struct wipecert_record *record;
	struct wipecert_link about;
	size_t bytes;
	char *json;

	if (wipecert_confirmation_build(made, &meta, &json, &bytes, &err))
		fail_msg("%s: %s", name, err.message);
	fixture_compare(name, json, bytes);
	record = parse(json, bytes);
	assert_int_equal(wipecert_record_type(record), WIPECERT_CONFIRMATION);
	assert_int_equal(wipecert_record_held(record, &err), WIPECERT_HELD_NONE);
	assert_int_equal(err.code, WIPE_OK);
	assert_true(wipecert_record_confirmation(record, found));
	assert_memory_equal(found, made, sizeof(*made));
	assert_true(wipecert_record_about(record, &about));
	assert_memory_equal(&about, &erasure_link, sizeof(about));
	wipecert_record_free(record);
	free(json);
	free(found);
	free(made);
}

static void confirmations_come_back(void **state)
{
	(void)state;
	round_trip("confirmation", 101, accepting());
	round_trip("confirmation-rejects", 102, rejecting());
	round_trip("confirmation-paper", 103, on_paper());
}

static void rosters_come_back(void **state)
{
	struct wipecert_member members[MEMBERS], found[MEMBERS];
	struct wipecert_meta meta = meta_numbered(104);
	struct wipe_error err = { .code = WIPE_OK };
	struct wipecert_confirmation *none = malloc(sizeof(*none));
	struct wipecert_record *record;
	size_t bytes;
	char *json;

	(void)state;
	make_members(members);
	if (wipecert_roster_build(members, MEMBERS, &meta, &json, &bytes, &err))
		fail_msg("%s", err.message);
	fixture_compare("roster", json, bytes);
	record = parse(json, bytes);
	assert_int_equal(wipecert_record_held(record, &err), WIPECERT_HELD_NONE);
	assert_int_equal(wipecert_record_members(record, NULL, 0), MEMBERS);
	memset(found, 0xee, sizeof(found));
	assert_int_equal(wipecert_record_members(record, found, MEMBERS), MEMBERS);
	assert_memory_equal(found, members, sizeof(members));
	assert_false(wipecert_record_confirmation(record, none));
	assert_int_equal(wipecert_record_last_pass(record, NULL, NULL), WIPE_E_UNSUPPORTED);
	wipecert_record_free(record);
	free(json);
	free(none);
}

static char *fixture(const char *name, size_t *bytes)
{
	const char *source = getenv("MASSHO_SOURCE");
	char path[512], *text = malloc(1 << 16);
	FILE *file;

	snprintf(path, sizeof(path), "%s/tests/fixtures/records/%s.json",
		 source ? source : "../../..", name);
	file = fopen(path, "r");
	assert_non_null(file);
	assert_non_null(text);
	*bytes = fread(text, 1, (1 << 16) - 1, file);
	text[*bytes] = '\0';
	fclose(file);
	return text;
}

/* One place of a fixture replaced by something else. */
static char *changed(const char *name, const char *what, const char *by, size_t *bytes)
{
	size_t length;
	char *text = fixture(name, &length), *at = strstr(text, what), *made;

	if (!at || strstr(at + 1, what))
		fail_msg("%s: \"%s\" is not there exactly once", name, what);
	if (asprintf(&made, "%.*s%s%s", (int)(at - text), text, by, at + strlen(what)) < 0)
		fail();
	*bytes = strlen(made);
	free(text);
	return made;
}

/* Well-formed, and no sense in it. */
static void contradictions_are_found(void **state)
{
	static const struct {
		const char *name, *what, *by, *why;
	} rows[] = {
		{ "confirmation", "\"decision\": \"accept\"", "\"decision\": \"reject\"",
		  "no reason" },
		{ "confirmation", "\"id\": \"00000000-0000-4000-8000-000000000101\"",
		  "\"id\": \"00000000-0000-4000-8000-000000000002\"", "itself" },
		{ "confirmation", "\"reread\": \"full\"", "\"reread\": \"none\"", "check record" },
		{ "confirmation-paper", "\"reread\": \"none\"", "\"reread\": \"sample\"",
		  "check record" },
		{ "confirmation-paper", "\"scan_bytes\": \"9007199254740993\"",
		  "\"scan_bytes\": \"0\"", "empty" },
		{ "roster", "\"role\": \"officer\"", "\"role\": \"engineer\"", "no officer" },
		{ "roster", "1212121212121212121212121212121212121212121212121212121212121212",
		  "1111111111111111111111111111111111111111111111111111111111111111",
		  "two persons" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wipe_error err = { .code = WIPE_OK };
		size_t bytes;
		char *json = changed(rows[i].name, rows[i].what, rows[i].by, &bytes);
		struct wipecert_record *record = parse(json, bytes);

		assert_int_equal(wipecert_record_held(record, &err), WIPECERT_HELD_INCONSISTENT);
		assert_int_equal(err.code, WIPE_E_FORMAT);
		if (!strstr(err.message, rows[i].why))
			fail_msg("%s: %s", rows[i].why, err.message);
		wipecert_record_free(record);
		free(json);
	}
}

static void malformed_ones_do_not_parse(void **state)
{
	static const struct {
		const char *name, *what, *by;
	} rows[] = {
		{ "confirmation", "\"decision\": \"accept\"", "\"decision\": \"maybe\"" },
		{ "confirmation", "\"reasons\": []", "\"reasons\": [\"\"]" },
		{ "confirmation", "\"reasons\": []",
		  "\"reasons\": [\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"]" },
		{ "confirmation", "\"kind\": \"signed\"", "\"kind\": \"fax\"" },
		{ "confirmation", "\"kind\": \"signed\"",
		  "\"kind\": \"signed\", \"scan_bytes\": \"1\"" },
		{ "confirmation", "\"case\": null", "\"case\": null, \"officer\": true" },
		{ "confirmation",
		  "\"5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a\"", "null" },
		{ "roster", "\"role\": \"officer\"", "\"role\": \"tsa\"" },
		{ "roster", "Sato Hanako", "" },
		{ "roster", "Sato Hanako", "Sato\\u202eHanako" },
		{ "roster", "\"until\": \"2027-03-02T04:00:00Z\"",
		  "\"until\": \"2027-02-30T04:00:00Z\"" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wipecert_record *record;
		size_t bytes;
		char *json = changed(rows[i].name, rows[i].what, rows[i].by, &bytes);

		if (wipecert_record_parse(json, bytes, &record, NULL) != WIPE_E_FORMAT)
			fail_msg("%s with %s", rows[i].name, rows[i].by);
		free(json);
	}
}

static void roster_windows(void **state)
{
	struct wipecert_member members[MEMBERS + 1];
	struct wipecert_meta meta = meta_numbered(105);
	struct wipe_error err = { .code = WIPE_OK };
	size_t bytes;
	char *json;

	(void)state;
	make_members(members);
	members[MEMBERS] = members[0];
	members[MEMBERS].from_s = members[0].until_s - 1;
	members[MEMBERS].until_s = WIPECERT_NO_END;
	assert_int_equal(wipecert_roster_build(members, MEMBERS + 1, &meta, &json, &bytes, &err),
			 WIPE_E_FORMAT);
	assert_non_null(strstr(err.message, "twice"));
	/* One after the other is in order, and so is another role at the same time. */
	members[MEMBERS].from_s++;
	assert_int_equal(wipecert_roster_build(members, MEMBERS + 1, &meta, &json, &bytes, NULL),
			 0);
	free(json);
	members[MEMBERS].from_s -= 10;
	members[MEMBERS].role = WIPECERT_MANAGER;
	assert_int_equal(wipecert_roster_build(members, MEMBERS + 1, &meta, &json, &bytes, NULL),
			 0);
	free(json);
	members[0].until_s = members[0].from_s;
	assert_int_equal(wipecert_roster_build(members, MEMBERS, &meta, &json, &bytes, NULL),
			 WIPE_E_FORMAT);
	make_members(members);
	members[0].role = WIPECERT_TSA;
	assert_int_equal(wipecert_roster_build(members, MEMBERS, &meta, &json, &bytes, NULL),
			 WIPE_E_USAGE);
	assert_int_equal(wipecert_roster_build(members, 0, &meta, &json, &bytes, NULL),
			 WIPE_E_FORMAT);
}

static void texts_are_not_cut(void **state)
{
	struct wipecert_meta meta = meta_numbered(106);
	struct wipecert_link bare = erasure_link;
	struct wipecert_confirmation *made = rejecting();
	size_t bytes;
	char *json;

	(void)state;
	memset(made->grounds[0], 0, sizeof(made->grounds[0]));
	for (size_t i = 0; i < 500; i++)
		memcpy(made->grounds[0] + 3 * i, "却", 3);
	assert_int_equal(wipecert_confirmation_build(made, &meta, &json, &bytes, NULL), 0);
	assert_non_null(strstr(json, made->grounds[0]));
	free(json);
	strcat(made->grounds[0], "x");
	assert_int_equal(wipecert_confirmation_build(made, &meta, &json, &bytes, NULL),
			 WIPE_E_USAGE);
	snprintf(made->grounds[0], sizeof(made->grounds[0]), "bad \xff");
	assert_int_equal(wipecert_confirmation_build(made, &meta, &json, &bytes, NULL),
			 WIPE_E_USAGE);
	snprintf(made->grounds[0], sizeof(made->grounds[0]), "two\nlines");
	assert_int_equal(wipecert_confirmation_build(made, &meta, &json, &bytes, NULL),
			 WIPE_E_USAGE);
	made->ground_count = 0;
	assert_int_equal(wipecert_confirmation_build(made, &meta, &json, &bytes, NULL),
			 WIPE_E_FORMAT);
	made->accepts = true;
	bare.is_signed = false;
	meta.about = &bare;
	assert_int_equal(wipecert_confirmation_build(made, &meta, &json, &bytes, NULL),
			 WIPE_E_USAGE);
	free(made);
}

static void expect_shown(const char *name, const char *const *parts, const char *never)
{
	struct wipecert_result result = { .authentic = WIPECERT_VALID, .is_signed = true };
	size_t bytes;
	char *json = fixture(name, &bytes), *text, *commands;

	result.record = parse(json, bytes);
	result.held = wipecert_record_held(result.record, NULL);
	assert_int_equal(wipecert_render_text(&result, &text, NULL), 0);
	for (; *parts; parts++)
		if (!strstr(text, *parts))
			fail_msg("no \"%s\" in %s", *parts, text);
	if (strstr(text, never) || strstr(text, "Erasure held") || strstr(text, "Capacity"))
		fail_msg("too much: %s", text);
	assert_int_equal(wipecert_render_commands(&result, "r.p7m", &commands, NULL), 0);
	assert_non_null(strstr(commands, "openssl cms -verify"));
	assert_null(strstr(commands, "DEV"));
	wipecert_record_free(result.record);
	free(commands);
	free(text);
	free(json);
}

static void they_are_shown(void **state)
{
	static const char *const accepted[] = { "CONFIRMATION OF A RECORD", "ACCEPTED",
						"00000000-0000-4000-8000-000000000002",
						"every block, as the check record tells", NULL };
	static const char *const rejected[] = { "REJECTED", "See letter 2026-118.",
						"ラベルのシリアル番号", NULL };
	static const char *const paper[] = { "ACCEPTED ON PAPER (ENTERED BY THE CONTRACTOR)",
					     "the signature below is not the officer's", NULL };
	static const char *const roster[] = { "ROSTER", "山田 太郎", "Officer", NULL };

	(void)state;
	expect_shown("confirmation", accepted, "PAPER");
	expect_shown("confirmation-rejects", rejected, "ACCEPTED");
	expect_shown("confirmation-paper", paper, "REJECTED");
	expect_shown("roster", roster, "Decision");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(confirmations_come_back),
		cmocka_unit_test(rosters_come_back),
		cmocka_unit_test(contradictions_are_found),
		cmocka_unit_test(malformed_ones_do_not_parse),
		cmocka_unit_test(roster_windows),
		cmocka_unit_test(texts_are_not_cut),
		cmocka_unit_test(they_are_shown),
	};

	return cmocka_run_group_tests(tests, make_links, NULL);
}
