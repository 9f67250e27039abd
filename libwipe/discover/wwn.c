/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The name of the logical unit, namespace or card, worldwide. */
#include "wwn.h"

#include <stdio.h>
#include <string.h>

#include "classify.h"
#include "text.h"
#include "vpd.h"

static bool set_wwn(struct wipe_device *dev, const char *text, enum wipe_wwn_source source)
{
	/* Half a name would be another's: one that does not fit is none. */
	text_copy_ascii(dev->wwn, sizeof(dev->wwn),
			text && strlen(text) < sizeof(dev->wwn) ? text : NULL);
	dev->wwn_source = dev->wwn[0] ? source : WIPE_WWN_NONE;
	return dev->wwn[0] != '\0';
}

/* Udev writes a NAA designator as a number; here it has the kernel's form, to be the same. */
static bool set_from_udev(const struct wipe_raw_device *raw, struct wipe_device *dev)
{
	static const char *const keys[] = { "udev:ID_WWN_WITH_EXTENSION", "udev:ID_WWN", NULL };
	bool bridged = dev->bus == WIPE_BUS_USB && !usb_has_ata_identity(raw);
	enum wipe_wwn_source source = bridged ? WIPE_WWN_BRIDGE : WIPE_WWN_UDEV;
	const char *value = raw_first(raw, keys);
	char text[WIPE_WWN_MAX_BYTES];

	if (!value)
		return false;
	if (strncmp(value, "0x", 2) != 0)
		return set_wwn(dev, value, source);
	if (strlen(value) >= sizeof(text) - 2)
		return false;
	snprintf(text, sizeof(text), "naa.%s", value + 2);
	return set_wwn(dev, text, source);
}

static bool set_from_scsi(const struct wipe_raw_device *raw, struct wipe_device *dev)
{
	static const char *const keys[] = { "attr:device/wwid", "attr:wwid", NULL };
	bool bridged = dev->bus == WIPE_BUS_USB;
	char name[WIPE_WWN_MAX_BYTES];

	if (vpd_unit_name(wipe_raw_get(raw, "attr:device/vpd_pg83"), name, sizeof(name)))
		return set_wwn(dev, name, bridged ? WIPE_WWN_BRIDGE : WIPE_WWN_VPD83);
	return set_wwn(dev, raw_first(raw, keys), bridged ? WIPE_WWN_BRIDGE : WIPE_WWN_SYSFS);
}

/*
 * The kernel puts one identifier into "wwid": the UUID, else the NGUID ("eui." and
 * 32 digits), else the EUI-64 (16), else "nvme." and a name made of maker, serial,
 * model and namespace number.
 */
static bool set_from_nvme(const struct wipe_raw_device *raw, struct wipe_device *dev)
{
	static const char *const keys[] = { "attr:wwid", NULL };
	const char *value = raw_first(raw, keys);
	enum wipe_wwn_source source = WIPE_WWN_SYSFS;

	if (!value)
		return false;
	if (strncmp(value, "uuid.", 5) == 0)
		source = WIPE_WWN_NVME_UUID;
	else if (strncmp(value, "eui.", 4) == 0 && strlen(value) == 4 + 32)
		source = WIPE_WWN_NVME_NGUID;
	else if (strncmp(value, "eui.", 4) == 0 && strlen(value) == 4 + 16)
		source = WIPE_WWN_NVME_EUI64;
	return set_wwn(dev, value, source);
}

/*
 * The last byte of a card's CID is its checksum, which some hosts give and some
 * drop (drivers/mmc/host/sdhci.c): without it a card has one name everywhere.
 */
static bool set_from_card(const struct wipe_raw_device *raw, struct wipe_device *dev)
{
	const char *cid = wipe_raw_get(raw, "up:mmc:cid");
	char text[40];

	if (!cid || strlen(cid) != 32 || strspn(cid, "0123456789abcdefABCDEF") != 32)
		return false;
	snprintf(text, sizeof(text), "cid.%.30s", cid);
	return set_wwn(dev, text, WIPE_WWN_MMC_CID);
}

void wwn_classify(const struct wipe_raw_device *raw, struct wipe_device *dev)
{
	bool done = false;

	dev->wwn_source = WIPE_WWN_NONE;
	if (dev->bus == WIPE_BUS_NVME)
		done = set_from_nvme(raw, dev);
	else if (dev->bus == WIPE_BUS_MMC)
		done = set_from_card(raw, dev);
	else if (dev->bus == WIPE_BUS_USB && usb_has_ata_identity(raw))
		done = set_from_udev(raw, dev);
	if (!done && !set_from_scsi(raw, dev))
		set_from_udev(raw, dev);
}
