/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be told of a device only beside the others of its machine. */
#ifndef DISCOVER_SIBLINGS_H
#define DISCOVER_SIBLINGS_H

#include <wipe/device.h>

/*
 * Sets other_paths, other_namespaces and WIPE_SERIAL_SHARED of dev. items are the
 * whole disks of the machine in any order, dev itself or its disk among them or not;
 * what was told of them before does not matter. Does not change items unless dev
 * is one of them.
 */
void siblings_relate(struct wipe_device *dev, const struct wipe_device *items, size_t count);

#endif
