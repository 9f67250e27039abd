/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-cert: keys for trials, signing, showing and rendering records. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "exit.h"
#include "i18n.h"
#include "options.h"
#include "output.h"
#include "startup.h"
#include "text.h"

#define TOOL COMMAND_TOOL
#define DESCRIPTION_COLUMN 12

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *description;
} commands[] = {
	{ "demo-ca", command_demo_ca, N_("make keys and certificates for trials, marked DEMO") },
	{ "sign", command_sign, N_("sign a record that was saved without a signature") },
	{ "timestamp", command_timestamp,
	  N_("ask an authority when a record was signed, and add its answer") },
	{ "confirm", command_confirm,
	  N_("accept or reject a record, as an officer or from paper") },
	{ "roster", command_roster, N_("tell, as an officer, who has which role") },
	{ "show", command_show,
	  N_("show a record as text, and the commands that check it without these tools") },
	{ "render", command_render, N_("write a record's certificate to a file") },
};
#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static int print_help(void)
{
	size_t columns = text_terminal_columns(STDOUT_FILENO);

	printf(_("Usage: %s %s\n"), TOOL, _("COMMAND [OPTION]..."));
	text_wrap(stdout, _("Signs records, shows them, and makes keys for trials."), 0, columns);
	printf("\n%s\n", _("Commands:"));
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		printf("  %-*s", DESCRIPTION_COLUMN - 2, commands[i].name);
		text_wrap(stdout, _(commands[i].description), DESCRIPTION_COLUMN, columns);
	}
	putchar('\n');
	text_wrap(stdout, _("\"wipe-cert COMMAND --help\" tells the options of a command."), 0,
		  columns);
	return EXIT_DONE;
}

static int run(int argc, char **argv)
{
	if (argc < 2)
		return options_fail(TOOL, "%s", _("a command is missing"));
	if (!strcmp(argv[1], "--help"))
		return print_help();
	if (!strcmp(argv[1], "--version"))
		return options_print_version(TOOL);
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		if (!strcmp(argv[1], commands[i].name))
			return commands[i].run(argc - 1, argv + 1);
	return options_fail(TOOL, _("unknown command %s"), argv[1]);
}

int main(int argc, char **argv)
{
	startup_run();
	return output_finish(TOOL, run(argc, argv));
}
