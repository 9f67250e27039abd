/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Identifiers of records in words, in the user's language. Never NULL. */
#ifndef RENDER_WORDS_H
#define RENDER_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include <wipecert/confirm.h>
#include <wipecert/verify.h>

const char *words_verdict(enum wipe_verdict verdict);	      /* two or three words */
const char *words_verdict_meaning(enum wipe_verdict verdict); /* a sentence */
const char *words_check_meaning(enum wipe_verdict verdict);   /* the same of a re-read */
const char *words_authentic(enum wipecert_authentic authentic);
/* verdict: of the record, if it is one of work. */
const char *words_held(enum wipecert_held held, enum wipe_verdict verdict);
const char *words_level(enum wipe_level level);
/* A sentence for a reason identifier of the plan or record; "" if there is none. */
const char *words_level_reason(const char *reason);
const char *words_serial_source(enum wipe_serial_source source);
const char *words_serial_problem(enum wipe_serial_problem problem);
const char *words_media(enum wipe_media media);
const char *words_pass(enum wipe_pass_kind kind);
const char *words_area(enum wipe_area_kind kind);
const char *words_area_state(enum wipe_area_state state);
const char *words_area_read(enum wipe_area_state state); /* the same of a re-read */
const char *words_result(enum wipe_result result);
const char *words_phase(enum wipe_phase phase);
const char *words_clock_source(const char *source);
const char *words_flag(const char *flag); /* the flag itself if it is not known */

#define WORDS_BYTES 64
#define WORDS_TIME_BYTES 64

/* "1,048,576 bytes (1.0 MB)" into text. */
void words_bytes(uint64_t bytes, char text[WORDS_BYTES]);
/* "2026-11-22 12:04:05 JST = 2026-11-22 03:04:05 UTC" into text. */
void words_time(int64_t time_s, char text[WORDS_TIME_BYTES]);

/* Tables of terms of records. */
struct word {
	const char *term, *text;
};

/* In words of the user's language; NULL: the table has none. */
const char *words_find(const struct word *table, size_t count, const char *term);
#define WORDS_OF(table, term) words_find(table, sizeof(table) / sizeof((table)[0]), term)

const char *words_reread(enum wipecert_reread reread);
const char *words_role(enum wipecert_role role);

#endif
