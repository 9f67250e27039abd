/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ERASE_TARGET_H
#define ERASE_TARGET_H

#include <wipe/erase.h>

/* Of an open target; never NULL. */
struct wipe_io *target_io(struct wipe_target *target);
const struct wipe_device *target_device(const struct wipe_target *target);
bool target_is_direct(const struct wipe_target *target);

/*
 * Has somebody had an image open since the last wipe_target_recheck()? What was
 * read in between may have been changed behind the reading. Of devices it is not
 * known; wipe_target_recheck() finds who still has them open.
 */
bool target_was_disturbed(struct wipe_target *target);

/*
 * Do two looks describe one medium in one place? Pure. Whatever tells disks apart
 * must be the same, what neither look had included; one had it and the other not is
 * a difference.
 */
bool target_same_medium(const struct wipe_device *then, const struct wipe_device *now);

/* Something was written: partitions of old contents are not put back. */
void target_mark_written(struct wipe_target *target);

/* But its partition table stays as it is: they are, in the end. */
void target_keep_partitions(struct wipe_target *target);

#endif
