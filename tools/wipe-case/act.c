/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "act.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "days.h"
#include "exit.h"
#include "next.h"
#include "output.h"

struct config {
	const struct act_command *command;
	struct session_options session;
	struct fields fields;
};

static int set_option(void *arg, int number, const char *value)
{
	struct config *config = arg;

	if (field_is_option(number))
		return field_set_option(&config->fields, config->command->tool, number, value);
	return session_set_option(&config->session, number, value);
}

static bool is_answered_by_others(enum wipecert_type type)
{
	return type == WIPECERT_RECEIVE || type == WIPECERT_INCIDENT || type == WIPECERT_RETURN ||
	       type == WIPECERT_DISPOSE || type == WIPECERT_ATTEST || type == WIPECERT_EXIT_CHECK;
}

/* What is the contractor's to record, by whoever would have to confirm it. */
static void warn_officer(const struct session *session, const struct wipecert_case_added *added)
{
	struct wipecert_result result;
	struct wipe_error err;

	wipe_error_clear(&err);
	if (!wipecert_case_load_record(session->opened, added->record, &result, &err) &&
	    result.record && is_answered_by_others(wipecert_record_type(result.record)) &&
	    (result.signatory.roles & 1u << WIPECERT_OFFICER))
		output_error(session->tool, wipecert_signer_name(session->signer), "%s",
			     _("this certificate is an officer's: what was recorded with it is for "
			       "another officer to confirm"));
	wipecert_result_clear(&result);
}

/* The name is what whoever signed said it is: those of the case are known. */
static void warn_of_name(const struct session *session, const struct fields *fields)
{
	const struct wipecert_record *init = wipecert_case_init(session->opened);
	const char *name = field_value(fields, "officer"), *known;
	size_t count = init ? wipecert_record_count(init, "officers") : 0;
	char path[32];

	for (size_t i = 0; i < count && name; i++) {
		snprintf(path, sizeof(path), "officers/%zu", i);
		known = wipecert_record_text(init, path);
		if (known && strcmp(known, name) == 0)
			return;
	}
	if (name)
		output_error(session->tool, name, "%s",
			     _("recorded, but no officer is called so where the case begins: is "
			       "the name right?"));
}

/* Where the records before it do not join, what it is about may come behind it. */
static int warn_without_effect(const struct session *session,
			       const struct wipecert_case_added *added)
{
	struct wipecert_case_record record;

	wipecert_case_record(session->opened, added->record, &record);
	if (record.counts)
		return EXIT_DONE;
	output_error(session->tool, added->file, _("recorded, but without effect: %s"),
		     case_fault_text(&record));
	return EXIT_UNCONFIRMED;
}

static int add(struct session *session, const struct config *config, struct wipecert_act *act,
	       struct field_parts *parts)
{
	const struct act_command *command = config->command;
	struct wipecert_case_addition addition = { .build = wipecert_case_build_act,
						   .build_arg = act };
	struct wipecert_case_added added;
	struct wipe_error err;
	int code = field_apply(&config->fields, session, act, parts);

	if (code == EXIT_DONE)
		code = days_check(&config->fields, session, command->type, parts->item);
	if (code == EXIT_DONE && command->check_case)
		code = command->check_case(session, &config->fields);
	if (code == EXIT_DONE && command->finish)
		code = command->finish(session, act, parts);
	if (code != EXIT_DONE)
		return code;
	addition.item = *parts->item ? parts->item : NULL;
	wipe_error_clear(&err);
	if (wipecert_act_check(act, &session->meta, addition.item, &err))
		return err.code == WIPE_E_FORMAT ?
			       field_explain(&config->fields, command->tool, &err) :
			       session_fail(session, NULL, &err);
	addition.attachments = parts->attachments;
	addition.attachment_count = parts->attachment_count;
	code = session_add(session, &addition, &added);
	if (code == EXIT_DONE)
		next_tell(session, &added);
	if (code == EXIT_DONE)
		warn_officer(session, &added);
	if (code == EXIT_DONE)
		warn_of_name(session, &config->fields);
	if (code == EXIT_DONE)
		code = warn_without_effect(session, &added);
	if (code == EXIT_DONE && command->tell)
		command->tell(session, &added, parts);
	if (code != EXIT_DONE || !parts->passed_over)
		return code;
	output_error(session->tool, NULL, _("recorded without what is no file: %zu passed over"),
		     parts->passed_over);
	return EXIT_PARTIAL;
}

static int run(struct config *config, const struct options *options)
{
	struct field_parts *parts = calloc(1, sizeof(*parts));
	struct wipecert_act *act = NULL;
	struct session session;
	struct wipe_error err;
	int code = session_start(&session, config->command->tool, &config->session, options, true);

	if (code == EXIT_DONE)
		code = session_open(&session, &config->session, options->arguments[0]);
	wipe_error_clear(&err);
	if (code == EXIT_DONE && (!parts || wipecert_act_new(config->command->type, &act, &err))) {
		output_error(session.tool, NULL, "%s", _("out of memory"));
		code = EXIT_FAILED;
	}
	if (code == EXIT_DONE)
		code = add(&session, config, act, parts);
	if (parts)
		field_free_parts(parts);
	free(parts);
	wipecert_act_free(act);
	session_end(&session, code);
	return code;
}

int act_run(const struct act_command *command, int argc, char **argv)
{
	static const struct poptOption common[] = { KEY_OPTION_ROWS, SESSION_OPTION_ROWS,
						    POPT_TABLEEND };
	struct config *config = calloc(1, sizeof(*config));
	struct poptOption *rows = field_rows(command->fields, common);
	struct options_spec spec = { .tool = command->tool,
				     .arguments = command->arguments,
				     .summary = command->summary,
				     .notes = command->notes,
				     .table = rows,
				     .least_arguments = 1,
				     .most_arguments = 1 };
	int count = command->arguments_count;
	struct options options = { .json = false };
	int code;

	if (!config || !rows) {
		free(config);
		free(rows);
		output_error(command->tool, NULL, "%s", _("out of memory"));
		return EXIT_FAILED;
	}
	if (count)
		spec.least_arguments = spec.most_arguments = count;
	config->command = command;
	config->fields.table = command->fields;
	session_init(&config->session, command->tool);
	code = options_parse(&spec, argc, argv, set_option, config, &options);
	if (code == OPTIONS_GO) {
		code = field_check(&config->fields, command->tool);
		if (code == EXIT_DONE && command->check)
			code = command->check(&config->fields, command->tool);
		if (code == EXIT_DONE)
			code = run(config, &options);
	}
	field_free(&config->fields);
	session_free_options(&config->session);
	options_free(&options);
	free(rows);
	free(config);
	return code;
}
