/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the copy of a case tells people who have none of these tools. */
#ifndef MASSHO_WIPE_CASE_EXPORT_NOTE_H
#define MASSHO_WIPE_CASE_EXPORT_NOTE_H

#include <stdio.h>

#include <wipecert/register.h>

/* folder: of the copy, which is whole but for this. left_out: of one without personal data; NULL: of all. */
void export_note_write(FILE *out, const struct wipecert_case *opened, const char *folder,
		       const struct wipecert_case_export *left_out);

#endif
