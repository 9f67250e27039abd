/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records_options.h"

#include <string.h>
#include <strings.h>

#include "exit.h"
#include "prompt.h"

void records_options_init(struct records_options *records)
{
	*records = (struct records_options){ .passphrase_fd = -1 };
}

void records_options_free(struct records_options *records)
{
	values_free(&records->save_to);
}

int records_options_set(const char *tool, struct records_options *records, int number,
			const char *value)
{
	switch (number) {
	case RECORDS_RECORD:
		records->record = value;
		return 0;
	case RECORDS_SAVE_TO:
		return values_add(tool, &records->save_to, value);
	case RECORDS_SIGN:
		records->key = value;
		return 0;
	case RECORDS_CERT:
		records->cert = value;
		return 0;
	case RECORDS_CHAIN:
		records->chain = value;
		return 0;
	case RECORDS_PASSPHRASE_FD:
		if (prompt_fd_parse(value, &records->passphrase_fd))
			return 0;
		return options_fail(tool, "%s", _("--passphrase-fd takes an open descriptor"));
	case RECORDS_PASSPHRASE_FILE:
		records->passphrase_file = value;
		return 0;
	default:
		return options_fail(tool, "%s", _("unknown option"));
	}
}

int records_options_check_key(const char *tool, const char *key, int passphrase_fd,
			      const char *passphrase_file)
{
	if (passphrase_file && passphrase_fd >= 0)
		return options_fail(tool, "%s",
				    _("--passphrase-fd and --passphrase-file exclude each other"));
	if (!key || strncasecmp(key, "pkcs11:", strlen("pkcs11:")) != 0)
		return OPTIONS_GO;
	if (strstr(key, "pin-value="))
		return options_fail(tool, "%s",
				    _("pin-value in a pkcs11: URI is refused: everybody on the "
				      "machine can read the command line (pin-source=file:PATH is "
				      "allowed)"));
	if (strstr(key, "pin-source=") && (passphrase_file || passphrase_fd >= 0))
		return options_fail(tool, "%s",
				    _("pin-source in a pkcs11: URI and --passphrase-… exclude "
				      "each other"));
	return OPTIONS_GO;
}

int records_options_check(const char *tool, const struct records_options *records)
{
	if (!records->key && (records->cert || records->chain || records->passphrase_file ||
			      records->passphrase_fd >= 0))
		return options_fail(tool, "%s",
				    _("--cert, --chain and --passphrase-… need --sign"));
	if (records_options_check_key(tool, records->key, records->passphrase_fd,
				      records->passphrase_file) != OPTIONS_GO)
		return EXIT_USAGE;
	if (records->record && !*records->record)
		return options_fail(tool, "%s", _("--record takes the name of a file"));
	return OPTIONS_GO;
}
