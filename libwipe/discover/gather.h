/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tree source gathers about one block device; each adds to the builder. */
#ifndef DISCOVER_GATHER_H
#define DISCOVER_GATHER_H

#include "raw.h"

struct udev;

/* Of the device itself, and of the disk it is a partition of. syspath is resolved. */
void gather_own(struct raw_builder *builder, const char *root, const char *syspath);

/* Of what the device hangs on, found by walking up syspath. */
void gather_parents(struct raw_builder *builder, const char *root, const char *syspath);

/*
 * What udev keeps about the device with this number: by libudev for the running
 * system (root ""), else from the files in root/run/udev/data. None is no error.
 * Without a daemon that runs there is none: what it left may be of another medium.
 */
void gather_properties(struct raw_builder *builder, const char *root, struct udev *udev,
		       uint32_t major_no, uint32_t minor_no);

#endif
