/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files_facts.h"

#include <string.h>

#include "file_terms.h"
#include "files_copied.h"
#include "get.h"
#include "parsed.h"

bool files_is(const json_t *root)
{
	const char *kind = get_text(root, "kind");

	/* Acts have other kinds: those of incidents. */
	return kind && strcmp(kind, "file") == 0;
}

static void read_counts(const json_t *from, const char *(*term)(unsigned int index),
			unsigned int count, uint64_t *counts)
{
	for (unsigned int i = 0; i < count; i++)
		counts[i] = get_count(from, term(i));
}

static void read_sums(const json_t *files, struct wipecert_files_sums *sums)
{
	sums->count = get_count(files, "count");
	sums->folders = get_count(files, "folders");
	sums->others = get_count(files, "others");
	sums->bytes = get_u64(files, "bytes");
	sums->overwritten_bytes = get_u64(files, "overwritten_bytes");
	sums->verified_bytes = get_u64(files, "verified_bytes");
	sums->attributes = get_count(files, "attributes");
	sums->attributes_left = get_count(files, "attributes_left");
	read_counts(get_value(files, "by_level"), file_level_term, WIPECERT_FILE_LEVELS,
		    sums->by_level);
	read_counts(get_value(files, "by_state"), file_state_term, WIPECERT_FILE_STATES,
		    sums->by_state);
	read_counts(get_value(files, "by_reason"), file_reason_term, WIPECERT_FILE_REASONS,
		    sums->by_reason);
}

static bool is_among(const char *text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], text) == 0)
			return true;
	return false;
}

/* Down to disks or flash through nothing that may keep a copy. */
static bool lies_on_hardware(const json_t *file_system)
{
	static const char *const bottoms[] = { "hdd", "flash" };
	static const char *const between[] = { "crypt", "raid", "lvm" };
	bool has_bottom = false;
	size_t index;
	json_t *item;

	json_array_foreach(get_value(file_system, "beneath"), index, item)
	{
		const char *text = json_string_value(item);

		if (is_among(text, bottoms, 2))
			has_bottom = true;
		else if (!is_among(text, between, 3))
			return false;
	}
	return has_bottom;
}

static void read_file_systems(const json_t *list, struct files_facts *facts)
{
	size_t index;
	json_t *item;

	facts->lies_on_hardware = json_array_size(list);
	facts->may_have_journal = !json_array_size(list);
	json_array_foreach(list, index, item)
	{
		const char *journal = get_text(item, "journal");

		facts->has_journal |= strcmp(journal, "yes") == 0;
		facts->may_have_journal |= strcmp(journal, "no") != 0;
		facts->lies_on_hardware &= lies_on_hardware(item);
		files_kind_read(item, facts);
	}
}

static void read_manifest(const json_t *from, struct wipecert_files_manifest *manifest)
{
	manifest->files = get_count(from, "files");
	manifest->bytes = get_u64(from, "bytes");
	get_hex(from, "sha256", manifest->sha256, 32);
	get_hex(from, "public_sha256", manifest->public_sha256, 32);
	manifest->findings = (struct wipe_file_findings){
		.found = get_count(from, "found"),
		.moved = get_count(from, "moved"),
		.changed = get_count(from, "changed"),
		.missing = get_count(from, "missing"),
		.unread = get_count(from, "unread"),
		.equal = get_count(from, "equal"),
		.equal_taken = get_count(from, "equal_taken"),
	};
}

void files_facts(const json_t *root, struct files_facts *facts)
{
	const json_t *files = get_value(root, "files"), *execution = get_value(root, "execution");

	memset(facts, 0, sizeof(*facts));
	read_sums(files, &facts->sums);
	files_rest_read(files, &facts->rest);
	read_manifest(get_value(files, "manifest"), &facts->manifest);
	read_file_systems(get_value(files, "file_systems"), facts);
	facts->journal = get_text(files, "journal");
	facts->touched = get_bool(execution, "media_touched");
	facts->interrupted = json_array_size(get_value(execution, "interruptions"));
	facts->has_error = json_is_object(get_value(execution, "error"));
}

const json_t *files_medium(const json_t *file_systems)
{
	const json_t *found = NULL;
	size_t i, k;
	json_t *one, *medium;

	json_array_foreach(file_systems, i, one)
	{
		if (!json_array_size(get_value(one, "media")))
			return NULL;
		json_array_foreach(get_value(one, "media"), k, medium)
		{
			if (found && !json_equal(found, medium))
				return NULL;
			found = medium;
		}
	}
	return found;
}

bool wipecert_record_files(const struct wipecert_record *record,
			   struct wipecert_files_stated *stated)
{
	const json_t *files = get_value(record->root, "files"), *list = get_value(files, "list");

	memset(stated, 0, sizeof(*stated));
	if (!files_is(record->root))
		return false;
	read_sums(files, &stated->sums);
	stated->names_files = files_named(&stated->sums) ||
			      json_is_object(get_value(files, "manifest"));
	stated->level_requested = get_text(files, "level_requested");
	stated->level_achieved = get_text(files, "level_achieved");
	stated->journal = get_text(files, "journal");
	stated->free_space_result = get_text(get_value(files, "free_space"), "result");
	stated->has_manifest = json_is_object(get_value(files, "manifest"));
	read_manifest(get_value(files, "manifest"), &stated->manifest);
	stated->has_copied = files_read_copied(files, &stated->copied);
	stated->has_list = json_is_object(list);
	stated->list_entries = get_count(list, "entries");
	stated->list_bytes = get_u64(list, "bytes");
	get_hex(list, "sha256", stated->list_sha256, 32);
	get_hex(list, "public_sha256", stated->list_public_sha256, 32);
	return true;
}

const char *wipecert_record_outcome(const struct wipecert_record *record)
{
	const char *verdict = get_text(record->root, "verdict");
	struct files_facts facts;

	if (!verdict || strcmp(verdict, wipe_verdict_name(WIPE_VERDICT_PARTIAL)) != 0 ||
	    !files_is(record->root))
		return verdict;
	files_facts(record->root, &facts);
	return files_names_only(&facts) ? WIPECERT_NAMES_ONLY : verdict;
}
