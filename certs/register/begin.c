/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first record: which one it is, the rules that it lays down, the trust that it names. */
#include <stdio.h>
#include <string.h>

#include "case.h"
#include "text.h"
#include "trust_files.h"

static bool could_begin(const struct entry *entry)
{
	return entry->is_known && entry->voice.type == WIPECERT_INIT &&
	       entry->voice.authentic != WIPECERT_INVALID;
}

static bool is_pinned(const struct wipecert_case *opened, const struct entry *entry)
{
	return opened->is_pinned && memcmp(entry->voice.link.econtent_sha256, opened->pin, 32) == 0;
}

/* The one whose hash was given; else the first of them in order. */
static void find_init(struct wipecert_case *opened)
{
	opened->init = WIPECERT_NO_INDEX;
	for (size_t i = 0; i < opened->count; i++) {
		const struct entry *entry = &opened->entries[i];

		if (!could_begin(entry))
			continue;
		if (is_pinned(opened, entry)) {
			opened->init = i;
			return;
		}
		if (opened->init == WIPECERT_NO_INDEX)
			opened->init = i;
	}
}

static bool says(const struct wipecert_record *record, const char *path, const char *word)
{
	const char *text = wipecert_record_text(record, path);

	return text && strcmp(text, word) == 0;
}

static void read_rules(struct wipecert_case *opened)
{
	const struct wipecert_record *record = opened->init_result.record;

	opened->rules = (struct case_rules){
		.accepts_paper = says(record, "policy/confirmation", "signed-or-paper"),
		.holds = wipecert_record_bool(record, "policy/hold"),
		.returns_first = wipecert_record_bool(record, "policy/return_before_erase"),
		.asks_challenge = says(record, "policy/challenge", "required"),
		.level = says(record, "policy/level", "purge") ? WIPE_LEVEL_PURGE :
			 says(record, "policy/level", "clear") ? WIPE_LEVEL_CLEAR :
								 WIPE_LEVEL_NONE,
	};
}

/* Both are sorted by name. */
static bool is_same_trust(const struct wipecert_record *record, const struct trust_files *files)
{
	if (wipecert_record_count(record, "trust") != files->count)
		return false;
	for (size_t i = 0; i < files->count; i++) {
		char path[40];
		uint8_t sha256[32];

		snprintf(path, sizeof(path), "trust/%zu/name", i);
		if (!says(record, path, files->items[i].name))
			return false;
		snprintf(path, sizeof(path), "trust/%zu/sha256", i);
		if (!wipecert_record_hex(record, path, sha256, 32) ||
		    memcmp(sha256, files->items[i].sha256, 32) != 0)
			return false;
	}
	return true;
}

static int check_trust(struct wipecert_case *opened, struct wipe_error *err)
{
	struct trust_files files = { 0 };
	char path[PATH_MAX];
	struct wipe_error why;
	int rc = case_path(opened, WIPECERT_FOLDER_TRUST, NULL, path, err);

	if (rc)
		return rc;
	wipe_error_clear(&why);
	if (trust_files_read(path, &files, &why))
		rc = case_note(opened, WIPECERT_CASE_TRUST_ALTERED, WIPECERT_NO_INDEX,
			       WIPECERT_NO_INDEX, NULL, why.message, err);
	else if (!is_same_trust(opened->init_result.record, &files))
		rc = case_note(opened, WIPECERT_CASE_TRUST_ALTERED, WIPECERT_NO_INDEX,
			       WIPECERT_NO_INDEX, NULL, "", err);
	if (!rc && opened->own_problem)
		rc = case_note(opened, WIPECERT_CASE_TRUST_ALTERED, WIPECERT_NO_INDEX,
			       WIPECERT_NO_INDEX, NULL, opened->own_problem, err);
	trust_files_clear(&files);
	return rc;
}

static int check_pin(struct wipecert_case *opened, struct wipe_error *err)
{
	const struct entry *init = &opened->entries[opened->init];

	if (!opened->is_pinned)
		return case_note(opened, WIPECERT_CASE_NOT_PINNED, opened->init, WIPECERT_NO_INDEX,
				 NULL, "", err);
	if (is_pinned(opened, init))
		return 0;
	return case_note(opened, WIPECERT_CASE_OTHER_INIT, opened->init, WIPECERT_NO_INDEX,
			 opened->pin, "", err);
}

int case_begin(struct wipecert_case *opened, struct wipe_error *err)
{
	int rc;

	find_init(opened);
	if (opened->init == WIPECERT_NO_INDEX)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("%s: the record that began the case is not there, or does "
					"not verify"),
				      opened->path);
	wipecert_result_clear(&opened->init_result);
	rc = case_verify(opened, opened->entries[opened->init].file, &opened->init_result, err);
	if (!rc && !opened->init_result.record)
		rc = wipe_error_set(err, WIPE_E_FORMAT, 0, _("%s: changed while it was being read"),
				    opened->entries[opened->init].file);
	if (rc)
		return rc;
	read_rules(opened);
	rc = check_trust(opened, err);
	return rc ? rc : check_pin(opened, err);
}
