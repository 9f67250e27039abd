/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record against which a medium is held, from a case, which gets the record of the check. */
#ifndef WIPE_CHECK_FROM_CASE_H
#define WIPE_CHECK_FROM_CASE_H

#include <wipecert/register.h>

#include "config.h"

struct from_case {
	struct wipecert_trust *trust; /* NULL: the case's own */
	struct wipecert_case *opened;
	char item[WIPECERT_ID_BYTES]; /* that the record is about; "": none */
	unsigned int lacks;	      /* of it, when the case was opened */
};

/*
 * The first argument names an erasure by its id or the begin of one, or an item: its newest
 * erasure that held is meant. As record_load(); the caller always calls from_case_free().
 */
int from_case_load(const struct config *config, struct from_case *from,
		   struct wipecert_result *result);

/* Is the item open now for want of an erasure that it did not lack before? label is escaped. */
bool from_case_reopened(const struct from_case *from, char *label, size_t size);
void from_case_free(struct from_case *from);

#endif
