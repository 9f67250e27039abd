/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wipe-case copy-out: copies files under a permit, reads them back, and records what
 * arrived. Run again it goes on where it ended.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "exit.h"
#include "listing.h"
#include "next.h"
#include "output.h"
#include "stop.h"
#include "text.h"

#define TOOL COMMAND_TOOL " copy-out"

enum {
	OPTION_ITEM = 1,
	OPTION_TO,
	OPTION_DESTINATION,
	OPTION_SERIAL,
	OPTION_NOTE,
};

/* clang-format off */
static const struct poptOption table[] = {
	{ "item", 0, POPT_ARG_STRING, NULL, OPTION_ITEM,
	  N_("the item that was permitted: label, or the begin of its id"), N_("ITEM") },
	{ "to", 0, POPT_ARG_STRING, NULL, OPTION_TO, N_("an existing folder to copy to"),
	  N_("FOLDER") },
	{ "destination", 0, POPT_ARG_STRING, NULL, OPTION_DESTINATION,
	  N_("what and where that is, for people (default: the place of the permit)"),
	  N_("TEXT") },
	{ "serial", 0, POPT_ARG_STRING, NULL, OPTION_SERIAL,
	  N_("serial of the medium that it lies on (default: that of the permit): erasing the "
	     "medium then erases the copy"), N_("SERIAL") },
	{ "note", 0, POPT_ARG_STRING, NULL, OPTION_NOTE, N_("a remark"), N_("TEXT") },
	KEY_OPTION_ROWS,
	SESSION_OPTION_ROWS,
	POPT_TABLEEND,
};
/* clang-format on */

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("DIR SOURCE... --item ITEM --to FOLDER [OPTION]... --key KEY --cert CERT"),
	.summary = N_("Copies files and folders as a permit allows, reads them back from the medium, "
		      "and records what arrived: a manifest of paths, sizes and hashes."),
	.notes = N_("Links and what is no regular file are passed over and told. Nothing that is "
		    "there is replaced. What broke off is recorded as partial; run again it goes on "
		    "from there."),
	.table = table,
	.least_arguments = 2,
	.most_arguments = -1,
};

struct config {
	struct session_options session;
	const char *item, *to, *destination, *serial, *note;
};

struct copying {
	struct session *session;
	const struct config *config;
	struct wipecert_item item;
	struct wipecert_act *act;
	struct field_parts *parts;
	struct listing listing;
	int64_t started_s;
	int rc; /* of the copy */
};

static int set_option(void *arg, int number, const char *value)
{
	struct config *config = arg;

	switch (number) {
	case OPTION_ITEM:
		config->item = value;
		return 0;
	case OPTION_TO:
		config->to = value;
		return 0;
	case OPTION_DESTINATION:
		config->destination = value;
		return 0;
	case OPTION_SERIAL:
		config->serial = value;
		return 0;
	case OPTION_NOTE:
		config->note = value;
		return 0;
	default:
		return session_set_option(&config->session, number, value);
	}
}

static int64_t now_s(void)
{
	const struct wipe_env *env = wipe_env_system();

	return env->ops->realtime_s(env);
}

static const char *or_null(const char *text)
{
	return text && *text ? text : NULL;
}

/* What the record says; the manifest comes apart. */
static int describe(struct copying *copying, uint64_t failed, struct wipe_error *err)
{
	const struct config *config = copying->config;
	struct wipecert_act *act = copying->act;
	const char *serial = config->serial ? config->serial : copying->item.serial;
	const char *destination = config->destination ? config->destination : copying->item.place;
	int rc = wipecert_act_time(act, "started_at", copying->started_s, err);

	if (!rc)
		rc = wipecert_act_time(act, "ended_at", now_s(), err);
	if (!rc)
		rc = wipecert_act_text(act, "destination",
				       or_null(destination) ? destination : config->to, err);
	if (!rc)
		rc = wipecert_act_text(act, "serial", or_null(serial), err);
	if (!rc)
		rc = wipecert_act_text(act, "result", failed ? "partial" : "complete", err);
	if (!rc)
		rc = wipecert_act_number(act, "failed", failed, err);
	return rc ? rc : wipecert_act_text(act, "note", config->note, err);
}

/* Before anything is copied: would the rules have it? */
static int ask_rules(struct copying *copying)
{
	static const uint8_t nothing[32];
	struct wipecert_case_addition addition = { .build = wipecert_case_build_act,
						   .build_arg = copying->act,
						   .item = copying->item.id,
						   .signer = copying->session->signer,
						   .meta = &copying->session->meta };
	enum wipecert_fault fault;
	struct wipe_error err;
	int rc;

	wipe_error_clear(&err);
	rc = describe(copying, 0, &err);
	if (!rc)
		rc = wipecert_act_number(copying->act, "manifest/files", 0, &err);
	if (!rc)
		rc = wipecert_act_bytes(copying->act, "manifest/bytes", 0, &err);
	if (!rc)
		rc = wipecert_act_hex(copying->act, "manifest/sha256", nothing, 32, &err);
	if (!rc)
		rc = wipecert_act_hex(copying->act, "manifest/public_sha256", nothing, 32, &err);
	if (!rc)
		rc = wipecert_case_try(copying->session->opened, &addition, &fault, &err);
	if (!rc)
		return EXIT_DONE;
	output_wipe_error(TOOL, copying->config->item, &err);
	return err.code == WIPE_E_FORMAT ? EXIT_USAGE : exit_from_error(&err);
}

