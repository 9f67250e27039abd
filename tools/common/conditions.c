/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "conditions.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "text.h"
#include "tty.h"

#define FILE_BYTES_MAX 65536

static int bad_file(const char *tool, const char *path, const char *what)
{
	output_error(tool, path, "%s", what);
	return EXIT_USAGE;
}

static int take_answers(const char *tool, const char *path, const json_t *root,
			const struct conditions *conditions, enum wipe_answer *answers)
{
	for (size_t i = 0; i < conditions->count; i++) {
		const json_t *value = json_object_get(root, conditions->name(i));

		if (!value)
			return bad_file(tool, path, _("not every condition is answered"));
		if (!json_is_string(value) ||
		    !wipe_answer_parse(json_string_value(value), &answers[i]))
			return bad_file(tool, path,
					_("an answer is \"yes\", \"no\" or \"unknown\""));
	}
	return json_object_size(root) == conditions->count ?
		       EXIT_DONE :
		       bad_file(tool, path, _("it holds what is no condition"));
}

int conditions_read(const char *tool, const char *path, const struct conditions *conditions,
		    enum wipe_answer *answers)
{
	char text[FILE_BYTES_MAX];
	FILE *file = fopen(path, "re");
	size_t bytes = file ? fread(text, 1, sizeof(text), file) : 0;
	bool is_read = file && !ferror(file);
	json_t *root;
	int code;

	if (!is_read)
		bad_file(tool, path, strerror(errno));
	if (file)
		fclose(file);
	if (!is_read)
		return EXIT_USAGE;
	root = bytes < sizeof(text) ? json_loadb(text, bytes, JSON_REJECT_DUPLICATES, NULL) : NULL;
	code = json_is_object(root) ? take_answers(tool, path, root, conditions, answers) :
				      bad_file(tool, path, _("is no JSON object with answers"));
	json_decref(root);
	return code;
}

/* False: none of them. */
static bool parse_reply(const char *line, enum wipe_answer *answer)
{
	static const struct {
		const char *reply;
		enum wipe_answer answer;
	} replies[] = {
		{ "yes", WIPE_ANSWER_YES },	    { "y", WIPE_ANSWER_YES },
		{ "no", WIPE_ANSWER_NO },	    { "n", WIPE_ANSWER_NO },
		{ "unknown", WIPE_ANSWER_UNKNOWN }, { "?", WIPE_ANSWER_UNKNOWN },
		{ "はい", WIPE_ANSWER_YES },	    { "いいえ", WIPE_ANSWER_NO },
		{ "不明", WIPE_ANSWER_UNKNOWN },    { "？", WIPE_ANSWER_UNKNOWN },
	};

	for (size_t i = 0; i < sizeof(replies) / sizeof(replies[0]); i++)
		if (strcasecmp(line, replies[i].reply) == 0) {
			*answer = replies[i].answer;
			return true;
		}
	return false;
}

static bool ask_one(const char *statement, enum wipe_answer *answer)
{
	char question[1024], line[64];

	snprintf(question, sizeof(question),
		 _("  %s\n  Is that so? yes, no, or ? if you do not know: "), statement);
	for (;;) {
		if (tty_ask(question, true, line, sizeof(line)) >= 0) {
			if (parse_reply(line, answer))
				return true;
		} else if (errno != EMSGSIZE) {
			return false;
		}
	}
}

static bool begin(const char *intro)
{
	char line[64];

	return tty_ask(intro, true, line, sizeof(line)) >= 0 || errno == EMSGSIZE;
}

int conditions_ask(const char *tool, const char *subject, const char *known,
		   const struct conditions *conditions, enum wipe_answer *answers,
		   bool *is_answered)
{
	char intro[4096], shown[512];
	bool goes_on;

	*is_answered = false;
	if (!tty_exists())
		return EXIT_DONE;
	text_escape(subject, shown, sizeof(shown));
	snprintf(intro, sizeof(intro),
		 _("\n%s: a destroyed key proves something only under conditions. The answers are "
		   "written into the record.\n%s(Enter to begin) "),
		 shown, known);
	goes_on = begin(intro);
	for (size_t i = 0; i < conditions->count && goes_on; i++)
		goes_on = ask_one(conditions->text(i), &answers[i]);
	*is_answered = goes_on;
	if (goes_on)
		return EXIT_DONE;
	output_error(tool, subject, "%s",
		     _("the questions were given up: nothing was touched; without answers: "
		       "--conditions with \"unknown\""));
	return EXIT_REFUSED;
}
