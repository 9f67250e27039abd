/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SPACE_SMALL_H
#define SPACE_SMALL_H

#include "filling.h"

/*
 * ext4 sets blocks aside for small files, on each CPU for itself, and tells nobody where
 * they lie. Gives back of what was filled, and fills small files on each CPU, as many as there
 * may be such blocks. WIPE_E_INTERRUPTED, WIPE_E_CRYPTO.
 */
int small_take(struct fill *fill, struct wipe_error *err);

#endif
