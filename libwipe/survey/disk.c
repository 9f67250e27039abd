/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole disks: can they be read at all, and are they one drive? */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "survey.h"
#include "sysfs.h"
#include "text.h"
#include "volume.h"

/*
 * By a folder on the way to the device ("#": a number follows), and where given by the
 * type that the device has there. The first that fits.
 */
static const struct {
	const char *folder, *type;
	enum wipe_machine_kind kind;
	const char *what;
} technologies[] = {
	{ "/ndbus#", NULL, WIPE_MACHINE_NVDIMM, N_("persistent memory") },
	{ "/nvme/", NULL, WIPE_MACHINE_DISK, N_("NVMe drive") },
	{ "/nvme-subsystem/", NULL, WIPE_MACHINE_DISK, N_("NVMe drive") },
	{ "/usb#", NULL, WIPE_MACHINE_DISK, N_("USB drive") },
	{ "/mmc_host/", "MMC", WIPE_MACHINE_DISK, N_("eMMC") },
	{ "/mmc_host/", NULL, WIPE_MACHINE_DISK, N_("memory card") },
	{ "/ata#", NULL, WIPE_MACHINE_DISK, N_("SATA drive") },
	{ "/virtio#", NULL, WIPE_MACHINE_DISK, N_("virtual disk") },
	{ "/host#", NULL, WIPE_MACHINE_DISK, N_("SCSI or SAS drive") },
	{ "/", NULL, WIPE_MACHINE_DISK, N_("disk") },
};

static bool passes(const char *real, const char *folder)
{
	size_t length = strcspn(folder, "#");

	for (const char *at = real; (at = strchr(at, '/')); at++)
		if (strncmp(at, folder, length) == 0 &&
		    (!folder[length] || isdigit((unsigned char)at[length])))
			return true;
	return false;
}

/* Does any of the words stand in the text, whatever its case? */
static bool has_word(const char *const *words, size_t count, const char *text)
{
	for (size_t i = 0; i < count; i++)
		if (strcasestr(text, words[i]))
			return true;
	return false;
}

/* How slots of readers and drives for cartridges call themselves. */
static bool is_slot(const struct wipe_machine_finding *disk)
{
	static const char *const words[] = {
		"reader",
		"card",
		"CRW",
		"SD/MMC",
		"SDXC",
		"flash-",
		"/MS",
		"MS/",
		"/xD",
		"xD/",
		"CF/",
		"CompactFlash",
		"floppy",
		"Compact Flash",
		"STORAGE DEVICE",
		"MassStorageClass",
		"ZIP ",
		"virtual",
	};

	return has_word(words, sizeof(words) / sizeof(words[0]), disk->model) ||
	       has_word(words, 3, disk->vendor);
}

/* The USB device above says how its port is built: soldered in, or a socket. */
static bool is_built_in(const struct survey *survey, const char *real)
{
	char path[SURVEY_PATH_BYTES];

	snprintf(path, sizeof(path), "%s", real);
	while (survey_parent(path))
		if (sysfs_exists(survey->root, path, "bDeviceClass"))
			return survey_says(survey, path, "removable", "fixed");
	return false;
}

static bool is_off_line(const struct survey *survey, const char *path)
{
	static const char *const states[] = { "offline",	 "transport-offline", "blocked",
					      "created-blocked", "deleted",	      "cancel" };

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (survey_says(survey, path, "device/state", states[i]))
			return true;
	return false;
}

/* Why a drive has no capacity. */
static enum machine_reason reason_of_none(const struct survey *survey, const char *path,
					  const char *real, const struct wipe_machine_finding *disk)
{
	bool usb = passes(real, "/usb#");

	if (survey_says(survey, path, "removable", "1"))
		return !usb || is_slot(disk) || is_built_in(survey, real) ?
			       REASON_SLOT_EMPTY :
			       REASON_NO_MEDIUM_OR_DEFECTIVE;
	/* sd(4) gives a capacity of 0 to sectors that are no power of two from 512 to 4096. */
	if (!usb && !passes(real, "/ata#") && passes(real, "/host#"))
		return REASON_FOREIGN_SECTOR_SIZE;
	return REASON_NO_CAPACITY;
}

static void describe(const struct survey *survey, const char *path,
		     struct wipe_machine_finding *disk)
{
	char driver[64];
	uint64_t sectors;

	SURVEY_COPY(survey, path, "device/vendor", disk->vendor);
	/* virtio has a number there. */
	if (strncmp(disk->vendor, "0x", 2) == 0)
		disk->vendor[0] = '\0';
	SURVEY_COPY(survey, path, "device/model", disk->model);
	if (!*disk->model)
		SURVEY_COPY(survey, path, "device/name", disk->model);
	if (sysfs_read_u64(survey->root, path, "size", &sectors) && sectors <= UINT64_MAX / 512)
		disk->size_bytes = 512 * sectors;
	snprintf(disk->node, sizeof(disk->node), "/dev/%s", disk->name);
	for (char *at = disk->node; (at = strchr(at, '!'));)
		*at = '/';
	survey_detail(survey, path, "device/state", disk);
	if (sysfs_link_name(survey->root, path, "device/driver", driver, sizeof(driver)))
		text_copy_ascii(disk->driver, sizeof(disk->driver), driver);
}

void machine_disk_add(struct survey *survey, const char *path, const char *real)
{
	struct wipe_machine_finding *disk;
	enum machine_reason reason = REASON_BLOCK_DEVICE;
	size_t i = 0;

	while (!passes(real, technologies[i].folder) ||
	       (technologies[i].type &&
		!survey_says(survey, path, "device/type", technologies[i].type)))
		i++;
	disk = survey_add(survey, technologies[i].kind, reason, _(technologies[i].what), path);
	describe(survey, path, disk);
	if (is_off_line(survey, path))
		reason = REASON_DEVICE_OFFLINE;
	else if (!disk->size_bytes)
		reason = reason_of_none(survey, path, real, disk);
	else if (volume_names_itself(disk->model))
		reason = REASON_RAID_VOLUME;
	machine_reason_fill(disk, reason);
	if (disk->state == WIPE_MACHINE_NO_MEDIUM || reason == REASON_NO_MEDIUM_OR_DEFECTIVE) {
		disk->kind = WIPE_MACHINE_CARD_READER;
		disk->what = _("card reader or slot");
	}
}
