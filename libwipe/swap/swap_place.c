/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "swap_place.h"

#include <linux/fiemap.h>
#include <stdio.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "beneath.h"
#include "cleanup.h"
#include "file_facts.h"
#include "sysfs.h"
#include "text.h"

#define FOLDER_BYTES 64

#define NOT_IN_PLACE                                                                     \
	(FIEMAP_EXTENT_ENCODED | FIEMAP_EXTENT_DATA_ENCRYPTED | FIEMAP_EXTENT_SHARED |   \
	 FIEMAP_EXTENT_DATA_INLINE | FIEMAP_EXTENT_NOT_ALIGNED | FIEMAP_EXTENT_UNKNOWN | \
	 FIEMAP_EXTENT_DELALLOC)

static void name_folder(const struct swap_area *area, char folder[FOLDER_BYTES])
{
	snprintf(folder, FOLDER_BYTES, "/sys/dev/block/%u:%u", major(area->st.st_rdev),
		 minor(area->st.st_rdev));
}

/* A volume or a mapped device is swap as it is: only that may others not hold. */
static bool is_beneath(const struct swap_area *area, const char *node)
{
	char folder[FOLDER_BYTES], slave[FOLDER_BYTES + 300], number[32];
	CLEANUP_DIR DIR *dir = NULL;
	const struct dirent *entry;
	uint32_t major_no, minor_no;
	struct stat st;
	bool found = false;

	if (stat(node, &st) || !S_ISBLK(st.st_mode))
		return false;
	name_folder(area, folder);
	snprintf(slave, sizeof(slave), "%s/slaves", folder);
	dir = sysfs_open_folder("", slave);
	while (dir && !found && (entry = readdir(dir))) {
		snprintf(slave, sizeof(slave), "%s/slaves/%.255s", folder, entry->d_name);
		found = entry->d_name[0] != '.' &&
			sysfs_read("", slave, "dev", number, sizeof(number)) &&
			text_parse_devnum(number, &major_no, &minor_no) &&
			makedev(major_no, minor_no) == st.st_rdev;
	}
	return found;
}

static bool is_in_the_way(const struct swap_area *area, const struct wipe_use *use, bool is_active)
{
	switch (use->kind) {
	case WIPE_USE_SYSTEM: /* swap of the running system, and where it hibernates to */
		return false;
	case WIPE_USE_SWAP:
		return !is_active || strcmp(use->node, area->device->node) != 0;
	case WIPE_USE_HELD:
		return strcmp(use->node, area->device->node) != 0 || !is_beneath(area, use->by);
	default:
		return true;
	}
}

int swap_place_check_uses(struct swap_area *area, bool is_active, struct wipe_error *err)
{
	struct wipe_device *device = area->device;
	unsigned int beneath = 0;
	int rc = wipe_device_settle_uses(device, area->env, err);

	if (rc)
		return rc;
	if (beneath_of_device(area->job->source, major(area->st.st_rdev), minor(area->st.st_rdev),
			      &beneath))
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	if (beneath & BENEATH_KEEPS_COPIES)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("what lies beneath it (snapshot, thin volume, cache, "
					"image) may keep a copy"));
	for (size_t i = 0; i < device->use_count; i++)
		if (is_in_the_way(area, &device->uses[i], is_active))
			return wipe_error_set(err, WIPE_E_REFUSED, 0, "%s", device->uses[i].advice);
	return 0;
}

bool swap_place_is_memory(const struct swap_area *area, char *backing, size_t size)
{
	char folder[FOLDER_BYTES];

	*backing = '\0';
	if (!area->device || strncmp(area->device->name, "zram", 4) != 0)
		return false;
	name_folder(area, folder);
	if (!sysfs_read("", folder, "backing_dev", backing, size) || *backing != '/')
		*backing = '\0';
	return true;
}

static int refuse(struct wipe_error *err, const char *message)
{
	return wipe_error_set(err, WIPE_E_REFUSED, 0, "%s", message);
}

static int check_extents(const struct swap_area *area, struct wipe_error *err)
{
	uint64_t covered = 0;

	for (size_t i = 0; i < area->extents.count; i++) {
		const struct fs_extent *extent = &area->extents.items[i];

		if (extent->logical != covered)
			break;
		if (extent->flags & NOT_IN_PLACE || extent->physical == FS_NO_ADDRESS ||
		    extent->mirror != FS_NO_ADDRESS)
			return refuse(err, _("it does not lie in place: blocks are shared, "
					     "encoded, kept twice or without an address"));
		covered += extent->length;
	}
	return covered >= area->size_bytes ? 0 : refuse(err, _("the swap file has holes"));
}

int swap_place_map(struct swap_area *area, int fd, struct wipe_error *err)
{
	struct fs_file file;
	int rc = wipe_filesystem_of(area->job->source, fd, &area->fs, err);

	if (!rc)
		rc = fs_file_of(area->fs, fd, &file, err);
	if (rc)
		return rc;
	if (file.writes != WIPE_FS_IN_PLACE || file.encrypted || file.compressed || file.realtime)
		return refuse(err, _("the file system does not write to the swap file in place"));
	if (area->fs->beneath & BENEATH_KEEPS_COPIES)
		return refuse(err, _("what lies beneath its file system (snapshot, thin volume, "
				     "cache, image) may keep a copy"));
	rc = fs_extents_read(area->fs, fd, FS_FORK_DATA, &area->extents, err);
	if (!rc)
		rc = check_extents(area, err);
	return rc ? rc : fs_medium_open(area->fs, &area->medium, err);
}
