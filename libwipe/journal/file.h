/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of a journal within its folder, locked while it is open. */
#ifndef JOURNAL_FILE_H
#define JOURNAL_FILE_H

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>

struct file {
	int fd, folder_fd;
	char name[NAME_MAX + 1];
};

/* A new file: WIPE_E_REFUSED if there is one. Nothing is left behind on failure. */
int file_create(struct file *file, const char *path, const uint8_t *bytes, size_t count,
		struct wipe_error *err);

/* WIPE_E_NOTFOUND, WIPE_E_FORMAT (no regular file), WIPE_E_REFUSED (locked, read-only). */
int file_open(struct file *file, const char *path, struct wipe_error *err);

/*
 * Reads at most max bytes into bytes, *count of them, and the file's size.
 * WIPE_E_SYSTEM.
 */
int file_read(const struct file *file, uint8_t *bytes, size_t max, size_t *count,
	      uint64_t *size_bytes, struct wipe_error *err);

/* On the disk when it returns. WIPE_E_SYSTEM. */
int file_write(const struct file *file, const uint8_t *bytes, size_t count, uint64_t offset,
	       struct wipe_error *err);

/* Not if the name has come to mean another file: WIPE_E_REFUSED. */
int file_remove(const struct file *file, struct wipe_error *err);

void file_close(struct file *file); /* also one that was never opened but is all -1 */

#endif
