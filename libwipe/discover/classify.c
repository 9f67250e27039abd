/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Raw facts in, a description out; no system call. Where facts are missing or
 * cannot be relied on, the description says unknown rather than guess.
 */
#include <string.h>

#include <wipe/device.h>

#include "checked.h"
#include "text.h"

/* The first of the keys (ended by NULL) that has a value that is not blank. */
static const char *first_of(const struct wipe_raw_device *raw, const char *const *keys)
{
	for (; *keys; keys++) {
		const char *value = wipe_raw_get(raw, *keys);

		if (value && value[strspn(value, " \t\n")] != '\0')
			return value;
	}
	return NULL;
}

static bool attribute_is(const struct wipe_raw_device *raw, const char *key, const char *value)
{
	const char *found = wipe_raw_get(raw, key);

	return found && strcmp(found, value) == 0;
}

static uint64_t number_of(const struct wipe_raw_device *raw, const char *key)
{
	uint64_t value;

	return text_parse_u64(wipe_raw_get(raw, key), &value) ? value : 0;
}

#define LOOP_MAJOR 7 /* Documentation/admin-guide/devices.txt */

static enum wipe_bus bus_of(const struct wipe_raw_device *raw, uint32_t major_no)
{
	const char *syspath = wipe_raw_get(raw, "syspath");

	if (major_no == LOOP_MAJOR)
		return WIPE_BUS_LOOP;
	if (wipe_raw_get(raw, "attr:dm/name"))
		return WIPE_BUS_DM;
	if (wipe_raw_get(raw, "attr:md/level"))
		return WIPE_BUS_MD;
	if (wipe_raw_get(raw, "attr:comp_algorithm"))
		return WIPE_BUS_ZRAM;
	if (syspath &&
	    (strstr(syspath, "/devices/virtual/") || strstr(syspath, "/tcm_loop") ||
	     strstr(syspath, "/pseudo_")) &&
	    !wipe_raw_get(raw, "up:nvme:serial"))
		return WIPE_BUS_VIRTUAL;
	if (wipe_raw_get(raw, "up:usb:product") || wipe_raw_get(raw, "up:usb:serial") ||
	    wipe_raw_get(raw, "up:usb:manufacturer") || attribute_is(raw, "udev:ID_BUS", "usb") ||
	    (syspath && strstr(syspath, "/usb")))
		return WIPE_BUS_USB;
	if (wipe_raw_get(raw, "up:nvme:serial") || wipe_raw_get(raw, "up:nvme:model"))
		return WIPE_BUS_NVME;
	if (wipe_raw_get(raw, "up:mmc:type"))
		return WIPE_BUS_MMC;
	if (wipe_raw_get(raw, "up:virtio:device") && !wipe_raw_get(raw, "up:scsi:vendor"))
		return WIPE_BUS_VIRTIO;
	if (wipe_raw_get(raw, "up:scsi:vendor"))
		return strncmp(wipe_raw_get(raw, "up:scsi:vendor"), "ATA", 3) == 0 ? WIPE_BUS_ATA :
										     WIPE_BUS_SCSI;
	return WIPE_BUS_UNKNOWN;
}

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

static bool bus_is_virtual(enum wipe_bus bus)
{
	return bus == WIPE_BUS_LOOP || bus == WIPE_BUS_DM || bus == WIPE_BUS_MD ||
	       bus == WIPE_BUS_ZRAM || bus == WIPE_BUS_VIRTIO || bus == WIPE_BUS_VIRTUAL;
}

static void set_media(struct wipe_device *dev, enum wipe_media media, const char *reason)
{
	dev->media = media;
	text_copy_ascii(dev->media_reason, sizeof(dev->media_reason), reason);
}

