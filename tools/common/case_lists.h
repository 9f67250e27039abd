/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lists of files that lie beside the records of a case. */
#ifndef MASSHO_TOOLS_CASE_LISTS_H
#define MASSHO_TOOLS_CASE_LISTS_H

#include <wipecert/files.h>
#include <wipecert/register.h>

/*
 * What was received, copied or returned by this record: in full, else in public form. NULL: there
 * is none, it is not here, or it is not the one that the record names. The caller frees it.
 * *is_listed: the record names one.
 */
struct wipecert_manifest *case_lists_manifest(const struct wipecert_case *opened, size_t record,
					      bool *is_listed);

/* What was erased by this record; likewise. */
struct wipecert_files *case_lists_erased(const struct wipecert_case *opened, size_t record);

#endif
