/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Raw facts: asked by classification, gathered by a source. */
#ifndef DISCOVER_RAW_H
#define DISCOVER_RAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/sys/source.h>

/* The first of the keys (ended by NULL) that has a value that is not blank, or NULL. */
const char *raw_first(const struct wipe_raw_device *raw, const char *const *keys);

bool raw_has(const struct wipe_raw_device *raw, const char *key);
bool raw_is(const struct wipe_raw_device *raw, const char *key, const char *value);

/* A decimal number; 0 if it is none. */
uint64_t raw_number(const struct wipe_raw_device *raw, const char *key);

#define RAW_PAIRS_MAX 96

struct raw_builder {
	struct wipe_raw_pair pairs[RAW_PAIRS_MAX];
	size_t count;
	bool failed; /* no memory, or no room: what is there is not all */
};

/* Adds prefix followed by key with a copy of value; NULL adds nothing. */
void raw_add(struct raw_builder *builder, const char *prefix, const char *key, const char *value);

void raw_clear(struct raw_builder *builder);

#endif
