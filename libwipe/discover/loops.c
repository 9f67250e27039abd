/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Loop devices over the device or a partition of it. The kernel neither lists
 * them as holders nor claims what they lie on, so nothing else shows them.
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "cleanup.h"
#include "text.h"
#include "uses.h"

static const struct node *node_beneath(const char *loop, const struct nodes *nodes)
{
	char path[320], backing[256];
	CLEANUP_FILE FILE *file = NULL;
	struct stat st;

	snprintf(path, sizeof(path), "/sys/block/%.200s/loop/backing_file", loop);
	file = fopen(path, "re");
	if (!file || !fgets(backing, sizeof(backing), file))
		return NULL;
	backing[strcspn(backing, "\n")] = '\0';
	if (stat(backing, &st) != 0 || !S_ISBLK(st.st_mode))
		return NULL;
	return nodes_find(nodes, major(st.st_rdev), minor(st.st_rdev));
}

int loops_find(struct wipe_device *dev, const struct nodes *nodes)
{
	CLEANUP_DIR DIR *dir = opendir("/sys/block");
	const struct dirent *entry;
	int rc = 0;

	while (dir && !rc && (entry = readdir(dir))) {
		const struct node *node;
		char advice[384];

		if (strncmp(entry->d_name, "loop", 4) != 0)
			continue;
		node = node_beneath(entry->d_name, nodes);
		if (!node)
			continue;
		snprintf(advice, sizeof(advice),
			 _("/dev/%s lies over %s: detach it first (losetup -d)"), entry->d_name,
			 node->path);
		rc = uses_add(dev, WIPE_USE_HELD, node->path, entry->d_name, advice);
	}
	return rc;
}
