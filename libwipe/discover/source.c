/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The running system's raw facts, through libudev: it reads sysfs, and the
 * properties of the udev database where a daemon keeps one.
 */
#include <fcntl.h>
#include <libudev.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <wipe/sys/source.h>

#include "cleanup.h"
#include "text.h"

struct system_source {
	struct wipe_source source; /* first: the seam */
	struct udev *udev;
};

/* sysfs attributes of the block device itself. */
static const char *const own_attributes[] = {
	"size",
	"ro",
	"removable",
	"diskseq",
	"partition",
	"start",
	"queue/rotational",
	"queue/logical_block_size",
	"queue/physical_block_size",
	"queue/zoned",
	"device/model",
	"device/vendor",
	"device/rev",
	"device/serial",
	"device/firmware_rev",
	"device/wwid",
	"wwid",
	"serial",
	"loop/backing_file",
	"dm/name",
	"dm/uuid",
	"md/level",
	"comp_algorithm",
};

/* Attributes of the nearest parent in a subsystem (and of a device type, if given). */
static const struct {
	const char *subsystem, *devtype, *attribute;
} parent_attributes[] = {
	{ "usb", "usb_device", "serial" },
	{ "usb", "usb_device", "manufacturer" },
	{ "usb", "usb_device", "product" },
	{ "nvme", NULL, "serial" },
	{ "nvme", NULL, "model" },
	{ "nvme", NULL, "firmware_rev" },
	{ "mmc", NULL, "type" },
	{ "mmc", NULL, "name" },
	{ "mmc", NULL, "serial" },
	{ "mmc", NULL, "cid" },
	{ "scsi", "scsi_device", "vendor" },
	{ "scsi", "scsi_device", "model" },
	{ "virtio", NULL, "device" },
};

