/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mounts in every namespace that can be seen, and what is mounted where nobody sees it. */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <libmount.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "cleanup.h"
#include "mountinfo.h"
#include "quote.h"
#include "sysfs.h"
#include "text.h"
#include "uses.h"
#include "where.h"

/* btrfs has a device number of its own: then the source's node counts. */
static const struct node *node_of_fs(const struct nodes *nodes, struct libmnt_fs *fs)
{
	dev_t number = mnt_fs_get_devno(fs);
	const char *source = mnt_fs_get_srcpath(fs);
	const struct node *node = nodes_find(nodes, major(number), minor(number));

	return node || !source ? node : where_leads(nodes, source);
}

/* The mount point as part of a sentence and of a command; the node where it is too long. */
static void say_mounted(const struct node *node, const char *target, char *advice)
{
	char word[4 * PATH_MAX];

	if (quote_shell(word, sizeof(word), target) &&
	    snprintf(advice, ADVICE_BYTES, _("%s is mounted on %s: umount %s"), node->path, word,
		     word) < (int)sizeof(((struct wipe_use *)NULL)->advice))
		return;
	snprintf(advice, ADVICE_BYTES, _("%s is mounted on a path with a long name: umount %s"),
		 node->path, node->path);
}

static void say_in_namespace(const struct node *node, const char *target, const char *pid,
			     char *advice)
{
	char word[ADVICE_BYTES];

	if (quote_shell(word, sizeof(word), target) &&
	    snprintf(advice, ADVICE_BYTES,
		     _("%s is mounted on %s in the mount namespace of process %s: "
		       "nsenter -t %s -m umount %s, or end the process"),
		     node->path, word, pid, pid,
		     word) < (int)sizeof(((struct wipe_use *)NULL)->advice))
		return;
	snprintf(advice, ADVICE_BYTES,
		 _("%s is mounted in the mount namespace of process %s: "
		   "nsenter -t %s -m umount %s, or end the process"),
		 node->path, pid, pid, node->path);
}

/* pid: whose namespace it is, NULL for one's own. That of process 1 is the system's. */
static int add_mount(struct uses *uses, const struct node *node, const char *target,
		     const char *pid)
{
	bool is_system = (!pid || strcmp(pid, "1") == 0) && mount_target_is_system(target);
	char by[PATH_MAX + 32], advice[ADVICE_BYTES];

	if (is_system)
		snprintf(
			advice, sizeof(advice),
			_("%s is mounted on %s: it belongs to the running system, erase it from another "
			  "one"),
			node->path, target);
	else if (pid)
		say_in_namespace(node, target, pid, advice);
	else
		say_mounted(node, target, advice);
	if (pid)
		snprintf(by, sizeof(by), "%s (pid %s)", target, pid);
	else
		snprintf(by, sizeof(by), "%s", target);
	return uses_add(uses, is_system ? WIPE_USE_SYSTEM : WIPE_USE_MOUNTED, node, by, advice);
}

#define VIEWS_MAX 1024
#define IDS_MAX 1024

/*
 * What was seen already. Processes of one namespace see different parts of it if
 * their roots differ (chroot); a mount has one number, whoever sees it.
 */
struct views {
	struct view {
		uint64_t namespace, root, root_mount;
		uint32_t root_major, root_minor;
	} seen[VIEWS_MAX];
	int ids[IDS_MAX];
	size_t seen_count, id_count;
};

static bool is_new_id(struct views *views, int id)
{
	for (size_t i = 0; i < views->id_count; i++)
		if (views->ids[i] == id)
			return false;
	if (views->id_count < IDS_MAX)
		views->ids[views->id_count++] = id;
	return true;
}

/* Without the right to look at its root, a process counts as one that sees all. */
static bool is_new_view(struct views *views, const char *process)
{
	struct view view = { 0 };
	struct statx stx;
	char path[64];

	snprintf(path, sizeof(path), "/proc/%.20s/ns/mnt", process);
	if (statx(AT_FDCWD, path, 0, STATX_INO, &stx) != 0)
		return false;
	view.namespace = stx.stx_ino;
	snprintf(path, sizeof(path), "/proc/%.20s/root", process);
	if (statx(AT_FDCWD, path, AT_STATX_DONT_SYNC, STATX_INO | STATX_MNT_ID, &stx) == 0) {
		view.root = stx.stx_ino;
		view.root_mount = stx.stx_mask & STATX_MNT_ID ? stx.stx_mnt_id : 0;
		view.root_major = stx.stx_dev_major;
		view.root_minor = stx.stx_dev_minor;
	}
	for (size_t i = 0; i < views->seen_count; i++)
		if (memcmp(&views->seen[i], &view, sizeof(view)) == 0)
			return false;
	if (views->seen_count < VIEWS_MAX)
		views->seen[views->seen_count++] = view;
	return true;
}

