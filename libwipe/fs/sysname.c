/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sysname.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void sysname_of_device(uint32_t major_no, uint32_t minor_no, char name[64])
{
	char path[64], target[PATH_MAX];
	const char *last;
	ssize_t length;

	name[0] = '\0';
	snprintf(path, sizeof(path), "/sys/dev/block/%u:%u", major_no, minor_no);
	length = readlink(path, target, sizeof(target) - 1);
	if (length <= 0)
		return;
	target[length] = '\0';
	last = strrchr(target, '/');
	last = last ? last + 1 : target;
	if (strlen(last) < 64)
		memcpy(name, last, strlen(last) + 1);
}
