/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Overwriting what is behind the header, and reading it back. */
#ifndef SWAP_SWAP_WRITE_H
#define SWAP_SWAP_WRITE_H

#include "swap_area.h"

/*
 * Writes a stream with a key of its own over all pages but the header and those that it
 * lists as bad, flushes, reads from the medium and compares. What cannot be written or
 * read is counted and left out. WIPE_E_INTERRUPTED, WIPE_E_GONE, WIPE_E_MISMATCH (after
 * all was compared), WIPE_E_IO (it cannot be flushed), WIPE_E_NOMEM, WIPE_E_CRYPTO.
 */
int swap_write(struct swap_area *area, struct wipe_swap_result *result, struct wipe_error *err);

#endif
