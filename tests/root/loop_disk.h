/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A loop device on a file of 8 MiB, made for one test and gone after it. */
#ifndef ROOT_LOOP_DISK_H
#define ROOT_LOOP_DISK_H

#include "unit.h"

#include <wipe/device.h>

#include "fixed_env.h"

#define MIB (INT64_C(1) << 20)
#define LOOP_DISK_BYTES (8 * MIB)

struct loop_disk {
	char path[64], node[32];
	int backing_fd, loop_fd;
	struct wipe_source *source;
	struct wipe_device *dev;
	struct fixed_env fixed;
};

/* For cmocka: *state is a struct loop_disk. Ends the program with 77 without root. */
int loop_disk_set_up(void **state);
int loop_disk_tear_down(void **state);

/* Attaches a file of the same size that holds fill to the same loop device. */
void loop_disk_replace(struct loop_disk *disk, char fill);

/* Every byte of the file is fill. */
bool loop_disk_holds(const struct loop_disk *disk, char fill);

void loop_disk_add_partition(const struct loop_disk *disk, int number, int64_t start,
			     int64_t length);
void loop_disk_remove_partition(const struct loop_disk *disk, int number);
bool loop_disk_has_partition(const struct loop_disk *disk, int number);
int loop_disk_open_partition(const struct loop_disk *disk, int number, int flags);

#endif
