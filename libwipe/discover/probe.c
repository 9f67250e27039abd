/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is on a device, by its signatures. Reading only. */
#include <blkid.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include <wipe/device.h>

#include "cleanup.h"
#include "nodes.h"
#include "text.h"

static const char *value_of(blkid_probe probe, const char *name)
{
	const char *value = NULL;

	return blkid_probe_lookup_value(probe, name, &value, NULL) == 0 ? value : NULL;
}

static int add_content(struct wipe_device *dev, const char *node, const struct node *where,
		       const char *type, const char *usage, const char *label, const char *uuid)
{
	struct wipe_content *grown =
		reallocarray(dev->contents, dev->content_count + 1, sizeof(*dev->contents));
	struct wipe_content *content;

	if (!grown)
		return WIPE_E_NOMEM;
	dev->contents = grown;
	content = &dev->contents[dev->content_count++];
	memset(content, 0, sizeof(*content));
	text_copy_plain(content->node, sizeof(content->node), node);
	text_copy_ascii(content->type, sizeof(content->type), type);
	text_copy_ascii(content->usage, sizeof(content->usage), usage);
	text_copy_plain(content->label, sizeof(content->label), label);
	text_copy_ascii(content->uuid, sizeof(content->uuid), uuid);
	content->offset_bytes = where ? where->start_bytes : 0;
	content->size_bytes = where ? where->size_bytes : dev->capacity_bytes;
	return 0;
}

static int probe_fd(struct wipe_device *dev, int fd, const char *node, const struct node *where)
{
	blkid_probe probe = blkid_new_probe();
	int rc = WIPE_E_NOMEM;

	if (!probe)
		return rc;
	rc = 0;
	if (blkid_probe_set_device(probe, fd, 0, 0) != 0)
		goto out;
	blkid_probe_enable_superblocks(probe, 1);
	blkid_probe_set_superblocks_flags(probe, BLKID_SUBLKS_LABEL | BLKID_SUBLKS_UUID |
							 BLKID_SUBLKS_TYPE | BLKID_SUBLKS_USAGE);
	blkid_probe_enable_partitions(probe, 1);
	/* One probing after the other: a disk can carry several signatures. */
	while (!rc && blkid_do_probe(probe) == 0) {
		const char *type = value_of(probe, "TYPE");
		const char *table = value_of(probe, "PTTYPE");

		if (type)
			rc = add_content(dev, node, where, type, value_of(probe, "USAGE"),
					 value_of(probe, "LABEL"), value_of(probe, "UUID"));
		else if (table)
			rc = add_content(dev, node, where, table, "partition-table", NULL,
					 value_of(probe, "PTUUID"));
	}
out:
	blkid_free_probe(probe);
	return rc;
}

static int probe_partitions(struct wipe_device *dev, struct wipe_error *err)
{
	struct nodes *nodes = malloc(sizeof(*nodes));
	int rc;

	if (!nodes)
		return WIPE_E_NOMEM;
	rc = nodes_collect("", dev, nodes, err);
	for (size_t i = 1; !rc && i < nodes->count; i++) {
		CLEANUP_FD int fd = -1;

		if (nodes->items[i].is_holder)
			continue;
		fd = open(nodes->items[i].path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
		if (fd >= 0)
			rc = probe_fd(dev, fd, nodes->items[i].path, &nodes->items[i]);
	}
	free(nodes);
	return rc;
}

int wipe_device_probe(struct wipe_device *dev, struct wipe_error *err)
{
	CLEANUP_FD int fd = open(dev->node, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int rc;

	free(dev->contents);
	dev->contents = NULL;
	dev->content_count = 0;
	if (fd < 0)
		return wipe_error_set(err, errno == ENOENT ? WIPE_E_NOTFOUND : WIPE_E_IO, errno,
				      _("%s cannot be read"), dev->node);
	rc = probe_fd(dev, fd, dev->node, NULL);
	if (!rc && dev->kind == WIPE_KIND_DEVICE)
		rc = probe_partitions(dev, err);
	return rc ? wipe_error_set(err, rc, 0, _("%s cannot be examined"), dev->node) : 0;
}
