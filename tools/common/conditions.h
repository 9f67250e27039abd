/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a destroyed key rests on, and only a person can tell: answered in a file or at the
 * terminal.
 */
#ifndef MASSHO_TOOLS_CONDITIONS_H
#define MASSHO_TOOLS_CONDITIONS_H

#include <stdbool.h>
#include <stddef.h>

#include <wipe/crypto.h>

/* The conditions of one kind of key. */
struct conditions {
	size_t count;
	const char *(*name)(size_t index); /* the key in JSON */
	const char *(*text)(size_t index); /* the statement that is agreed to with yes */
};

/*
 * From a JSON object with the name of each and "yes", "no" or "unknown". EXIT_DONE, or
 * EXIT_USAGE after a message.
 */
int conditions_read(const char *tool, const char *path, const struct conditions *conditions,
		    enum wipe_answer *answers);

/*
 * Asks at the terminal, about subject, after showing what is known: lines with their ends, or
 * "". EXIT_DONE: all was answered, or there is none, and
 * answers stay as they are. EXIT_REFUSED after a message: whoever was asked gave it up, and
 * what was answered until then counts for nothing.
 */
int conditions_ask(const char *tool, const char *subject, const char *known,
		   const struct conditions *conditions, enum wipe_answer *answers,
		   bool *is_answered);

#endif
