/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that take all free blocks. */
#ifndef SPACE_FILL_H
#define SPACE_FILL_H

#include "task.h"

/*
 * Writes to files in our folder, one after the other, until no block is to be had, and
 * flushes them and reads them back from the medium. Quotas and failing writes are noted as
 * not reached. WIPE_E_IO: a write failed; WIPE_E_MISMATCH; WIPE_E_INTERRUPTED, WIPE_E_CRYPTO.
 */
int fill_blocks(struct task *task, struct wipe_error *err);

/* The same once more, when some of it was given back: it stays with what fill_blocks() told. */
int fill_again(struct task *task, struct wipe_error *err);

void fill_name(unsigned int index, char name[16]);

#endif
