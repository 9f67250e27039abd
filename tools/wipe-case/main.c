/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-case: the register of a contract. */
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
#define DESCRIPTION_COLUMN 14

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *description;
} commands[] = {
	{ "init", command_init, N_("begin the case of a contract") },
	{ "roster", command_roster, N_("tell who works under the contract") },
	{ "approve", command_approve,
	  N_("record what the ministry accepted or agreed to, and what an officer instructed") },
	{ "receive", command_receive, N_("record that something was obtained") },
	{ "permit", command_permit, N_("permit bringing in a device, or copying") },
	{ "challenge", command_challenge, N_("draw what an erasure has to answer") },
	{ "copy-out", command_copy_out, N_("copy files under a permit, and record what arrived") },
	{ "exit-check", command_exit_check, N_("record that a device leaves") },
	{ "return", command_return, N_("record that something went back") },
	{ "dispose", command_dispose, N_("record that paper or media were destroyed") },
	{ "attest", command_attest, N_("give the contractor's word for what no tool reaches") },
	{ "incident", command_incident,
	  N_("record that something went wrong, and what came of it") },
	{ "confirm", command_confirm, N_("confirm or reject what was recorded, as an officer") },
	{ "declare", command_declare, N_("declare which clauses apply") },
	{ "merge", command_merge,
	  N_("bring copies of the case, or an officer's answers, together") },
	{ "status", command_status, N_("show what is where, and what is still open") },
	{ "report", command_report, N_("write a register or a report, also as PDF") },
	{ "close", command_close, N_("close the case, if nothing is open") },
	{ "verify", command_verify, N_("verify the whole case") },
};
#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static int print_help(void)
{
	size_t columns = text_terminal_columns(STDOUT_FILENO);

	printf(_("Usage: %s %s\n"), TOOL, _("COMMAND DIR [OPTION]..."));
	text_wrap(stdout,
		  _("Keeps the register of a contract as a folder of signed records: what was "
		    "received, permitted, copied, erased, returned and confirmed, and what is "
		    "still open."),
		  0, columns);
	printf("\n%s\n", _("Commands:"));
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		printf("  %-*s", DESCRIPTION_COLUMN - 2, commands[i].name);
		text_wrap(stdout, _(commands[i].description), DESCRIPTION_COLUMN, columns);
	}
	putchar('\n');
	text_wrap(stdout, _("\"wipe-case COMMAND --help\" tells the options of a command."), 0,
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
