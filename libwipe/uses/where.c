/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "where.h"

#include <fcntl.h>
#include <sys/stat.h>

static bool look(const char *path, struct statx *stx)
{
	return statx(AT_FDCWD, path, AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT, STATX_TYPE, stx) == 0;
}

const struct node *where_leads(const struct nodes *nodes, const char *path)
{
	struct statx stx;

	if (!look(path, &stx) || !S_ISBLK(stx.stx_mode))
		return NULL;
	return nodes_find(nodes, stx.stx_rdev_major, stx.stx_rdev_minor);
}

const struct node *where_lies(const struct nodes *nodes, const char *path)
{
	struct statx stx;

	return look(path, &stx) ? nodes_find(nodes, stx.stx_dev_major, stx.stx_dev_minor) : NULL;
}

bool where_is_on_block(const char *path)
{
	struct statx stx;

	/* Major 0 is for file systems without a device. */
	return look(path, &stx) && stx.stx_dev_major != 0;
}
