/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-cert roster: who has which role, from a table, signed by an officer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/confirm.h>
#include <wipecert/save.h>

#include "command.h"
#include "exit.h"
#include "log.h"
#include "output.h"
#include "sandbox.h"
#include "signing.h"
#include "text.h"
#include "trust.h"
#include "utc.h"

#define TOOL COMMAND_TOOL " roster"
#define TABLE_MAX_BYTES ((size_t)1 << 20)
#define FIELDS 5

static const struct poptOption table[] = {
	SIGNING_OPTION_ROWS,
	TRUST_OPTION_ROWS,
	POPT_TABLEEND,
};

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("[OPTION]... --key KEY --cert CERT -o roster.p7m TABLE"),
	.summary = N_("Signs a roster: who has which role, and when. TABLE has a line for each "
		      "member, five fields between tabs: engineer, manager or officer; the "
		      "member's certificate, a file; from and until, times like "
		      "2026-11-22T03:04:05Z, until may be \"-\"; the person's name. Lines that "
		      "begin with # are left out."),
	.notes = N_("With a trust folder (--trust) a roster that would not be taken is refused, "
		    "exit status 3: by somebody who is no officer."),
	.table = table,
	.least_arguments = 1,
	.most_arguments = 1,
};

struct settings {
	struct signing_options signing;
	struct trust_options trust;
};

struct work {
	struct wipecert_member *members;
	size_t count;
	struct wipecert_meta meta;
	struct wipecert_signer *signer;
	char *json;
	size_t json_bytes;
	struct signing signing;
};

static int set_option(void *arg, int number, const char *value)
{
	struct settings *settings = arg;

	return trust_is_option(number) ? trust_set_option(&settings->trust, TOOL, number, value) :
					 signing_set_option(&settings->signing, number, value);
}

static int bad_line(const char *path, size_t number, const char *why)
{
	output_error(TOOL, path, _("line %zu: %s"), number, why);
	return EXIT_USAGE;
}

static bool parse_role(const char *text, enum wipecert_role *role)
{
	for (unsigned int i = 0; i < WIPECERT_TSA; i++) {
		*role = (enum wipecert_role)i;
		if (strcmp(wipecert_role_name(*role), text) == 0)
			return true;
	}
	return false;
}

/* role, certificate, from, until, person */
static int take_fields(char *const fields[FIELDS], const char *path, size_t number,
		       struct wipecert_member *member)
{
	struct wipe_error err;

	if (!parse_role(fields[0], &member->role))
		return bad_line(path, number, _("the role is none of engineer, manager, officer"));
	if (!utc_parse(fields[2], &member->from_s) ||
	    (strcmp(fields[3], "-") != 0 && !utc_parse(fields[3], &member->until_s)))
		return bad_line(path, number, _("a time is not like 2026-11-22T03:04:05Z"));
	if (strcmp(fields[3], "-") == 0)
		member->until_s = WIPECERT_NO_END;
	if (strlen(fields[4]) >= sizeof(member->person))
		return bad_line(path, number, _("a name has at most 100 characters"));
	snprintf(member->person, sizeof(member->person), "%s", fields[4]);
	wipe_error_clear(&err);
	if (!wipecert_certificate_fingerprint(fields[1], member->certificate_sha256, &err))
		return EXIT_DONE;
	output_wipe_error(TOOL, fields[1], &err);
	return exit_from_error(&err);
}

static int take_line(char *line, const char *path, size_t number, struct work *work)
{
	char *fields[FIELDS], *rest = line;
	size_t length = strlen(line), count = 0;

	if (length && line[length - 1] == '\r')
		line[--length] = '\0';
	if (!length || *line == '#')
		return EXIT_DONE;
	while (rest && count < FIELDS)
		fields[count++] = strsep(&rest, "\t");
	if (count != FIELDS || rest)
		return bad_line(path, number, _("not five fields between tabs"));
	if (work->count == WIPECERT_MEMBERS_MAX)
		return bad_line(path, number, _("more members than a roster holds"));
	return take_fields(fields, path, number, &work->members[work->count++]);
}

static int read_table(const char *path, struct work *work)
{
	unsigned char *bytes = NULL;
	struct wipe_error err;
	size_t length, number = 0;
	int code = EXIT_DONE;
	char *rest;

	wipe_error_clear(&err);
	if (wipecert_load(path, TABLE_MAX_BYTES, &bytes, &length, &err)) {
		output_wipe_error(TOOL, path, &err);
		return exit_from_error(&err);
	}
	rest = (char *)bytes;
	if (strlen(rest) != length)
		code = bad_line(path, 1, _("it contains a NUL"));
	while (rest && code == EXIT_DONE)
		code = take_line(strsep(&rest, "\n"), path, ++number, work);
	free(bytes);
	return code;
}

