/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loops.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "cleanup.h"
#include "sysfs.h"

#define DELETED " (deleted)" /* d_path() in the kernel */

/* btrfs has numbers of its own for what stat() tells (major 0). */
bool fs_loop_file_is(const struct loop_file *file, dev_t dev, ino_t ino)
{
	return file->inode == ino && file->major_no == major(dev) &&
	       (!file->major_no || file->minor_no == minor(dev));
}

static bool leads_to(const char *path, const struct loop_file *file)
{
	struct stat st;

	return stat(path, &st) == 0 && fs_loop_file_is(file, st.st_dev, st.st_ino);
}

/* A name may end so by itself. */
static bool is_deleted(const char *path, const struct loop_file *file)
{
	size_t length = strlen(path), mark = strlen(DELETED);

	return length > mark && strcmp(path + length - mark, DELETED) == 0 && !leads_to(path, file);
}

/* The kernel knows for sure; who may not ask it has the path, which may lead elsewhere by now. */
static bool describe(struct fs_loop *loop, const char *name)
{
	char folder[300], path[4096], node[80];
	bool has_path;
	struct stat st;

	snprintf(loop->name, sizeof(loop->name), "%.50s", name);
	snprintf(node, sizeof(node), "/dev/%s", loop->name);
	snprintf(folder, sizeof(folder), "/sys/block/%.200s/loop", name);
	has_path = sysfs_read("", folder, "backing_file", path, sizeof(path));
	loop->is_deleted = false;
	if (loop_file_of(node, &loop->file)) {
		loop->is_deleted = has_path && is_deleted(path, &loop->file);
		return true;
	}
	if (!has_path || stat(path, &st) != 0)
		return false;
	loop->file = (struct loop_file){ major(st.st_dev), minor(st.st_dev), st.st_ino };
	return true;
}

void fs_loops_each(bool (*take)(void *arg, const struct fs_loop *loop), void *arg)
{
	CLEANUP_DIR DIR *dir = sysfs_open_folder("", "/sys/block");
	const struct dirent *entry;
	struct fs_loop loop;

	while (dir && (entry = readdir(dir)))
		if (strncmp(entry->d_name, "loop", 4) == 0 && describe(&loop, entry->d_name) &&
		    !take(arg, &loop))
			break;
}
