/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wipe-case copy-out: records that copying begins, copies files under a permit, reads them
 * back, and records what arrived. Run again it goes on where it ended.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "exit.h"
#include "listing.h"
#include "medium.h"
#include "next.h"
#include "output.h"
#include "register.h"
#include "stop.h"
#include "text.h"
#include "why.h"

#define TOOL COMMAND_TOOL " copy-out"

/* What does not fit has more than the 500 characters that a record takes. */
#define DESTINATION_BYTES 2500

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
	  N_("serial of the medium that it lies on (default: that of the permit, or of the disk that "
	     "the folder is on): erasing the medium then erases the copy"), N_("SERIAL") },
	{ "note", 0, POPT_ARG_STRING, NULL, OPTION_NOTE, N_("a remark"), N_("TEXT") },
	KEY_OPTION_ROWS,
	SESSION_OPTION_ROWS,
	POPT_TABLEEND,
};
/* clang-format on */

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("DIR SOURCE... --item ITEM --to FOLDER [OPTION]... --key KEY --cert CERT"),
	.summary =
		N_("Copies files and folders as a permit allows, reads them back from the medium, "
		   "and records what arrived: a manifest of paths, sizes and hashes."),
	.notes =
		N_("Links and what is no regular file are passed over and told. Nothing that is "
		   "there is replaced. Before the first byte is copied the case gets a record that "
		   "says so. What broke off is recorded as partial; run again it goes on from "
		   "there."),
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
	struct medium medium;
	struct field_parts *parts;
	struct listing listing;
	int64_t started_s;
	char begun[WIPECERT_ID_BYTES]; /* the record that says so; "" none yet */
	int begin_code;		       /* why there is none */
	int rc;			       /* of the copy */
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

static int take(void *arg, const struct wipe_copy_result *result)
{
	struct copying *copying = arg;

	return listing_take(&copying->listing, result);
}

