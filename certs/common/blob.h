/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole small files: in with a bound, out so that they are on the medium. */
#ifndef COMMON_BLOB_H
#define COMMON_BLOB_H

#include <stddef.h>
#include <sys/types.h>

#include <wipe/error.h>

enum blob_access {
	BLOB_PUBLIC,
	BLOB_PRIVATE, /* refused if group or others have any permission */
};

/*
 * Reads the regular file at path, at most max bytes. *bytes is the caller's
 * (free()), with a NUL after the end that length does not count.
 */
int blob_read(const char *path, size_t max, enum blob_access access, unsigned char **bytes,
	      size_t *length, struct wipe_error *err);

/* The same from an open file; path is only for messages. fd stays open. */
int blob_read_fd(int fd, const char *path, size_t max, enum blob_access access,
		 unsigned char **bytes, size_t *length, struct wipe_error *err);

/*
 * Makes a new file in a folder, writes, sets mode whatever the umask, fsync.
 * On failure the file does not stay. An existing name is WIPE_E_REFUSED.
 */
int blob_create(int folder_fd, const char *name, mode_t mode, const void *bytes, size_t length,
		struct wipe_error *err);

/* The same without fsync: whoever makes many files syncs them all at once. */
int blob_create_unsynced(int folder_fd, const char *name, mode_t mode, const void *bytes,
			 size_t length, struct wipe_error *err);

/* fsync of a folder; file systems that cannot do it are not an error. */
int blob_sync_folder(int folder_fd, const char *path, struct wipe_error *err);

/* Overwrites and frees; NULL is a no-op. */
void blob_wipe(unsigned char *bytes, size_t length);

#endif
