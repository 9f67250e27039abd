/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Identifiers of the register in the user's language. */
#ifndef MASSHO_WIPE_CASE_WORDS_H
#define MASSHO_WIPE_CASE_WORDS_H

#include <wipecert/register.h>

const char *words_kind(enum wipecert_item_kind kind);
const char *words_origin(enum wipecert_origin origin);
/* One of the bits. */
const char *words_lack(enum wipecert_lack lack);
const char *words_level(enum wipe_level level);
/* Of an erasure, by its name in the record; the name itself if there is no word. */
/* name: as of wipecert_record_outcome() */
const char *words_verdict(const char *name);

/* Of a return, and of a disposal, by its name in the record; as above. */
const char *words_form(const char *name);
const char *words_disposal(const char *name);
/* Of an incident. */
const char *words_incident(const char *name);
/* Of an attachment. */
const char *words_attachment(const char *name);

#define WORDS_LACKS 9
/* Each on a line of its own. */
void words_print_lacks(unsigned int lacks);
/* Where an item still is while others of its media are erased: a line, or nothing. */
void words_print_left(const struct wipecert_case *opened, size_t index);
/* In one line, separated; for tables. */
void words_join_lacks(unsigned int lacks, char *out, size_t size);
/* The day in Japan. */
#define WORDS_DAY_BYTES 16
void words_day(int64_t time_s, char out[WORDS_DAY_BYTES]);
/* The time there: "2026-04-01T18:00:00+09:00". */
#define WORDS_MOMENT_BYTES 32
void words_moment(int64_t time_s, char out[WORDS_MOMENT_BYTES]);

#endif
