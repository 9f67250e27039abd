/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Values of an object that was held against the schema: what it requires is
 * there, and of its type. What is null or absent reads as NULL, 0 or false.
 */
#ifndef SCHEMA_GET_H
#define SCHEMA_GET_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

json_t *get_value(const json_t *object, const char *key);
const char *get_text(const json_t *object, const char *key); /* NULL if null */
/* Into out, cut if it must be; null gives "". */
void get_copy(const json_t *object, const char *key, char *out, size_t out_bytes);
bool get_bool(const json_t *object, const char *key);
uint64_t get_count(const json_t *object, const char *key); /* an integer, not below 0 */
uint64_t get_u64(const json_t *object, const char *key);   /* a decimal string */
int64_t get_time(const json_t *object, const char *key);
/* Exactly count bytes of hex; false if null or of another length. */
bool get_hex(const json_t *object, const char *key, uint8_t *out, size_t count);
/* At most max bytes of hex; returns how many. */
uint32_t get_hex_some(const json_t *object, const char *key, uint8_t *out, size_t max);

/*
 * The number below count whose name is the text of key; 0 if there is none
 * (then the schema has an identifier that this library lacks).
 */
unsigned int get_index(const json_t *object, const char *key, unsigned int count,
		       const char *(*name)(unsigned int value));

#endif
