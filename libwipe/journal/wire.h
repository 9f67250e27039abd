/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One description of a layout for both directions: each function stores *value,
 * or loads it, and goes on behind it. Numbers are big-endian. The caller has made
 * sure that the block is as long as all of its fields.
 */
#ifndef JOURNAL_WIRE_H
#define JOURNAL_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wire {
	uint8_t *at;
	bool loads;
};

void wire_u32(struct wire *wire, uint32_t *value);
void wire_u64(struct wire *wire, uint64_t *value);
void wire_i64(struct wire *wire, int64_t *value);
void wire_bytes(struct wire *wire, void *bytes, size_t count);
/* A loaded text ends within count; behind its NUL all is zero. */
void wire_text(struct wire *wire, char *text, size_t count);

#endif
