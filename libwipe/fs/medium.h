/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the devices of a file system past every cache of the kernel. */
#ifndef FS_MEDIUM_H
#define FS_MEDIUM_H

#include <wipe/filesystem.h>

struct fs_medium;

/*
 * Opens all devices of fs that hold data, reading only; each must have the number that
 * fs tells. *medium is the caller's: fs_medium_close(). WIPE_E_UNSUPPORTED: there are
 * none; WIPE_E_REFUSED: the right to is missing; WIPE_E_GONE: one is missing, or is
 * another by now; WIPE_E_SYSTEM, WIPE_E_NOMEM.
 */
int fs_medium_open(const struct wipe_filesystem *fs, struct fs_medium **medium,
		   struct wipe_error *err);
void fs_medium_close(struct fs_medium *medium); /* NULL: no-op */

/* 0 if there is no such device, or it is none that holds data. */
uint64_t fs_medium_bytes(const struct fs_medium *medium, uint32_t device);

/*
 * length bytes from offset of device (its place in fs->devices), of any alignment.
 * May be called by several threads at once. WIPE_E_USAGE: there is no such device, or it
 * ends before that; WIPE_E_IO, WIPE_E_NOMEM.
 */
int fs_medium_read(const struct fs_medium *medium, uint32_t device, void *buffer, size_t length,
		   uint64_t offset, struct wipe_error *err);

#endif
