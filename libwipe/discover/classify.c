/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Raw facts in, a description out; no system call. Where facts are missing or
 * cannot be relied on, the description says unknown rather than guess.
 */
#include "classify.h"

#include <string.h>

#include "checked.h"
#include "text.h"

static void classify_place(const struct wipe_raw_device *raw, struct wipe_device *dev)
{
	dev->is_partition = raw_is(raw, "devtype", "partition");
	text_copy_plain(dev->whole_node, sizeof(dev->whole_node), wipe_raw_get(raw, "whole"));
	text_copy_plain(dev->belongs_to, sizeof(dev->belongs_to), wipe_raw_get(raw, "belongs"));
	text_copy_ascii(dev->controller, sizeof(dev->controller), wipe_raw_get(raw, "controller"));
	text_copy_ascii(dev->bus_path, sizeof(dev->bus_path), wipe_raw_get(raw, "syspath"));
}

static uint32_t block_bytes(const struct wipe_raw_device *raw, const char *key, uint32_t otherwise)
{
	uint64_t bytes = raw_number(raw, key);

	return bytes && bytes <= UINT32_MAX ? (uint32_t)bytes : otherwise;
}

static void classify_size(const struct wipe_raw_device *raw, struct wipe_device *dev)
{
	/* "size" counts 512-byte units whatever the sector size is. */
	if (!checked_mul_u64(raw_number(raw, "attr:size"), 512, &dev->capacity_bytes))
		dev->capacity_bytes = 0;
	dev->logical_block_bytes = block_bytes(raw, "attr:queue/logical_block_size", 512);
	dev->physical_block_bytes =
		block_bytes(raw, "attr:queue/physical_block_size", dev->logical_block_bytes);
}

int wipe_device_classify(const struct wipe_raw_device *raw, struct wipe_device *dev,
			 struct wipe_error *err)
{
	memset(dev, 0, sizeof(*dev));
	text_copy_ascii(dev->name, sizeof(dev->name), wipe_raw_get(raw, "kernel"));
	text_copy_plain(dev->node, sizeof(dev->node), wipe_raw_get(raw, "node"));
	if (!dev->name[0] ||
	    !text_parse_devnum(wipe_raw_get(raw, "devnum"), &dev->major_no, &dev->minor_no))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("a block device without name or number was reported"));
	dev->kind = WIPE_KIND_DEVICE;
	dev->diskseq = raw_number(raw, "attr:diskseq");
	dev->read_only = raw_number(raw, "attr:ro") != 0;
	dev->removable = raw_number(raw, "attr:removable") != 0;
	classify_place(raw, dev);
	classify_size(raw, dev);
	bus_classify(raw, dev);
	usb_classify(raw, dev);
	identity_classify(raw, dev);
	nvme_classify(raw, dev);
	media_classify(raw, dev);
	features_classify(raw, dev);
	return 0;
}
