/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <string.h>

#include "classify.h"

#define LOOP_MAJOR 7 /* Documentation/admin-guide/devices.txt */

static bool is_nvme(const struct wipe_raw_device *raw)
{
	return raw_has(raw, "up:nvme:serial") || raw_has(raw, "up:nvme:model") ||
	       raw_has(raw, "up:nvme-subsystem:subsysnqn");
}

/* Also the disks of Xen and Ceph. NVMe with several paths lies below /devices/virtual, and is not. */
static bool lies_below_virtual(const struct wipe_raw_device *raw)
{
	static const char *const folders[] = { "/devices/virtual/", "/tcm_loop", "/pseudo_",
					       "/devices/vbd-", "/devices/rbd/" };
	const char *syspath = wipe_raw_get(raw, "syspath");

	if (!syspath || is_nvme(raw))
		return false;
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (strstr(syspath, folders[i]))
			return true;
	return false;
}

/* A root hub in the path: /usb2/2-1/2-1:1.0/ */
static bool lies_below_usb(const struct wipe_raw_device *raw)
{
	static const char *const keys[] = { "up:usb:idVendor", "up:usb:product", "up:usb:serial",
					    "up:usb:manufacturer", NULL };
	const char *syspath = wipe_raw_get(raw, "syspath");
	const char *hub = syspath ? strstr(syspath, "/usb") : NULL;

	return raw_first(raw, keys) || raw_is(raw, "udev:ID_BUS", "usb") ||
	       (hub && isdigit((unsigned char)hub[4]));
}

static enum wipe_bus bus_of(const struct wipe_raw_device *raw, uint32_t major_no)
{
	const char *vendor = wipe_raw_get(raw, "up:scsi:vendor");

	if (major_no == LOOP_MAJOR)
		return WIPE_BUS_LOOP;
	if (raw_has(raw, "attr:dm/name"))
		return WIPE_BUS_DM;
	if (raw_has(raw, "attr:md/level"))
		return WIPE_BUS_MD;
	if (raw_has(raw, "attr:comp_algorithm"))
		return WIPE_BUS_ZRAM;
	if (lies_below_virtual(raw))
		return WIPE_BUS_VIRTUAL;
	if (is_nvme(raw))
		return WIPE_BUS_NVME;
	if (raw_has(raw, "up:mmc:type")) /* before USB: card readers with a host of their own */
		return WIPE_BUS_MMC;
	if (lies_below_usb(raw))
		return WIPE_BUS_USB;
	if (raw_has(raw, "up:virtio:device") && !vendor)
		return WIPE_BUS_VIRTIO;
	if (vendor)
		return strncmp(vendor, "ATA", 3) == 0 ? WIPE_BUS_ATA : WIPE_BUS_SCSI;
	return WIPE_BUS_UNKNOWN;
}

/*
 * A SATA drive has one port, and from libata's the cable leads to it alone. Behind a
 * SAS expander any initiator may speak to it (STP), and RAID controllers do not say
 * what is behind them: there the same drive may well be seen twice.
 */
static bool is_single_path(const struct wipe_raw_device *raw, enum wipe_bus bus)
{
	return bus == WIPE_BUS_MMC || bus == WIPE_BUS_USB ||
	       (bus == WIPE_BUS_ATA && raw_has(raw, "ata_port"));
}

void bus_classify(const struct wipe_raw_device *raw, struct wipe_device *dev)
{
	dev->bus = bus_of(raw, dev->major_no);
	dev->is_single_path = is_single_path(raw, dev->bus);
}

bool bus_is_virtual(enum wipe_bus bus)
{
	return bus == WIPE_BUS_LOOP || bus == WIPE_BUS_DM || bus == WIPE_BUS_MD ||
	       bus == WIPE_BUS_ZRAM || bus == WIPE_BUS_VIRTIO || bus == WIPE_BUS_VIRTUAL;
}
