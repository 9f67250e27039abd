/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "btrfs.h"

#include <linux/btrfs.h>
#include <linux/btrfs_tree.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "cleanup.h"
#include "device.h"
#include "options.h"
#include "sysfs.h"
#include "text.h"
#include "uuid.h"

#define DEVID_MAX 65536U /* they are given anew at each replacement, and never again */
#define SPACES_MAX 64U

/* The path that the kernel keeps may be another device's by now. */
static bool is_member(const struct wipe_filesystem *fs, const char *root,
		      const struct wipe_fs_device *device)
{
	char folder[96], number[32], entry_folder[384];
	CLEANUP_DIR DIR *dir = NULL;
	const struct dirent *entry;
	uint32_t major_no, minor_no;

	snprintf(folder, sizeof(folder), "/sys/fs/btrfs/%s/devices", fs->uuid);
	dir = sysfs_open_folder(root, folder);
	while (dir && (entry = readdir(dir))) {
		snprintf(entry_folder, sizeof(entry_folder), "%s/%s", folder, entry->d_name);
		if (sysfs_read(root, entry_folder, "dev", number, sizeof(number)) &&
		    text_parse_devnum(number, &major_no, &minor_no) &&
		    major_no == device->major_no && minor_no == device->minor_no)
			return true;
	}
	return false;
}

/* One that is missing is listed, too, without a number: its place must not be another's. */
static int add_member(struct wipe_filesystem *fs, const struct describing *how,
		      struct btrfs_ioctl_dev_info_args *info)
{
	size_t before = fs->device_count;
	int rc;

	info->path[sizeof(info->path) - 1] = '\0';
	rc = device_add_path(fs, how->root, WIPE_FS_ROLE_DATA, (const char *)info->path,
			     info->devid);
	if (rc)
		return rc;
	if (fs->device_count > before &&
	    is_member(fs, how->root, &fs->devices[fs->device_count - 1]))
		return 0;
	fs->device_count = before;
	return device_add(fs, how->root, WIPE_FS_ROLE_DATA, 0, 0, info->devid);
}

static int add_members(struct wipe_filesystem *fs, const struct describing *how,
		       const struct btrfs_ioctl_fs_info_args *all)
{
	CLEANUP_FREE struct btrfs_ioctl_dev_info_args *info = malloc(sizeof(*info));
	int rc = info ? 0 : WIPE_E_NOMEM;

	for (uint64_t id = 0; !rc && id <= all->max_id && id <= DEVID_MAX; id++) {
		memset(info, 0, sizeof(*info));
		info->devid = id;
		if (ioctl(how->fd, BTRFS_IOC_DEV_INFO, info) == 0)
			rc = add_member(fs, how, info);
	}
	return rc;
}

/* During a conversion there are two profiles: then neither is told. */
static void take_profile(struct wipe_filesystem *fs, const struct btrfs_ioctl_space_args *spaces)
{
	const char *found = NULL;

	for (uint64_t i = 0; i < spaces->total_spaces && i < SPACES_MAX; i++) {
		uint32_t copies;
		const char *name = chunk_profile(spaces->spaces[i].flags, &copies);

		if (!(spaces->spaces[i].flags & BTRFS_BLOCK_GROUP_DATA))
			continue;
		fs->mixed_groups |= (spaces->spaces[i].flags & BTRFS_BLOCK_GROUP_METADATA) != 0;
		if (!name || (found && found != name)) {
			fs->data_copies = 0;
			fs->data_profile[0] = '\0';
			return;
		}
		found = name;
		fs->data_copies = copies;
		snprintf(fs->data_profile, sizeof(fs->data_profile), "%s", name);
	}
}

static int find_profile(struct wipe_filesystem *fs, int fd)
{
	CLEANUP_FREE struct btrfs_ioctl_space_args *spaces =
		calloc(1, sizeof(*spaces) + SPACES_MAX * sizeof(spaces->spaces[0]));

	if (!spaces)
		return WIPE_E_NOMEM;
	spaces->space_slots = SPACES_MAX;
	if (ioctl(fd, BTRFS_IOC_SPACE_INFO, spaces) == 0)
		take_profile(fs, spaces);
	return 0;
}

static void take_options(struct wipe_filesystem *fs)
{
	CLEANUP_FREE char *max_inline = options_value(fs->options, "max_inline");

	fs->reflinks = WIPE_FS_YES;
	fs->bigalloc = WIPE_FS_NO;
	fs->journal = WIPE_FS_NO; /* its log tree is written like all else */
	fs->inline_data = max_inline && strcmp(max_inline, "0") == 0 ? WIPE_FS_NO : WIPE_FS_YES;
	fs->compresses = options_have(fs->options, "compress") ||
					 options_have(fs->options, "compress-force") ?
				 WIPE_FS_YES :
				 WIPE_FS_NO;
}

int btrfs_describe(struct wipe_filesystem *fs, const struct describing *how)
{
	CLEANUP_FREE struct btrfs_ioctl_fs_info_args *all = calloc(1, sizeof(*all));
	int rc;

	if (!all)
		return WIPE_E_NOMEM;
	take_options(fs);
	if (how->fd < 0 || ioctl(how->fd, BTRFS_IOC_FS_INFO, all) != 0)
		return 0;
	uuid_write(all->fsid, fs->uuid);
	if (all->sectorsize)
		fs->block_bytes = all->sectorsize;
	fs->unit_bytes = fs->block_bytes;
	rc = add_members(fs, how, all);
	if (fs->device_count > 1)
		fs->beneath |= WIPE_BENEATH_RAID;
	return rc ? rc : find_profile(fs, how->fd);
}
