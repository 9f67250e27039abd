/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of a command that say something of its act: tables, and how values become parts of it. */
#ifndef MASSHO_WIPE_CASE_FIELD_H
#define MASSHO_WIPE_CASE_FIELD_H

#include <stdbool.h>

#include <jansson.h>
#include <wipecert/manifest.h>
#include <wipecert/register.h>

#include "session.h"

enum field_kind {
	FIELD_TEXT,
	FIELD_LIST, /* a text each time it is given */
	FIELD_NUMBER,
	FIELD_PIECES,	/* the same; what is left of the item where it is not given */
	FIELD_DAY,	/* YYYY-MM-DD; today in Japan where it is needed and not given */
	FIELD_FLAG,	/* true */
	FIELD_ITEM,	/* what the act is about */
	FIELD_ITEM_ID,	/* an item of the case, at path */
	FIELD_ITEMS,	/* the same, each time it is given */
	FIELD_RECORD,	/* a record of the case, by its id or the begin of one */
	FIELD_MEDIUM,	/* SERIAL or MAKER,MODEL,SERIAL, each time it is given */
	FIELD_CLAUSE,	/* NUMBER=yes|no[,TEXT], each time it is given */
	FIELD_FILES,	/* a file or folder whose files are listed in a manifest */
	FIELD_RULE,	/* NAME=EDITION, each time it is given */
	FIELD_HOURS,	/* a time so many hours from now; 24 where it is needed and not given */
	FIELD_PERSONS,	/* a text about persons, kept apart under a salted hash */
	FIELD_PAPER,	/* the scan of a paper on which an officer decided */
	FIELD_DOCUMENT, /* files, each time it is given */
	FIELD_PHOTOGRAPH,
	FIELD_RECEIPT,
};

struct field {
	const char *option; /* NULL: ends a table */
	const char *path;   /* in the act; "" where the kind tells */
	enum field_kind kind;
	bool is_needed;
	const char *help, *argument; /* N_(); argument NULL: takes none */
};

#define FIELDS_MAX 32
#define FIELD_ATTACHMENTS_MAX 64

/* Values that were given. */
struct fields {
	const struct field *table;
	struct values values[FIELDS_MAX];
	bool flags[FIELDS_MAX];
};

/* Numbers of their options begin here; FIELDS_MAX of them. */
#define FIELD_OPTION 1

/* Rows of table, then those of rest (both end the popt way); the caller's (free()). NULL: no memory. */
struct poptOption *field_rows(const struct field *table, const struct poptOption *rest);
static inline bool field_is_option(int number)
{
	return number >= FIELD_OPTION && number < FIELD_OPTION + FIELDS_MAX;
}
int field_set_option(struct fields *fields, const char *tool, int number, const char *value);
/* EXIT_DONE, or EXIT_USAGE after a message: something that is needed was not given. */
int field_check(const struct fields *fields, const char *tool);
/* What was given for option, the first if there are several; NULL: nothing. */
const char *field_value(const struct fields *fields, const char *option);
void field_free(struct fields *fields);

/* What an act is made of besides its body. */
struct field_parts {
	char item[WIPECERT_ID_BYTES]; /* "": about none */
	struct wipecert_attachment attachments[FIELD_ATTACHMENTS_MAX];
	size_t attachment_count;
	size_t listed; /* those in the act's list */
	/* Of the files that were listed; NULL: none were. */
	struct wipecert_manifest *files;
	size_t passed_over; /* what is no file and is not in it */
};
void field_free_parts(struct field_parts *parts);

/* Puts the values into act. opened NULL: there is no case yet. An exit code. */
int field_apply(const struct fields *fields, struct session *session, struct wipecert_act *act,
		struct field_parts *parts);

/*
 * Says what is wrong with what was given, by the name of the option if one put it there.
 * Returns EXIT_USAGE.
 */
int field_explain(const struct fields *fields, const char *tool, const struct wipe_error *err);

/* Lists attachment in act as "what"; it is taken over. An exit code. */
int field_attach(struct session *session, struct wipecert_act *act, struct field_parts *parts,
		 struct wipecert_attachment *attachment, const char *what, bool personal);

/*
 * Personal data as an attachment: text with a salt in front, so that its hash tells
 * nothing to who does not have it. persons is taken over. An exit code.
 */
int field_attach_persons(struct session *session, struct wipecert_act *act,
			 struct field_parts *parts, json_t *persons);

/* Today in Japan, as records write it. */
void field_today(char day[WIPECERT_DATE_BYTES]);

#endif
