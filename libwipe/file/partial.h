/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are not finished: under a name that says so until they are. */
#ifndef FILE_PARTIAL_H
#define FILE_PARTIAL_H

#include <stdbool.h>

#include <wipe/error.h>

#define PARTIAL_NAME_BYTES 40

struct partial {
	int folder; /* not ours */
	int fd;	    /* for writing; -1: none */
	char name[PARTIAL_NAME_BYTES];
};

/* A new file in folder, mode 0600. */
int partial_create(int folder, struct partial *partial, struct wipe_error *err);

/*
 * Renames it, never in the place of another file (WIPE_E_REFUSED), and flushes the
 * folder. Afterwards it is no longer dropped.
 */
int partial_give_name(struct partial *partial, const char *name, struct wipe_error *err);

/* Closes it, and removes it if it has no name yet. */
void partial_drop(struct partial *partial);

/* Is this the name of such a file? */
bool partial_is_name(const char *name);

/* Removes what runs that were killed left in folder. */
int partial_sweep(int folder, struct wipe_error *err);

/* Fills err for what a call that writes to the destination failed with. */
int partial_error(int sys_errno, struct wipe_error *err);

/* fsync of a folder; file systems that cannot do it are not an error. */
int partial_sync_folder(int folder, struct wipe_error *err);

#endif
