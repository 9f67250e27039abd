/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FS_SYSNAME_H
#define FS_SYSNAME_H

#include <stdint.h>

/* Name of a block device as file systems use it below /sys/fs and /proc/fs; "" if unknown. */
void sysname_of_device(uint32_t major_no, uint32_t minor_no, char name[64]);

#endif
