/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that were copied for an item, held against those that were erased for it. An erasure
 * states it, signed; the lists that lie beside the records tell it again to whoever asks.
 */
#ifndef MASSHO_TOOLS_COPIED_H
#define MASSHO_TOOLS_COPIED_H

#include <jansson.h>
#include <wipecert/files.h>
#include <wipecert/register.h>

#include "copied_lists.h"

#define COPIED_BYTES 1024

/* An erasure that is at work, or one of the case. */
struct copied_erasure {
	/* Sealed, of one that is at work; NULL: its list is among the lists. */
	const struct wipecert_files *files;
	size_t record; /* where it stands in the case, or would */
	int64_t started_s;
	const char *serial; /* of the one medium that all files lay on, or "" */
	/* Files below these paths that are not there any more can be told; NULL: of none. */
	const char *const *paths;
	size_t path_count;
};

/*
 * What of the copy is erased by then. Each file that was erased stands for one that was copied
 * before, in a place that the erasure can be of. Of one that is at work: what is seen where it was
 * copied to is left; *there of them. False: there is no list to compare with, or no memory (then
 * *failed).
 */
bool copied_count(const struct copied_lists *lists, const struct copied_erasure *erasure,
		  struct wipecert_files_copied *copied, uint64_t *there, bool *failed);

/* What the lists in the case tell of an erasure that states what of the copy is erased. */
enum copied_lists_say {
	COPIED_UNASKED, /* nothing: it does not state it, or there is nothing to compare */
	COPIED_AGREED,	/* the same, or that no less is left */
	COPIED_DIFFERENT,
	COPIED_MISSING, /* nothing: a list is gone */
	COPIED_ALTERED, /* likewise: one is not what was signed */
};

enum copied_lists_say copied_ask_lists(const struct wipecert_case *opened, size_t erasure);
/* Asks of every erasure, also of cases within: those that differ are findings of the case. */
int copied_check_lists(struct wipecert_case *opened, struct wipe_error *err);
/* What is wrong with them, in words; NULL: nothing is. */
const char *copied_lists_words(enum copied_lists_say say);
json_t *copied_lists_json(enum copied_lists_say say);

/* "erased 3, changed since 0, only the name removed 0, not among them 1" */
void copied_words(const struct wipecert_files_copied *copied, char text[COPIED_BYTES]);
/*
 * Whoever is to rely on the erasure has to know: something is left, or was changed. "": nothing.
 * is_whole: the rules take it for an erasure of all of it.
 */
void copied_warn(const struct wipecert_files_copied *copied, bool is_whole,
		 char text[COPIED_BYTES]);

/* An object of the counts; null for NULL. */
json_t *copied_json(const struct wipecert_files_copied *copied);

#endif
