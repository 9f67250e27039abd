/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exclusive hold of a whole block device: O_EXCL against the kernel's users,
 * flock against udev and other tools; then the partitions are taken out of the
 * kernel's table so that nobody can open one, and cached blocks flushed out of every
 * node.
 */
#ifndef IO_HOLD_H
#define IO_HOLD_H

#include <stdbool.h>

#include <wipe/device.h>
#include <wipe/sys/env.h>

struct hold;

/*
 * WIPE_E_REFUSED (in use, read-only, not the device that dev describes),
 * WIPE_E_GONE, WIPE_E_IO. On success the caller ends it with hold_release().
 */
int hold_acquire(const struct wipe_device *dev, const struct wipe_env *env, struct hold **hold,
		 struct wipe_error *err);

/*
 * The second half, after which the device may be written: in between it is held, and
 * its partitions can still be looked at. WIPE_E_REFUSED, WIPE_E_GONE, WIPE_E_IO.
 */
int hold_take_partitions(struct hold *hold, const struct wipe_env *env, struct wipe_error *err);

/* The descriptor, open for reading and writing; owned by the hold. */
int hold_fd(const struct hold *hold);

/* Still the same device behind node and descriptor, of the same size, without new partitions? */
int hold_recheck(const struct hold *hold, struct wipe_error *err);

/*
 * Ends the hold; NULL is a no-op. restore_partitions: nothing was written, so
 * put back what was taken out.
 */
void hold_release(struct hold *hold, bool restore_partitions);

#endif
