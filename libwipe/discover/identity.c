/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names and numbers of a drive with where each was read. What sysfs tells comes
 * before what udev tells, so that both give the same where both are; udev adds
 * what only it asked the drive for. Behind a USB bridge everything is the
 * bridge's word but the answer to ATA IDENTIFY.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "classify.h"
#include "serial.h"
#include "text.h"
#include "vpd.h"
#include "wwn.h"

static bool has_identity(const struct wipe_device *dev)
{
	return !bus_is_virtual(dev->bus) || dev->bus == WIPE_BUS_VIRTIO ||
	       dev->bus == WIPE_BUS_VIRTUAL;
}

/* Udev writes blanks and what is not plain as \xNN in its *_ENC properties. */
static void copy_encoded(char *out, size_t out_bytes, const char *text)
{
	char plain[256];
	size_t used = 0;

	while (*text && used < sizeof(plain) - 1) {
		unsigned int byte;

		if (sscanf(text, "\\x%2x", &byte) == 1 && isxdigit((unsigned char)text[3])) {
			plain[used++] = (char)byte;
			text += 4;
		} else {
			plain[used++] = *text++;
		}
	}
	plain[used] = '\0';
	text_copy_ascii(out, out_bytes, plain);
}

/* The drive behind the bridge, in place of what the bridge calls it. */
static void take_ata_names(const struct wipe_raw_device *raw, struct wipe_device *dev)
{
	const char *model = wipe_raw_get(raw, "udev:ID_MODEL_ENC");
	const char *firmware = wipe_raw_get(raw, "udev:ID_REVISION");

	if (!model)
		return;
	dev->vendor[0] = '\0';
	copy_encoded(dev->model, sizeof(dev->model), model);
	text_copy_ascii(dev->firmware, sizeof(dev->firmware), firmware);
}

static void classify_names(const struct wipe_raw_device *raw, struct wipe_device *dev)
{
	static const char *const vendor[] = { "attr:device/vendor", "up:scsi:vendor",
					      "up:usb:manufacturer", "udev:ID_VENDOR", NULL };
	static const char *const model[] = {
		"attr:device/model", "up:nvme:model",  "up:nvme-subsystem:model", "up:scsi:model",
		"up:mmc:name",	     "up:usb:product", "udev:ID_MODEL",		  NULL
	};
	static const char *const firmware[] = { "attr:device/firmware_rev",
						"up:nvme:firmware_rev",
						"up:nvme-subsystem:firmware_rev",
						"attr:device/rev",
						"up:mmc:fwrev",
						"udev:ID_REVISION",
						NULL };

	/* PCI and virtio parents have a numeric "vendor" attribute: not a name. */
	text_copy_ascii(dev->vendor, sizeof(dev->vendor), raw_first(raw, vendor));
	if (strncmp(dev->vendor, "0x", 2) == 0)
		dev->vendor[0] = '\0';
	/* A card's maker is a number; what else there is, is the reader's. */
	if (dev->bus == WIPE_BUS_MMC)
		dev->vendor[0] = '\0';
	text_copy_ascii(dev->model, sizeof(dev->model), raw_first(raw, model));
	text_copy_ascii(dev->firmware, sizeof(dev->firmware), raw_first(raw, firmware));
	if (dev->bus == WIPE_BUS_USB && usb_has_ata_identity(raw))
		take_ata_names(raw, dev);
}

/* Keeps what is there unless text is better; true if nothing better can come. */
static bool offer_serial(struct wipe_device *dev, const char *text, enum wipe_serial_source source)
{
	enum wipe_serial_problem problem = text ? serial_problem_of(text) : WIPE_SERIAL_ABSENT;

	if (problem == WIPE_SERIAL_ABSENT || (dev->serial[0] && problem != WIPE_SERIAL_OK))
		return false;
	text_copy_ascii(dev->serial, sizeof(dev->serial), text);
	dev->serial_source = source;
	dev->serial_problem = problem;
	return problem == WIPE_SERIAL_OK;
}

static const char *const udev_serial[] = { "udev:ID_SERIAL_SHORT", NULL };

/* The unit's own page before the plug's descriptor: bays share a plug. */
static void classify_bridged_serial(const struct wipe_raw_device *raw, struct wipe_device *dev)
{
	static const char *const plug[] = { "up:usb:serial", "udev:ID_USB_SERIAL_SHORT",
					    "udev:ID_SERIAL_SHORT", NULL };
	char page[VPD_PAGE_BYTES];

	if (usb_has_ata_identity(raw) &&
	    offer_serial(dev, raw_first(raw, udev_serial), WIPE_SERIAL_UDEV))
		return;
	if (vpd_serial(wipe_raw_get(raw, "attr:device/vpd_pg80"), page, sizeof(page)) &&
	    offer_serial(dev, page, WIPE_SERIAL_BRIDGE))
		return;
	offer_serial(dev, raw_first(raw, plug), WIPE_SERIAL_BRIDGE);
}

/* The first that there is, good or not: another would be another kind of number. */
static void classify_own_serial(const struct wipe_raw_device *raw, struct wipe_device *dev)
{
	static const char *const own[] = {
		"attr:device/serial", "up:nvme:serial", "up:nvme-subsystem:serial",
		"up:mmc:serial",      "attr:serial",	NULL
	};
	char page[VPD_PAGE_BYTES];

	if (vpd_serial(wipe_raw_get(raw, "attr:device/vpd_pg80"), page, sizeof(page)))
		offer_serial(dev, page, WIPE_SERIAL_VPD);
	if (!dev->serial[0])
		offer_serial(dev, raw_first(raw, own), WIPE_SERIAL_SYSFS);
	if (!dev->serial[0])
		offer_serial(dev, raw_first(raw, udev_serial), WIPE_SERIAL_UDEV);
}

void identity_classify(const struct wipe_raw_device *raw, struct wipe_device *dev)
{
	dev->serial_problem = WIPE_SERIAL_ABSENT;
	classify_names(raw, dev);
	if (has_identity(dev)) {
		if (dev->bus == WIPE_BUS_USB)
			classify_bridged_serial(raw, dev);
		else
			classify_own_serial(raw, dev);
		wwn_classify(raw, dev);
	}
	dev->serial_plausible = dev->serial_problem == WIPE_SERIAL_OK;
}
