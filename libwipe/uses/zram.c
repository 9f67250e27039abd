/* SPDX-License-Identifier: GPL-3.0-or-later */
/* zram devices that write pages out to a device: they claim it, but hold no link to it. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "stack.h"
#include "sysfs.h"
#include "text.h"
#include "where.h"

static int ask(struct stack *stack, const char *name)
{
	char folder[300], path[PATH_MAX], number[32];
	uint32_t major_no, minor_no;
	const struct node *below;

	snprintf(folder, sizeof(folder), "/sys/block/%.250s", name);
	if (!sysfs_read("", folder, "backing_dev", path, sizeof(path)) || *path != '/' ||
	    !sysfs_read("", folder, "dev", number, sizeof(number)) ||
	    !text_parse_devnum(number, &major_no, &minor_no))
		return 0;
	below = where_leads(&stack->nodes, path);
	return below ? stack_put_over(stack, major_no, minor_no, name, below) : 0;
}

int zram_put(struct stack *stack)
{
	CLEANUP_DIR DIR *dir = sysfs_open_folder("", "/sys/block");
	const struct dirent *entry;
	int rc = 0;

	while (dir && !rc && (entry = readdir(dir)))
		if (strncmp(entry->d_name, "zram", 4) == 0)
			rc = ask(stack, entry->d_name);
	return rc;
}
