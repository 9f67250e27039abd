/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wipe-cert timestamp: the time of a signature, by an authority that only a
 * machine elsewhere can reach. The request goes there as a file, the answer comes back as one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <wipecert/save.h>
#include <wipecert/timestamp.h>

#include "command.h"
#include "exit.h"
#include "log.h"
#include "output.h"
#include "sandbox.h"
#include "text.h"
#include "trust.h"
#include "utc.h"

#define TOOL COMMAND_TOOL " timestamp"
#define REPLY_MAX_BYTES ((size_t)2 << 20)

enum {
	OPTION_REQUEST = 1,
	OPTION_REPLY,
	OPTION_OUTPUT,
	OPTION_ANY_NONCE,
	OPTION_ARCHIVE,
	OPTION_EMBED,
};

static const struct poptOption table[] = {
	{ "request", 0, POPT_ARG_STRING, NULL, OPTION_REQUEST,
	  N_("write the request for an authority to this file, which must not exist"),
	  N_("FILE.tsq") },
	{ "reply", 0, POPT_ARG_STRING, NULL, OPTION_REPLY,
	  N_("add the authority's answer in this file to the record"), N_("FILE.tsr") },
	{ "output", 'o', POPT_ARG_STRING, NULL, OPTION_OUTPUT,
	  N_("write the record with its timestamp to this file, which must not exist"),
	  N_("FILE") },
	{ "any-nonce", 0, POPT_ARG_NONE, NULL, OPTION_ANY_NONCE,
	  N_("the request was made by another program"), NULL },
	{ "archive", 0, POPT_ARG_NONE, NULL, OPTION_ARCHIVE,
	  N_("a timestamp over the record with all that it has, before the newest one grows old"),
	  NULL },
	{ "embed", 0, POPT_ARG_NONE, NULL, OPTION_EMBED,
	  N_("add the certificates and revocation lists that verifying will need in years"), NULL },
	TRUST_OPTION_ROWS,
	POPT_TABLEEND,
};

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("--request FILE.tsq RECORD.p7m | --reply FILE.tsr -o OUT.p7m RECORD.p7m | "
			"--embed -o OUT.p7m RECORD.p7m"),
	.summary = N_("Makes the request for a timestamp over a record's signature (RFC 3161), and "
		      "adds the authority's answer to the record. Both are files: nothing here "
		      "uses a network."),
	.notes = N_("Without --tsa-trust an answer is taken whoever gave it, as long as it is one "
		    "to this request; who verifies the record decides whom to believe."),
	.table = table,
	.least_arguments = 1,
	.most_arguments = 1,
};

struct settings {
	const char *request, *reply, *output;
	enum wipecert_nonce nonce;
	enum wipecert_timestamp_kind kind;
	bool embeds;
	struct trust_options trust;
};

static int set_option(void *arg, int number, const char *value)
{
	struct settings *settings = arg;

	if (trust_is_option(number))
		return trust_set_option(&settings->trust, TOOL, number, value);
	switch (number) {
	case OPTION_REQUEST:
		settings->request = value;
		break;
	case OPTION_REPLY:
		settings->reply = value;
		break;
	case OPTION_OUTPUT:
		settings->output = value;
		break;
	case OPTION_ANY_NONCE:
		settings->nonce = WIPECERT_NONCE_ANY;
		break;
	case OPTION_ARCHIVE:
		settings->kind = WIPECERT_TIMESTAMP_ARCHIVE;
		break;
	case OPTION_EMBED:
		settings->embeds = true;
		break;
	}
	return 0;
}

static int check_embedding(const struct settings *settings)
{
	if (settings->kind == WIPECERT_TIMESTAMP_ARCHIVE || settings->nonce == WIPECERT_NONCE_ANY)
		return options_fail(TOOL, "%s", _("--archive and --any-nonce are not for --embed"));
	if (!settings->trust.anchors.count)
		return options_fail(TOOL, "%s", _("--embed needs --trust"));
	return EXIT_DONE;
}

static int check_settings(const struct settings *settings)
{
	if ((settings->request != NULL) + (settings->reply != NULL) + settings->embeds != 1)
		return options_fail(TOOL, "%s",
				    _("one of --request, --reply and --embed is needed"));
	if (!settings->request && !settings->output)
		return options_fail(TOOL, "%s", _("-o is missing"));
	if (settings->request && settings->output)
		return options_fail(TOOL, "%s", _("-o is not for --request"));
	return settings->embeds ? check_embedding(settings) : EXIT_DONE;
}

static int fail(const char *path, const struct wipe_error *err)
{
	output_wipe_error(TOOL, path, err);
	return exit_from_error(err);
}

static void report_request(const struct options *options, const struct settings *settings)
{
	char path[1024];

	if (options->json) {
		output_json(json_pack("{s:s, s:s, s:o}", "object", "timestamp", "step", "request",
				      "output", output_json_text(settings->request)));
	} else if (!options->quiet) {
		text_escape(settings->request, path, sizeof(path));
		printf(_("%s: request written; a timestamp authority answers it\n"), path);
	}
}