static int build(struct work *work)
{
	const struct wipe_env *env = wipe_env_system();
	struct wipe_error err;

	work->meta.signer_flag = wipecert_signer_flag_at(work->signer, env->ops->realtime_s(env));
	wipe_error_clear(&err);
	if (!wipecert_roster_build(work->members, work->count, &work->meta, &work->json,
				   &work->json_bytes, &err))
		return EXIT_DONE;
	output_wipe_error(TOOL, NULL, &err);
	return exit_from_error(&err) == EXIT_FAILED ? EXIT_USAGE : exit_from_error(&err);
}

/* Would a trust folder take it? */
static int check_role(const struct work *work, const struct settings *settings)
{
	const struct wipe_env *env = wipe_env_system();
	struct wipecert_trust *trust = NULL;
	struct wipecert_result result;
	struct wipe_error err;
	int code = trust_load(&settings->trust, TOOL, &trust);

	wipe_error_clear(&err);
	if (code == EXIT_DONE && wipecert_verify(trust, work->signing.der, work->signing.der_bytes,
						 env->ops->realtime_s(env), &result, &err)) {
		output_wipe_error(TOOL, NULL, &err);
		code = exit_from_error(&err);
	} else if (code == EXIT_DONE) {
		if (result.authentic == WIPECERT_INVALID) {
			output_error(TOOL, wipecert_signer_name(work->signer), "%s",
				     wipecert_reason_text(result.reason));
			code = EXIT_REFUSED;
		}
		wipecert_result_clear(&result);
	}
	wipecert_trust_free(trust);
	return code;
}

static void report(const struct settings *settings, const struct work *work,
		   const struct options *options)
{
	const char *signer = wipecert_signer_name(work->signer);
	char name[1024], path[1024];

	if (options->json) {
		output_json(json_pack("{s:s, s:o, s:s, s:I, s:o, s:o, s:o}", "object", "roster",
				      "output", output_json_text(settings->signing.output), "id",
				      work->meta.id, "members", (json_int_t)work->count, "signer",
				      output_json_text(signer), "econtent_sha256",
				      output_json_hex(work->signing.link.econtent_sha256, 32),
				      "signature_sha256",
				      output_json_hex(work->signing.link.signature_sha256, 32)));
		return;
	}
	if (options->quiet)
		return;
	text_escape(signer, name, sizeof(name));
	text_escape(settings->signing.output, path, sizeof(path));
	printf(_("%s: roster of %zu members signed by %s\n"), path, work->count, name);
}

static int make(struct work *work, struct settings *settings, const struct options *options)
{
	int code = read_table(options->arguments[0], work);

	if (code == EXIT_DONE)
		code = signing_load(&settings->signing, &work->signer);
	if (code == EXIT_DONE)
		code = build(work);
	if (code == EXIT_DONE)
		code = signing_sign(&settings->signing, work->signer, work->json, work->json_bytes,
				    &work->signing);
	if (code == EXIT_DONE && settings->trust.anchors.count)
		code = check_role(work, settings);
	if (code == EXIT_DONE)
		code = signing_save(&settings->signing, &work->signing, work->json,
				    work->json_bytes);
	if (code == EXIT_DONE)
		report(settings, work, options);
	return code;
}

static int start(const struct options *options, struct settings *settings)
{
	struct work work = { .members = calloc(WIPECERT_MEMBERS_MAX, sizeof(*work.members)) };
	struct log *log = NULL;
	int code = signing_check_options(&settings->signing);

	if (!work.members) {
		output_error(TOOL, NULL, "%s", _("out of memory"));
		return EXIT_FAILED;
	}
	if (code == EXIT_DONE)
		code = signing_meta(&settings->signing, &work.meta);
	if (code == EXIT_DONE)
		code = sandbox_start(TOOL);
	if (code == EXIT_DONE)
		code = log_start(options->log_path, TOOL, &log);
	if (code == EXIT_DONE)
		code = make(&work, settings, options);
	log_line(log, WIPE_LOG_INFO, "%s to %s: %s", options->arguments[0],
		 settings->signing.output ? settings->signing.output : "-", exit_name(code));
	log_close(log);
	signing_free(&work.signing);
	wipecert_signer_free(work.signer);
	free(work.members);
	free(work.json);
	return code;
}

int command_roster(int argc, char **argv)
{
	struct settings settings = { 0 };
	struct options options;
	int code;

	signing_init(&settings.signing, TOOL);
	code = options_parse(&spec, argc, argv, set_option, &settings, &options);
	if (code == OPTIONS_GO)
		code = start(&options, &settings);
	trust_free_options(&settings.trust);
	options_free(&options);
	return code;
}
