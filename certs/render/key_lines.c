/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was destroyed, what the claim rests on, and what would undo it. */
#include "key_lines.h"

#include <stdio.h>
#include <string.h>

#include "get.h"
#include "text.h"
#include "words.h"

#define VALUE_BYTES 512

static const struct word answers[] = {
	{ "yes", N_("True") },
	{ "no", N_("NOT TRUE") },
	{ "unknown", N_("Not known") },
};

static const char *lack_text(const char *name)
{
	for (unsigned int i = 0; i < WIPE_FILE_KEY_LACKS; i++)
		if (strcmp(wipe_file_key_lack_name((enum wipe_file_key_lack)i), name) == 0)
			return wipe_file_key_lack_text((enum wipe_file_key_lack)i);
	return name;
}

static void tell_key(const json_t *key, file_line_fn *line, void *arg)
{
	const char *lacking = get_text(key, "lacks");
	char value[VALUE_BYTES];

	line(arg, WIPECERT_LINE_CODE, _("Key of the files"), get_text(key, "identifier"));
	snprintf(value, sizeof(value), "fscrypt v%llu, %s, %s",
		 (unsigned long long)get_count(key, "policy_version"), get_text(key, "contents"),
		 get_text(key, "names"));
	line(arg, WIPECERT_LINE_PLAIN, _("Its ciphers"), value);
	line(arg, get_bool(key, "removed") ? WIPECERT_LINE_PLAIN : WIPECERT_LINE_MARK, "",
	     get_bool(key, "removed") ?
		     _("removed from the kernel for this file system, on which nothing used it any "
		       "more") :
		     _("NOT removed from the kernel"));
	if (!lacking)
		return;
	snprintf(value, sizeof(value), _("not called destroyed: %s"), lack_text(lacking));
	line(arg, WIPECERT_LINE_MARK, "", value);
}

static void tell_answers(const json_t *from, file_line_fn *line, void *arg)
{
	const char *label = _("Answers of a person");

	for (unsigned int i = 0; i < WIPE_FILE_CONDITIONS; i++) {
		enum wipe_file_condition condition = (enum wipe_file_condition)i;
		const char *answer = get_text(from, wipe_file_condition_name(condition));
		char value[VALUE_BYTES];

		snprintf(value, sizeof(value), "%s: %s", WORDS_OF(answers, answer),
			 wipe_file_condition_text(condition));
		line(arg, strcmp(answer, "yes") == 0 ? WIPECERT_LINE_PLAIN : WIPECERT_LINE_MARK,
		     label, value);
		label = "";
	}
}

void key_lines(const json_t *files, size_t most, file_line_fn *line, void *arg)
{
	const json_t *keys = get_value(files, "keys");
	size_t index;
	json_t *one;

	if (!json_is_object(keys))
		return;
	json_array_foreach(get_value(keys, "list"), index, one)
	{
		if (index < most)
			tell_key(one, line, arg);
	}
	tell_answers(get_value(keys, "answers"), line, arg);
	line(arg, WIPECERT_LINE_MARK, "",
	     _("Whoever has the key, or what it is made from, can add it again and read what lies "
	       "on the medium: a passphrase with a protector, a backup of either, a key file."));
}
