/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Erasing for an item of a case: which item, whether the case's rules allow it, and what
 * became of it there. They are asked, and nothing here judges in their place.
 */
#ifndef MASSHO_TOOLS_ERASING_H
#define MASSHO_TOOLS_ERASING_H

#include <jansson.h>
#include <wipecert/register.h>

#include "records.h"

struct erasing {
	char item[WIPECERT_ID_BYTES];	      /* "": what is erased is none */
	char label[128];		      /* of the item */
	char ended[WIPE_ERROR_MESSAGE_BYTES]; /* why nothing is erased for it any more; "" */
};

/* What the case says of one attempt. */
struct ruling {
	bool is_allowed;
	enum wipecert_fault fault;
	char message[WIPE_ERROR_MESSAGE_BYTES]; /* why not, in the user's language; "" */
};

/* What --case needs, if it was given. OPTIONS_GO, or EXIT_USAGE after a message. */
int erasing_check_options(const char *tool, const char *case_path,
			  const struct records_options *records);

/* *opened is NULL without a path. Refuses a case that is not in order. An exit code. */
int erasing_open(const char *tool, const char *case_path, struct wipecert_case **opened);

void erasing_take_item(const struct wipecert_case *opened, size_t index, struct erasing *erasing);

/*
 * Would the case allow this attempt? EXIT_DONE if so, or if there is none; from here on records
 * are about the item. records NULL: there is no case. Says nothing.
 */
int erasing_try(const struct erasing *erasing, struct records *records,
		const struct records_subject *subject, struct ruling *ruling);

/* Says why not. name: of what was to be erased; serial: of its medium, or "". */
void erasing_refuse(const char *tool, const char *name, const struct erasing *erasing,
		    const char *serial, const struct records *records, const struct ruling *ruling);

void erasing_print_item(const struct erasing *erasing);
void erasing_print_ruling(const struct ruling *ruling);

/* What became of the record in the case, and who is next; is_done: all of it was erased. */
void erasing_print_filed(const struct erasing *erasing, const char *case_path,
			 const struct records_filed *filed, const char *record_id, bool is_done);

/* The object "case" of a plan, and of a result; more can be put into it. */
json_t *erasing_ruling_json(const struct erasing *erasing, const struct ruling *ruling);
json_t *erasing_filed_json(const struct erasing *erasing, const struct records_filed *filed);

#endif
