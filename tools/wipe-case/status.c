/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-case status: what was received and permitted, where it is, what became of it, what is open. */
#include <stdio.h>

#include <wipecert/act.h>

#include "command.h"
#include "exit.h"
#include "next.h"
#include "output.h"
#include "proposals.h"
#include "session.h"
#include "status_incidents.h"
#include "status_item.h"
#include "status_open.h"
#include "text.h"

#define TOOL COMMAND_TOOL " status"

enum {
	OPTION_ALL = 1,
	OPTION_ITEM,
};

static const struct poptOption table[] = {
	{ "all", 0, POPT_ARG_NONE, NULL, OPTION_ALL, N_("closed items too"), NULL },
	{ "item", 0, POPT_ARG_STRING, NULL, OPTION_ITEM, N_("everything about this item"),
	  N_("ITEM") },
	SESSION_OPTION_ROWS,
	POPT_TABLEEND,
};

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("DIR [OPTION]..."),
	.summary =
		N_("Shows what was received, what is permitted, where it is, what was erased and "
		   "confirmed, and what is still open."),
	.table = table,
	.least_arguments = 1,
	.most_arguments = 1,
};

struct config {
	struct session_options session;
	bool all;
	const char *item;
};

static int set_option(void *arg, int number, const char *value)
{
	struct config *config = arg;

	switch (number) {
	case OPTION_ALL:
		config->all = true;
		return 0;
	case OPTION_ITEM:
		config->item = value;
		return 0;
	default:
		return session_set_option(&config->session, number, value);
	}
}

static void show_items(const struct session *session, const struct config *config, int64_t now_s)
{
	size_t count = wipecert_case_item_count(session->opened), shown = 0;
	bool is_text = !session->options->json;
	struct status_widths widths;

	if (!count && is_text)
		printf("%s\n\n", _("Nothing was received or permitted yet (wipe-case receive, "
				   "wipe-case permit)."));
	status_measure(session, &widths);
	for (size_t i = 0; i < count; i++) {
		struct wipecert_item item;

		wipecert_case_item(session->opened, i, &item);
		if (!item.lacks && !config->all)
			continue;
		if (!shown++ && is_text)
			status_item_head(&widths);
		status_item(session, &item, &widths, now_s);
	}
	if (shown && is_text)
		putchar('\n');
}

static void show_one_included(const struct session *session, const char *name,
			      const struct wipecert_case *inner)
{
	struct wipecert_case_summary summary = { .items = 0 };
	char shown[512];

	if (inner)
		wipecert_case_summarize(inner, &summary);
	text_escape(name, shown, sizeof(shown));
	if (session->options->json)
		output_json(json_pack(
			"{s:s, s:o, s:I, s:I, s:b, s:b, s:b, s:I, s:I, s:I}", "object",
			"subcontractor", "name", output_json_text(name), "items",
			(json_int_t)summary.items, "open_items", (json_int_t)summary.open_items,
			"closed", summary.is_closed, "readable", inner != NULL, "open",
			!inner || wipecert_case_is_open(inner), "awaiting_confirmation",
			(json_int_t)summary.awaiting, "on_paper", (json_int_t)summary.on_paper,
			"attested", (json_int_t)summary.attested));
	else if (!inner)
		printf(_("Subcontractor %s: its case cannot be read\n"), shown);
	else
		printf(_("Subcontractor %s: %s; items: %zu, open: %zu, confirmed on paper: %zu, "
			 "attested: %zu; awaiting confirmation: %zu\n"),
		       shown,
		       summary.is_closed	    ? _("closed") :
		       wipecert_case_is_open(inner) ? _("still open") :
						      _("nothing open, not closed"),
		       summary.items, summary.open_items, summary.on_paper, summary.attested,
		       summary.awaiting);
}

static void show_included(const struct session *session, const struct wipecert_case *opened)
{
	size_t count = wipecert_case_included_count(opened);

	for (size_t i = 0; i < count; i++) {
		const char *name;
		const struct wipecert_case *inner = wipecert_case_included(opened, i, &name);

		show_one_included(session, name, inner);
		if (inner)
			show_included(session, inner);
	}
}

/* An item of a subcontractor is looked at in that one's case. */
static void tell_where(const struct wipecert_case *opened, const char *item)
{
	size_t count = wipecert_case_included_count(opened), index;

	for (size_t i = 0; i < count; i++) {
		const char *name;
		const struct wipecert_case *inner = wipecert_case_included(opened, i, &name);
		char shown[512];

		if (!inner)
			continue;
		text_escape(name, shown, sizeof(shown));
		if (wipecert_case_find_item(inner, item, &index, NULL) != WIPE_E_NOTFOUND)
			output_error(TOOL, item,
				     _("it is in the case of %s: wipe-case status %s --item ..."),
				     shown, wipecert_case_path(inner));
		tell_where(inner, item);
	}
}

static void print_contract(const struct session *session)
{
	const struct wipecert_record *init = wipecert_case_init(session->opened);
	static const char *const paths[] = { "contract/title", "contract/number",
					     "contract/ministry", "contract/section",
					     "contractor/name" };
	char shown[1024];

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		const char *text = wipecert_record_text(init, paths[i]);

		text_escape(text ? text : "", shown, sizeof(shown));
		printf("%s%s", i ? " / " : "", shown);
	}
	printf("\n\n");
}

static void contract_json(const struct session *session)
{
	const struct wipecert_record *init = wipecert_case_init(session->opened);
	uint8_t sha256[32];

	wipecert_case_init_sha256(session->opened, sha256);
	output_json(json_pack(
		"{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "object", "case", "init_sha256",
		output_json_hex(sha256, 32), "title",
		output_json_text(wipecert_record_text(init, "contract/title")), "number",
		output_json_text(wipecert_record_text(init, "contract/number")), "ministry",
		output_json_text(wipecert_record_text(init, "contract/ministry")), "section",
		output_json_text(wipecert_record_text(init, "contract/section")), "contractor",
		output_json_text(wipecert_record_text(init, "contractor/name"))));
}

static int show_item(const struct session *session, const char *name, int64_t now_s)
{
	struct wipe_error err;
	size_t index;

	wipe_error_clear(&err);
	if (!wipecert_case_find_item(session->opened, name, &index, &err))
		return status_item_whole(session, index, now_s);
	output_wipe_error(TOOL, NULL, &err);
	if (err.code != WIPE_E_NOTFOUND)
		return EXIT_USAGE;
	tell_where(session->opened, name);
	return EXIT_REFUSED;
}

static int show(const struct session *session, const struct config *config)
{
	int64_t now_s = trust_time(&config->session.trust);

	if (config->item)
		return show_item(session, config->item, now_s);
	if (session->options->json)
		contract_json(session);
	else
		print_contract(session);
	show_items(session, config, now_s);
	status_open(session, now_s);
	status_incidents(session);
	show_included(session, session->opened);
	proposals_tell(session);
	next_tell_state(session);
	return status_lists(session);
}

static int run(struct config *config, const struct options *options)
{
	struct session session;
	int code = session_start(&session, TOOL, &config->session, options, false);

	if (code == EXIT_DONE)
		code = session_open(&session, &config->session, options->arguments[0]);
	if (code == EXIT_DONE)
		code = show(&session, config);
	session_end(&session, code);
	return code;
}

int command_status(int argc, char **argv)
{
	struct config config = { .all = false };
	struct options options;
	int code;

	session_init(&config.session, TOOL);
	code = options_parse(&spec, argc, argv, set_option, &config, &options);
	if (code == OPTIONS_GO)
		code = run(&config, &options);
	session_free_options(&config.session);
	options_free(&options);
	return code;
}
