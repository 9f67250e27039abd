/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"

#define CONDITIONS_FILE_MAX 65536

static int bad_file(const char *path, const char *what)
{
	output_error(TOOL, path, "%s", what);
	return EXIT_USAGE;
}

static int take_answers(const char *path, const json_t *root,
			enum wipe_answer answers[WIPE_FILE_CONDITIONS])
{
	for (unsigned int i = 0; i < WIPE_FILE_CONDITIONS; i++) {
		const json_t *value = json_object_get(
			root, wipe_file_condition_name((enum wipe_file_condition)i));

		if (!value)
			return bad_file(path, _("not every condition is answered"));
		if (!json_is_string(value) ||
		    !wipe_answer_parse(json_string_value(value), &answers[i]))
			return bad_file(path, _("an answer is \"yes\", \"no\" or \"unknown\""));
	}
	return json_object_size(root) == WIPE_FILE_CONDITIONS ?
		       EXIT_DONE :
		       bad_file(path, _("it holds what is no condition"));
}

int keys_read_answers(const struct config *config, enum wipe_answer answers[WIPE_FILE_CONDITIONS])
{
	const char *path = config->conditions;
	char text[CONDITIONS_FILE_MAX];
	size_t bytes = 0;
	bool is_read;
	json_t *root;
	FILE *file;
	int code;

	memset(answers, 0, WIPE_FILE_CONDITIONS * sizeof(*answers));
	if (!path)
		return EXIT_DONE;
	errno = 0;
	file = fopen(path, "re");
	if (file)
		bytes = fread(text, 1, sizeof(text), file);
	is_read = file && !ferror(file);
	if (!is_read)
		bad_file(path, strerror(errno));
	if (file)
		fclose(file);
	if (!is_read)
		return EXIT_USAGE;
	root = bytes < sizeof(text) ? json_loadb(text, bytes, JSON_REJECT_DUPLICATES, NULL) : NULL;
	code = json_is_object(root) ? take_answers(path, root, answers) :
				      bad_file(path, _("is no JSON object with answers"));
	json_decref(root);
	return code;
}

static void print_lacking(const struct wipe_file_key *key)
{
	if (key->lack == WIPE_FILE_KEY_LACKS_NOTHING)
		printf("%s",
		       _("  what encrypted the files is destroyed, as far as the answers hold\n"));
	else
		printf(_("  not called destroyed: %s\n"), wipe_file_key_lack_text(key->lack));
}

static void print_key(const struct config *config, const struct wipe_file_key *key)
{
	if (config->dry_run)
		printf(_("Key %s: can be removed; nothing else on the file system uses it\n"),
		       key->identifier);
	else if (key->is_removed)
		printf(_("Key %s: removed from the kernel, which no longer has it\n"),
		       key->identifier);
	else
		printf(_("Key %s: NOT removed from the kernel\n"), key->identifier);
	if (!config->dry_run || key->lack != WIPE_FILE_KEY_LACKS_NOTHING)
		print_lacking(key);
}

void keys_print(const struct config *config, const struct wipe_file_totals *totals)
{
	for (size_t i = 0; i < totals->key_count; i++)
		print_key(config, &totals->keys[i]);
}

json_t *keys_json(const struct wipe_file_totals *totals)
{
	json_t *list = json_array();

	for (size_t i = 0; i < totals->key_count; i++) {
		const struct wipe_file_key *key = &totals->keys[i];

		json_array_append_new(
			list,
			json_pack("{s:o,s:i,s:s,s:s,s:s,s:I,s:I,s:s,s:s,s:b,s:b,s:b,s:s,s:s,s:o}",
				  "file_system",
				  *key->file_system ? json_string(key->file_system) : json_null(),
				  "policy_version", (int)key->policy_version, "identifier",
				  key->identifier, "contents", key->contents, "names", key->names,
				  "files", (json_int_t)key->files, "folders",
				  (json_int_t)key->folders, "before",
				  wipe_file_key_status_name(key->before), "after",
				  wipe_file_key_status_name(key->after), "unused",
				  (int)key->is_unused, "removed", (int)key->is_removed, "elsewhere",
				  (int)key->is_elsewhere, "wrapped",
				  wipe_file_key_wrapped_name(key->wrapped), "level",
				  wipe_file_level_name(key->level), "lacks",
				  key->lack == WIPE_FILE_KEY_LACKS_NOTHING ?
					  json_null() :
					  json_string(wipe_file_key_lack_name(key->lack))));
	}
	return list;
}