static void classify_media(const struct wipe_raw_device *raw, struct wipe_device *dev)
{
	const char *rotational = wipe_raw_get(raw, "attr:queue/rotational");

	if (dev->is_virtual)
		set_media(dev, WIPE_MEDIA_VIRTUAL, "nothing physical is known beneath");
	else if (attribute_is(raw, "udev:ID_CDROM", "1") || strncmp(dev->name, "sr", 2) == 0)
		set_media(dev, WIPE_MEDIA_OPTICAL, "optical drive");
	else if (dev->bus == WIPE_BUS_NVME)
		set_media(dev, WIPE_MEDIA_SSD, "nvme");
	else if (dev->bus == WIPE_BUS_MMC && attribute_is(raw, "up:mmc:type", "SD"))
		set_media(dev, WIPE_MEDIA_SD, "mmc type SD");
	else if (dev->bus == WIPE_BUS_MMC && attribute_is(raw, "up:mmc:type", "MMC"))
		set_media(dev, WIPE_MEDIA_EMMC, "mmc type MMC");
	else if (dev->bus == WIPE_BUS_USB && dev->removable)
		set_media(dev, WIPE_MEDIA_USB_FLASH, "usb, removable=1");
	else if (dev->bus == WIPE_BUS_USB) /* bridges leave rotational at its default */
		set_media(dev, WIPE_MEDIA_UNKNOWN, "behind a usb bridge");
	else if ((dev->bus == WIPE_BUS_ATA || dev->bus == WIPE_BUS_SCSI) && rotational)
		set_media(dev, rotational[0] == '0' ? WIPE_MEDIA_SSD : WIPE_MEDIA_HDD,
			  rotational[0] == '0' ? "rotational=0" : "rotational=1");
	else
		set_media(dev, WIPE_MEDIA_UNKNOWN, "no attribute tells");
}

static unsigned int nibble(char c)
{
	return (unsigned int)(c >= 'a' ? c - 'a' + 10 : c - '0') & 0xf;
}

/* SPC-4 sec. 7.8.15: byte 1 the page code, bytes 2-3 the length, then ASCII. */
static bool serial_from_vpd(const char *hex, char *out, size_t out_bytes)
{
	char serial[WIPE_SERIAL_MAX_BYTES];
	size_t used = 0;

	if (!hex || strlen(hex) < 8 || strncmp(hex + 2, "80", 2) != 0)
		return false;
	for (hex += 8; hex[0] && hex[1] && used < sizeof(serial) - 1; hex += 2) {
		char byte = (char)(nibble(hex[0]) << 4 | nibble(hex[1]));

		if (!byte)
			break;
		serial[used++] = byte;
	}
	serial[used] = '\0';
	text_copy_ascii(out, out_bytes, serial);
	return out[0] != '\0';
}

static void classify_serial(const struct wipe_raw_device *raw, struct wipe_device *dev)
{
	static const char *const own[] = { "attr:device/serial", "up:nvme:serial", "up:mmc:serial",
					   "attr:serial", NULL };
	static const char *const udev[] = { "udev:ID_SERIAL_SHORT", NULL };
	static const char *const bridge[] = { "udev:ID_USB_SERIAL_SHORT", "up:usb:serial",
					      "udev:ID_SERIAL_SHORT", NULL };
	const char *value;

	dev->serial_source = WIPE_SERIAL_NONE;
	if (bus_is_virtual(dev->bus) && dev->bus != WIPE_BUS_VIRTIO && dev->bus != WIPE_BUS_VIRTUAL)
		return;
	if (dev->bus != WIPE_BUS_USB && serial_from_vpd(wipe_raw_get(raw, "attr:device/vpd_pg80"),
							dev->serial, sizeof(dev->serial))) {
		dev->serial_source = WIPE_SERIAL_VPD;
	} else if (dev->bus != WIPE_BUS_USB && (value = first_of(raw, own))) {
		text_copy_ascii(dev->serial, sizeof(dev->serial), value);
		dev->serial_source = WIPE_SERIAL_SYSFS;
	} else if (dev->bus == WIPE_BUS_USB && (value = first_of(raw, bridge))) {
		text_copy_ascii(dev->serial, sizeof(dev->serial), value);
		dev->serial_source = WIPE_SERIAL_BRIDGE;
	} else if ((value = first_of(raw, udev))) {
		text_copy_ascii(dev->serial, sizeof(dev->serial), value);
		dev->serial_source = WIPE_SERIAL_UDEV;
	}
}

