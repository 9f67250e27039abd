/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IO_PRESENCE_H
#define IO_PRESENCE_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * Is a block device there and answering, as far as sysfs tells? False: it was
 * removed, or its driver gave it up (SCSI "offline", NVMe "dead"). Where sysfs
 * tells nothing, true.
 */
bool presence_of(dev_t number);

/* The same for the text of a device's "state" attribute. */
bool presence_in_state(const char *state);

#endif
