/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records_options.h"

#include <string.h>

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

int records_options_check(const char *tool, const struct records_options *records)
{
	if (!records->key && (records->cert || records->chain || records->passphrase_file ||
			      records->passphrase_fd >= 0))
		return options_fail(tool, "%s",
				    _("--cert, --chain and --passphrase-… need --sign"));
	if (records->passphrase_file && records->passphrase_fd >= 0)
		return options_fail(tool, "%s",
				    _("--passphrase-fd and --passphrase-file exclude each other"));
	if (records->record && !*records->record)
		return options_fail(tool, "%s", _("--record takes the name of a file"));
	return OPTIONS_GO;
}
