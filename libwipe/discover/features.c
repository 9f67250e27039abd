/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "classify.h"

/* Documentation/ABI/stable/sysfs-block, queue/zoned. A kernel without it knows no zones. */
static enum wipe_zoned zoned_of(const char *word)
{
	if (!word || strcmp(word, "none") == 0)
		return WIPE_ZONED_NO;
	if (strcmp(word, "host-aware") == 0)
		return WIPE_ZONED_HOST_AWARE;
	return strcmp(word, "host-managed") == 0 ? WIPE_ZONED_HOST_MANAGED : WIPE_ZONED_UNKNOWN;
}

/* "6.0" and a factor of 1000 are 6000; 0 if it is no number of that kind. */
static uint32_t speed_of(const char *text, const char *unit, uint32_t factor)
{
	uint32_t value = 0, tenths = 0;

	if (!text || !*text || strspn(text, "0123456789") > 6)
		return 0;
	for (; *text >= '0' && *text <= '9'; text++)
		value = value * 10 + (uint32_t)(*text - '0');
	if (*text == '.' && text[1] >= '0' && text[1] <= '9') {
		tenths = (uint32_t)(text[1] - '0');
		text += 2;
	}
	return strcmp(text, unit) == 0 ? value * factor + tenths * factor / 10 : 0;
}

void features_classify(const struct wipe_raw_device *raw, struct wipe_device *dev)
{
	dev->discard_max_bytes = raw_number(raw, "attr:queue/discard_max_bytes");
	dev->write_zeroes_max_bytes = raw_number(raw, "attr:queue/write_zeroes_max_bytes");
	dev->zoned = zoned_of(wipe_raw_get(raw, "attr:queue/zoned"));
	if (dev->bus == WIPE_BUS_USB)
		dev->link_mbps = speed_of(wipe_raw_get(raw, "up:usb:speed"), "", 1);
	else
		dev->link_mbps = speed_of(wipe_raw_get(raw, "sata_spd"), " Gbps", 1000);
}
