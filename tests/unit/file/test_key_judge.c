/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goal: a key is called destroyed only if nothing of what was measured or answered speaks against it. */
#include <string.h>

#include <wipe/file.h>

#include "unit.h"

static const enum wipe_answer all_yes[WIPE_FILE_CONDITIONS] = { WIPE_ANSWER_YES, WIPE_ANSWER_YES,
								WIPE_ANSWER_YES, WIPE_ANSWER_YES };
static const struct wipe_file_key gone = {
	.policy_version = 2,
	.contents = "AES-256-XTS",
	.names = "AES-256-CBC-CTS",
	.before = WIPE_FILE_KEY_PRESENT,
	.after = WIPE_FILE_KEY_ABSENT,
	.is_unused = true,
	.is_removed = true,
	.elsewhere = WIPE_FS_NO,
};

static void expect(struct wipe_file_key key, const enum wipe_answer *answers, bool is_planned,
		   enum wipe_file_key_lack lack)
{
	wipe_file_key_judge(&key, answers, is_planned);
	assert_string_equal(wipe_file_key_lack_name(key.lack), wipe_file_key_lack_name(lack));
	assert_int_equal(key.level,
			 lack == WIPE_FILE_KEY_LACKS_NOTHING ? WIPE_FILE_F3 : WIPE_FILE_F0);
}

static void all_of_it_is_f3(void **state)
{
	struct wipe_file_key key = gone;

	(void)state;
	expect(key, all_yes, false, WIPE_FILE_KEY_LACKS_NOTHING);
	key.wrapped = WIPE_FILE_WRAPPED_ERASED;
	expect(key, all_yes, false, WIPE_FILE_KEY_LACKS_NOTHING);
}

static void each_answer_counts(void **state)
{
	(void)state;
	for (size_t i = 0; i < WIPE_FILE_CONDITIONS; i++) {
		enum wipe_answer answers[WIPE_FILE_CONDITIONS];

		memcpy(answers, all_yes, sizeof(answers));
		answers[i] = WIPE_ANSWER_NO;
		expect(gone, answers, false, WIPE_FILE_KEY_CONDITIONS);
		answers[i] = WIPE_ANSWER_UNKNOWN;
		expect(gone, answers, false, WIPE_FILE_KEY_CONDITIONS);
	}
}

static void each_measure_counts(void **state)
{
	struct wipe_file_key key = gone;

	(void)state;
	key.wrapped = WIPE_FILE_WRAPPED_LEFT;
	expect(key, all_yes, false, WIPE_FILE_KEY_WRAPPED);
	key.wrapped = WIPE_FILE_WRAPPED_UNKNOWN;
	expect(key, all_yes, false, WIPE_FILE_KEY_WRAPPED);
	key.names = "unknown";
	expect(key, all_yes, false, WIPE_FILE_KEY_WEAK_CIPHER);
	key.names = gone.names;
	key.contents = "unknown";
	expect(key, all_yes, false, WIPE_FILE_KEY_WEAK_CIPHER);
	key.policy_version = 1;
	expect(key, all_yes, false, WIPE_FILE_KEY_OLD_POLICY);
	key.elsewhere = WIPE_FS_UNKNOWN;
	expect(key, all_yes, false, WIPE_FILE_KEY_ELSEWHERE_UNKNOWN);
	key.elsewhere = WIPE_FS_YES;
	expect(key, all_yes, false, WIPE_FILE_KEY_HELD_ELSEWHERE);
	key.after = WIPE_FILE_KEY_INCOMPLETELY_REMOVED;
	expect(key, all_yes, false, WIPE_FILE_KEY_NOT_REMOVED);
	key.is_unused = false;
	expect(key, all_yes, false, WIPE_FILE_KEY_IN_USE);
	key.is_skipped = true;
	expect(key, all_yes, false, WIPE_FILE_KEY_INTERRUPTED);
	key = gone;
	key.is_removed = false;
	expect(key, all_yes, false, WIPE_FILE_KEY_NOT_REMOVED);
}

/* Each counts for what it is made for. */
static void only_known_ciphers_count(void **state)
{
	static const struct {
		const char *contents, *names;
		bool can_be, counts;
	} cases[] = {
		{ "AES-256-XTS", "AES-256-HCTR2", true, true },
		{ "AES-128-CBC-ESSIV", "AES-128-CBC-CTS", true, true },
		{ "SM4-XTS", "SM4-CBC-CTS", true, true },
		{ "Adiantum", "Adiantum", true, true },
		{ "AES-256-XTS", "unknown", true, false },
		{ "unknown", "unknown", true, false },
		{ "none", "AES-256-CBC-CTS", false, false },
		{ "AES-256-XTS", "", false, false },
		{ "AES-256-CBC-CTS", "AES-256-XTS", false, false },
		{ "Adiantum", "AES-128-CBC-ESSIV", false, false },
		{ "AES-256-HCTR2", "AES-256-HCTR2", false, false },
	};
	struct wipe_file_key key = gone;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		key.contents = cases[i].contents;
		key.names = cases[i].names;
		assert_int_equal(wipe_file_key_has_ciphers(&key), cases[i].can_be);
		expect(key, all_yes, false,
		       cases[i].counts ? WIPE_FILE_KEY_LACKS_NOTHING : WIPE_FILE_KEY_WEAK_CIPHER);
	}
}

/* What is measured afterwards is taken for granted, unless something is seen to keep it from being so. */
static void a_plan_tells_what_can_be_reached(void **state)
{
	struct wipe_file_key key = gone;

	(void)state;
	key.is_removed = false;
	key.after = WIPE_FILE_KEY_UNKNOWN;
	expect(key, all_yes, true, WIPE_FILE_KEY_LACKS_NOTHING);
	key.elsewhere = WIPE_FS_YES;
	expect(key, all_yes, true, WIPE_FILE_KEY_HELD_ELSEWHERE);
	key.is_held = true;
	expect(key, all_yes, true, WIPE_FILE_KEY_NOT_REMOVED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_of_it_is_f3),
		cmocka_unit_test(each_answer_counts),
		cmocka_unit_test(each_measure_counts),
		cmocka_unit_test(only_known_ciphers_count),
		cmocka_unit_test(a_plan_tells_what_can_be_reached),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
