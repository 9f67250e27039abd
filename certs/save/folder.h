/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of a file that is about to appear or to change in one step. */
#ifndef SAVE_FOLDER_H
#define SAVE_FOLDER_H

#include <stddef.h>
#include <sys/types.h>

#include <wipe/error.h>

#define FOLDER_NAME_BYTES 256

struct folder {
	int fd;
	char name[FOLDER_NAME_BYTES]; /* of the file, without folder */
};

/* Splits path and opens its folder. */
int folder_open(const char *path, struct folder *folder, struct wipe_error *err);
void folder_close(struct folder *folder);

/* A new file under a name of its own, written and synced. path is for messages. */
int folder_create_temporary(const struct folder *folder, const char *path, mode_t mode,
			    const void *bytes, size_t length, char temporary[FOLDER_NAME_BYTES],
			    struct wipe_error *err);

/*
 * Gives the temporary file the folder's name, if nothing has it yet: else
 * WIPE_E_REFUSED. path is for messages.
 */
int folder_give_name(const struct folder *folder, const char *temporary, const char *path,
		     struct wipe_error *err);

#endif
