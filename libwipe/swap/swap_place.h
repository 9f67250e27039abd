/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a swap area is on: may it be wiped there? */
#ifndef SWAP_SWAP_PLACE_H
#define SWAP_SWAP_PLACE_H

#include "swap_area.h"

/*
 * Of a block device: does anybody but the kernel's swap use it, or may what lies beneath it
 * keep a copy? WIPE_E_REFUSED, WIPE_E_NOMEM.
 */
int swap_place_check_uses(struct swap_area *area, bool is_active, struct wipe_error *err);

/* Is it memory (zram)? *backing: the device that it writes pages to, "" if none. */
bool swap_place_is_memory(const struct swap_area *area, char *backing, size_t size);

/*
 * Of a file, open for reading: fills fs, medium and extents. WIPE_E_REFUSED: it does not
 * lie in place as a whole; WIPE_E_UNSUPPORTED, WIPE_E_IO, WIPE_E_NOMEM.
 */
int swap_place_map(struct swap_area *area, int fd, struct wipe_error *err);

#endif
