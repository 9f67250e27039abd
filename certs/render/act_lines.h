/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an act states and where it stands, line by line, for every drawing alike. */
#ifndef RENDER_ACT_LINES_H
#define RENDER_ACT_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include <wipecert/act.h>
#include <wipecert/verify.h>

struct act_line {
	const char *label, *value; /* label "": a remark on what is above */
	bool is_code, is_mark;
};

typedef void (*act_line_fn)(void *arg, const struct act_line *line);

/*
 * The statements of an act. Of each list at most so many entries are told, and how many
 * there are more. False: no memory.
 */
bool act_lines(const struct wipecert_record *act, size_t most, act_line_fn told, void *arg);

/* Which case a record of any type belongs to, and its item; nothing if it is of none. */
void act_lines_case(const struct wipecert_result *result, act_line_fn told, void *arg);
/* Of an erasure: which item of which case; nothing outside a case. */
void act_lines_item(const struct wipecert_result *result, act_line_fn told, void *arg);

/* The scan, and whose word it is; nothing if it was not decided on paper. */
void act_lines_paper(const struct wipecert_record *act, act_line_fn told, void *arg);

#endif
