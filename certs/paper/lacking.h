/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Characters that no font has, and what stands for them where something has to be printed. */
#ifndef PAPER_LACKING_H
#define PAPER_LACKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LACKING_SIGN "〓" /* geta: what printers in Japan put where a type is not at hand */

struct lacking {
	uint32_t *code_points; /* sorted, each once */
	size_t count, room;
	bool failed; /* no memory */
};

bool lacking_has(const struct lacking *lacking, uint32_t code_point);
void lacking_add(struct lacking *lacking, uint32_t code_point);
void lacking_clear(struct lacking *lacking);
/* text with the sign for each of them, the caller's (free()); NULL: none is in it, or no memory. */
char *lacking_replace(struct lacking *lacking, const char *text);
/* "U+1F600, U+1F601"; of many only the first ones. */
void lacking_list(const struct lacking *lacking, char *out, size_t size);

#endif
