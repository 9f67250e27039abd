/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files_keys.h"

#include <string.h>

#include "file_terms.h"
#include "get.h"
#include "text.h"

static json_t *put_key(const struct wipe_file_key *key)
{
	struct put put;

	put_begin(&put);
	put_ascii_or_null(&put, "file_system", key->file_system);
	put_count(&put, "policy_version", key->policy_version);
	put_ascii(&put, "identifier", key->identifier);
	put_ascii(&put, "contents", key->contents);
	put_ascii(&put, "names", key->names);
	put_count(&put, "files", key->files);
	put_count(&put, "folders", key->folders);
	put_ascii(&put, "before", wipe_file_key_status_name(key->before));
	put_ascii(&put, "after", wipe_file_key_status_name(key->after));
	put_bool(&put, "unused", key->is_unused);
	put_bool(&put, "removed", key->is_removed);
	if (key->elsewhere == WIPE_FS_UNKNOWN)
		put_null(&put, "elsewhere");
	else
		put_bool(&put, "elsewhere", key->elsewhere == WIPE_FS_YES);
	put_ascii(&put, "wrapped", wipe_file_key_wrapped_name(key->wrapped));
	put_ascii(&put, "level", wipe_file_level_name(key->level));
	if (key->lack == WIPE_FILE_KEY_LACKS_NOTHING)
		put_null(&put, "lacks");
	else
		put_ascii(&put, "lacks", wipe_file_key_lack_name(key->lack));
	return put_end(&put);
}

static json_t *put_answers(const enum wipe_answer *answers)
{
	struct put put;

	put_begin(&put);
	for (unsigned int i = 0; i < WIPE_FILE_CONDITIONS; i++)
		put_ascii(&put, wipe_file_condition_name((enum wipe_file_condition)i),
			  wipe_answer_name(answers ? answers[i] : WIPE_ANSWER_UNKNOWN));
	return put_end(&put);
}

json_t *files_put_keys(const struct wipecert_files_job *job)
{
	json_t *list;
	struct put put;

	if (!job->key_count)
		return json_null();
	put_begin(&put);
	put_value(&put, "answers", put_answers(job->answers));
	list = json_array();
	for (size_t i = 0; i < job->key_count; i++)
		if (json_array_append_new(list, put_key(&job->keys[i])))
			put.failed = true;
	put_value(&put, "list", list);
	return put_end(&put);
}

static const char *status_name(unsigned int value)
{
	return wipe_file_key_status_name((enum wipe_file_key_status)value);
}

static const char *wrapped_name(unsigned int value)
{
	return wipe_file_key_wrapped_name((enum wipe_file_key_wrapped)value);
}

static void read_answers(const json_t *from, enum wipe_answer answers[WIPE_FILE_CONDITIONS])
{
	for (unsigned int i = 0; i < WIPE_FILE_CONDITIONS; i++)
		(void)wipe_answer_parse(
			get_text(from, wipe_file_condition_name((enum wipe_file_condition)i)),
			&answers[i]);
}

static enum wipe_fs_answer read_elsewhere(const json_t *from)
{
	if (!json_is_boolean(from))
		return WIPE_FS_UNKNOWN;
	return json_is_true(from) ? WIPE_FS_YES : WIPE_FS_NO;
}

static void read_key(const json_t *from, struct wipe_file_key *key)
{
	*key = (struct wipe_file_key){
		.policy_version = (uint32_t)get_count(from, "policy_version"),
		.contents = get_text(from, "contents"),
		.names = get_text(from, "names"),
		.files = get_count(from, "files"),
		.folders = get_count(from, "folders"),
		.before = (enum wipe_file_key_status)get_index(
			from, "before", WIPE_FILE_KEY_INCOMPLETELY_REMOVED + 1, status_name),
		.after = (enum wipe_file_key_status)get_index(
			from, "after", WIPE_FILE_KEY_INCOMPLETELY_REMOVED + 1, status_name),
		.is_unused = get_bool(from, "unused"),
		.is_removed = get_bool(from, "removed"),
		.elsewhere = read_elsewhere(get_value(from, "elsewhere")),
		.wrapped = (enum wipe_file_key_wrapped)get_index(
			from, "wrapped", WIPE_FILE_WRAPPED_UNKNOWN + 1, wrapped_name),
	};
	key->is_skipped = files_key_is_interrupted(from);
	get_copy(from, "identifier", key->identifier, sizeof(key->identifier));
}

