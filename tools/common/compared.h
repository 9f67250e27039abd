/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a return says of its files: how many are what was received. */
#ifndef MASSHO_TOOLS_COMPARED_H
#define MASSHO_TOOLS_COMPARED_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include <wipecert/act.h>

#define COMPARED_BYTES 256

struct compared {
	bool is_told; /* false: they were not compared */
	uint64_t same, changed, missing, additional;
};

/* False: it is no return of files that are listed; *compared is nothing then. */
bool compared_read(const struct wipecert_record *record, struct compared *compared);

/* Did other files go back than came? */
bool compared_differs(const struct compared *compared);

bool compared_are_same(const struct compared *one, const struct compared *other);

/* "the same 3, changed 0, missing 1, new 0", or that they were not compared. */
void compared_words(const struct compared *compared, char text[COMPARED_BYTES]);

/* An object of the four counts, or null. */
json_t *compared_json(const struct compared *compared);

#endif
