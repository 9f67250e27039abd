/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an act states, in the order in which it is told: tables only. */
#ifndef RENDER_ACT_FIELDS_H
#define RENDER_ACT_FIELDS_H

#include <wipecert/act.h>

enum field_kind {
	FIELD_TEXT,
	FIELD_CODE, /* serials, ids, hashes: each character counts */
	FIELD_DAY,  /* as it is written: a day of Japan */
	FIELD_TIME,
	FIELD_BYTES,
	FIELD_NUMBER,
	FIELD_YES_NO,
	FIELD_APPLIES,	/* the same of a clause */
	FIELD_BY_PAPER, /* told only if true */
	FIELD_PERSONAL, /* likewise */
	FIELD_WORD,	/* an identifier */
	FIELD_CHALLENGE,
	FIELD_COUNT,   /* how many there are */
	FIELD_WORDS,   /* identifiers, on one line */
	FIELD_EACH,    /* texts or codes, each on a line of its own */
	FIELD_ENTRIES, /* objects, each on a line of its own */
};

/* A table ends with a NULL path. What is null, absent or empty is not told. */
struct act_field {
	const char *path, *label; /* label "": the value speaks for itself */
	enum field_kind kind;
	const struct act_field *entry; /* of FIELD_ENTRIES */
};

/* Of a list in a glance, so that all lists of an act fit; clauses are 18 at most and all told. */
#define ACT_ENTRIES_SHOWN 10

const struct act_field *act_fields(enum wipecert_type type);
/* What every act may have besides: attachments, a note. */
const struct act_field *act_fields_common(void);

const char *act_title(const struct wipecert_record *act);
/* An identifier in words; itself if it is not known. */
const char *act_word(const char *identifier);

#endif
