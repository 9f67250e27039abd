/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies over a device, in plain words and with the command that ends it. Pure. */
#ifndef USES_HOLDER_H
#define USES_HOLDER_H

#include <stdbool.h>
#include <stddef.h>

/* What the kernel tells of a block device that lies over another; "" if nothing. */
struct holder_facts {
	const char *path;      /* /dev/dm-0 */
	const char *name;      /* dm-0 */
	const char *dm_name;   /* device mapper: untrusted bytes */
	const char *dm_uuid;   /* "LVM-...", "CRYPT-LUKS2-..." */
	bool is_md, is_bcache; /* has a folder md, bcache in sysfs */
	bool is_loop, is_zram;
	const char *below; /* path of the node that it lies on */
};

/* A line in the user's language: "/dev/dm-0 (vg-home) is an LVM volume on /dev/sdb2: ...". */
void holder_say(const struct holder_facts *facts, char *out, size_t out_bytes);

/*
 * The volume group in an LVM name such as "my--vg-home": up to the first single
 * '-', doubled ones being one. false if there is none or it does not fit.
 */
bool holder_volume_group(const char *dm_name, char *out, size_t out_bytes);

#endif
