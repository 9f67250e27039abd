/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mount.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "cleanup.h"
#include "mount_table.h"
#include "options.h"
#include "overlay.h"
#include "text.h"

/* Kernels before 5.8 tell it here only. */
static bool id_from_fdinfo(int fd, uint64_t *id)
{
	char path[64], line[256];
	CLEANUP_FILE FILE *file = NULL;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file))
		if (strncmp(line, "mnt_id:", 7) == 0)
			return text_parse_u64(line + 7 + strspn(line + 7, " \t"), id);
	return false;
}

bool mount_id_of(int fd, uint64_t *id)
{
	struct statx stx;

	if (statx(fd, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, STATX_MNT_ID, &stx) != 0)
		return false;
	*id = stx.stx_mnt_id;
	return stx.stx_mask & STATX_MNT_ID || id_from_fdinfo(fd, id);
}

static int find_id(int fd, struct wipe_filesystem *fs, struct wipe_error *err)
{
	struct statx stx;

	if (statx(fd, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, STATX_TYPE, &stx) != 0)
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, _("the file cannot be looked at"));
	fs->major_no = stx.stx_dev_major;
	fs->minor_no = stx.stx_dev_minor;
	if (!mount_id_of(fd, &fs->mount_id))
		return wipe_error_set(
			err, WIPE_E_UNSUPPORTED, 0,
			_("the kernel does not tell through which mount the file was opened"));
	return 0;
}

/* The options of the mount first, those of the file system behind them. */
static char *join_options(const struct mountinfo *entry)
{
	int mount_length = (int)strcspn(entry->mount_options, " \n");
	int length = (int)strcspn(entry->options, "\n");
	char *joined;

	if (asprintf(&joined, "%.*s%s%.*s", mount_length, entry->mount_options, length ? "," : "",
		     length, entry->options) < 0)
		return NULL;
	return joined;
}

/* A mount's line, by its number or by that of its file system. */
struct search {
	struct wipe_filesystem *fs;
	uint32_t major_no, minor_no; /* of the file system, which st_dev of btrfs is not */
	bool found;
	int rc, fd;
};

static bool take_line(void *arg, const struct mountinfo *entry)
{
	struct search *search = arg;
	struct wipe_filesystem *fs = search->fs;

	if (entry->id != fs->mount_id)
		return true;
	search->found = true;
	search->major_no = entry->major_no;
	search->minor_no = entry->minor_no;
	snprintf(fs->type, sizeof(fs->type), "%s", entry->type);
	fs->mount_point = strdup(entry->target);
	fs->root = strdup(entry->root);
	fs->source = strdup(entry->source);
	fs->options = join_options(entry);
	if (!fs->mount_point || !fs->root || !fs->source || !fs->options) {
		search->rc = WIPE_E_NOMEM;
		return false;
	}
	fs->read_only = options_have(fs->options, "ro");
	fs->discards = options_have(fs->options, "discard");
	return false;
}

static bool lies_elsewhere(void *arg, const char *path, const struct statx *stx)
{
	const struct search *search = arg;

	(void)path;
	return !stx || stx->stx_dev_major != search->major_no ||
	       stx->stx_dev_minor != search->minor_no;
}

static bool look_for_system(void *arg, const struct mountinfo *entry)
{
	struct search *search = arg;

	search->fs->is_system =
		mount_target_is_system(entry->target) &&
		((entry->major_no == search->major_no && entry->minor_no == search->minor_no) ||
		 /* A live system's root: its layers lie on what belongs to it, too. */
		 (strcmp(entry->type, "overlay") == 0 &&
		  !overlay_each_layer("", entry->options, lies_elsewhere, search)));
	return !search->fs->is_system;
}

int mount_of(int fd, struct wipe_filesystem *fs, struct wipe_error *err)
{
	struct search search = { .fs = fs };
	int rc = find_id(fd, fs, err);

	if (!rc)
		rc = mount_table_each(take_line, &search, err);
	if (rc || search.rc)
		return wipe_error_set(err, rc ? rc : search.rc, 0, _("out of memory"));
	if (!search.found)
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
				      _("the file lies on a mount that is not visible here"));
	return mount_table_each(look_for_system, &search, err);
}

int mount_open_line(const char *root, const struct mountinfo *entry)
{
	CLEANUP_FREE char *path = NULL;
	struct statx stx;
	int fd;

	if (asprintf(&path, "%s%s", root, entry->target) < 0) {
		path = NULL;
		return -1;
	}
	fd = open(path, O_PATH | O_CLOEXEC);
	if (fd >= 0 && (statx(fd, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, STATX_MNT_ID, &stx) ||
			!(stx.stx_mask & STATX_MNT_ID) || stx.stx_mnt_id != entry->id)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static bool open_line(void *arg, const struct mountinfo *entry)
{
	struct search *search = arg;

	if (entry->major_no == search->major_no && entry->minor_no == search->minor_no)
		search->fd = mount_open_line("", entry);
	return search->fd < 0;
}

int mount_open(uint32_t major_no, uint32_t minor_no)
{
	struct search search = { .major_no = major_no, .minor_no = minor_no, .fd = -1 };

	(void)mount_table_each(open_line, &search, NULL);
	return search.fd;
}

struct whole {
	uint32_t major_no, minor_no;
	char *target;
	bool found;
};

static bool take_target(const struct mountinfo *entry, struct whole *whole)
{
	CLEANUP_FD int fd = mount_open_line("", entry);

	whole->found = fd >= 0;
	if (whole->found)
		snprintf(whole->target, PATH_MAX, "%s", entry->target);
	return whole->found;
}

static bool whole_line(void *arg, const struct mountinfo *entry)
{
	struct whole *whole = arg;

	if (entry->major_no != whole->major_no || entry->minor_no != whole->minor_no ||
	    strcmp(entry->root, "/") != 0)
		return true;
	return !take_target(entry, whole);
}

bool mount_whole(uint32_t major_no, uint32_t minor_no, char target[PATH_MAX])
{
	struct whole whole = { .major_no = major_no, .minor_no = minor_no, .target = target };

	return mount_table_each(whole_line, &whole, NULL) == 0 && whole.found;
}

static bool is_source(const struct mountinfo *entry, const struct whole *whole)
{
	struct stat st;

	return *entry->source == '/' && stat(entry->source, &st) == 0 && S_ISBLK(st.st_mode) &&
	       st.st_rdev == makedev(whole->major_no, whole->minor_no);
}

/* The number of btrfs is none of a device. */
static bool subvolume_line(void *arg, const struct mountinfo *entry)
{
	struct whole *whole = arg;

	if (strcmp(entry->type, "btrfs") != 0 || !is_source(entry, whole))
		return true;
	return !take_target(entry, whole);
}

bool mount_of_device(uint32_t major_no, uint32_t minor_no, char target[PATH_MAX])
{
	struct whole whole = { .major_no = major_no, .minor_no = minor_no, .target = target };

	if (mount_whole(major_no, minor_no, target))
		return true;
	return mount_table_each(subvolume_line, &whole, NULL) == 0 && whole.found;
}
