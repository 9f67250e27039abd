/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a verdict on a record of files says of them, for people. */
#ifndef MASSHO_TOOLS_VERDICT_FILES_H
#define MASSHO_TOOLS_VERDICT_FILES_H

#include <stddef.h>

#include "verdict.h"

#define VERDICT_FILES_BYTES 1024

/* How many there were, and the levels that those are gone at, on stdout. */
void verdict_files_print(const struct verdict_record *record);

/*
 * What did not come off of an erasure of files, or of free space and swap areas; it may
 * be in out. NULL: what is said of a medium holds of it, too.
 */
const char *verdict_files_no(const struct verdict_record *record, char *out, size_t size);

#endif
