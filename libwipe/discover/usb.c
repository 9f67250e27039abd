/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What sits at the plug, apart from the drive that may lie behind it. */
#include <stdio.h>
#include <string.h>

#include "classify.h"
#include "text.h"

static const char *text_of(const struct wipe_raw_device *raw, const char *key)
{
	const char *value = wipe_raw_get(raw, key);

	return value ? value : "";
}

void usb_classify(const struct wipe_raw_device *raw, struct wipe_device *dev)
{
	static const char *const serial[] = { "up:usb:serial", "udev:ID_USB_SERIAL_SHORT", NULL };
	const char *maker = text_of(raw, "up:usb:manufacturer");
	char text[128];

	if (dev->bus != WIPE_BUS_USB)
		return;
	if (raw_has(raw, "up:usb:idVendor") && raw_has(raw, "up:usb:idProduct")) {
		snprintf(text, sizeof(text), "%.4s:%.4s %.48s%s%.48s",
			 text_of(raw, "up:usb:idVendor"), text_of(raw, "up:usb:idProduct"), maker,
			 *maker ? " " : "", text_of(raw, "up:usb:product"));
		text_copy_ascii(dev->bridge, sizeof(dev->bridge), text);
	}
	text_copy_ascii(dev->bridge_serial, sizeof(dev->bridge_serial), raw_first(raw, serial));
	text_copy_ascii(dev->bridge_driver, sizeof(dev->bridge_driver),
			wipe_raw_get(raw, "usb:driver"));
}

bool usb_has_ata_identity(const struct wipe_raw_device *raw)
{
	/* ata_id sets both; udev before version 250 let the bridge's own then replace ID_BUS. */
	return raw_is(raw, "udev:ID_ATA", "1") && raw_is(raw, "udev:ID_BUS", "ata");
}
