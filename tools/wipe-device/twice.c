/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "twice.h"

#include <sys/stat.h>

bool twice_same_file(const char *a, const char *b)
{
	struct stat first, second;

	return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
	       first.st_ino == second.st_ino;
}

bool twice_same_medium(const struct wipe_device *a, const struct wipe_device *b)
{
	if (a->kind == WIPE_KIND_IMAGE && b->kind == WIPE_KIND_IMAGE)
		return twice_same_file(a->node, b->node);
	return wipe_device_is_same_unit(a, b);
}
