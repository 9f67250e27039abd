/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-case confirm: an officer's answer to one record, to those of an item, or to all. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/confirm.h>

#include "command.h"
#include "exit.h"
#include "next.h"
#include "output.h"
#include "session.h"
#include "type_words.h"

#define TOOL COMMAND_TOOL " confirm"

enum {
	OPTION_RECORD = 1,
	OPTION_ITEM,
	OPTION_ALL,
	OPTION_ACCEPT,
	OPTION_REJECT,
	OPTION_REASON,
	OPTION_LABEL_SEEN,
	OPTION_PAPER_SCAN,
};

/* clang-format off */
static const struct poptOption table[] = {
	{ "record", 0, POPT_ARG_STRING, NULL, OPTION_RECORD | OPTIONS_MANY,
	  N_("the record with this id, or the begin of it; can be repeated"), N_("ID") },
	{ "item", 0, POPT_ARG_STRING, NULL, OPTION_ITEM | OPTIONS_MANY,
	  N_("whatever of this item awaits an answer; can be repeated"), N_("ITEM") },
	{ "all", 0, POPT_ARG_NONE, NULL, OPTION_ALL, N_("whatever awaits an answer"), NULL },
	{ "accept", 0, POPT_ARG_NONE, NULL, OPTION_ACCEPT, N_("accept"), NULL },
	{ "reject", 0, POPT_ARG_NONE, NULL, OPTION_REJECT, N_("reject; needs --reason"), NULL },
	{ "reason", 0, POPT_ARG_STRING, NULL, OPTION_REASON | OPTIONS_MANY,
	  N_("a reason, at most 500 characters; can be repeated"), N_("TEXT") },
	{ "label-seen", 0, POPT_ARG_NONE, NULL, OPTION_LABEL_SEEN,
	  N_("the label of the medium was compared with the record"), NULL },
	{ "paper-scan", 0, POPT_ARG_STRING, NULL, OPTION_PAPER_SCAN,
	  N_("the officer decided on paper, of which this file is a scan; the signature is that "
	     "of whoever enters it"), N_("FILE") },
	KEY_OPTION_ROWS,
	SESSION_OPTION_ROWS,
	POPT_TABLEEND,
};
/* clang-format on */

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("DIR [OPTION]... --accept|--reject --record ID|--item ITEM|--all --key KEY "
			"--cert CERT"),
	.summary =
		N_("Confirms or rejects what was recorded, as an officer: each in a record of its "
		   "own. What is rejected is open again."),
	.notes = N_(
		"Answers that were signed elsewhere, as in the officer's page, come into the case "
		"by wipe-case merge DIR FILE."),
	.table = table,
	.least_arguments = 1,
	.most_arguments = 1,
};

struct config {
	struct session_options session;
	struct values records, items, reasons;
	bool all, accepts, rejects, label_seen;
	const char *paper_scan;
};

/* One answer on its way. */
struct answer {
	struct wipecert_confirmation *confirmation;
	struct wipecert_link about;
};

static int set_option(void *arg, int number, const char *value)
{
	struct config *config = arg;

	switch (number) {
	case OPTION_RECORD:
		return values_add(TOOL, &config->records, value);
	case OPTION_ITEM:
		return values_add(TOOL, &config->items, value);
	case OPTION_REASON:
		return values_add(TOOL, &config->reasons, value);
	case OPTION_ALL:
		config->all = true;
		return 0;
	case OPTION_ACCEPT:
		config->accepts = true;
		return 0;
	case OPTION_REJECT:
		config->rejects = true;
		return 0;
	case OPTION_LABEL_SEEN:
		config->label_seen = true;
		return 0;
	case OPTION_PAPER_SCAN:
		config->paper_scan = value;
		return 0;
	default:
		return session_set_option(&config->session, number, value);
	}
}

static int check(const struct config *config)
{
	if (config->accepts == config->rejects)
		return options_fail(TOOL, "%s", _("either --accept or --reject is needed"));
	if (config->rejects && !config->reasons.count)
		return options_fail(TOOL, "%s", _("--reject needs a --reason"));
	if (config->reasons.count > WIPECERT_GROUNDS_MAX)
		return options_fail(TOOL, _("more than %d reasons"), WIPECERT_GROUNDS_MAX);
	for (size_t i = 0; i < config->reasons.count; i++)
		if (strlen(config->reasons.items[i]) >= WIPECERT_GROUND_BYTES)
			return options_fail(TOOL, "%s", _("a --reason has at most 500 characters"));
	if (!config->all && !config->records.count && !config->items.count)
		return options_fail(TOOL, "%s", _("--record, --item or --all is needed"));
	return EXIT_DONE;
}

