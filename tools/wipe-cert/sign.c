/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wipe-cert sign: the signature that a record could not get when it was made,
 * for the clock was wrong, or the key not at hand. The bytes stay as they are.
 */
#include <stdio.h>
#include <stdlib.h>

#include <wipecert/save.h>

#include "command.h"
#include "exit.h"
#include "log.h"
#include "output.h"
#include "sandbox.h"
#include "signing.h"
#include "text.h"

#define TOOL COMMAND_TOOL " sign"

static const struct poptOption table[] = {
	SIGNING_OPTION_ROWS,
	POPT_TABLEEND,
};

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("[OPTION]... --key KEY --cert CERT -o OUT.p7m RECORD.json"),
	.summary = N_("Signs a record that was saved without a signature. The record is checked "
		      "strictly, and its exact bytes are signed."),
	.table = table,
	.least_arguments = 1,
	.most_arguments = 1,
};

/* What was read. */
struct reading {
	unsigned char *json;
	size_t json_bytes;
	struct wipecert_record *record;
};

static int set_option(void *arg, int number, const char *value)
{
	return signing_set_option(arg, number, value);
}

/* A record that contradicts itself never verifies: it is not signed. */
static int parse_consistent(const char *path, struct reading *reading, struct wipe_error *err)
{
	int rc = wipecert_load(path, WIPECERT_JSON_MAX_BYTES, &reading->json, &reading->json_bytes,
			       err);

	if (!rc)
		rc = wipecert_record_parse(reading->json, reading->json_bytes, &reading->record,
					   err);
	if (!rc && wipecert_record_held(reading->record, err) == WIPECERT_HELD_INCONSISTENT)
		rc = err->code ? err->code : WIPE_E_FORMAT;
	return rc;
}

static void report(const struct signing_options *settings, const struct reading *reading,
		   const struct signing *signing, const struct wipecert_signer *used,
		   const struct options *options)
{
	const char *signer = wipecert_signer_name(used);
	char name[1024], path[1024];

	if (options->json) {
		output_json(json_pack(
			"{s:s, s:o, s:s, s:s, s:o, s:o, s:o}", "object", "sign", "output",
			output_json_text(settings->output), "type",
			wipecert_type_name(wipecert_record_type(reading->record)), "id",
			wipecert_record_id(reading->record), "signer", output_json_text(signer),
			"econtent_sha256", output_json_hex(signing->link.econtent_sha256, 32),
			"signature_sha256", output_json_hex(signing->link.signature_sha256, 32)));
		return;
	}
	if (options->quiet)
		return;
	text_escape(signer, name, sizeof(name));
	text_escape(settings->output, path, sizeof(path));
	printf(_("%s: record %s signed by %s\n"), path, wipecert_record_id(reading->record), name);
}

/* The record comes first: nobody types a passphrase for one that is malformed. */
static int sign(const struct options *options, struct signing_options *settings, struct log *log)
{
	struct wipecert_signer *signer = NULL;
	struct reading reading = { 0 };
	struct signing signing = { 0 };
	struct wipe_error err;
	int code = EXIT_DONE;

	wipe_error_clear(&err);
	if (parse_consistent(options->arguments[0], &reading, &err)) {
		output_wipe_error(TOOL, options->arguments[0], &err);
		code = exit_from_error(&err);
	}
	if (code == EXIT_DONE)
		code = signing_load(settings, &signer);
	if (code == EXIT_DONE)
		code = signing_sign(settings, signer, reading.json, reading.json_bytes, &signing);
	if (code == EXIT_DONE)
		code = signing_save(settings, &signing, reading.json, reading.json_bytes);
	if (code == EXIT_DONE)
		report(settings, &reading, &signing, signer, options);
	log_line(log, WIPE_LOG_INFO, "%s to %s: %s", options->arguments[0], settings->output,
		 exit_name(code));
	signing_free(&signing);
	wipecert_signer_free(signer);
	wipecert_record_free(reading.record);
	free(reading.json);
	return code;
}

static int start(const struct options *options, struct signing_options *settings)
{
	struct log *log = NULL;
	int code = signing_check_options(settings);

	if (code == EXIT_DONE)
		code = sandbox_start(TOOL);
	if (code == EXIT_DONE)
		code = log_start(options->log_path, TOOL, &log);
	if (code == EXIT_DONE)
		code = sign(options, settings, log);
	log_close(log);
	return code;
}

int command_sign(int argc, char **argv)
{
	struct signing_options settings;
	struct options options;
	int code;

	signing_init(&settings, TOOL);
	code = options_parse(&spec, argc, argv, set_option, &settings, &options);
	if (code == OPTIONS_GO)
		code = start(&options, &settings);
	options_free(&options);
	return code;
}
