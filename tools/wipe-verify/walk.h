/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding the files below a folder that have to be verified. */
#ifndef MASSHO_WIPE_VERIFY_WALK_H
#define MASSHO_WIPE_VERIFY_WALK_H

enum walk_kind {
	WALK_RECORD,	 /* *.p7m */
	WALK_PDF,	 /* *.pdf */
	WALK_JSON,	 /* *.json: a record, or something else */
	WALK_LINK,	 /* a symbolic link to a folder */
	WALK_TOO_DEEP,	 /* a folder below WALK_DEPTH_MAX others */
	WALK_UNREADABLE, /* a folder that cannot be listed: error is an errno */
	WALK_OTHER,	 /* any other file, except the heads of chains */
};

#define WALK_DEPTH_MAX 32

/* Returns 0 to go on. path is valid during the call. */
typedef int (*walk_fn)(void *arg, const char *path, enum walk_kind kind, int error);

/*
 * Calls each() for every such file below folder, in the order of names; the case
 * of suffixes is ignored. Symbolic links to files are followed, those to folders
 * reported, so that nothing loops and nothing is left out in silence. Returns 0,
 * or what each() returned, or -1 without memory.
 */
int walk_folder(const char *folder, walk_fn each, void *arg);

#endif
