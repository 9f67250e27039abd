/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <wipe/device.h>

#include "file_id.h"
#include "text.h"

/* An image has no sectors of its own; this is the unit in which it is read and listed. */
#define IMAGE_BLOCK_BYTES 512

static int check_image(const char *path, struct statx *stx, struct wipe_error *err)
{
	if (statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, FILE_ID_MASK, stx) != 0)
		return wipe_error_set(err, WIPE_E_NOTFOUND, errno, "%s", path);
	if (S_ISLNK(stx->stx_mode))
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("%s is a symbolic link: name the file itself"), path);
	if (!S_ISREG(stx->stx_mode))
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("%s is no regular file"), path);
	if (stx->stx_nlink != 1)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("%s has %lu names (hard links): remove the others first"),
				      path, (unsigned long)stx->stx_nlink);
	if (strlen(path) >= sizeof(((struct wipe_device *)0)->node))
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("the path of the image is too long"));
	return 0;
}

int wipe_device_describe_image(const char *path, struct wipe_device **dev, struct wipe_error *err)
{
	const char *slash = strrchr(path, '/');
	struct wipe_device *made;
	struct statx stx;
	int rc = check_image(path, &stx, err);

	*dev = NULL;
	if (rc)
		return rc;
	made = calloc(1, sizeof(*made));
	if (!made)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	made->kind = WIPE_KIND_IMAGE;
	made->file = file_id_of(&stx);
	memcpy(made->node, path, strlen(path) + 1);
	text_copy_plain(made->name, sizeof(made->name), slash ? slash + 1 : path);
	made->serial_problem = WIPE_SERIAL_ABSENT;
	made->bus = WIPE_BUS_FILE;
	made->media = WIPE_MEDIA_VIRTUAL;
	text_copy_ascii(made->media_reason, sizeof(made->media_reason), "image file");
	made->is_virtual = true;
	made->read_only = !(stx.stx_mode & 0222);
	made->capacity_bytes = stx.stx_size;
	made->logical_block_bytes = made->physical_block_bytes = IMAGE_BLOCK_BYTES;
	*dev = made;
	return 0;
}