static bool is_told(const json_t *from, const struct wipe_file_key *key)
{
	const char *lacks = get_text(from, "lacks");

	if (strcmp(get_text(from, "level"), wipe_file_level_name(key->level)) != 0)
		return false;
	return key->lack == WIPE_FILE_KEY_LACKS_NOTHING ?
		       !lacks :
		       lacks && strcmp(lacks, wipe_file_key_lack_name(key->lack)) == 0;
}

/* Nothing is removed that was not there, or that something uses, or that nobody tried. */
static bool makes_sense(const struct wipe_file_key *key, const struct files_facts *facts)
{
	if (key->is_skipped && (key->is_unused || key->is_removed || !facts->interrupted))
		return false;
	if (strlen(key->identifier) != (key->policy_version == 2 ? 32U : 16U))
		return false;
	if ((!key->files && !key->folders) || !wipe_file_key_has_ciphers(key))
		return false;
	return !key->is_removed || (key->is_unused && key->before == WIPE_FILE_KEY_PRESENT &&
				    key->after == WIPE_FILE_KEY_ABSENT);
}

static uint64_t count_of(const struct wipecert_files_sums *sums, enum wipe_file_reason reason)
{
	return sums->by_reason[file_term_find(file_reason_term, WIPECERT_FILE_REASONS,
					      wipe_file_reason_name(reason))];
}

uint64_t files_count_keys(const json_t *files)
{
	const json_t *planned = get_value(files, "keys_planned");

	return planned ? get_count(files, "keys_planned") :
			 json_array_size(get_value(get_value(files, "keys"), "list"));
}

/* Of files and folders as many as the keys encrypt, by their level. */
struct encrypted {
	uint64_t destroyed, others, folders;
	bool has_erased_wrapped;
};

static void add(const struct wipe_file_key *key, struct encrypted *sums)
{
	*(key->level == WIPE_FILE_F3 ? &sums->destroyed : &sums->others) += key->files;
	sums->folders += key->folders;
	sums->has_erased_wrapped |= key->wrapped == WIPE_FILE_WRAPPED_ERASED;
}

static int check_encrypted(const struct encrypted *told, const struct files_facts *facts,
			   struct wipe_error *err)
{
	const struct wipecert_files_sums *sums = &facts->sums;
	uint64_t destroyed = count_of(sums, WIPE_FILE_KEY_DESTROYED);
	uint64_t others =
		count_of(sums, WIPE_FILE_KEY_REMOVED) + count_of(sums, WIPE_FILE_KEY_STAYS);

	if (destroyed > told->destroyed || others > told->others)
		return files_deny(err, _("more files had a key than the keys are told to encrypt"));
	/* A list that lacks some ends with an error. */
	if (facts->has_error)
		return 0;
	if (destroyed < told->destroyed || others < told->others || sums->folders < told->folders)
		return files_deny(err, _("the keys are told to encrypt more than had a key"));
	if (told->has_erased_wrapped && wipecert_files_gone(sums, 1) == sums->by_level[3])
		return files_deny(err,
				  _("a wrapped key is called erased, and no file was overwritten"));
	return 0;
}

int files_check_keys(const json_t *files, const struct files_facts *facts, struct wipe_error *err)
{
	const json_t *keys = get_value(files, "keys"), *list = get_value(keys, "list");
	enum wipe_answer answers[WIPE_FILE_CONDITIONS] = { WIPE_ANSWER_UNKNOWN };
	struct encrypted told = { .destroyed = 0 };
	size_t index;
	json_t *one;

	if (json_is_object(keys))
		read_answers(get_value(keys, "answers"), answers);
	json_array_foreach(list, index, one)
	{
		struct wipe_file_key key;

		read_key(one, &key);
		wipe_file_key_judge(&key, answers, false);
		if (!makes_sense(&key, facts) || !is_told(one, &key))
			return files_deny(err, _("what is told of a key does not give its level"));
		add(&key, &told);
	}
	if (!files_keys_agree(list, get_value(files, "file_systems")))
		return files_deny(err, _("what is told of keys contradicts itself"));
	return check_encrypted(&told, facts, err);
}
