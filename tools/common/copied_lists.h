/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lists by which is told what of a copy is erased: read at once, and kept. */
#ifndef MASSHO_TOOLS_COPIED_LISTS_H
#define MASSHO_TOOLS_COPIED_LISTS_H

#include "case_lists.h"

/* What was copied for the item, or came as it, and no erasure before stands for. */
struct copied_source {
	size_t record;
	int64_t last_s; /* when it was there */
	char *serial, *destination;
	struct wipecert_manifest *manifest;
};

/* An erasure of its files, or an attempt. */
struct copied_work {
	size_t record;
	int64_t started_s;
	char *serial; /* of the one medium that the files lay on, or "" */
	struct wipecert_files *files;
};

struct copied_lists {
	const struct wipecert_case *opened;
	size_t item, end; /* records from end on do not count */
	struct copied_source *sources;
	size_t source_count;
	struct copied_work *works; /* those that stand for all of a copy before are not among them */
	size_t work_count;
	struct copied_work *attempts; /* of which nothing told by then how they ended */
	size_t attempt_count;
	/* What could not be read; the record that names it. Of works and attempts: they are left out. */
	enum case_list bad_source, bad_work;
	size_t bad_source_record, bad_work_record;
};

/*
 * Of an item of files, as the case was before this record; by: that record, if it is an erasure
 * of it, whose list counts, too; else WIPECERT_NO_INDEX. False: no memory. The caller clears it.
 */
bool copied_lists_load(const struct wipecert_case *opened, size_t item, size_t end, size_t by,
		       struct copied_lists *lists);
void copied_lists_clear(struct copied_lists *lists);

/* That of a work in the item's terms: "" if the item knows no such medium. */
const char *copied_lists_place(const struct copied_lists *lists, const char *serial);

#endif
