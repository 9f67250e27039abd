/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The subcommands of wipe-cert; each in a file of its name. */
#ifndef MASSHO_WIPE_CERT_COMMAND_H
#define MASSHO_WIPE_CERT_COMMAND_H

#define COMMAND_TOOL "wipe-cert"

/* argv[0] is the subcommand's name. They return the exit code. */
int command_confirm(int argc, char **argv);
int command_demo_ca(int argc, char **argv);
int command_render(int argc, char **argv);
int command_roster(int argc, char **argv);
int command_show(int argc, char **argv);
int command_sign(int argc, char **argv);
int command_timestamp(int argc, char **argv);

#endif