static int build(void *arg, const struct wipecert_meta *meta, char **json, size_t *json_bytes,
		 struct wipe_error *err)
{
	const struct answer *answer = arg;
	struct wipecert_meta own = *meta;

	own.about = &answer->about;
	return wipecert_confirmation_build(answer->confirmation, &own, json, json_bytes, err);
}

/* Marks what is asked for; the records' order stays. */
static int choose(const struct session *session, const struct config *config, bool *chosen)
{
	size_t count = wipecert_case_record_count(session->opened), index;
	struct wipecert_case_record record;
	int code = EXIT_DONE;

	for (size_t i = 0; i < config->records.count && code == EXIT_DONE; i++) {
		code = session_find_record(session, config->records.items[i], &index);
		if (code == EXIT_DONE)
			chosen[index] = true;
	}
	for (size_t i = 0; i < config->items.count && code == EXIT_DONE; i++) {
		char id[WIPECERT_ID_BYTES];

		code = session_find_item(session, config->items.items[i], id);
		for (size_t k = 0; k < count && code == EXIT_DONE; k++) {
			struct wipecert_item item;

			wipecert_case_record(session->opened, k, &record);
			if (!record.awaits || record.item == WIPECERT_NO_INDEX)
				continue;
			wipecert_case_item(session->opened, record.item, &item);
			chosen[k] |= strcmp(item.id, id) == 0;
		}
	}
	for (size_t k = 0; k < count && config->all && code == EXIT_DONE; k++) {
		wipecert_case_record(session->opened, k, &record);
		chosen[k] |= record.awaits;
	}
	return code;
}

static int take_settings(const struct config *config, struct wipecert_confirmation *made,
			 struct wipecert_attachment *scan)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	made->accepts = config->accepts;
	made->label_seen = config->label_seen;
	made->ground_count = config->reasons.count;
	for (size_t i = 0; i < made->ground_count; i++)
		snprintf(made->grounds[i], sizeof(made->grounds[i]), "%s",
			 config->reasons.items[i]);
	if (!config->paper_scan)
		return EXIT_DONE;
	if (wipecert_attachment_load(config->paper_scan, scan, &err)) {
		output_wipe_error(TOOL, "--paper-scan", &err);
		return err.code == WIPE_E_FORMAT ? EXIT_USAGE : exit_from_error(&err);
	}
	made->is_paper = true;
	memcpy(made->scan_sha256, scan->sha256, sizeof(made->scan_sha256));
	made->scan_bytes = scan->length;
	return EXIT_DONE;
}

static void tell(const struct session *session, const struct wipecert_case_record *about,
		 const struct config *config, const struct wipecert_case_added *added)
{
	struct wipecert_item item = { .label = "" };

	if (about->item != WIPECERT_NO_INDEX)
		wipecert_case_item(session->opened, about->item, &item);
	if (session->options->json)
		output_json(json_pack("{s:s, s:s, s:s, s:s, s:o, s:s, s:s}", "object", "confirm",
				      "id", added->link.id, "about_id", about->link.id,
				      "about_type", wipecert_type_name(about->type), "item",
				      output_json_text(item.id), "decision",
				      config->accepts ? "accept" : "reject", "means",
				      config->paper_scan ? "paper" : "signed"));
	else if (!session->options->quiet && config->paper_scan)
		printf(_("Entered from paper: %s %s %s\n"), type_words(about->type), item.label,
		       about->link.id);
	else if (!session->options->quiet)
		printf(config->accepts ? _("Confirmed: %s %s %s\n") : _("Rejected: %s %s %s\n"),
		       type_words(about->type), item.label, about->link.id);
}

