/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <string.h>

#include "classify.h"
#include "text.h"
#include "volume.h"

/* Hypervisors and clouds present virtual disks on physical buses; they name themselves. */
static bool named_by_hypervisor(const struct wipe_device *dev)
{
	static const char *const names[] = { "QEMU",
					     "VBOX",
					     "VMware",
					     "Msft",
					     "MSFT",
					     "Virtual",
					     "BHYVE",
					     "bhyve",
					     "Nutanix",
					     "NUTANIX",
					     "Google ",
					     "nvme_card",
					     "Amazon Elastic Block Store" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strncmp(dev->vendor, names[i], strlen(names[i])) == 0 ||
		    strncmp(dev->model, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

static bool has_numbered_part(const char *path, const char *part)
{
	const char *at = path ? strstr(path, part) : NULL;

	return at && isdigit((unsigned char)at[strlen(part)]);
}

/*
 * A session of iSCSI, a remote port of Fibre Channel, or NVMe over fabrics: what
 * another machine calls a drive. Fibre Channel had drives of its own once; nothing
 * tells them from an array's volumes, so that no more is claimed of them.
 */
static bool lies_beyond_network(const struct wipe_raw_device *raw)
{
	const char *syspath = wipe_raw_get(raw, "syspath");
	const char *transport = wipe_raw_get(raw, "nvme:transport");

	if (transport && strcmp(transport, "pcie") != 0 && strncmp(transport, "apple", 5) != 0)
		return true;
	return has_numbered_part(syspath, "/session") || has_numbered_part(syspath, "/rport-");
}

/* Why nothing physical is known beneath; NULL if something is. */
static const char *virtual_reason(const struct wipe_raw_device *raw, const struct wipe_device *dev)
{
	if (bus_is_virtual(dev->bus) || named_by_hypervisor(dev))
		return "nothing physical is known beneath";
	if (lies_beyond_network(raw))
		return "served by a target";
	if (volume_names_itself(dev->model) || volume_is_made_by(dev->vendor, dev->model))
		return "volume of a controller";
	return NULL;
}

static void set_media(struct wipe_device *dev, enum wipe_media media, const char *reason)
{
	dev->media = media;
	text_copy_ascii(dev->media_reason, sizeof(dev->media_reason), reason);
}

void media_classify(const struct wipe_raw_device *raw, struct wipe_device *dev)
{
	const char *reason = virtual_reason(raw, dev);

	dev->is_virtual = reason;
	if (reason)
		set_media(dev, WIPE_MEDIA_VIRTUAL, reason);
	else if (raw_is(raw, "udev:ID_CDROM", "1") || strncmp(dev->name, "sr", 2) == 0)
		set_media(dev, WIPE_MEDIA_OPTICAL, "optical drive");
	else if (dev->bus == WIPE_BUS_NVME)
		set_media(dev, WIPE_MEDIA_SSD, "nvme");
	else if (dev->bus == WIPE_BUS_MMC && raw_is(raw, "up:mmc:type", "SD"))
		set_media(dev, WIPE_MEDIA_SD, "mmc type SD");
	else if (dev->bus == WIPE_BUS_MMC && raw_is(raw, "up:mmc:type", "MMC"))
		set_media(dev, WIPE_MEDIA_EMMC, "mmc type MMC");
	else if (dev->bus == WIPE_BUS_USB && dev->removable)
		set_media(dev, WIPE_MEDIA_USB_FLASH, "usb, removable=1");
	else if (dev->bus == WIPE_BUS_USB) /* bridges leave rotational at its default */
		set_media(dev, WIPE_MEDIA_UNKNOWN, "behind a usb bridge");
	else if (dev->bus != WIPE_BUS_ATA && dev->bus != WIPE_BUS_SCSI)
		set_media(dev, WIPE_MEDIA_UNKNOWN, "no attribute tells");
	else if (raw_is(raw, "attr:queue/rotational", "0"))
		set_media(dev, WIPE_MEDIA_SSD, "rotational=0");
	else if (raw_is(raw, "attr:queue/rotational", "1"))
		set_media(dev, WIPE_MEDIA_HDD, "rotational=1");
	else
		set_media(dev, WIPE_MEDIA_UNKNOWN, "no attribute tells");
}
