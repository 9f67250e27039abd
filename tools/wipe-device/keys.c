/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "text.h"
#include "tty.h"

#define CONDITIONS_FILE_MAX 65536

bool keys_are_wanted(const struct config *config)
{
	return config->then_overwrite || strcmp(config->plan.method, "luks") == 0;
}

static int bad_file(const char *path, const char *what)
{
	output_error(TOOL, path, "%s", what);
	return EXIT_USAGE;
}

static int take_answers(const char *path, const json_t *root,
			enum wipe_answer answers[WIPE_CONDITIONS])
{
	size_t found = 0;

	for (unsigned int i = 0; i < WIPE_CONDITIONS; i++) {
		const json_t *value =
			json_object_get(root, wipe_condition_name((enum wipe_condition)i));

		if (!value)
			return bad_file(path, _("not every condition is answered"));
		if (!json_is_string(value) ||
		    !wipe_answer_parse(json_string_value(value), &answers[i]))
			return bad_file(path, _("an answer is \"yes\", \"no\" or \"unknown\""));
		found++;
	}
	return json_object_size(root) == found ? EXIT_DONE :
						 bad_file(path, _("it holds what is no condition"));
}

int keys_read_conditions(const char *path, enum wipe_answer answers[WIPE_CONDITIONS])
{
	char text[CONDITIONS_FILE_MAX];
	FILE *file = fopen(path, "re");
	size_t bytes = file ? fread(text, 1, sizeof(text), file) : 0;
	bool is_read = file && !ferror(file);
	json_t *root;
	int code;

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

/* y, n or ?, in the language's own letters or in English; false: none of them. */
static bool parse_reply(const char *line, enum wipe_answer *answer)
{
	static const struct {
		const char *reply;
		enum wipe_answer answer;
	} replies[] = {
		{ "yes", WIPE_ANSWER_YES },	    { "y", WIPE_ANSWER_YES },
		{ "no", WIPE_ANSWER_NO },	    { "n", WIPE_ANSWER_NO },
		{ "unknown", WIPE_ANSWER_UNKNOWN }, { "?", WIPE_ANSWER_UNKNOWN },
	};

	for (size_t i = 0; i < sizeof(replies) / sizeof(replies[0]); i++)
		if (strcasecmp(line, replies[i].reply) == 0) {
			*answer = replies[i].answer;
			return true;
		}
	return false;
}

static bool ask_one(enum wipe_condition condition, enum wipe_answer *answer)
{
	char question[1024], line[64];

	snprintf(question, sizeof(question),
		 _("  %s\n  Is that so? yes, no, or ? if you do not know: "),
		 wipe_condition_text(condition));
	for (;;) {
		if (tty_ask(question, true, line, sizeof(line)) < 0)
			return false;
		if (parse_reply(line, answer))
			return true;
	}
}

/* Who cannot be asked has not answered: everything stays unknown. */
static void ask(const struct wipe_device *device, struct wipe_crypto *crypto)
{
	char intro[1024], node[512];

	text_escape(device->node, node, sizeof(node));
	snprintf(intro, sizeof(intro),
		 _("\n%s: a destroyed key proves something only under conditions. The answers are "
		   "written into the record.\n(Enter to begin) "),
		 node);
	if (!tty_exists() || tty_ask(intro, true, node, sizeof(node)) < 0)
		return;
	for (unsigned int i = 0; i < WIPE_CONDITIONS; i++)
		if (!ask_one((enum wipe_condition)i, &crypto->answers[i]))
			return;
	crypto->answered_by = WIPE_ANSWERED_BY_PROMPT;
}

static int fail(struct wipe_error *err, const struct config *config)
{
	output_error(TOOL, NULL, "%s", err->message);
	switch (err->code) {
	case WIPE_E_NOTFOUND:
		return EXIT_USAGE;
	case WIPE_E_FORMAT:
		if (!config->then_overwrite)
			output_message(TOOL, NULL,
				       _("nothing was touched; to erase by overwriting: "
					 "--then-overwrite, or --method stream"));
		return EXIT_UNSUPPORTED;
	default:
		return exit_from_error(err);
	}
}

int keys_find(const struct config *config, struct wipe_source *source,
	      const struct wipe_device *device, const char *partition,
	      const struct wipe_device *header, bool may_ask, struct wipe_crypto *crypto)
{
	struct wipe_error err;
	int rc;

	memset(crypto, 0, sizeof(*crypto));
	wipe_error_clear(&err);
	crypto->then_overwrite = config->then_overwrite;
	rc = wipe_crypto_find(device, partition, header, crypto, &err);
	/* Where all is overwritten, keys are destroyed first if there are some. */
	if (rc == WIPE_E_NOTFOUND && config->then_overwrite && !header) {
		output_message(TOOL, device->node,
			       _("no encrypted volume is found that could be read: all is "
				 "overwritten, and nothing is claimed of keys"));
		crypto->volume_count = 0;
		return EXIT_DONE;
	}
	if (!rc)
		rc = wipe_crypto_refuse_mapped(crypto, &err);
	if (!rc)
		rc = wipe_crypto_find_copies(source, device, crypto, &err);
	if (rc)
		return fail(&err, config);
	memcpy(crypto->answers, config->answers, sizeof(crypto->answers));
	if (config->conditions)
		crypto->answered_by = WIPE_ANSWERED_BY_FILE;
	else if (may_ask)
		ask(device, crypto);
	return EXIT_DONE;
}

const char *keys_task(const struct wipe_plan *plan, char *out, size_t out_bytes)
{
	if (!plan->is_limited)
		return NULL;
	if (!plan->crypto.scope_bytes)
		return _(
			"Keys on this medium will be destroyed, and all that is not encrypted will be "
			"overwritten:");
	snprintf(out, out_bytes, _("The keys of partition %u of this medium will be destroyed:"),
		 plan->crypto.scope_partition);
	return out;
}
