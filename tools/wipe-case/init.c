/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-case init: the first record of a case, whose hash goes onto the papers of the contract. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "days.h"
#include "exit.h"
#include "field.h"
#include "output.h"
#include "text.h"

#define TOOL COMMAND_TOOL " init"
#define HASH_HEX 64
#define GROUP 8

/* clang-format off */
static const struct field fields[] = {
	{ "title", "contract/title", FIELD_TEXT, true, N_("title of the contract"), N_("TEXT") },
	{ "number", "contract/number", FIELD_TEXT, true, N_("its number"), N_("TEXT") },
	{ "date", "contract/date", FIELD_DAY, true, N_("when it was signed"), N_("DAY") },
	{ "ministry", "contract/ministry", FIELD_TEXT, true, N_("the ministry"), N_("TEXT") },
	{ "section", "contract/section", FIELD_TEXT, true, N_("its section"), N_("TEXT") },
	{ "officer", "officers", FIELD_LIST, true,
	  N_("an officer of the ministry; can be repeated"), N_("NAME") },
	{ "contractor", "contractor/name", FIELD_TEXT, true, N_("the contractor"), N_("TEXT") },
	{ "corporate-number", "contractor/corporate_number", FIELD_TEXT, false,
	  N_("its corporate number, 13 digits"), N_("NUMBER") },
	{ "place", "contractor/place_of_work", FIELD_TEXT, true, N_("place of work"), N_("TEXT") },
	{ "capital-ties", "contractor/capital_ties", FIELD_TEXT, false,
	  N_("capital ties, as the annex asks for them"), N_("TEXT") },
	{ "executives", "", FIELD_PERSONS, false,
	  N_("a text file about the contractor's executives; it is kept apart, and an export can "
	     "leave it out"), N_("FILE") },
	{ "rule", "rules", FIELD_RULE, true,
	  N_("a set of rules, in the edition in force when the contract was signed; can be "
	     "repeated"), N_("NAME=EDITION") },
	{ "confirmation", "policy/confirmation", FIELD_TEXT, false,
	  N_("signed (default), or signed-or-paper: what closes an item"), N_("MODE") },
	{ "hold", "policy/hold", FIELD_FLAG, false,
	  N_("erased media are not used again before they are confirmed"), NULL },
	{ "return-before-erase", "policy/return_before_erase", FIELD_FLAG, false,
	  N_("what was received goes back before its copies are erased"), NULL },
	{ "challenge", "policy/challenge", FIELD_TEXT, false,
	  N_("optional (default), or required: every erasure answers one"), N_("MODE") },
	{ "level", "policy/level", FIELD_TEXT, false,
	  N_("least level of erasures until the ministry accepted another: none, clear (default) "
	     "or purge"), N_("LEVEL") },
	{ "document", "", FIELD_DOCUMENT, false,
	  N_("a file to keep beside the record; can be repeated"), N_("FILE") },
	{ "note", "note", FIELD_TEXT, false, N_("a remark"), N_("TEXT") },
	{ NULL, NULL, FIELD_TEXT, false, NULL, NULL },
};
/* clang-format on */

struct config {
	struct session_options session;
	struct fields fields;
};

static int set_option(void *arg, int number, const char *value)
{
	struct config *config = arg;

	if (field_is_option(number))
		return field_set_option(&config->fields, TOOL, number, value);
	return session_set_option(&config->session, number, value);
}

/* In groups, as people compare it. */
static void print_hash(const uint8_t sha256[32])
{
	printf("  ");
	for (size_t i = 0; i < 32; i++)
		printf("%02x%s", sha256[i], i % (GROUP / 2) == GROUP / 2 - 1 ? " " : "");
	putchar('\n');
}

static void tell(const struct session *session, const char *path, const uint8_t sha256[32])
{
	char shown[1024];

	if (session->options->json) {
		output_json(json_pack("{s:s, s:o, s:s, s:o}", "object", "init", "path",
				      output_json_text(path), "id", session->meta.id, "init_sha256",
				      output_json_hex(sha256, 32)));
		return;
	}
	text_escape(path, shown, sizeof(shown));
	if (!session->options->quiet)
		printf(_("%s: the case has begun. SHA-256 of its first record, for the papers of "
			 "the contract:\n"),
		       shown);
	print_hash(sha256);
	if (!session->options->quiet)
		printf("%s\n", _("Whoever verifies the case gives that hash (--init). Next: who "
				 "works under the contract (wipe-case roster)."));
}

