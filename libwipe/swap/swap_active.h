/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is an area in use, and switching it off and on. */
#ifndef SWAP_SWAP_ACTIVE_H
#define SWAP_SWAP_ACTIVE_H

#include <stdbool.h>
#include <sys/stat.h>

#include <wipe/error.h>

/*
 * Is that device or file in use as swap, and with which priority? By what it is, whatever
 * it is called. WIPE_E_SYSTEM, WIPE_E_NOMEM: it cannot be told.
 */
int swap_active_find(const struct stat *area, bool *is_active, int *priority,
		     struct wipe_error *err);

/* anchor: a descriptor of the area (O_PATH), so that it is that one. -1 and errno. */
int swap_active_off(int anchor);
/* flags: of swapon(2), without the priority. */
int swap_active_on(int anchor, int priority, int flags);

#endif
