/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file holds, before it is overwritten. */
#ifndef FILE_ERASE_HASH_H
#define FILE_ERASE_HASH_H

#include "erase_open.h"
#include "erase_worker.h"

/* From here on past the cache: by the cache small files are written together. */
#define ERASE_DIRECT_FROM_BYTES ((uint64_t)1 << 20)

/* As long as it was when it was opened. WIPE_E_IO, WIPE_E_REFUSED, WIPE_E_INTERRUPTED. */
int erase_hash(struct erase_worker *worker, const struct erase_file *file,
	       uint8_t sha256[WIPE_SHA256_BYTES], struct wipe_error *err);

uint64_t erase_hole_bytes(uint64_t size_bytes, uint64_t block_bytes);

/* A file system that does not take it tells so at the first transfer: EINVAL. */
void erase_set_direct(int fd, bool on);
bool erase_is_direct(int fd);

#endif
