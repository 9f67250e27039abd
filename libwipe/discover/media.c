/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "classify.h"
#include "text.h"

/* Hypervisors present virtual disks on physical buses; they name themselves. */
static bool named_by_hypervisor(const struct wipe_device *dev)
{
	static const char *const names[] = { "QEMU", "VBOX", "VMware", "Msft", "Virtual" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strncmp(dev->vendor, names[i], strlen(names[i])) == 0 ||
		    strncmp(dev->model, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

static void set_media(struct wipe_device *dev, enum wipe_media media, const char *reason)
{
	dev->media = media;
	text_copy_ascii(dev->media_reason, sizeof(dev->media_reason), reason);
}

void media_classify(const struct wipe_raw_device *raw, struct wipe_device *dev)
{
	dev->is_virtual = bus_is_virtual(dev->bus) || named_by_hypervisor(dev);
	if (dev->is_virtual)
		set_media(dev, WIPE_MEDIA_VIRTUAL, "nothing physical is known beneath");
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
