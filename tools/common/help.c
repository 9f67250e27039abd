/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "i18n.h"
#include "text.h"

#define INDENT_COLUMNS 2
#define DESCRIPTION_COLUMN 26
#define COLUMNS_MAX 100

/* "-o, --output=FILE" as it is typed. */
static void format_option(const struct poptOption *option, char *out, size_t size)
{
	char shortcut[8] = "";

	if (option->shortName)
		snprintf(shortcut, sizeof(shortcut), "-%c, ", option->shortName);
	snprintf(out, size, "%s--%s%s%s", shortcut, option->longName, option->argDescrip ? "=" : "",
		 option->argDescrip ? _(option->argDescrip) : "");
}

static void print_option(const struct poptOption *option, size_t columns)
{
	char typed[128];
	size_t used;

	format_option(option, typed, sizeof(typed));
	used = INDENT_COLUMNS + text_columns(typed);
	printf("%*s%s", INDENT_COLUMNS, "", typed);
	if (used + 2 > DESCRIPTION_COLUMN) {
		putchar('\n');
		used = 0;
	}
	printf("%*s", (int)(DESCRIPTION_COLUMN - used), "");
	text_wrap(stdout, _(option->descrip), DESCRIPTION_COLUMN, columns);
}

void help_print(const struct options_spec *spec, const struct poptOption *table)
{
	size_t columns = text_terminal_columns(STDOUT_FILENO);

	if (columns > COLUMNS_MAX)
		columns = COLUMNS_MAX;
	printf(_("Usage: %s %s\n"), spec->tool, _(spec->arguments));
	text_wrap(stdout, _(spec->summary), 0, columns);
	printf("\n%s\n", _("Options:"));
	for (; table->longName; table++)
		print_option(table, columns);
	if (spec->notes) {
		putchar('\n');
		text_wrap(stdout, _(spec->notes), 0, columns);
	}
}
