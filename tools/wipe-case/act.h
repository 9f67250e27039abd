/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A command that adds one act, from a table of its options. */
#ifndef MASSHO_WIPE_CASE_ACT_H
#define MASSHO_WIPE_CASE_ACT_H

#include "field.h"

struct act_command {
	const char *tool; /* "wipe-case receive" */
	enum wipecert_type type;
	const char *arguments, *summary, *notes; /* N_(); notes may be NULL */
	int arguments_count;			 /* 0: one, the case's folder */
	const struct field *fields;
	/* Looks at what was given, before anything is opened; NULL: nothing to look at. As field_check(). */
	int (*check)(const struct fields *fields, const char *tool);
	/* The same, once the case is open and days were looked at; NULL likewise. */
	int (*check_case)(const struct session *session, const struct fields *fields);
	/* Further parts of the act, once its options are in it; NULL: none. An exit code. */
	int (*finish)(struct session *session, struct wipecert_act *act, struct field_parts *parts);
	/* Says more of what was added; NULL: nothing more. */
	void (*tell)(const struct session *session, const struct wipecert_case_added *added,
		     const struct field_parts *parts);
};

int act_run(const struct act_command *command, int argc, char **argv);

#endif
