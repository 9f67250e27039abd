/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of an option that may be given more than once; they stay the parser's. */
#ifndef MASSHO_TOOLS_VALUES_H
#define MASSHO_TOOLS_VALUES_H

#include <stddef.h>

struct values {
	const char **items;
	size_t count;
};

/* 0, or EXIT_USAGE after a message. */
int values_add(const char *tool, struct values *values, const char *value);
void values_free(struct values *values);

#endif
