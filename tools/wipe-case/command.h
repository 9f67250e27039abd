/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The subcommands of wipe-case; each in a file of its name, or in acts.c. */
#ifndef MASSHO_WIPE_CASE_COMMAND_H
#define MASSHO_WIPE_CASE_COMMAND_H

#define COMMAND_TOOL "wipe-case"

/* argv[0] is the subcommand's name. They return the exit code. */
int command_approve(int argc, char **argv);
int command_attest(int argc, char **argv);
int command_challenge(int argc, char **argv);
int command_close(int argc, char **argv);
int command_confirm(int argc, char **argv);
int command_copy_out(int argc, char **argv);
int command_declare(int argc, char **argv);
int command_dispose(int argc, char **argv);
int command_exit_check(int argc, char **argv);
int command_incident(int argc, char **argv);
int command_init(int argc, char **argv);
int command_merge(int argc, char **argv);
int command_permit(int argc, char **argv);
int command_receive(int argc, char **argv);
int command_report(int argc, char **argv);
int command_return(int argc, char **argv);
int command_roster(int argc, char **argv);
int command_status(int argc, char **argv);
int command_verify(int argc, char **argv);

#endif
