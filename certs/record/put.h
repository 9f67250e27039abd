/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One JSON object in the making. Keys stay in the order in which they are put.
 * A failure (no memory) sticks and shows in put_end().
 */
#ifndef RECORD_PUT_H
#define RECORD_PUT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct put {
	json_t *object;
	bool failed;
};

void put_begin(struct put *put);
/* The object, the caller's; NULL if anything failed. */
json_t *put_end(struct put *put);

/* Takes value over; NULL is a failure. */
void put_value(struct put *put, const char *key, json_t *value);
void put_null(struct put *put, const char *key);
void put_bool(struct put *put, const char *key, bool value);
/* Integers stop at 2^53 - 1. */
void put_count(struct put *put, const char *key, uint64_t value);
/* Bytes and addresses are decimal strings. */
void put_u64(struct put *put, const char *key, uint64_t value);
/* Anything but printable ASCII becomes '?'. NULL is "". */
void put_ascii(struct put *put, const char *key, const char *text);
json_t *put_new_ascii(const char *text); /* the string alone; NULL: no memory */
void put_ascii_or_null(struct put *put, const char *key, const char *text); /* "": null */
/* UTF-8; what is malformed or utf8_is_deceptive() becomes '?'. */
void put_utf8(struct put *put, const char *key, const char *text);
void put_hex(struct put *put, const char *key, const uint8_t *bytes, size_t count);
void put_time(struct put *put, const char *key, int64_t time_s);

#endif
