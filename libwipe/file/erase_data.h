/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contents of a file: hashed, overwritten where they lie, read back from the medium there. */
#ifndef FILE_ERASE_DATA_H
#define FILE_ERASE_DATA_H

#include "erase_open.h"
#include "erase_worker.h"
#include "file_extents.h"
#include "medium.h"

/*
 * Every byte of the extents gets the stream of its address on the medium; those past
 * the end, too, which makes the file longer. Not flushed. *touched is set before the
 * first write. WIPE_E_IO, WIPE_E_CRYPTO, WIPE_E_INTERRUPTED.
 */
int erase_data_overwrite(struct erase_worker *worker, const struct erase_file *file,
			 const struct fs_extents *extents, bool *touched, struct wipe_error *err);

/*
 * Reads the extents from the medium. *verified: bytes that are what was written.
 * WIPE_E_MISMATCH with the address, WIPE_E_IO, WIPE_E_INTERRUPTED.
 */
int erase_data_verify(struct erase_worker *worker, const struct fs_medium *medium,
		      const struct fs_extents *extents, uint64_t *verified, struct wipe_error *err);

/* Bytes of all extents; of those that lie in two places, once. */
uint64_t erase_data_bytes(const struct fs_extents *extents);

#endif
