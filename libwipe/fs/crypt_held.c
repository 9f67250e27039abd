/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypt_held.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "cleanup.h"
#include "ext.h"
#include "loops.h"
#include "mount.h"
#include "mount_table.h"
#include "overlay.h"
#include "process.h"

struct held {
	struct process_walk walk; /* first: the seam */
	const struct fs_key_search *search;
	int whole;	/* the root of the file system; -1: not reached */
	bool has_layer; /* that is encrypted, of the overlay that is looked at */
	bool is_held;
};

static bool is_known(const struct held *held, const struct statx *stx)
{
	const struct fs_key_search *search = held->search;

	return search->is_known &&
	       search->is_known(search->arg, makedev(stx->stx_dev_major, stx->stx_dev_minor),
				(ino_t)stx->stx_ino);
}

/* What cannot be asked for its key counts. */
static bool is_by_key(const struct held *held, const char *path)
{
	CLEANUP_FD int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct fs_policy policy;

	return fd < 0 || !fs_policy_read(fd, &policy) ||
	       fs_policy_same(&policy, held->search->policy);
}

/* path: leads to it. */
static bool keeps_key(const struct held *held, const struct statx *stx, const char *path)
{
	if (stx->stx_dev_major != held->search->major_no ||
	    stx->stx_dev_minor != held->search->minor_no ||
	    !(stx->stx_attributes & STATX_ATTR_ENCRYPTED))
		return false;
	return is_known(held, stx) || (!stx->stx_nlink && is_by_key(held, path));
}

static bool is_place(const struct opened *opened)
{
	return opened->name && (!strcmp(opened->name, "cwd") || !strcmp(opened->name, "root"));
}

/* What this process has open for its work it closes. */
static int see(struct process_walk *walk, const struct opened *opened)
{
	struct held *held = (struct held *)(void *)walk;
	char path[64] = "";

	if (strtoll(opened->pid, NULL, 10) == getpid() && !is_place(opened))
		return 0;
	if (opened->name)
		snprintf(path, sizeof(path), "/proc/%.20s/%s%.20s", opened->task,
			 is_place(opened) ? "" : "fd/", opened->name);
	held->is_held = keeps_key(held, opened->stx, path);
	return held->is_held;
}

/* What an overlay is made of it holds, but shows by no mount. What cannot be looked up counts. */
static bool look_at_layer(void *arg, const char *path, const struct statx *stx)
{
	struct held *held = arg;

	held->has_layer |= stx && stx->stx_attributes & STATX_ATTR_ENCRYPTED;
	held->is_held = !stx || keeps_key(held, stx, path);
	return !held->is_held;
}

/* Its own root is encrypted if that of its upper layer is: also where no path leads to that any more. */
static bool look_at_overlay(struct held *held, const char *root, const struct mountinfo *entry)
{
	CLEANUP_FD int fd = -1;
	struct statx stx;

	held->has_layer = false;
	if (!overlay_each_layer(root, entry->options, look_at_layer, held))
		return false;
	fd = held->has_layer ? -1 : mount_open_line(root, entry);
	held->is_held =
		fd >= 0 &&
		statx(fd, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, STATX_BASIC_STATS, &stx) == 0 &&
		stx.stx_attributes & STATX_ATTR_ENCRYPTED;
	return !held->is_held;
}

static bool is_part(const struct held *held, const struct mountinfo *entry)
{
	return entry->major_no == held->search->major_no &&
	       entry->minor_no == held->search->minor_no && strcmp(entry->root, "/") != 0;
}

/* By its path in the file system: another one may be mounted over it. */
static bool look_at_mount(void *arg, const char *root, const struct mountinfo *entry)
{
	struct held *held = arg;
	struct statx stx;
	char target[PATH_MAX];

	if (strcmp(entry->type, "overlay") == 0)
		return look_at_overlay(held, root, entry);
	if (!is_part(held, entry) ||
	    snprintf(target, sizeof(target), "%s%s", root, entry->target) >= PATH_MAX)
		return true;
	if ((held->whole >= 0 &&
	     statx(held->whole, entry->root + 1, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT,
		   STATX_BASIC_STATS, &stx) == 0) ||
	    statx(AT_FDCWD, target, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &stx) == 0)
		held->is_held = keeps_key(held, &stx, target);
	return !held->is_held;
}

/* A file that has no name any more nobody can ask for its key, but whether it has one ext4 tells. */
static bool look_at_loop(void *arg, const struct fs_loop *loop)
{
	struct held *held = arg;
	const struct fs_key_search *search = held->search;
	const struct loop_file *file = &loop->file;

	if (file->major_no != search->major_no || file->minor_no != search->minor_no)
		return true;
	held->is_held = (loop->is_deleted && ext_file_is_encrypted(file->major_no, file->minor_no,
								   file->inode) != WIPE_FS_NO) ||
			(search->is_known &&
			 search->is_known(search->arg, makedev(file->major_no, file->minor_no),
					  (ino_t)file->inode));
	return !held->is_held;
}

bool fs_key_is_held(const struct fs_key_search *search)
{
	CLEANUP_FD int whole = fs_whole_open(search->major_no, search->minor_no);
	struct held held = { .walk = { .see = see, .passes_over = true, .sees_places = true },
			     .search = search,
			     .whole = whole };

	(void)mount_tables_each(look_at_mount, &held);
	if (!held.is_held)
		fs_loops_each(look_at_loop, &held);
	if (!held.is_held)
		(void)process_walk_all(&held.walk);
	return held.is_held;
}
