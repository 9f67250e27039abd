/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which file that is gone is which one of those that were copied: each stands for one. */
#ifndef MASSHO_TOOLS_COPIED_MATCH_H
#define MASSHO_TOOLS_COPIED_MATCH_H

#include <wipecert/files.h>

#include "copied_lists.h"

struct copied_gone;
struct copied_wanted;
struct copied_named;

/* All 0 at first. Functions return false for lack of memory. */
struct copied_match {
	struct copied_gone *gone;
	size_t gone_count, gone_room;
	struct copied_wanted *wanted; /* by path, once they are joined */
	size_t wanted_count, wanted_room;
	struct copied_named *named; /* by path, once all are there */
	size_t named_count, named_room;
};

/* Each lives as long as the match. First all sources, then _join(), then works. */
bool copied_match_source(struct copied_match *match, const struct copied_source *source);
/* What a later list of the same place names again is the same file. */
void copied_match_join(struct copied_match *match);
/*
 * Those that are seen where they were copied to are left, whatever was erased elsewhere: how many.
 * After _join(), before _all(). A destination that is not here changes nothing.
 */
uint64_t copied_match_there(struct copied_match *match, const struct copied_source *source);
bool copied_match_work(struct copied_match *match, const struct copied_work *work);
/* What an attempt of which nothing tells the end was to erase. */
bool copied_match_attempt(struct copied_match *match, const struct copied_work *attempt);
/*
 * By place and contents, by contents alone, by place alone: of these, those that an attempt names
 * as large as they were copied, and that may be so still (copied_there_may_be()), are resumed, the
 * others changed.
 */
bool copied_match_all(struct copied_match *match);
void copied_match_count(const struct copied_match *match, struct wipecert_files_copied *copied);
/* Was the file, which an attempt was to erase, one of those that are left? Each is so once. */
bool copied_match_begun(struct copied_match *match, const struct copied_work *attempt,
			const struct wipecert_file *file);
void copied_match_clear(struct copied_match *match);

#endif
