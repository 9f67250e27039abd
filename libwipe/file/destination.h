/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder that a job copies into, and those below it. */
#ifndef FILE_DESTINATION_H
#define FILE_DESTINATION_H

#include <sys/stat.h>

#include <wipe/error.h>

/*
 * Opens it and locks it against other runs until *fd is closed. WIPE_E_NOTFOUND,
 * WIPE_E_REFUSED if another run has it.
 */
int destination_open(const char *path, int *fd, struct stat *st, struct wipe_error *err);

/* Makes the folder to below it unless it is there, and removes temporaries in it. */
int destination_make_folder(int destination, const char *to, mode_t mode, struct wipe_error *err);

#endif
