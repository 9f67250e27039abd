/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mounts in every namespace that can be seen, and swap. */
#include <ctype.h>
#include <dirent.h>
#include <libmount.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "cleanup.h"
#include "text.h"
#include "uses.h"

/* Mount points without which the running system cannot be. */
static bool is_system_target(const char *target)
{
	static const char *const targets[] = { "/",    "/boot", "/boot/efi", "/efi",
					       "/usr", "/var",	"/etc" };

	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++)
		if (strcmp(target, targets[i]) == 0)
			return true;
	return false;
}

/* btrfs has a device number of its own: then the source's node counts. */
static const struct node *node_of_fs(const struct nodes *nodes, struct libmnt_fs *fs)
{
	dev_t number = mnt_fs_get_devno(fs);
	const char *source = mnt_fs_get_srcpath(fs);
	const struct node *node = nodes_find(nodes, major(number), minor(number));
	struct stat st;

	if (node || !source || stat(source, &st) != 0 || !S_ISBLK(st.st_mode))
		return node;
	return nodes_find(nodes, major(st.st_rdev), minor(st.st_rdev));
}

static int add_mount(struct wipe_device *dev, const struct node *node, const char *target,
		     const char *pid)
{
	char by[256], advice[384];

	if (pid) {
		snprintf(by, sizeof(by), "%s (pid %s)", target, pid);
		snprintf(advice, sizeof(advice),
			 _("%s is mounted on %s in the mount namespace of process %s: umount it "
			   "there, or end the process"),
			 node->path, target, pid);
	} else {
		snprintf(by, sizeof(by), "%s", target);
		snprintf(advice, sizeof(advice),
			 is_system_target(target) ?
				 _("%s is mounted on %s: it belongs to the running system") :
				 _("%s is mounted on %s: umount it first"),
			 node->path, target);
	}
	return uses_add(dev, !pid && is_system_target(target) ? WIPE_USE_SYSTEM : WIPE_USE_MOUNTED,
			node->path, by, advice);
}

static int find_in_table(struct wipe_device *dev, const struct nodes *nodes, const char *path,
			 const char *pid)
{
	struct libmnt_table *table = mnt_new_table_from_file(path);
	struct libmnt_iter *iter = mnt_new_iter(MNT_ITER_FORWARD);
	struct libmnt_fs *fs;
	int rc = 0;

	if (!table || !iter) {
		/* Another process may be gone by now; one's own table must be readable. */
		rc = pid ? 0 : WIPE_E_SYSTEM;
		goto out;
	}
	while (!rc && mnt_table_next_fs(table, iter, &fs) == 0) {
		const struct node *node = node_of_fs(nodes, fs);
		const char *target = mnt_fs_get_target(fs);

		if (node)
			rc = add_mount(dev, node, target ? target : "?", pid);
	}
out:
	mnt_free_iter(iter);
	mnt_unref_table(table);
	return rc;
}

/* Members of a mounted btrfs that its mount table entry does not name. */
static int find_btrfs_members(struct wipe_device *dev, const struct nodes *nodes)
{
	CLEANUP_DIR DIR *dir = opendir("/sys/fs/btrfs");
	const struct dirent *entry, *member;
	int rc = 0;

	while (dir && !rc && (entry = readdir(dir))) {
		char path[512];
		CLEANUP_DIR DIR *members = NULL;

		if (strlen(entry->d_name) != 36)
			continue;
		snprintf(path, sizeof(path), "/sys/fs/btrfs/%s/devices", entry->d_name);
		members = opendir(path);
		while (members && !rc && (member = readdir(members))) {
			const struct node *node = nodes_find_name(nodes, member->d_name);
			char advice[384];

			if (!node)
				continue;
			snprintf(advice, sizeof(advice),
				 _("%s is part of the mounted btrfs %s: umount it first"),
				 node->path, entry->d_name);
			rc = uses_add(dev, WIPE_USE_MOUNTED, node->path, entry->d_name, advice);
		}
	}
	return rc;
}

#define NAMESPACES_MAX 1024

int mounts_find(struct wipe_device *dev, const struct nodes *nodes, struct wipe_error *err)
{
	ino_t seen[NAMESPACES_MAX];
	size_t seen_count = 0;
	CLEANUP_DIR DIR *proc = NULL;
	const struct dirent *entry;
	char path[64];
	struct stat st;
	int rc;

	rc = find_in_table(dev, nodes, "/proc/self/mountinfo", NULL);
	if (rc)
		return wipe_error_set(err, rc, 0, _("the table of mounts cannot be read"));
	if (stat("/proc/self/ns/mnt", &st) == 0)
		seen[seen_count++] = st.st_ino;
	proc = opendir("/proc");
	while (proc && !rc && (entry = readdir(proc))) {
		bool known = false;

		if (!isdigit((unsigned char)entry->d_name[0]))
			continue;
		snprintf(path, sizeof(path), "/proc/%.20s/ns/mnt", entry->d_name);
		if (stat(path, &st) != 0)
			continue;
		for (size_t i = 0; i < seen_count && !known; i++)
			known = seen[i] == st.st_ino;
		if (known)
			continue;
		if (seen_count < NAMESPACES_MAX)
			seen[seen_count++] = st.st_ino;
		snprintf(path, sizeof(path), "/proc/%.20s/mountinfo", entry->d_name);
		rc = find_in_table(dev, nodes, path, entry->d_name);
	}
	return rc ? rc : find_btrfs_members(dev, nodes);
}

int swaps_find(struct wipe_device *dev, const struct nodes *nodes, struct wipe_error *err)
{
	struct libmnt_table *table = mnt_new_table();
	struct libmnt_iter *iter = mnt_new_iter(MNT_ITER_FORWARD);
	struct libmnt_fs *fs;
	int rc = 0;

	if (!table || !iter) {
		rc = wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
		goto out;
	}
	/* A kernel without swap has no such file. */
	if (mnt_table_parse_swaps(table, NULL) != 0)
		goto out;
	while (!rc && mnt_table_next_fs(table, iter, &fs) == 0) {
		const char *source = mnt_fs_get_source(fs);
		const struct node *node = NULL;
		char advice[384];
		struct stat st;

		if (source && stat(source, &st) == 0 && S_ISBLK(st.st_mode))
			node = nodes_find(nodes, major(st.st_rdev), minor(st.st_rdev));
		if (!node)
			continue;
		snprintf(advice, sizeof(advice), _("%s is used as swap: swapoff it first"),
			 node->path);
		rc = uses_add(dev, WIPE_USE_SWAP, node->path, "swap", advice);
	}
out:
	mnt_free_iter(iter);
	mnt_unref_table(table);
	return rc;
}
