/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "case_open.h"

#include <string.h>

#include "exit.h"
#include "i18n.h"
#include "options.h"
#include "register.h"

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* As people copy it from paper: blanks and case do not matter. */
bool case_parse_hash(const char *text, uint8_t sha256[32])
{
	size_t digits = 0;

	memset(sha256, 0, 32);
	for (; *text; text++) {
		int digit = hex_digit(*text);

		if (strchr(" \n\r\t-:", *text))
			continue;
		if (digit < 0 || digits == 64)
			return false;
		sha256[digits / 2] = (uint8_t)(sha256[digits / 2] << 4 | digit);
		digits++;
	}
	return digits == 64;
}

int case_take_init(struct case_init *init, const char *tool, const char *value)
{
	init->is_given = case_parse_hash(value, init->sha256);
	if (init->is_given)
		return 0;
	return options_fail(tool, _("--init: %s is no SHA-256 in hexadecimal"), value);
}

int case_open(const char *tool, const char *path, const struct case_init *init,
	      struct wipecert_case_options *options, struct wipecert_case **opened)
{
	*opened = NULL;
	options->init_sha256 = init->is_given ? init->sha256 : NULL;
	return register_open(tool, path, options, opened);
}
