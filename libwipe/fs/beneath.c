/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "beneath.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "cleanup.h"
#include "device.h"
#include "sysfs.h"
#include "text.h"

#define SEEN_MAX 256

struct walk {
	struct wipe_filesystem *fs;
	const struct describing *how;
	struct seen {
		uint32_t major_no, minor_no;
	} seen[SEEN_MAX]; /* the last ones are still to be visited */
	size_t count;
};

static void put(struct walk *walk, uint32_t major_no, uint32_t minor_no)
{
	for (size_t i = 0; i < walk->count; i++)
		if (walk->seen[i].major_no == major_no && walk->seen[i].minor_no == minor_no)
			return;
	if (walk->count == SEEN_MAX) {
		walk->fs->beneath |= WIPE_BENEATH_UNKNOWN;
		return;
	}
	walk->seen[walk->count++] = (struct seen){ .major_no = major_no, .minor_no = minor_no };
}

static bool put_folder(struct walk *walk, const char *folder)
{
	uint32_t major_no, minor_no;
	char number[32];

	if (!sysfs_read(walk->how->root, folder, "dev", number, sizeof(number)) ||
	    !text_parse_devnum(number, &major_no, &minor_no))
		return false;
	put(walk, major_no, minor_no);
	return true;
}

/* Paths of NVMe, of which the kernel itself makes one disk, have no number: not told. */
static bool put_slaves(struct walk *walk, const char *folder)
{
	char slaves[96], path[PATH_MAX];
	CLEANUP_DIR DIR *dir = NULL;
	const struct dirent *entry;
	bool any = false;

	snprintf(slaves, sizeof(slaves), "%s/slaves", folder);
	dir = sysfs_open_folder(walk->how->root, slaves);
	while (dir && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", slaves, entry->d_name);
		any |= put_folder(walk, path);
	}
	return any;
}

/* A partition's folder lies in that of its disk. */
static void put_whole(struct walk *walk, const char *folder)
{
	char path[PATH_MAX], *slash;

	if (sysfs_resolve(walk->how->root, folder, path, sizeof(path)) &&
	    (slash = strrchr(path, '/'))) {
		*slash = '\0';
		if (put_folder(walk, path))
			return;
	}
	walk->fs->beneath |= WIPE_BENEATH_UNKNOWN;
}

static int visit_lowest(struct walk *walk, const struct seen *at)
{
	int rc = walk->how->source ?
			 walk->how->source->ops->lookup(walk->how->source, at->major_no,
							at->minor_no, beneath_take_lowest, walk->fs,
							NULL) :
			 WIPE_E_NOTFOUND;

	if (rc == WIPE_E_NOMEM)
		return rc;
	if (rc)
		walk->fs->beneath |= WIPE_BENEATH_UNKNOWN;
	return 0;
}

static int visit_loop(struct walk *walk, const char *folder, const char *path)
{
	struct wipe_fs_device loop = { .id = 0 };
	uint32_t major_no, minor_no;
	bool is_device = false;
	char number[32], name[64];
	int rc;

	(void)sysfs_read(walk->how->root, folder, "dev", number, sizeof(number));
	if (!text_parse_devnum(number, &loop.major_no, &loop.minor_no)) {
		walk->fs->beneath |= WIPE_BENEATH_UNKNOWN;
		return 0;
	}
	device_name(&loop, name);
	snprintf(loop.node, sizeof(loop.node), "/dev/%s", name);
	rc = loop_beneath(walk->fs, walk->how, loop.node, path, &is_device, &major_no, &minor_no);
	if (!rc && is_device)
		put(walk, major_no, minor_no);
	return rc;
}

/* zram with a device behind it, to which it writes what it does not keep in memory. */
static void put_backing(struct walk *walk, const char *path)
{
	struct stat st;

	walk->fs->beneath |= WIPE_BENEATH_MEMORY;
	if (!*walk->how->root && stat(path, &st) == 0 && S_ISBLK(st.st_mode))
		put(walk, major(st.st_rdev), minor(st.st_rdev));
	else
		walk->fs->beneath |= WIPE_BENEATH_UNKNOWN;
}

/* What lies over others, or else the lowest one. */
static int visit_holder(struct walk *walk, const char *folder, const struct seen *at)
{
	static const struct {
		const char *entry; /* that only such devices have */
		unsigned int bits;
	} kinds[] = { { "md", WIPE_BENEATH_RAID }, { "bcache", WIPE_BENEATH_CACHE }, { "dm", 0 } };
	bool is_holder = false;
	char uuid[160];

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (!sysfs_exists(walk->how->root, folder, kinds[i].entry))
			continue;
		is_holder = true;
		walk->fs->beneath |= kinds[i].bits;
		if (strcmp(kinds[i].entry, "dm") != 0)
			continue;
		sysfs_read(walk->how->root, folder, "dm/uuid", uuid, sizeof(uuid));
		walk->fs->beneath |= dm_beneath(walk->how, uuid, at->major_no, at->minor_no);
	}
	if (put_slaves(walk, folder))
		return 0;
	if (!is_holder)
		return visit_lowest(walk, at);
	walk->fs->beneath |= WIPE_BENEATH_UNKNOWN;
	return 0;
}

static int visit(struct walk *walk, size_t i)
{
	struct seen at = walk->seen[i];
	const char *root = walk->how->root;
	char folder[64], text[PATH_MAX];

	snprintf(folder, sizeof(folder), "/sys/dev/block/%u:%u", at.major_no, at.minor_no);
	if (!sysfs_exists(root, "/sys/dev/block", strrchr(folder, '/') + 1)) {
		walk->fs->beneath |= WIPE_BENEATH_UNKNOWN;
		return 0;
	}
	if (sysfs_exists(root, folder, "partition")) {
		put_whole(walk, folder);
		return 0;
	}
	if (sysfs_read(root, folder, "loop/backing_file", text, sizeof(text))) {
		walk->fs->beneath |= WIPE_BENEATH_LOOP;
		return visit_loop(walk, folder, text);
	}
	if (sysfs_read(root, folder, "backing_dev", text, sizeof(text)) && *text == '/')
		put_backing(walk, text);
	return visit_holder(walk, folder, &at);
}

int beneath_describe(struct wipe_filesystem *fs, const struct describing *how)
{
	CLEANUP_FREE struct walk *walk = calloc(1, sizeof(*walk));
	int rc = walk ? 0 : WIPE_E_NOMEM;

	if (rc)
		return rc;
	walk->fs = fs;
	walk->how = how;
	for (size_t i = 0; i < fs->device_count; i++)
		put(walk, fs->devices[i].major_no, fs->devices[i].minor_no);
	for (size_t i = 0; !rc && i < walk->count; i++)
		rc = visit(walk, i);
	return rc;
}