/* Serials that cannot tell two drives apart. */
static bool serial_is_plausible(const char *serial)
{
	static const char *const known[] = { "000000000001", "0000000000001", "0123456789ABCDEF",
					     "123456789ABC", "1234567890",    "DEADBEEF" };
	size_t length;

	if (strncmp(serial, "0x", 2) == 0) /* cards tell theirs in hexadecimal */
		serial += 2;
	length = strlen(serial);
	if (length < 4 || strchr(serial, '?') || strspn(serial, serial + length - 1) == length)
		return false;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcasecmp(serial, known[i]) == 0)
			return false;
	return true;
}

static void classify_names(const struct wipe_raw_device *raw, struct wipe_device *dev)
{
	static const char *const vendor[] = { "attr:device/vendor", "up:scsi:vendor",
					      "up:usb:manufacturer", "udev:ID_VENDOR", NULL };
	static const char *const model[] = { "attr:device/model",
					     "up:nvme:model",
					     "up:scsi:model",
					     "up:mmc:name",
					     "up:usb:product",
					     "udev:ID_MODEL",
					     NULL };
	static const char *const firmware[] = { "attr:device/firmware_rev", "up:nvme:firmware_rev",
						"attr:device/rev", "udev:ID_REVISION", NULL };
	static const char *const wwn[] = { "attr:wwid", "attr:device/wwid",
					   "udev:ID_WWN_WITH_EXTENSION", "udev:ID_WWN", NULL };

	/* PCI and virtio parents have a numeric "vendor" attribute: not a name. */
	text_copy_ascii(dev->vendor, sizeof(dev->vendor), first_of(raw, vendor));
	if (strncmp(dev->vendor, "0x", 2) == 0)
		dev->vendor[0] = '\0';
	text_copy_ascii(dev->model, sizeof(dev->model), first_of(raw, model));
	text_copy_ascii(dev->firmware, sizeof(dev->firmware), first_of(raw, firmware));
	text_copy_ascii(dev->wwn, sizeof(dev->wwn), first_of(raw, wwn));
}

static void classify_size(const struct wipe_raw_device *raw, struct wipe_device *dev)
{
	uint64_t logical = number_of(raw, "attr:queue/logical_block_size");
	uint64_t physical = number_of(raw, "attr:queue/physical_block_size");

	/* "size" counts 512-byte units whatever the sector size is. */
	if (!checked_mul_u64(number_of(raw, "attr:size"), 512, &dev->capacity_bytes))
		dev->capacity_bytes = 0;
	dev->logical_block_bytes = logical <= UINT32_MAX && logical ? (uint32_t)logical : 512;
	dev->physical_block_bytes = physical <= UINT32_MAX && physical ? (uint32_t)physical :
									 dev->logical_block_bytes;
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
	dev->bus = bus_of(raw, dev->major_no);
	dev->is_partition = attribute_is(raw, "devtype", "partition");
	text_copy_plain(dev->whole_node, sizeof(dev->whole_node), wipe_raw_get(raw, "whole"));
	text_copy_ascii(dev->bus_path, sizeof(dev->bus_path), wipe_raw_get(raw, "syspath"));
	dev->diskseq = number_of(raw, "attr:diskseq");
	dev->read_only = number_of(raw, "attr:ro") != 0;
	dev->removable = number_of(raw, "attr:removable") != 0;
	classify_names(raw, dev);
	classify_size(raw, dev);
	dev->is_virtual = bus_is_virtual(dev->bus) || named_by_hypervisor(dev);
	classify_media(raw, dev);
	classify_serial(raw, dev);
	dev->serial_plausible = serial_is_plausible(dev->serial);
	return 0;
}
