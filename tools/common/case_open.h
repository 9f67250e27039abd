/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening the folder of a case, for every tool that takes one. */
#ifndef MASSHO_TOOLS_CASE_OPEN_H
#define MASSHO_TOOLS_CASE_OPEN_H

#include <stdbool.h>
#include <stdint.h>

#include <wipecert/register.h>

/* Row for a tool's option table. */
/* clang-format off */
#define CASE_INIT_OPTION_ROW(number)                                                              \
	{ "init", 0, POPT_ARG_STRING, NULL, number,                                                \
	  N_("SHA-256 of the case's first record, as the papers of the contract tell it: only "    \
	     "that case is taken"),                                                                \
	  N_("HASH") }
/* clang-format on */

/* The hash that --init gave. */
struct case_init {
	bool is_given;
	uint8_t sha256[32];
};

/* 64 hexadecimal digits, with white space, "-" and ":" between them. */
bool case_parse_hash(const char *text, uint8_t sha256[32]);
/* 0, or an exit code after a message. */
int case_take_init(struct case_init *init, const char *tool, const char *value);

/*
 * EXIT_DONE, or an exit code after a message. options->init_sha256 is set from init; the caller frees
 * *opened (wipecert_case_free()).
 */
int case_open(const char *tool, const char *path, const struct case_init *init,
	      struct wipecert_case_options *options, struct wipecert_case **opened);

#endif
