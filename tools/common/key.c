/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "key.h"

#include "exit.h"
#include "output.h"
#include "records_options.h"

int key_set_option(struct key_options *options, int number, const char *value)
{
	switch ((enum key_option)number) {
	case KEY_OPTION_KEY:
		options->source.key = value;
		break;
	case KEY_OPTION_CERT:
		options->source.cert = value;
		break;
	case KEY_OPTION_CHAIN:
		options->source.chain = value;
		break;
	case KEY_OPTION_PASSPHRASE_FD:
		if (!prompt_fd_parse(value, &options->prompt.fd))
			return options_fail(options->prompt.tool,
					    _("--passphrase-fd: %s is no open descriptor"), value);
		break;
	case KEY_OPTION_PASSPHRASE_FILE:
		options->prompt.file = value;
		break;
	}
	return 0;
}

int key_check_options(const struct key_options *options)
{
	const struct wipecert_signer_source *source = &options->source;
	bool has_more = source->cert || source->chain || options->prompt.fd >= 0 ||
			options->prompt.file;

	if (!source->key)
		return has_more ? options_fail(options->prompt.tool, "%s", _("--key is missing")) :
				  EXIT_DONE;
	return records_options_check_key(options->prompt.tool, source->key, options->prompt.fd,
					 options->prompt.file) == OPTIONS_GO ?
		       EXIT_DONE :
		       EXIT_USAGE;
}

int key_load_signer(struct key_options *options, struct wipecert_signer **signer)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	options->source.passphrase = prompt_passphrase;
	options->source.pin = prompt_pin;
	options->source.token = prompt_token;
	options->source.passphrase_arg = &options->prompt;
	if (!wipecert_signer_load(&options->source, signer, &err))
		return EXIT_DONE;
	output_error(options->prompt.tool, NULL, "%s", err.message);
	return exit_from_error(&err);
}
