/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wipe-cert sign: the signature that a record could not get when it was made,
 * for the clock was wrong, or the key not at hand. The bytes stay as they are.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <wipecert/save.h>
#include <wipecert/sign.h>
#include <wipecert/verify.h>

#include "command.h"
#include "exit.h"
#include "i18n.h"
#include "key.h"
#include "log.h"
#include "options.h"
#include "output.h"
#include "sandbox.h"
#include "text.h"

#define TOOL COMMAND_TOOL " sign"

enum { OPTION_OUTPUT = 1 };

static const struct poptOption table[] = {
	KEY_OPTION_ROWS,
	{ "output", 'o', POPT_ARG_STRING, NULL, OPTION_OUTPUT,
	  N_("write to this file, which must not exist"), N_("FILE") },
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

struct settings {
	struct key_options key;
	const char *output;
};

/* What was read and what was made of it. */
struct signing {
	unsigned char *json;
	size_t json_bytes;
	struct wipecert_record *record;
	struct wipecert_signer *signer;
	unsigned char *der;
	size_t der_bytes;
	struct wipecert_link link;
};

static int set_option(void *arg, int number, const char *value)
{
	struct settings *settings = arg;

	if (key_is_option(number))
		return key_set_option(&settings->key, number, value);
	settings->output = value;
	return 0;
}

static int check_settings(const struct settings *settings)
{
	if (!settings->key.source.key)
		return options_fail(TOOL, "%s", _("--key is missing"));
	if (!settings->output)
		return options_fail(TOOL, "%s", _("-o is missing"));
	return key_check_options(&settings->key);
}

/* Is what lies at path now a sound signature over exactly the record's bytes? */
static int check_saved(const struct signing *signing, const char *path, struct wipe_error *err)
{
	struct wipecert_trust *trust = NULL;
	struct wipecert_result result;
	unsigned char *saved = NULL;
	const char *json;
	size_t length = 0, json_bytes;
	int rc;

	memset(&result, 0, sizeof(result));
	rc = wipecert_load(path, WIPECERT_P7M_MAX_BYTES, &saved, &length, err);
	if (!rc)
		rc = wipecert_trust_new(&trust, err);
	if (!rc)
		rc = wipecert_verify(trust, saved, length,
				     wipecert_record_issued_at(signing->record), &result, err);
	if (!rc && (result.authentic == WIPECERT_INVALID || !result.record))
		rc = wipe_error_set(err, WIPE_E_CRYPTO, 0, _("what was saved does not verify: %s"),
				    wipecert_reason_text(result.reason));
	if (!rc) {
		json = wipecert_record_json(result.record, &json_bytes);
		if (json_bytes != signing->json_bytes ||
		    memcmp(json, signing->json, json_bytes) != 0)
			rc = wipe_error_set(err, WIPE_E_CRYPTO, 0, "%s",
					    _("what was saved is not what was signed"));
	}
	wipecert_result_clear(&result);
	wipecert_trust_free(trust);
	free(saved);
	return rc;
}

/* A record that contradicts itself never verifies: it is not signed. */
static int parse_consistent(const char *path, struct signing *signing, struct wipe_error *err)
{
	int rc = wipecert_load(path, WIPECERT_JSON_MAX_BYTES, &signing->json, &signing->json_bytes,
			       err);

	if (!rc)
		rc = wipecert_record_parse(signing->json, signing->json_bytes, &signing->record,
					   err);
	if (!rc && wipecert_record_held(signing->record, err) == WIPECERT_HELD_INCONSISTENT)
		rc = err->code ? err->code : WIPE_E_FORMAT;
	return rc;
}

/* The record comes first: nobody types a passphrase for one that is malformed. */
static int load(struct settings *settings, const char *path, struct signing *signing,
		struct wipe_error *err)
{
	if (parse_consistent(path, signing, err)) {
		output_wipe_error(TOOL, path, err);
		return exit_from_error(err);
	}
	return key_load_signer(&settings->key, &signing->signer);
}

/* It is signed all the same: whoever verifies it decides what it is worth. */
static void warn_of_flag(const struct signing *signing)
{
	const struct wipe_env *env = wipe_env_system();
	const char *flag = wipecert_signer_flag_at(signing->signer, env->ops->realtime_s(env));

	if (flag)
		output_error(TOOL, wipecert_signer_name(signing->signer), _("warning: %s"), flag);
}

static int seal(const struct settings *settings, struct signing *signing, struct wipe_error *err)
{
	int rc = wipecert_sign(signing->signer, signing->json, signing->json_bytes, &signing->der,
			       &signing->der_bytes, &signing->link, err);

	if (!rc)
		rc = wipecert_save(settings->output, signing->der, signing->der_bytes, err);
	if (!rc) {
		rc = check_saved(signing, settings->output, err);
		/* It was made just now, by us: an existing file would have been refused. */
		if (rc)
			unlink(settings->output);
	}
	if (!rc)
		return EXIT_DONE;
	output_wipe_error(TOOL, settings->output, err);
	return exit_from_error(err);
}

static void report(const struct settings *settings, const struct signing *signing,
		   const struct options *options)
{
	const char *signer = wipecert_signer_name(signing->signer);
	char name[1024], path[1024];

	if (options->json) {
		output_json(json_pack(
			"{s:s, s:o, s:s, s:s, s:o, s:o, s:o}", "object", "sign", "output",
			output_json_text(settings->output), "type",
			wipecert_type_name(wipecert_record_type(signing->record)), "id",
			wipecert_record_id(signing->record), "signer", output_json_text(signer),
			"econtent_sha256", output_json_hex(signing->link.econtent_sha256, 32),
			"signature_sha256", output_json_hex(signing->link.signature_sha256, 32)));
		return;
	}
	if (options->quiet)
		return;
	text_escape(signer, name, sizeof(name));
	text_escape(settings->output, path, sizeof(path));
	printf(_("%s: record %s signed by %s\n"), path, wipecert_record_id(signing->record), name);
}

static int sign(const struct options *options, struct settings *settings, struct log *log)
{
	struct signing signing = { 0 };
	struct wipe_error err;
	int code;

	wipe_error_clear(&err);
	code = load(settings, options->arguments[0], &signing, &err);
	if (code == EXIT_DONE) {
		warn_of_flag(&signing);
		code = seal(settings, &signing, &err);
	}
	if (code == EXIT_DONE)
		report(settings, &signing, options);
	log_line(log, WIPE_LOG_INFO, "%s to %s: %s", options->arguments[0], settings->output,
		 exit_name(code));
	free(signing.der);
	wipecert_signer_free(signing.signer);
	wipecert_record_free(signing.record);
	free(signing.json);
	return code;
}

static int start(const struct options *options, struct settings *settings)
{
	struct log *log = NULL;
	int code = check_settings(settings);

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
	struct settings settings = { .key = { .prompt = { .tool = TOOL, .fd = -1 } } };
	struct options options;
	int code = options_parse(&spec, argc, argv, set_option, &settings, &options);

	if (code == OPTIONS_GO)
		code = start(&options, &settings);
	options_free(&options);
	return code;
}
