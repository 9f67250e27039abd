/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of a schema that look at one value and not into it. */
#ifndef SCHEMA_SHAPE_H
#define SCHEMA_SHAPE_H

#include <jansson.h>
#include <regex.h>
#include <stdbool.h>
#include <stddef.h>

#define SHAPE_PATTERNS_MAX 32

/* Compiled patterns, each once. All zero is the empty state. */
struct shape_patterns {
	struct {
		char *text;
		regex_t compiled;
	} items[SHAPE_PATTERNS_MAX];
	size_t count;
};

/*
 * What is wrong with value after the word called name; NULL if nothing, and if
 * the word does not speak about values of this type. A word that is not known
 * is a fault too.
 */
const char *shape_fault(const char *name, json_t *word, json_t *value);

bool shape_is_one_of(json_t *values, json_t *value);

/* 1: text matches; 0: it does not; -1: pattern is none, or there are too many. */
int shape_matches(struct shape_patterns *patterns, const char *pattern, const char *text);
void shape_patterns_clear(struct shape_patterns *patterns);

#endif