static const char *const properties[] = {
	"ID_SERIAL_SHORT",
	"ID_MODEL",
	"ID_VENDOR",
	"ID_REVISION",
	"ID_WWN_WITH_EXTENSION",
	"ID_WWN",
	"ID_BUS",
	"ID_USB_SERIAL_SHORT",
	"ID_CDROM",
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define FIXED_PAIRS 10
#define PAIRS_MAX \
	(FIXED_PAIRS + COUNT(own_attributes) + COUNT(parent_attributes) + COUNT(properties))

/* Keys and values copied, so that nothing depends on libudev's lifetimes. */
struct raw_builder {
	struct wipe_raw_pair pairs[PAIRS_MAX];
	size_t count;
};

static void add_pair(struct raw_builder *builder, const char *prefix, const char *key,
		     const char *value)
{
	char *joined, *copy;

	if (!value || builder->count == PAIRS_MAX)
		return;
	if (asprintf(&joined, "%s%s", prefix, key) < 0)
		return;
	copy = strdup(value);
	if (!copy) {
		free(joined);
		return;
	}
	builder->pairs[builder->count++] = (struct wipe_raw_pair){ .key = joined, .value = copy };
}

static void free_pairs(struct raw_builder *builder)
{
	for (size_t i = 0; i < builder->count; i++) {
		free((void *)(uintptr_t)builder->pairs[i].key);
		free((void *)(uintptr_t)builder->pairs[i].value);
	}
}

/* VPD pages are binary: handed on as hexadecimal. */
static void add_vpd(struct raw_builder *builder, const char *syspath, const char *page)
{
	char path[PATH_MAX], hex[2 * 256 + 1];
	unsigned char bytes[256];
	CLEANUP_FD int fd = -1;
	ssize_t got;

	snprintf(path, sizeof(path), "%s/device/%s", syspath, page);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	got = read(fd, bytes, sizeof(bytes));
	if (got <= 0)
		return;
	for (ssize_t i = 0; i < got; i++)
		snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
	add_pair(builder, "attr:device/", page, hex);
}

static void add_parents(struct raw_builder *builder, struct udev_device *device)
{
	for (size_t i = 0; i < COUNT(parent_attributes); i++) {
		struct udev_device *parent = udev_device_get_parent_with_subsystem_devtype(
			device, parent_attributes[i].subsystem, parent_attributes[i].devtype);
		char prefix[32];

		if (!parent)
			continue;
		snprintf(prefix, sizeof(prefix), "up:%s:", parent_attributes[i].subsystem);
		add_pair(builder, prefix, parent_attributes[i].attribute,
			 udev_device_get_sysattr_value(parent, parent_attributes[i].attribute));
	}
}

static int build_and_call(struct udev_device *device,
			  int (*each)(void *arg, const struct wipe_raw_device *raw), void *arg)
{
	struct raw_builder builder = { .count = 0 };
	struct udev_device *parent = udev_device_get_parent(device);
	const char *devtype = udev_device_get_devtype(device);
	dev_t number = udev_device_get_devnum(device);
	char devnum[32];
	int rc;

	snprintf(devnum, sizeof(devnum), "%u:%u", major(number), minor(number));
	add_pair(&builder, "", "kernel", udev_device_get_sysname(device));
	add_pair(&builder, "", "node", udev_device_get_devnode(device));
	add_pair(&builder, "", "devnum", devnum);
	add_pair(&builder, "", "devtype", devtype);
	add_pair(&builder, "", "syspath", udev_device_get_syspath(device));
	if (devtype && strcmp(devtype, "partition") == 0 && parent)
		add_pair(&builder, "", "whole", udev_device_get_devnode(parent));
	for (size_t i = 0; i < COUNT(own_attributes); i++)
		add_pair(&builder, "attr:", own_attributes[i],
			 udev_device_get_sysattr_value(device, own_attributes[i]));
	add_vpd(&builder, udev_device_get_syspath(device), "vpd_pg80");
	add_parents(&builder, device);
	for (size_t i = 0; i < COUNT(properties); i++)
		add_pair(&builder, "udev:", properties[i],
			 udev_device_get_property_value(device, properties[i]));
	rc = each(arg, &(struct wipe_raw_device){ .pairs = builder.pairs, .count = builder.count });
	free_pairs(&builder);
	return rc;
}

static struct system_source *system_of(struct wipe_source *source)
{
	return (struct system_source *)(void *)source;
}

static int system_enumerate(struct wipe_source *source,
			    int (*each)(void *arg, const struct wipe_raw_device *raw), void *arg,
			    struct wipe_error *err)
{
	struct udev *udev = system_of(source)->udev;
	struct udev_enumerate *enumerate = udev_enumerate_new(udev);
	struct udev_list_entry *entry;
	int rc = 0;

	if (!enumerate || udev_enumerate_add_match_subsystem(enumerate, "block") < 0 ||
	    udev_enumerate_scan_devices(enumerate) < 0) {
		rc = wipe_error_set(err, WIPE_E_SYSTEM, 0,
				    _("the list of block devices cannot be read from sysfs"));
		goto out;
	}
	udev_list_entry_foreach(entry, udev_enumerate_get_list_entry(enumerate))
	{
		struct udev_device *device =
			udev_device_new_from_syspath(udev, udev_list_entry_get_name(entry));
		const char *devtype = device ? udev_device_get_devtype(device) : NULL;

		if (devtype && strcmp(devtype, "disk") == 0)
			rc = build_and_call(device, each, arg);
		udev_device_unref(device);
		if (rc)
			break;
	}
out:
	udev_enumerate_unref(enumerate);
	return rc;
}

static int system_lookup(struct wipe_source *source, uint32_t major_no, uint32_t minor_no,
			 int (*each)(void *arg, const struct wipe_raw_device *raw), void *arg,
			 struct wipe_error *err)
{
	struct udev_device *device = udev_device_new_from_devnum(system_of(source)->udev, 'b',
								 makedev(major_no, minor_no));
	int rc;

	if (!device)
		return wipe_error_set(err, WIPE_E_NOTFOUND, 0,
				      _("the kernel has no block device %u:%u"), major_no,
				      minor_no);
	rc = build_and_call(device, each, arg);
	udev_device_unref(device);
	return rc;
}

static void system_free(struct wipe_source *source)
{
	udev_unref(system_of(source)->udev);
	free(source);
}

static const struct wipe_source_ops system_ops = {
	.enumerate = system_enumerate,
	.lookup = system_lookup,
	.free = system_free,
};

struct wipe_source *wipe_source_system(void)
{
	struct system_source *made = calloc(1, sizeof(*made));

	if (!made)
		return NULL;
	made->source.ops = &system_ops;
	made->udev = udev_new();
	if (!made->udev) {
		free(made);
		return NULL;
	}
	return &made->source;
}

void wipe_source_free(struct wipe_source *source)
{
	if (source)
		source->ops->free(source);
}
