/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that go back, held against those that came. */
#ifndef MASSHO_WIPE_CASE_COMPARE_H
#define MASSHO_WIPE_CASE_COMPARE_H

#include "compared.h"
#include "field.h"

/* Puts into a return how many of its files are the same, changed, missing, new. As act_command.finish. */
int compare_finish(struct session *session, struct wipecert_act *act, struct field_parts *parts);

/* Says so of a return that was added. */
void compare_tell(const struct session *session, const struct wipecert_case_added *added,
		  const struct field_parts *parts);

/* What a record of the case says. False: it is no return of files that are listed, or cannot be read. */
bool compare_of_record(const struct wipecert_case *opened, size_t record,
		       struct compared *compared);

/*
 * The same from the lists of files that lie beside the records. False: they are not both
 * there with their names.
 */
bool compare_lists(const struct wipecert_case *opened, size_t record, struct compared *compared);

#endif