static int copy(struct copying *copying)
{
	const struct options *options = copying->session->options;
	size_t count = options->argument_count - 1;
	struct wipe_copy_source *sources = calloc(count, sizeof(*sources));
	struct wipe_copy_job job = { .sources = sources,
				     .source_count = count,
				     .destination = copying->config->to,
				     .result = listing_take,
				     .progress = listing_show,
				     .arg = &copying->listing };
	struct wipe_copy_totals totals = { .copied = 0 };
	struct wipe_error err;

	if (!sources)
		return output_error(TOOL, NULL, "%s", _("out of memory")), EXIT_FAILED;
	for (size_t i = 0; i < count; i++)
		sources[i].path = options->arguments[i + 1];
	wipe_error_clear(&err);
	copying->rc = wipe_copy_run(&job, &totals, &err);
	free(sources);
	if (copying->listing.progress)
		progress_hide(copying->listing.progress);
	/* Nothing was begun: there is nothing to record. */
	if (copying->rc && !totals.listed)
		return session_fail(copying->session, NULL, &err);
	if (copying->rc)
		output_wipe_error(TOOL, NULL, &err);
	return EXIT_DONE;
}

static int record(struct copying *copying)
{
	struct wipecert_case_addition addition = { .build = wipecert_case_build_act,
						   .build_arg = copying->act,
						   .item = copying->item.id,
						   /* It has happened, whatever came in between. */
						   .may_break_rules = true };
	size_t failed = copying->listing.failed + copying->listing.skipped;
	struct wipecert_case_added added;
	struct wipe_error err;
	int code = listing_attach(&copying->listing, copying->act, copying->parts);

	wipe_error_clear(&err);
	if (copying->rc && !failed)
		failed = 1;
	if (code == EXIT_DONE && describe(copying, failed, &err))
		code = session_fail(copying->session, NULL, &err);
	if (code == EXIT_DONE)
		code = session_renew(copying->session);
	if (code != EXIT_DONE)
		return code;
	addition.attachments = copying->parts->attachments;
	addition.attachment_count = copying->parts->attachment_count;
	code = session_add(copying->session, &addition, &added);
	if (code != EXIT_DONE)
		return EXIT_UNSAVED;
	next_tell(copying->session, &added);
	if (added.fault)
		output_error(TOOL, added.file, _("recorded, but without effect: %s"),
			     wipecert_fault_text(added.fault));
	if (copying->rc == WIPE_E_INTERRUPTED)
		return EXIT_INTERRUPTED;
	return failed || added.fault ? EXIT_PARTIAL : EXIT_DONE;
}

static void tell(const struct copying *copying)
{
	const struct wipecert_manifest *manifest = copying->listing.manifest;
	char size[TEXT_EXACT_SIZE_BYTES];

	if (copying->session->options->json)
		output_json(json_pack("{s:s, s:I, s:o, s:I, s:I}", "object", "copied", "files",
				      (json_int_t)wipecert_manifest_count(manifest), "bytes",
				      output_json_bytes(wipecert_manifest_bytes(manifest)), "failed",
				      (json_int_t)copying->listing.failed, "passed_over",
				      (json_int_t)copying->listing.skipped));
	if (copying->session->options->json || copying->session->options->quiet)
		return;
	text_exact_size(wipecert_manifest_bytes(manifest), size);
	printf(_("Copied, read back and equal: %zu files, %s; failed: %zu, passed over: %zu\n"),
	       wipecert_manifest_count(manifest), size, copying->listing.failed,
	       copying->listing.skipped);
}

static int copy_and_record(struct copying *copying)
{
	int code = ask_rules(copying);

	if (code == EXIT_DONE)
		code = copy(copying);
	if (code == EXIT_DONE)
		code = record(copying);
	if (code != EXIT_USAGE && code != EXIT_REFUSED && copying->listing.manifest)
		tell(copying);
	return code;
}

static int start(struct session *session, const struct config *config)
{
	struct copying copying = { .session = session,
				   .config = config,
				   .parts = calloc(1, sizeof(*copying.parts)),
				   .started_s = now_s() };
	struct wipe_error err;
	size_t index;
	int code;

	wipe_error_clear(&err);
	if (!copying.parts || wipecert_act_new(WIPECERT_COPY_OUT, &copying.act, &err)) {
		free(copying.parts);
		return output_error(TOOL, NULL, "%s", _("out of memory")), EXIT_FAILED;
	}
	if (wipecert_case_find_item(session->opened, config->item, &index, &err)) {
		output_wipe_error(TOOL, NULL, &err);
		code = err.code == WIPE_E_NOTFOUND ? EXIT_REFUSED : EXIT_USAGE;
	} else {
		wipecert_case_item(session->opened, index, &copying.item);
		code = listing_begin(&copying.listing, session, config->to);
	}
	stop_catch();
	if (code == EXIT_DONE)
		code = copy_and_record(&copying);
	listing_end(&copying.listing);
	field_free_parts(copying.parts);
	free(copying.parts);
	wipecert_act_free(copying.act);
	return code;
}

static int run(struct config *config, const struct options *options)
{
	struct session session;
	int code = session_start(&session, TOOL, &config->session, options, true);

	if (code == EXIT_DONE)
		code = session_open(&session, &config->session, options->arguments[0]);
	if (code == EXIT_DONE)
		code = start(&session, config);
	session_end(&session, code);
	return code;
}

int command_copy_out(int argc, char **argv)
{
	struct config config = { .item = NULL };
	struct options options;
	int code;

	session_init(&config.session, TOOL);
	code = options_parse(&spec, argc, argv, set_option, &config, &options);
	if (code == OPTIONS_GO)
		code = config.item && config.to ?
			       run(&config, &options) :
			       options_fail(TOOL, "%s", _("--item and --to are needed"));
	session_free_options(&config.session);
	options_free(&options);
	return code;
}