static int answer_one(struct session *session, const struct config *config, const char *id,
		      struct answer *answer, const struct wipecert_attachment *scan)
{
	struct wipecert_case_addition addition = { .build = build,
						   .build_arg = answer,
						   .attachments = scan,
						   .attachment_count = config->paper_scan ? 1 : 0 };
	struct wipecert_case_record about;
	struct wipecert_case_added added;
	struct wipecert_item item;
	int code = session_renew(session);

	wipecert_case_record(session->opened, wipecert_case_find_record(session->opened, id),
			     &about);
	answer->about = about.link;
	if (about.item != WIPECERT_NO_INDEX) {
		wipecert_case_item(session->opened, about.item, &item);
		addition.item = item.id;
	}
	if (code == EXIT_DONE)
		code = session_add(session, &addition, &added);
	if (code == EXIT_DONE)
		tell(session, &about, config, &added);
	return code;
}

/* Ids of what was chosen, one behind the other; *count of them. NULL: no memory. */
static char (*keep_ids(const struct session *session, const bool *chosen,
		       size_t *count))[WIPECERT_ID_BYTES]
{
	size_t records = wipecert_case_record_count(session->opened);
	char(*ids)[WIPECERT_ID_BYTES] = calloc(records + 1, sizeof(*ids));

	*count = 0;
	for (size_t i = 0; ids && i < records; i++) {
		struct wipecert_case_record record;

		if (!chosen[i])
			continue;
		wipecert_case_record(session->opened, i, &record);
		memcpy(ids[(*count)++], record.link.id, WIPECERT_ID_BYTES);
	}
	return ids;
}

/* In one go: answers do not depend on each other. */
static int answer_each(struct session *session, const struct config *config,
		       char (*ids)[WIPECERT_ID_BYTES], size_t count, struct answer *answer,
		       const struct wipecert_attachment *scan)
{
	struct wipe_error err;
	int code = EXIT_DONE;

	wipe_error_clear(&err);
	if (wipecert_case_hold(session->opened, &err))
		return session_fail(session, NULL, &err);
	for (size_t i = 0; i < count && code == EXIT_DONE; i++)
		code = answer_one(session, config, ids[i], answer, scan);
	if (wipecert_case_release(session->opened, &err) && code == EXIT_DONE)
		code = session_fail(session, NULL, &err);
	return code;
}

static int answer_all(struct session *session, const struct config *config)
{
	bool *chosen = calloc(wipecert_case_record_count(session->opened) + 1, sizeof(*chosen));
	struct answer answer = { .confirmation = calloc(1, sizeof(*answer.confirmation)) };
	struct wipecert_attachment scan = { .bytes = NULL };
	char(*ids)[WIPECERT_ID_BYTES] = NULL;
	size_t count = 0;
	int code = EXIT_FAILED;

	if (chosen && answer.confirmation)
		code = choose(session, config, chosen);
	if (code == EXIT_DONE)
		code = take_settings(config, answer.confirmation, &scan);
	if (code == EXIT_DONE) {
		ids = keep_ids(session, chosen, &count);
		code = ids ? EXIT_DONE : EXIT_FAILED;
	}
	if (code == EXIT_DONE && !count)
		code = (output_error(TOOL, NULL, "%s", _("nothing awaits an answer")),
			EXIT_REFUSED);
	if (code == EXIT_DONE)
		code = answer_each(session, config, ids, count, &answer, &scan);
	if (code == EXIT_DONE)
		next_tell_state(session);
	wipecert_attachment_clear(&scan);
	free(ids);
	free(answer.confirmation);
	free(chosen);
	return code;
}

static int run(struct config *config, const struct options *options)
{
	struct session session;
	int code = session_start(&session, TOOL, &config->session, options, true);

	if (code == EXIT_DONE)
		code = session_open(&session, &config->session, options->arguments[0]);
	if (code == EXIT_DONE)
		code = answer_all(&session, config);
	session_end(&session, code);
	return code;
}

int command_confirm(int argc, char **argv)
{
	struct config config = { .all = false };
	struct options options;
	int code;

	session_init(&config.session, TOOL);
	code = options_parse(&spec, argc, argv, set_option, &config, &options);
	if (code == OPTIONS_GO) {
		code = check(&config);
		if (code == EXIT_DONE)
			code = run(&config, &options);
	}
	values_free(&config.records);
	values_free(&config.items);
	values_free(&config.reasons);
	session_free_options(&config.session);
	options_free(&options);
	return code;
}
