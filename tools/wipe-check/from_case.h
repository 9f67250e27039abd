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
};

/*
 * The first argument names an erasure by its id or the begin of one, or an item: its newest
 * erasure that held is meant. As record_load(); the caller always calls from_case_free().
 */
int from_case_load(const struct config *config, struct from_case *from,
		   struct wipecert_result *result);
void from_case_free(struct from_case *from);

#endif