static int request(const struct options *options, const struct settings *settings,
		   const unsigned char *record, size_t bytes)
{
	unsigned char *tsq = NULL;
	size_t tsq_bytes = 0;
	struct wipe_error err;

	wipe_error_clear(&err);
	if (wipecert_timestamp_request(record, bytes, settings->kind, &tsq, &tsq_bytes, &err))
		return fail(options->arguments[0], &err);
	if (wipecert_save(settings->request, tsq, tsq_bytes, &err)) {
		free(tsq);
		return fail(settings->request, &err);
	}
	free(tsq);
	report_request(options, settings);
	return EXIT_DONE;
}

static void report_reply(const struct options *options, const struct settings *settings,
			 const struct wipecert_timestamp *stamp)
{
	char path[1024], authority[1024], when[UTC_TEXT_BYTES];

	utc_format(stamp->time_s, when);
	if (options->json) {
		output_json(json_pack("{s:s, s:s, s:o, s:s, s:o, s:s, s:s}", "object", "timestamp",
				      "step", "reply", "output", output_json_text(settings->output),
				      "time", when, "authority", output_json_text(stamp->authority),
				      "authentic", wipecert_authentic_name(stamp->authentic),
				      "reason", wipecert_reason_name(stamp->reason)));
		return;
	}
	if (options->quiet)
		return;
	text_escape(settings->output, path, sizeof(path));
	text_escape(stamp->authority, authority, sizeof(authority));
	printf(_("%s: signed before %s, by the word of %s\n"), path, when, authority);
	if (stamp->authentic != WIPECERT_VALID)
		output_error(TOOL, NULL, _("not known whether to believe it: %s"),
			     wipecert_reason_text(stamp->reason));
}

static int reply(const struct options *options, const struct settings *settings,
		 const struct wipecert_trust *trust, const unsigned char *record, size_t bytes)
{
	unsigned char *answer = NULL, *made = NULL;
	size_t answer_bytes = 0, made_bytes = 0;
	struct wipecert_timestamp stamp;
	struct wipe_error err;
	int code = EXIT_DONE;

	wipe_error_clear(&err);
	if (wipecert_load(settings->reply, REPLY_MAX_BYTES, &answer, &answer_bytes, &err))
		code = fail(settings->reply, &err);
	else if (wipecert_timestamp_add(record, bytes, settings->kind, answer, answer_bytes,
					settings->nonce, trust, trust_time(&settings->trust), &made,
					&made_bytes, &stamp, &err))
		code = fail(NULL, &err); /* it says which of the two files it means */
	else if (wipecert_save(settings->output, made, made_bytes, &err))
		code = fail(settings->output, &err);
	else
		report_reply(options, settings, &stamp);
	free(answer);
	free(made);
	return code;
}

static void report_embedded(const struct options *options, const struct settings *settings)
{
	char path[1024];

	if (options->json) {
		output_json(json_pack("{s:s, s:s, s:o}", "object", "timestamp", "step", "embed",
				      "output", output_json_text(settings->output)));
	} else if (!options->quiet) {
		text_escape(settings->output, path, sizeof(path));
		printf(_("%s: certificates and revocation lists added\n"), path);
	}
}

static int embed(const struct options *options, const struct settings *settings,
		 const struct wipecert_trust *trust, const unsigned char *record, size_t bytes)
{
	unsigned char *made = NULL;
	size_t made_bytes = 0;
	struct wipe_error err;
	int code = EXIT_DONE;

	wipe_error_clear(&err);
	if (wipecert_timestamp_embed(record, bytes, trust, trust_time(&settings->trust), &made,
				     &made_bytes, &err))
		code = fail(options->arguments[0], &err);
	else if (wipecert_save(settings->output, made, made_bytes, &err))
		code = fail(settings->output, &err);
	else
		report_embedded(options, settings);
	free(made);
	return code;
}

static int run_step(const struct options *options, const struct settings *settings,
		    const struct wipecert_trust *trust, const unsigned char *record, size_t bytes)
{
	if (settings->embeds)
		return embed(options, settings, trust, record, bytes);
	return settings->request ? request(options, settings, record, bytes) :
				   reply(options, settings, trust, record, bytes);
}

static int run(const struct options *options, const struct settings *settings)
{
	struct wipecert_trust *trust = NULL;
	unsigned char *record = NULL;
	struct wipe_error err;
	size_t bytes = 0;
	int code = trust_load(&settings->trust, TOOL, &trust);

	wipe_error_clear(&err);
	if (code == EXIT_DONE &&
	    wipecert_load(options->arguments[0], WIPECERT_P7M_MAX_BYTES, &record, &bytes, &err))
		code = fail(options->arguments[0], &err);
	if (code == EXIT_DONE)
		code = run_step(options, settings, trust, record, bytes);
	free(record);
	wipecert_trust_free(trust);
	return code;
}

static int start(const struct options *options, const struct settings *settings)
{
	struct log *log = NULL;
	int code = check_settings(settings);

	if (code == EXIT_DONE)
		code = sandbox_start(TOOL);
	if (code == EXIT_DONE)
		code = log_start(options->log_path, TOOL, &log);
	if (code == EXIT_DONE)
		code = run(options, settings);
	log_line(log, WIPE_LOG_INFO, "%s: %s", options->arguments[0], exit_name(code));
	log_close(log);
	return code;
}

int command_timestamp(int argc, char **argv)
{
	struct settings settings = { 0 };
	struct options options;
	int code = options_parse(&spec, argc, argv, set_option, &settings, &options);

	if (code == OPTIONS_GO)
		code = start(&options, &settings);
	trust_free_options(&settings.trust);
	options_free(&options);
	return code;
}
