/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which medium a folder lies on. */
#ifndef MASSHO_WIPE_CASE_MEDIUM_H
#define MASSHO_WIPE_CASE_MEDIUM_H

#include <stdbool.h>

#include <wipe/device.h>

#define MEDIUM_PLACE_BYTES 280

struct medium {
	char serial[WIPE_SERIAL_MAX_BYTES]; /* "" not known */
	char node[256];
	/* UUID of the file system, else path: it tells media without serials apart. "": not known */
	char place[MEDIUM_PLACE_BYTES];
};

/*
 * The one disk beneath, through partitions, encryption and volumes. False: none is known
 * (the network, memory), it lies on several, or its serial tells it from no other.
 */
bool medium_find(const char *folder, struct medium *medium);

#endif