/* Nothing needs them to begin, but the annex asks for them. */
static void tell_missing(const struct session *session, const struct fields *given)
{
	static const char *const asked[] = { "corporate-number", "capital-ties", "executives" };
	char list[128] = "";
	size_t used = 0;

	for (size_t i = 0; given->table[i].option; i++)
		for (size_t k = 0; k < sizeof(asked) / sizeof(asked[0]); k++)
			if (!strcmp(given->table[i].option, asked[k]) && !given->values[i].count)
				used += (size_t)snprintf(list + used, sizeof(list) - used, "%s--%s",
							 used ? ", " : "", asked[k]);
	if (used && !session->options->quiet)
		output_error(TOOL, NULL,
			     _("the annex also asks for what was not given: %s; as long as nothing "
			       "else is recorded, remove the folder and begin the case again with "
			       "them"),
			     list);
}

static int create(struct session *session, struct config *config, struct wipecert_act *act,
		  struct field_parts *parts)
{
	const char *path = session->options->arguments[0];
	uint8_t sha256[32];
	struct wipe_error err;
	int code = field_apply(&config->fields, session, act, parts);

	if (code == EXIT_DONE)
		code = days_check(&config->fields, session, WIPECERT_INIT, "");
	if (code != EXIT_DONE)
		return code;
	wipe_error_clear(&err);
	session->meta.signer_flag =
		wipecert_signer_flag_at(session->signer, session->meta.issued_at_s);
	if (!wipecert_case_create(path, config->session.trust.anchors.items[0], act,
				  parts->attachments, parts->attachment_count, session->signer,
				  &session->meta, sha256, &err)) {
		tell(session, path, sha256);
		tell_missing(session, &config->fields);
		return EXIT_DONE;
	}
	code = session_fail_unrecorded(session, &err);
	return err.code == WIPE_E_FORMAT ? EXIT_USAGE : code;
}

static int run(struct config *config, const struct options *options)
{
	struct field_parts *parts = calloc(1, sizeof(*parts));
	struct values trusts = config->session.trust.anchors;
	struct wipecert_act *act = NULL;
	struct session session;
	int code;

	/* The folder is copied, not used to verify something here. */
	config->session.trust.anchors.count = 0;
	code = session_start(&session, TOOL, &config->session, options, true);
	config->session.trust.anchors = trusts;
	if (code == EXIT_DONE && (!parts || wipecert_act_new(WIPECERT_INIT, &act, NULL))) {
		output_error(TOOL, NULL, "%s", _("out of memory"));
		code = EXIT_FAILED;
	}
	if (code == EXIT_DONE)
		code = create(&session, config, act, parts);
	if (parts)
		field_free_parts(parts);
	free(parts);
	wipecert_act_free(act);
	session_end(&session, code);
	return code;
}

/* The day of a contract is on its papers, and hardly ever today. */
static int check_date(const struct fields *given)
{
	for (size_t i = 0; given->table[i].option; i++)
		if (!strcmp(given->table[i].option, "date") && !given->values[i].count)
			return options_fail(TOOL, _("--%s is missing"), "date");
	return EXIT_DONE;
}

int command_init(int argc, char **argv)
{
	static const struct poptOption common[] = { KEY_OPTION_ROWS, TRUST_OPTION_ROWS,
						    POPT_TABLEEND };
	struct config config = { .fields = { .table = fields } };
	struct poptOption *rows = field_rows(fields, common);
	struct options_spec spec = {
		.tool = TOOL,
		.arguments = N_("DIR [OPTION]... --trust FOLDER --key KEY --cert CERT"),
		.summary = N_("Begins the case of a contract in the folder DIR, which is made. The "
			      "contractor's manager signs. The trust folder is copied into it and "
			      "from then on belongs to it."),
		.table = rows,
		.least_arguments = 1,
		.most_arguments = 1,
	};
	struct options options = { .json = false };
	int code;

	if (!rows)
		return output_error(TOOL, NULL, "%s", _("out of memory")), EXIT_FAILED;
	session_init(&config.session, TOOL);
	code = options_parse(&spec, argc, argv, set_option, &config, &options);
	if (code == OPTIONS_GO) {
		code = check_date(&config.fields);
		if (code == EXIT_DONE)
			code = field_check(&config.fields, TOOL);
		if (code == EXIT_DONE && config.session.trust.anchors.count != 1)
			code = options_fail(TOOL, "%s", _("one trust folder is needed (--trust)"));
		if (code == EXIT_DONE)
			code = run(&config, &options);
	}
	field_free(&config.fields);
	session_free_options(&config.session);
	options_free(&options);
	free(rows);
	return code;
}
