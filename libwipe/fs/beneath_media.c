/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lowest devices. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "beneath.h"
#include "text.h"

static unsigned int bits_of(const struct wipe_device *dev)
{
	switch (dev->media) {
	case WIPE_MEDIA_HDD:
		return WIPE_BENEATH_HDD;
	case WIPE_MEDIA_SSD:
	case WIPE_MEDIA_USB_FLASH:
	case WIPE_MEDIA_SD:
	case WIPE_MEDIA_EMMC:
		return WIPE_BENEATH_FLASH;
	case WIPE_MEDIA_OPTICAL:
		return WIPE_BENEATH_OTHER;
	case WIPE_MEDIA_VIRTUAL:
		break;
	case WIPE_MEDIA_UNKNOWN:
		return WIPE_BENEATH_UNKNOWN;
	}
	return WIPE_BENEATH_VIRTUAL |
	       (strcmp(dev->media_reason, "served by a target") == 0 ? WIPE_BENEATH_NETWORK : 0U);
}

/* Drivers whose devices are known by their names: "nbd0", not "nbdx". */
static unsigned int bits_of_name(const char *name)
{
	static const struct {
		const char *driver;
		unsigned int bits;
	} drivers[] = {
		{ "ram", WIPE_BENEATH_MEMORY },
		{ "zram", WIPE_BENEATH_MEMORY },
		{ "nbd", WIPE_BENEATH_NETWORK },
		{ "rbd", WIPE_BENEATH_NETWORK },
		{ "drbd", WIPE_BENEATH_NETWORK | WIPE_BENEATH_OTHER },
	};

	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		size_t length = strlen(drivers[i].driver);

		if (strncmp(name, drivers[i].driver, length) == 0 &&
		    isdigit((unsigned char)name[length]))
			return drivers[i].bits;
	}
	return 0;
}

static int add_medium(struct wipe_filesystem *fs, const struct wipe_fs_medium *medium)
{
	struct wipe_fs_medium *grown;

	for (size_t i = 0; i < fs->medium_count; i++)
		if (fs->media[i].major_no == medium->major_no &&
		    fs->media[i].minor_no == medium->minor_no)
			return 0;
	grown = reallocarray(fs->media, fs->medium_count + 1, sizeof(*grown));
	if (!grown)
		return WIPE_E_NOMEM;
	fs->media = grown;
	grown[fs->medium_count++] = *medium;
	return 0;
}

int beneath_take_lowest(void *arg, const struct wipe_raw_device *raw)
{
	struct wipe_filesystem *fs = arg;
	struct wipe_device *dev = malloc(sizeof(*dev));
	struct wipe_fs_medium medium = { .media = WIPE_MEDIA_UNKNOWN };
	unsigned int by_name;
	int rc = WIPE_E_NOMEM;

	if (!dev)
		return rc;
	if (wipe_device_classify(raw, dev, NULL) != 0) {
		free(dev);
		fs->beneath |= WIPE_BENEATH_UNKNOWN;
		return 0;
	}
	by_name = bits_of_name(dev->name);
	fs->beneath |= by_name ? by_name : bits_of(dev);
	text_copy_plain(medium.node, sizeof(medium.node), dev->node);
	medium.major_no = dev->major_no;
	medium.minor_no = dev->minor_no;
	medium.media = dev->media;
	text_copy_ascii(medium.media_reason, sizeof(medium.media_reason), dev->media_reason);
	text_copy_ascii(medium.model, sizeof(medium.model), dev->model);
	text_copy_ascii(medium.serial, sizeof(medium.serial), dev->serial);
	rc = add_medium(fs, &medium);
	wipe_device_free(dev);
	return rc;
}

int beneath_merge(struct wipe_filesystem *fs, const struct wipe_filesystem *other)
{
	int rc = 0;

	fs->beneath |= other->beneath;
	for (size_t i = 0; !rc && i < other->medium_count; i++)
		rc = add_medium(fs, &other->media[i]);
	return rc;
}
