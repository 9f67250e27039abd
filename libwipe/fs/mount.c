/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mount.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "mountinfo.h"
#include "options.h"
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

static int find_id(int fd, struct wipe_filesystem *fs, struct wipe_error *err)
{
	struct statx stx;

	if (statx(fd, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, STATX_TYPE | STATX_MNT_ID, &stx) != 0)
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, _("the file cannot be looked at"));
	fs->major_no = stx.stx_dev_major;
	fs->minor_no = stx.stx_dev_minor;
	fs->mount_id = stx.stx_mnt_id;
	if (!(stx.stx_mask & STATX_MNT_ID) && !id_from_fdinfo(fd, &fs->mount_id))
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

static int take(const struct mountinfo *entry, struct wipe_filesystem *fs)
{
	snprintf(fs->type, sizeof(fs->type), "%s", entry->type);
	fs->mount_point = strdup(entry->target);
	fs->root = strdup(entry->root);
	fs->source = strdup(entry->source);
	fs->options = join_options(entry);
	if (!fs->mount_point || !fs->root || !fs->source || !fs->options)
		return WIPE_E_NOMEM;
	fs->read_only = options_have(fs->options, "ro");
	fs->discards = options_have(fs->options, "discard");
	return 0;
}

static int find_line(struct wipe_filesystem *fs, struct wipe_error *err)
{
	CLEANUP_FILE FILE *file = fopen("/proc/self/mountinfo", "re");
	CLEANUP_FREE struct mountinfo *entry = malloc(sizeof(*entry));
	CLEANUP_FREE char *line = NULL;
	size_t size = 0;

	if (!entry)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	if (!file)
		return wipe_error_set(err, WIPE_E_SYSTEM, errno,
				      _("the table of mounts cannot be read"));
	while (getline(&line, &size, file) > 0) {
		if (!mountinfo_parse(line, entry) || entry->id != fs->mount_id)
			continue;
		return take(entry, fs) ? wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory")) :
					 0;
	}
	return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
			      _("the file lies on a mount that is not visible here"));
}

int mount_of(int fd, struct wipe_filesystem *fs, struct wipe_error *err)
{
	int rc = find_id(fd, fs, err);

	return rc ? rc : find_line(fs, err);
}
