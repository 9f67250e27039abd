/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys.h"

#include <stdio.h>
#include <string.h>

#include "conditions.h"
#include "exit.h"
#include "i18n.h"
#include "output.h"

static const char *name_at(size_t index)
{
	return wipe_file_condition_name((enum wipe_file_condition)index);
}

static const char *text_at(size_t index)
{
	return wipe_file_condition_text((enum wipe_file_condition)index);
}

static const char *subject_of(const struct config *config)
{
	return config->options.argument_count == 1 ? config->options.arguments[0] : "--remove-key";
}

int keys_read_answers(const struct config *config, enum wipe_answer answers[WIPE_FILE_CONDITIONS])
{
	static const struct conditions conditions = { .count = WIPE_FILE_CONDITIONS,
						      .name = name_at,
						      .text = text_at };

	bool is_answered;

	memset(answers, 0, WIPE_FILE_CONDITIONS * sizeof(*answers));
	if (config->conditions)
		return conditions_read(TOOL, config->conditions, &conditions, answers);
	/* Who cannot be asked has not answered: everything stays unknown. */
	if (config->remove_key && !config->dry_run)
		return conditions_ask(TOOL, subject_of(config), "", &conditions, answers,
				      &is_answered);
	return EXIT_DONE;
}

static void print_lacking(const struct wipe_file_key *key)
{
	if (key->lack != WIPE_FILE_KEY_LACKS_NOTHING)
		printf(_("  not called destroyed: %s\n"), wipe_file_key_lack_text(key->lack));
	else if (!key->files)
		printf("%s", _("  no file was encrypted by it, only names were\n"));
	else
		printf("%s",
		       _("  what encrypted the files is destroyed, as far as the answers hold\n"));
}

static const char *what_becomes(const struct config *config, const struct wipe_file_key *key)
{
	if (!config->dry_run)
		return key->is_removed ? _("removed from the kernel for this file system") :
					 _("NOT removed from the kernel");
	return key->is_held ?
		       _("cannot be removed as long as what it encrypts is, or may be, in use") :
		       _("can be removed; nothing else on the file system uses it");
}

static void print_key(const struct config *config, const struct wipe_file_key *key)
{
	printf(_("Key %s (%s, %s): %s\n"), key->identifier, key->contents, key->names,
	       what_becomes(config, key));
	if (key->sys_errno)
		printf(_("  the kernel refused that: %s\n"), strerror(key->sys_errno));
	if (!config->dry_run || key->lack != WIPE_FILE_KEY_LACKS_NOTHING)
		print_lacking(key);
}

void keys_print(const struct config *config, const struct wipe_file_totals *totals)
{
	for (size_t i = 0; i < totals->key_count; i++)
		print_key(config, &totals->keys[i]);
}

static json_t *elsewhere_json(enum wipe_fs_answer elsewhere)
{
	return elsewhere == WIPE_FS_UNKNOWN ? json_null() : json_boolean(elsewhere == WIPE_FS_YES);
}

json_t *keys_json(const struct wipe_file_totals *totals)
{
	json_t *list = json_array();

	for (size_t i = 0; i < totals->key_count; i++) {
		const struct wipe_file_key *key = &totals->keys[i];

		json_array_append_new(
			list,
			json_pack("{s:o,s:i,s:s,s:s,s:s,s:I,s:I,s:s,s:s,s:b,s:b,s:o,s:s,s:s,s:o}",
				  "file_system",
				  *key->file_system ? json_string(key->file_system) : json_null(),
				  "policy_version", (int)key->policy_version, "identifier",
				  key->identifier, "contents", key->contents, "names", key->names,
				  "files", (json_int_t)key->files, "folders",
				  (json_int_t)key->folders, "before",
				  wipe_file_key_status_name(key->before), "after",
				  wipe_file_key_status_name(key->after), "unused",
				  (int)key->is_unused, "removed", (int)key->is_removed, "elsewhere",
				  elsewhere_json(key->elsewhere), "wrapped",
				  wipe_file_key_wrapped_name(key->wrapped), "level",
				  wipe_file_level_name(key->level), "lacks",
				  key->lack == WIPE_FILE_KEY_LACKS_NOTHING ?
					  json_null() :
					  json_string(wipe_file_key_lack_name(key->lack))));
	}
	return list;
}
