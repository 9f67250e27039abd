/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"

#include "i18n.h"

static const char *const media_words[] = {
	[WIPE_MEDIA_UNKNOWN] = N_("unknown"), [WIPE_MEDIA_HDD] = N_("HDD"),
	[WIPE_MEDIA_SSD] = N_("SSD"),	      [WIPE_MEDIA_USB_FLASH] = N_("USB flash"),
	[WIPE_MEDIA_SD] = N_("SD card"),      [WIPE_MEDIA_EMMC] = N_("eMMC"),
	[WIPE_MEDIA_OPTICAL] = N_("optical"), [WIPE_MEDIA_VIRTUAL] = N_("virtual"),
};

static const char *const use_words[] = {
	[WIPE_USE_MOUNTED] = N_("mounted"),	[WIPE_USE_SWAP] = N_("swap"),
	[WIPE_USE_HELD] = N_("held"),		[WIPE_USE_OPENED] = N_("open"),
	[WIPE_USE_LOCKED] = N_("locked"),	[WIPE_USE_SYSTEM] = N_("system"),
	[WIPE_USE_READ_ONLY] = N_("read-only"),
};

static const char *const layer_words[] = {
	[WIPE_LAYER_DEVICE] = N_("device"),
	[WIPE_LAYER_PARTITION] = N_("partition"),
	[WIPE_LAYER_CRYPT] = N_("encryption"),
	[WIPE_LAYER_LVM] = "LVM",
	[WIPE_LAYER_RAID] = "RAID",
	[WIPE_LAYER_LOOP] = "loop",
	[WIPE_LAYER_BCACHE] = "bcache",
	[WIPE_LAYER_MULTIPATH] = N_("multipath"),
	[WIPE_LAYER_OTHER] = N_("other mapping"),
};

const char *words_media(enum wipe_media media)
{
	size_t count = sizeof(media_words) / sizeof(media_words[0]);

	return (size_t)media < count ? _(media_words[media]) : wipe_media_name(media);
}

const char *words_layer(enum wipe_layer_kind kind)
{
	size_t count = sizeof(layer_words) / sizeof(layer_words[0]);

	return (size_t)kind < count ? _(layer_words[kind]) : wipe_layer_kind_name(kind);
}

const char *words_use(enum wipe_use_kind kind)
{
	size_t count = sizeof(use_words) / sizeof(use_words[0]);

	return (size_t)kind < count ? _(use_words[kind]) : wipe_use_name(kind);
}
