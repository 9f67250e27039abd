/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lists of files that lie beside the records of a case. */
#ifndef MASSHO_TOOLS_CASE_LISTS_H
#define MASSHO_TOOLS_CASE_LISTS_H

#include <wipecert/files.h>
#include <wipecert/register.h>

enum case_list {
	CASE_LIST_NONE,	   /* the record names none */
	CASE_LIST_READ,	   /* in full, else in public form */
	CASE_LIST_MISSING, /* neither form is here */
	CASE_LIST_ALTERED, /* what is here under its name is not the one that the record names */
	CASE_LIST_FAILED,  /* no memory, or the record itself cannot be read */
};

/* What was received, copied or returned by this record. The caller frees it; NULL: not READ. */
struct wipecert_manifest *case_lists_manifest(const struct wipecert_case *opened, size_t record,
					      enum case_list *state);

/* What was erased by this record, or was to be by this attempt; likewise. */
struct wipecert_files *case_lists_erased(const struct wipecert_case *opened, size_t record,
					 enum case_list *state);

#endif
