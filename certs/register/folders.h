/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders and files of a case: named, listed, read through no link, made whole beside their place. */
#ifndef REGISTER_FOLDERS_H
#define REGISTER_FOLDERS_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include <wipe/error.h>

#include "arena.h"

/* folder/name. WIPE_E_USAGE: too long. */
int folders_join(char path[PATH_MAX], const char *folder, const char *name, struct wipe_error *err);
/* Nothing could be put there: WIPE_E_SYSTEM, in words that name the folder. */
int folders_fail(const char *folder, int sys_errno, struct wipe_error *err);
/* wipecert_save(): that nothing could be written is said of the folder. */
int folders_save(const char *path, const void *bytes, size_t length, struct wipe_error *err);
/* It may be there already. */
int folders_make(const char *path, struct wipe_error *err);

/*
 * The names in a folder but those that begin with a dot, sorted. They are arena's, the array
 * is the caller's (free()), also of a failure. WIPE_E_NOTFOUND: no such folder; WIPE_E_FORMAT: more than max.
 */
int folders_list(const char *folder, size_t max, struct arena *arena, const char ***names,
		 size_t *count, struct wipe_error *err);
/* As wipecert_load(), but what a link leads to is WIPE_E_FORMAT, as all that is no regular file. */
int folders_read(const char *path, size_t max, unsigned char **bytes, size_t *length,
		 struct wipe_error *err);

/* "DIR/" and "DIR" are one. */
int folders_clean(const char *path, char clean[PATH_MAX], struct wipe_error *err);
/* A new folder beside path, under a name of its own. path is clean. */
int folders_begin(const char *path, char made[PATH_MAX], struct wipe_error *err);
/* In what went wrong, the folder is called as it would have been. */
void folders_hide(const char *made, const char *path, struct wipe_error *err);
/*
 * Gives it the name path, and syncs. Whatever is there stays, WIPE_E_REFUSED; only an empty folder
 * gives way if gives_way.
 */
int folders_finish(const char *made, const char *path, bool gives_way, struct wipe_error *err);
/* With all that is in it, following nothing. */
void folders_remove(const char *made);
/* fsync of the folder itself. */
int folders_sync(const char *path, struct wipe_error *err);
/* Does the place of path lie within folder, or is it the folder itself? */
bool folders_is_within(const char *path, const char *folder);

#endif
