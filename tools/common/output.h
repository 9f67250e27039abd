/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Standard output: JSON Lines for programs, text for people. What could not be
 * written is never taken for done: output_finish() tells.
 */
#ifndef MASSHO_TOOLS_OUTPUT_H
#define MASSHO_TOOLS_OUTPUT_H

#include <stdint.h>

#include <jansson.h>
#include <wipe/error.h>
#include <wipe/plan.h>

/*
 * Writes one object as a line and flushes. Takes object over; NULL (no memory)
 * and a failed write are remembered for output_finish().
 */
void output_json(json_t *object);

/* Byte counts are decimal strings, as in records: they pass 2^53. */
json_t *output_json_bytes(uint64_t bytes);

/* Untrusted text: what is no UTF-8 becomes U+FFFD, a NULL or empty text null. */
json_t *output_json_text(const char *text);

/* { "code": "refused", "errno": 16, "message": "..." }; null if err holds no error. */
json_t *output_json_error(const struct wipe_error *err);

/* { "least_s": 2500, "most_s": 40000, "basis": "hdd" }; null if estimate is NULL. */
json_t *output_json_estimate(const struct wipe_estimate *estimate);

/* Lower-case hex; null if bytes is NULL. */
json_t *output_json_hex(const uint8_t *bytes, size_t length);

/*
 * Prints "tool: subject: reason" on stderr, one line, everything escaped; subject
 * may be NULL.
 */
void output_error(const char *tool, const char *subject, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The same with a finished message; subject is left out where that names it itself. */
void output_message(const char *tool, const char *subject, const char *message);

/* The same with the message of err. */
void output_wipe_error(const char *tool, const char *subject, const struct wipe_error *err);

/* Whoever read stdout has left, as readers of a list without end do: nothing is lost from here on. */
void output_unread(void);

/*
 * Last in main(): closes stdout and returns code, combined with EXIT_FAILED and
 * a message if anything written there was lost.
 */
int output_finish(const char *tool, int code);

#endif