static int show(void *arg, const struct wipe_copy_progress *progress)
{
	struct copying *copying = arg;

	return listing_show(&copying->listing, progress);
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

static const char *serial_of(const struct copying *copying)
{
	if (copying->config->serial)
		return copying->config->serial;
	return *copying->item.serial ? copying->item.serial : copying->medium.serial;
}

/* Is it where the last copying went? It goes on under the same name, whatever it was called. */
static bool is_there_again(const struct copying *copying)
{
	const char *last = copying->item.place;
	char suffix[MEDIUM_PLACE_BYTES + 4];
	size_t length = (size_t)snprintf(suffix, sizeof(suffix), " (%s)", copying->medium.place);

	return !copying->config->destination && strlen(last) > length &&
	       strcmp(last + strlen(last) - length, suffix) == 0;
}

/*
 * What people call it, and what tells it from others: where no serial is known, an erasure is
 * taken for that of one destination.
 */
static int describe_destination(const struct copying *copying, struct wipecert_act *act,
				struct wipe_error *err)
{
	const struct config *config = copying->config;
	const char *told =
		or_null(config->destination ? config->destination : copying->item.permitted_place);
	const char *place = copying->medium.place;
	char text[DESTINATION_BYTES];

	if (is_there_again(copying))
		return wipecert_act_text(act, "destination", copying->item.place, err);
	if (!told || *serial_of(copying))
		return wipecert_act_text(act, "destination", told ? told : place, err);
	snprintf(text, sizeof(text), "%s (%s)", told, place);
	return wipecert_act_text(act, "destination", text, err);
}

/* What both records say. */
static int describe(const struct copying *copying, struct wipecert_act *act, struct wipe_error *err)
{
	const struct config *config = copying->config;
	int rc = wipecert_act_time(act, "started_at", copying->started_s, err);

	if (!rc)
		rc = describe_destination(copying, act, err);
	if (!rc)
		rc = wipecert_act_text(act, "serial", or_null(serial_of(copying)), err);
	return rc ? rc : wipecert_act_text(act, "note", config->note, err);
}

static int make_begun(const struct copying *copying, struct wipecert_act **act,
		      struct wipe_error *err)
{
	int rc = wipecert_act_new(WIPECERT_COPY_OUT, act, err);

	if (!rc)
		rc = describe(copying, *act, err);
	return rc ? rc : wipecert_act_text(*act, "result", "begun", err);
}

/* Before the sources are listed, which may take its time: would the rules have it? */
static int ask_rules(const struct copying *copying)
{
	struct wipecert_act *act = NULL;
	struct wipecert_case_addition addition = { .build = wipecert_case_build_act,
						   .item = copying->item.id,
						   .signer = copying->session->signer,
						   .meta = &copying->session->meta };
	enum wipecert_fault fault = WIPECERT_FAULT_NONE;
	struct wipe_error err;
	int rc;

	wipe_error_clear(&err);
	rc = make_begun(copying, &act, &err);
	addition.build_arg = act;
	if (!rc)
		rc = wipecert_case_try(copying->session->opened, &addition, &fault, &err);
	wipecert_act_free(act);
	if (!rc)
		return EXIT_DONE;
	output_wipe_error(TOOL, copying->config->item, &err);
	why_tell(copying->session, WIPECERT_COPY_OUT, copying->item.id, fault);
	return err.code == WIPE_E_FORMAT ? EXIT_USAGE : exit_from_error(&err);
}

static void tell_begun(const struct copying *copying, const struct wipecert_case_added *added)
{
	const struct options *options = copying->session->options;

	if (options->json)
		output_json(json_pack("{s:s, s:s, s:s, s:I, s:s}", "object", "begun", "id",
				      added->link.id, "item", copying->item.id, "number",
				      (json_int_t)added->number, "file", added->file));
	else if (!options->quiet)
		printf(_("Recorded as number %llu, before the first byte: copying begins\n"),
		       (unsigned long long)added->number);
}

/* Whatever comes, the case knows from here on that something may be on the medium. */
static int record_begun(void *arg)
{
	struct copying *copying = arg;
	struct wipecert_act *act = NULL;
	struct wipecert_case_addition addition = { .build = wipecert_case_build_act,
						   .item = copying->item.id };
	struct wipecert_case_added added;
	struct wipe_error err;

	wipe_error_clear(&err);
	if (make_begun(copying, &act, &err)) {
		copying->begin_code = session_fail(copying->session, NULL, &err);
	} else {
		addition.build_arg = act;
		if (copying->listing.progress)
			progress_hide(copying->listing.progress);
		copying->begin_code = session_add(copying->session, &addition, &added);
	}
	wipecert_act_free(act);
	if (copying->begin_code != EXIT_DONE)
		return 1;
	memcpy(copying->begun, added.link.id, sizeof(copying->begun));
	tell_begun(copying, &added);
	return 0;
}

/* What each file met was told when it did. */
static void tell_ending(const struct copying *copying, const struct wipe_error *err)
{
	if (copying->rc == WIPE_E_INTERRUPTED || copying->listing.not_reached)
		output_error(TOOL, NULL,
			     _("broken off, files not reached: %zu; run the same command again to "
			       "go on"),
			     copying->listing.not_reached);
	else if (copying->rc && !copying->listing.failed)
		output_wipe_error(TOOL, NULL, err);
}

static int copy(struct copying *copying)
{
	const struct options *options = copying->session->options;
	size_t count = options->argument_count - 1;
	struct wipe_copy_source *sources = calloc(count, sizeof(*sources));
	struct wipe_copy_job job = { .sources = sources,
				     .source_count = count,
				     .destination = copying->config->to,
				     .result = take,
				     .progress = show,
				     .ready = record_begun,
				     .arg = copying };
	struct wipe_error err;

	if (!sources)
		return output_error(TOOL, NULL, "%s", _("out of memory")), EXIT_FAILED;
	for (size_t i = 0; i < count; i++)
		sources[i].path = options->arguments[i + 1];
	wipe_error_clear(&err);
	copying->rc = wipe_copy_run(&job, NULL, &err);
	free(sources);
	if (copying->listing.progress)
		progress_hide(copying->listing.progress);
	if (copying->begin_code != EXIT_DONE)
		return copying->begin_code;
	/* Nothing was begun: there is nothing to record. */
	if (copying->rc && !*copying->begun)
		return session_fail(copying->session, NULL, &err);
	tell_ending(copying, &err);
	return EXIT_DONE;
}

static bool fell_short(const struct listing *listing)
{
	return listing->failed || listing->skipped || listing->not_reached;
}

static const char *read_back(const struct listing *listing)
{
	if (!wipecert_manifest_count(listing->manifest))
		return NULL;
	return listing->cached ? "cache-dropped" : "past-cache";
}

static int describe_end(const struct copying *copying, struct wipecert_act *act,
			struct wipe_error *err)
{
	const struct listing *listing = &copying->listing;
	int rc = describe(copying, act, err);

	if (!rc)
		rc = wipecert_act_time(act, "ended_at", now_s(), err);
	if (!rc)
		rc = wipecert_act_text(act, "result", fell_short(listing) ? "partial" : "complete",
				       err);
	if (!rc)
		rc = wipecert_act_text(act, "begun", copying->begun, err);
	if (!rc)
		rc = wipecert_act_number(act, "failed", listing->failed, err);
	if (!rc)
		rc = wipecert_act_number(act, "passed_over", listing->skipped, err);
	if (!rc)
		rc = wipecert_act_number(act, "not_reached", listing->not_reached, err);
	return rc ? rc : wipecert_act_text(act, "read_back", read_back(listing), err);
}

static int add_end(struct copying *copying, struct wipecert_act *act,
		   struct wipecert_case_added *added)
{
	struct wipecert_case_addition addition = { .build = wipecert_case_build_act,
						   .build_arg = act,
						   .item = copying->item.id,
						   /* It has happened, whatever came in between. */
						   .may_break_rules = true };
	struct wipe_error err;
	int code = listing_attach(&copying->listing, act, copying->parts);

	wipe_error_clear(&err);
	if (code == EXIT_DONE && describe_end(copying, act, &err))
		code = session_fail(copying->session, NULL, &err);
	if (code == EXIT_DONE)
		code = session_renew(copying->session);
	if (code != EXIT_DONE)
		return code;
	addition.attachments = copying->parts->attachments;
	addition.attachment_count = copying->parts->attachment_count;
	return session_add(copying->session, &addition, added);
}

static int record_end(struct copying *copying)
{
	struct wipecert_act *act = NULL;
	struct wipecert_case_added added;
	struct wipe_error err;
	int code = EXIT_FAILED;

	wipe_error_clear(&err);
	if (!wipecert_act_new(WIPECERT_COPY_OUT, &act, &err))
		code = add_end(copying, act, &added);
	wipecert_act_free(act);
	if (code != EXIT_DONE) {
		output_error(TOOL, copying->config->to, "%s",
			     _("the files were copied, but all that the case says is that copying "
			       "began: run the same command again"));
		return EXIT_UNSAVED;
	}
	next_tell(copying->session, &added);
	if (added.fault)
		output_error(TOOL, added.file, _("recorded, but without effect: %s"),
			     wipecert_fault_text(added.fault));
	if (copying->rc == WIPE_E_INTERRUPTED)
		return EXIT_INTERRUPTED;
	return fell_short(&copying->listing) || added.fault ? EXIT_PARTIAL : EXIT_DONE;
}

static void tell_text(const struct listing *listing)
{
	char size[TEXT_EXACT_SIZE_BYTES];

	text_exact_size(wipecert_manifest_bytes(listing->manifest), size);
	printf(_("Copied, read back and equal: %zu files, %s; failed: %zu, passed over: %zu, not "
		 "reached: %zu\n"),
	       wipecert_manifest_count(listing->manifest), size, listing->failed, listing->skipped,
	       listing->not_reached);
	if (listing->cached)
		printf(_("Not read back past the cache of this computer: %zu files (the file "
			 "system does not offer it); its cache was asked to drop them first.\n"),
		       listing->cached);
}

static void tell(const struct copying *copying)
{
	const struct listing *listing = &copying->listing;

	if (copying->session->options->json)
		output_json(json_pack(
			"{s:s, s:I, s:o, s:I, s:I, s:I, s:o, s:o}", "object", "copied", "files",
			(json_int_t)wipecert_manifest_count(listing->manifest), "bytes",
			output_json_bytes(wipecert_manifest_bytes(listing->manifest)), "failed",
			(json_int_t)listing->failed, "passed_over", (json_int_t)listing->skipped,
			"not_reached", (json_int_t)listing->not_reached, "serial",
			output_json_text(serial_of(copying)), "read_back",
			output_json_text(read_back(listing) ? read_back(listing) : "")));
	else if (!copying->session->options->quiet)
		tell_text(listing);
}

static int copy_and_record(struct copying *copying)
{
	int code = ask_rules(copying);

	if (code == EXIT_DONE)
		code = copy(copying);
	if (code != EXIT_DONE)
		return code;
	code = record_end(copying);
	tell(copying);
	return code;
}

/* A copy of the case would carry it along, and nothing would tell. */
static int check_folder(const struct copying *copying)
{
	const char *folder = wipecert_case_path(copying->session->opened);
	char *to = realpath(copying->config->to, NULL), *own = realpath(folder, NULL);
	size_t length = own ? strlen(own) : 0;
	bool is_inside = to && own && strncmp(to, own, length) == 0 &&
			 (to[length] == '/' || to[length] == '\0');

	free(to);
	free(own);
	if (!is_inside)
		return EXIT_DONE;
	output_error(TOOL, copying->config->to, "%s", _("--to lies in the folder of the case"));
	return EXIT_REFUSED;
}

static bool says_other(const char *told, const char *found)
{
	return *told && *found && strcmp(told, found) != 0;
}

/* What ties the copy to the medium that is erased for it one day. */
static int find_medium(struct copying *copying)
{
	const struct config *config = copying->config;
	const char *told = config->serial ? config->serial : copying->item.serial;

	medium_find(config->to, &copying->medium);
	if (says_other(told, copying->medium.serial)) {
		output_error(TOOL, config->to, _("it lies on %s, whose serial is %s, and not %s"),
			     copying->medium.node, copying->medium.serial, told);
		return EXIT_REFUSED;
	}
	if (!*serial_of(copying) && !*copying->medium.place) {
		output_error(TOOL, config->to, "%s",
			     _("neither a serial nor a file system with an id is known there, and "
			       "the path is too long to record; give --serial"));
		return EXIT_USAGE;
	}
	if (!*serial_of(copying))
		output_error(TOOL, config->to, "%s",
			     _("no serial is known, so that nothing ties the copy to a "
			       "medium; give --serial if it has one"));
	else if (!*told && !copying->session->options->json && !copying->session->options->quiet)
		printf(_("Serial of the medium that it lies on: %s (%s)\n"), copying->medium.serial,
		       copying->medium.node);
	return EXIT_DONE;
}

static int start(struct session *session, const struct config *config)
{
	struct copying copying = { .session = session,
				   .config = config,
				   .parts = calloc(1, sizeof(*copying.parts)),
				   .started_s = now_s() };
	size_t index;
	int code;

	if (!copying.parts)
		return output_error(TOOL, NULL, "%s", _("out of memory")), EXIT_FAILED;
	code = register_find_item(TOOL, session->opened, config->item, &index);
	if (code == EXIT_DONE) {
		wipecert_case_item(session->opened, index, &copying.item);
		code = check_folder(&copying);
	}
	if (code == EXIT_DONE)
		code = find_medium(&copying);
	if (code == EXIT_DONE)
		code = listing_begin(&copying.listing, session, config->to);
	stop_catch();
	if (code == EXIT_DONE)
		code = copy_and_record(&copying);
	listing_end(&copying.listing);
	field_free_parts(copying.parts);
	free(copying.parts);
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
