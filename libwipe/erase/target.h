/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ERASE_TARGET_H
#define ERASE_TARGET_H

#include <wipe/erase.h>

/* Of an open target; never NULL. */
struct wipe_io *target_io(struct wipe_target *target);
const struct wipe_device *target_device(const struct wipe_target *target);
bool target_is_direct(const struct wipe_target *target);

/* Something was written: partitions of old contents are not put back. */
void target_mark_written(struct wipe_target *target);

#endif