static int find_in_table(struct uses *uses, struct views *views, const char *path, const char *pid)
{
	struct libmnt_table *table = mnt_new_table_from_file(path);
	struct libmnt_iter *iter = mnt_new_iter(MNT_ITER_BACKWARD);
	struct libmnt_fs *fs;
	int rc = 0;

	if (!table || !iter) {
		/* Another process may be gone by now; one's own table must be readable. */
		rc = pid ? 0 : WIPE_E_SYSTEM;
		goto out;
	}
	while (!rc && mnt_table_next_fs(table, iter, &fs) == 0) {
		const struct node *node = node_of_fs(&uses->stack->nodes, fs);
		const char *target = mnt_fs_get_target(fs);

		if (node && is_new_id(views, mnt_fs_get_id(fs)))
			rc = add_mount(uses, node, target ? target : "?", pid);
	}
out:
	mnt_free_iter(iter);
	mnt_unref_table(table);
	return rc;
}

static int find_in_processes(struct uses *uses, struct views *views)
{
	CLEANUP_DIR DIR *proc = opendir("/proc");
	const struct dirent *entry;
	char path[64];
	int rc = 0;

	while (proc && !rc && (entry = readdir(proc))) {
		if (!isdigit((unsigned char)entry->d_name[0]) || !is_new_view(views, entry->d_name))
			continue;
		snprintf(path, sizeof(path), "/proc/%.20s/mountinfo", entry->d_name);
		rc = find_in_table(uses, views, path, entry->d_name);
	}
	return rc;
}

int mounts_find(struct uses *uses, struct wipe_error *err)
{
	CLEANUP_FREE struct views *views = calloc(1, sizeof(*views));
	int rc;

	if (!views)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	(void)is_new_view(views, "self");
	rc = find_in_table(uses, views, "/proc/self/mountinfo", NULL);
	if (rc)
		return wipe_error_set(err, rc, 0, _("the table of mounts cannot be read"));
	return find_in_processes(uses, views);
}

static bool is_seen_mounted(const struct uses *uses, const struct node *node)
{
	return uses_have(uses, WIPE_USE_MOUNTED, node) || uses_have(uses, WIPE_USE_SYSTEM, node);
}

/* Members of a mounted btrfs that its mount table entry does not name. */
static int find_btrfs_members(struct uses *uses, const char *uuid)
{
	CLEANUP_DIR DIR *members = NULL;
	const struct dirent *member;
	char path[512], advice[ADVICE_BYTES];
	int rc = 0;

	snprintf(path, sizeof(path), "/sys/fs/btrfs/%.255s/devices", uuid);
	members = sysfs_open_folder("", path);
	while (members && !rc && (member = readdir(members))) {
		const struct node *node = nodes_find_name(&uses->stack->nodes, member->d_name);

		if (!node || is_seen_mounted(uses, node))
			continue;
		snprintf(advice, sizeof(advice),
			 _("%s is part of the mounted btrfs %s: umount it (findmnt -t btrfs)"),
			 node->path, uuid);
		rc = uses_add(uses, WIPE_USE_MOUNTED, node, uuid, advice);
	}
	return rc;
}

static int find_btrfs(struct uses *uses)
{
	CLEANUP_DIR DIR *dir = sysfs_open_folder("", "/sys/fs/btrfs");
	const struct dirent *entry;
	int rc = 0;

	while (dir && !rc && (entry = readdir(dir)))
		if (strlen(entry->d_name) == 36)
			rc = find_btrfs_members(uses, entry->d_name);
	return rc;
}

/*
 * These have a folder for every mounted file system, named as its device is, until
 * the last user is gone: also after umount -l, and in namespaces without processes.
 */
int hidden_mounts_find(struct uses *uses)
{
	static const char *const folders[] = { "/sys/fs/ext4", "/sys/fs/xfs", "/sys/fs/f2fs",
					       "/sys/fs/erofs", "/sys/fs/nilfs2" };
	const struct nodes *nodes = &uses->stack->nodes;
	char advice[ADVICE_BYTES];
	int rc = find_btrfs(uses);

	for (size_t i = 0; !rc && i < nodes->count; i++) {
		const struct node *node = &nodes->items[i];
		bool alive = false;

		for (size_t k = 0; k < sizeof(folders) / sizeof(folders[0]); k++)
			alive |= sysfs_exists("", folders[k], node->name);
		if (!alive || is_seen_mounted(uses, node))
			continue;
		snprintf(advice, sizeof(advice),
			 _("%s is still mounted where it cannot be seen (umount -l, or a namespace "
			   "of its own): end who has files open there"),
			 node->path);
		rc = uses_add(uses, WIPE_USE_MOUNTED, node, node->name, advice);
	}
	return rc;
}
