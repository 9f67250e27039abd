/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tree source: a walk over sysfs, of the running system or of a folder of the
 * same form. Of the udev data base it takes the properties, where there are any.
 */
#include <dirent.h>
#include <libudev.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipe/sys/source.h>

#include "cleanup.h"
#include "gather.h"
#include "sysfs.h"
#include "text.h"

struct tree_source {
	struct wipe_source source; /* first: the seam */
	char *root;
	struct udev *udev; /* of the running system only */
};

static struct tree_source *tree_of(struct wipe_source *source)
{
	return (struct tree_source *)(void *)source;
}

static int build_and_call(const struct tree_source *tree, const char *syspath,
			  int (*each)(void *arg, const struct wipe_raw_device *raw), void *arg)
{
	struct raw_builder builder = { .count = 0 };
	uint32_t major_no, minor_no;
	char number[32];
	int rc = WIPE_E_NOMEM;

	gather_own(&builder, tree->root, syspath);
	gather_parents(&builder, tree->root, syspath);
	if (sysfs_read(tree->root, syspath, "dev", number, sizeof(number)) &&
	    text_parse_devnum(number, &major_no, &minor_no))
		gather_properties(&builder, tree->root, tree->udev, major_no, minor_no);
	if (!builder.failed)
		rc = each(arg, &(struct wipe_raw_device){ .pairs = builder.pairs,
							  .count = builder.count });
	raw_clear(&builder);
	return rc;
}

/* A further path that the kernel keeps to itself (NVMe multipath) has no node. */
static bool is_whole_disk(const char *root, const char *syspath)
{
	uint64_t hidden;

	return sysfs_exists(root, syspath, "dev") && !sysfs_exists(root, syspath, "partition") &&
	       !(sysfs_read_u64(root, syspath, "hidden", &hidden) && hidden);
}

static int tree_enumerate(struct wipe_source *source,
			  int (*each)(void *arg, const struct wipe_raw_device *raw), void *arg,
			  struct wipe_error *err)
{
	const struct tree_source *tree = tree_of(source);
	CLEANUP_DIR DIR *dir = sysfs_open_folder(tree->root, "/sys/class/block");
	const struct dirent *entry;
	int rc = 0;

	if (!dir)
		return wipe_error_set(err, WIPE_E_SYSTEM, 0,
				      _("the list of block devices cannot be read from sysfs"));
	while (!rc && (entry = readdir(dir))) {
		char path[PATH_MAX], syspath[PATH_MAX];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "/sys/class/block/%s", entry->d_name);
		/* It may be gone by now. */
		if (sysfs_resolve(tree->root, path, syspath, sizeof(syspath)) &&
		    is_whole_disk(tree->root, syspath))
			rc = build_and_call(tree, syspath, each, arg);
	}
	return rc;
}

static int tree_lookup(struct wipe_source *source, uint32_t major_no, uint32_t minor_no,
		       int (*each)(void *arg, const struct wipe_raw_device *raw), void *arg,
		       struct wipe_error *err)
{
	const struct tree_source *tree = tree_of(source);
	char path[64], syspath[PATH_MAX];

	snprintf(path, sizeof(path), "/sys/dev/block/%u:%u", major_no, minor_no);
	if (!sysfs_resolve(tree->root, path, syspath, sizeof(syspath)))
		return wipe_error_set(err, WIPE_E_NOTFOUND, 0,
				      _("the kernel has no block device %u:%u"), major_no,
				      minor_no);
	return build_and_call(tree, syspath, each, arg);
}

static void tree_free(struct wipe_source *source)
{
	udev_unref(tree_of(source)->udev);
	free(tree_of(source)->root);
	free(source);
}

static const struct wipe_source_ops tree_ops = {
	.enumerate = tree_enumerate,
	.lookup = tree_lookup,
	.free = tree_free,
};

struct wipe_source *wipe_source_tree(const char *root)
{
	struct tree_source *made = calloc(1, sizeof(*made));

	if (!made)
		return NULL;
	made->source.ops = &tree_ops;
	made->root = strdup(root ? root : "");
	made->source.root = made->root;
	if (made->root && !*made->root)
		made->udev = udev_new();
	if (!made->root || (!*made->root && !made->udev)) {
		tree_free(&made->source);
		return NULL;
	}
	return &made->source;
}

struct wipe_source *wipe_source_system(void)
{
	return wipe_source_tree("");
}

void wipe_source_free(struct wipe_source *source)
{
	if (source)
		source->ops->free(source);
}
