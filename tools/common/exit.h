/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tool's exit status says (massho(7), "Exit status"). */
#ifndef MASSHO_TOOLS_EXIT_H
#define MASSHO_TOOLS_EXIT_H

#include <wipe/error.h>

enum exit_code {
	EXIT_DONE = 0,	      /* everything asked for was done and verified */
	EXIT_FAILED = 1,      /* errors, a mismatch, an invalid certificate */
	EXIT_USAGE = 2,	      /* usage error; nothing touched */
	EXIT_REFUSED = 3,     /* by a safety rule or policy; nothing touched */
	EXIT_PARTIAL = 4,     /* touched, but areas remain */
	EXIT_INTERRUPTED = 5, /* touched; can be resumed */
	EXIT_UNSUPPORTED = 6, /* what was required is out of reach; nothing touched */
	EXIT_UNSAVED = 7,     /* erased, but a record is not where it should be */
	EXIT_UNCONFIRMED = 8, /* cannot be confirmed */
};

/*
 * Of several devices or files the first of 1 > 5 > 4 > 7 > 8 > 6 > 3 > 2 > 0
 * decides. A number that is no exit code counts as 1.
 */
int exit_combine(int a, int b);

/* The exit code of an operation that ended with err; 0 if err holds no error. */
int exit_from_error(const struct wipe_error *err);

/* Stable English identifier for JSON ("refused"); never NULL. */
const char *exit_name(int code);

#endif
