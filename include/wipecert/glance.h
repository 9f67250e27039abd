/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What whoever decides has to see first: the verdict, which machine, level,
 * verified how, what is not covered, who, when, the signature, how to check.
 * Computed once from a verified result and drawn by text, HTML and PDF alike, so
 * that no drawing can say more than the result does.
 */
#ifndef WIPECERT_GLANCE_H
#define WIPECERT_GLANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>
#include <wipe/export.h>
#include <wipecert/verify.h>

#ifdef __cplusplus
extern "C" {
#endif

enum wipecert_tone {
	WIPECERT_TONE_GOOD,    /* valid, and what was asked for came off: nothing else is */
	WIPECERT_TONE_CAUTION, /* cannot be confirmed, or does not tell how it ended */
	WIPECERT_TONE_BAD,     /* invalid, or it did not come off */
};

enum wipecert_part {
	WIPECERT_PART_MEDIUM,
	WIPECERT_PART_RESULT, /* level, method, verified how */
	/* Only of keys that were destroyed, or were to be: whose, on what that rests, what undoes it. */
	WIPECERT_PART_KEYS,
	WIPECERT_PART_RESTS,
	WIPECERT_PART_UNDONE,
	WIPECERT_PART_UNCOVERED, /* what the work did not reach */
	WIPECERT_PART_FACTS,	 /* who has medium and record finds the same again */
	WIPECERT_PART_CLAIMS,	 /* rest on the word of who issued the record */
	WIPECERT_PART_SIGNATURE, /* who, when, state of the signature */
	WIPECERT_PART_CHECK,	 /* how to check */
	WIPECERT_PART_STATEMENT,
};
#define WIPECERT_PART_COUNT 11

enum wipecert_line_style {
	WIPECERT_LINE_PLAIN,
	WIPECERT_LINE_CODE, /* serials, hashes: each character counts */
	WIPECERT_LINE_MARK, /* to be noticed */
};

struct wipecert_line {
	enum wipecert_part part;
	enum wipecert_line_style style;
	char *label; /* "": goes on from the line before, or is a paragraph */
	char *value;
};
#define WIPECERT_LINES_MAX 144

/*
 * In the language of messages. Every string is UTF-8 without characters that hide
 * or reorder text, and never NULL. Without a record there are no lines.
 */
struct wipecert_glance {
	enum wipecert_tone tone;
	bool is_demo; /* a demonstration certificate signed: never WIPECERT_TONE_GOOD */
	bool has_record;
	enum wipecert_type type; /* meaningful only if has_record */
	bool is_files;		 /* of kind "file": no medium was erased */
	bool keys_are_gone;	 /* an erasure that has destroyed keys, as its figures show */
	bool claims_keys;	 /* and what it says rests on that */
	char *title;
	char *verdict_label, *verdict, *meaning; /* "" without a record, or where there is none */
	char *authentic_question, *authentic, *authentic_reason, *authentic_detail;
	char *held_question, *held; /* "" without a record, and where nothing was to hold */
	char *confirmed_question, *confirmed; /* "" where no policy asks and nobody did */
	/* In a word each, for lists: maker and model or name, serial, size, level. */
	char *medium, *serial, *capacity, *level;
	int64_t issued_at_s; /* claimed; 0 without a record */
	char id[WIPECERT_ID_BYTES];
	char econtent_sha256[65]; /* hex; "" without a record */
	struct wipecert_line lines[WIPECERT_LINES_MAX];
	size_t line_count;
};

/* *glance is the caller's. WIPE_E_NOMEM is the only failure. */
WIPE_API int wipecert_glance_make(const struct wipecert_result *result,
				  struct wipecert_glance **glance, struct wipe_error *err);
WIPE_API void wipecert_glance_free(struct wipecert_glance *glance); /* NULL: no-op */

/* The heading of a part, for this kind of record, in the language of messages. */
WIPE_API const char *wipecert_part_heading(const struct wipecert_glance *glance,
					   enum wipecert_part part);

#ifdef __cplusplus
}
#endif
#endif
