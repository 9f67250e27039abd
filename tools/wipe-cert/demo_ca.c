/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-cert demo-ca: a trial hierarchy, by which nothing is ever confirmed. */
#include <stdio.h>

#include <wipecert/sign.h>

#include "command.h"
#include "demo_trust.h"
#include "exit.h"
#include "i18n.h"
#include "log.h"
#include "options.h"
#include "output.h"
#include "sandbox.h"
#include "signing.h"
#include "text.h"

#define TOOL COMMAND_TOOL " demo-ca"

static const struct poptOption table[] = {
	POPT_TABLEEND,
};

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("[OPTION]... DIR"),
	.summary =
		N_("Makes keys and certificates for trials in DIR, which must be empty or not "
		   "exist: root.pem, and engineer, officer and tsa, each with .key and .pem; and "
		   "a trust folder, trust, for wipe-verify."),
	.notes = N_("The keys are not encrypted. What they sign verifies at best with exit status "
		    "8 (\"demonstration\"): use them for no real certificate."),
	.table = table,
	.least_arguments = 1,
	.most_arguments = 1,
};

static int make(const char *dir, struct wipecert_meta *meta, const struct options *options,
		struct log *log)
{
	struct wipe_error err;
	char shown[1024];

	wipe_error_clear(&err);
	if (wipecert_demo_create(dir, wipe_env_system(), &err) ||
	    demo_trust_create(dir, meta, &err)) {
		output_wipe_error(TOOL, dir, &err);
		return exit_from_error(&err);
	}
	log_line(log, WIPE_LOG_INFO, "demonstration keys made in %s", dir);
	if (options->json) {
		output_json(json_pack("{s:s, s:o, s:b}", "object", "demo-ca", "dir",
				      output_json_text(dir), "demonstration", 1));
	} else if (!options->quiet) {
		text_escape(dir, shown, sizeof(shown));
		printf(_("%s: DEMONSTRATION keys, unencrypted, for trials only.\n"), shown);
	}
	return EXIT_DONE;
}

int command_demo_ca(int argc, char **argv)
{
	struct signing_options signing;
	struct wipecert_meta meta;
	struct options options;
	struct log *log = NULL;
	int code = options_parse(&spec, argc, argv, NULL, NULL, &options);

	if (code == OPTIONS_GO) {
		signing_init(&signing, TOOL);
		code = signing_meta(&signing, &meta);
		if (code == EXIT_DONE)
			code = sandbox_start(TOOL);
		if (code == EXIT_DONE)
			code = log_start(options.log_path, TOOL, &log);
		if (code == EXIT_DONE)
			code = make(options.arguments[0], &meta, &options, log);
	}
	log_close(log);
	options_free(&options);
	return code;
}
