/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Block devices that hardware lies beneath: what each of them is. */
#include <stdio.h>
#include <string.h>

#include "survey.h"
#include "sysfs.h"
#include "text.h"

/* The parts of a medium that the kernel shows as devices inside of its folder. */
static const struct {
	const char *suffix;
	enum wipe_machine_kind kind;
	enum machine_reason reason;
	const char *what;
} parts[] = {
	{ "boot0", WIPE_MACHINE_BOOT_AREA, REASON_EMMC_BOOT, N_("eMMC boot area") },
	{ "boot1", WIPE_MACHINE_BOOT_AREA, REASON_EMMC_BOOT, N_("eMMC boot area") },
	{ "rpmb", WIPE_MACHINE_BOOT_AREA, REASON_EMMC_RPMB, N_("eMMC RPMB area") },
	/* partitions of their own that users' data may be in: erased like disks */
	{ "gp0", WIPE_MACHINE_DISK, REASON_BLOCK_DEVICE, N_("eMMC partition") },
	{ "gp1", WIPE_MACHINE_DISK, REASON_BLOCK_DEVICE, N_("eMMC partition") },
	{ "gp2", WIPE_MACHINE_DISK, REASON_BLOCK_DEVICE, N_("eMMC partition") },
	{ "gp3", WIPE_MACHINE_DISK, REASON_BLOCK_DEVICE, N_("eMMC partition") },
};

/* "mmcblk0boot0" lies in the folder of "mmcblk0": the folder tells, not the name alone. */
static bool add_part(struct survey *survey, const char *path, const char *real)
{
	char parent[SURVEY_PATH_BYTES];
	const char *name = strrchr(real, '/') + 1, *disk;
	uint64_t sectors;

	snprintf(parent, sizeof(parent), "%s", real);
	if (!survey_parent(parent) || !sysfs_exists(survey->root, parent, "queue"))
		return false;
	disk = strrchr(parent, '/') + 1;
	if (strncmp(name, disk, strlen(disk)) != 0)
		return false;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct wipe_machine_finding *finding;

		if (strcmp(name + strlen(disk), parts[i].suffix) != 0)
			continue;
		finding =
			survey_add(survey, parts[i].kind, parts[i].reason, _(parts[i].what), path);
		text_copy_ascii(finding->part_of, sizeof(finding->part_of), disk);
		snprintf(finding->node, sizeof(finding->node), "/dev/%.60s", name);
		if (sysfs_read_u64(survey->root, path, "size", &sectors) &&
		    sectors <= UINT64_MAX / 512)
			finding->size_bytes = 512 * sectors;
		return true;
	}
	return false;
}

static void add_floppy(struct survey *survey, const char *path)
{
	struct wipe_machine_finding *finding = survey_add(
		survey, WIPE_MACHINE_FLOPPY, REASON_MEDIUM_UNKNOWN, _("floppy disk drive"), path);

	snprintf(finding->node, sizeof(finding->node), "/dev/%s", finding->name);
}

void machine_block_look(struct survey *survey, const char *path, const char *name)
{
	char real[SURVEY_PATH_BYTES];

	(void)name;
	if (!sysfs_resolve(survey->root, path, real, sizeof(real))) {
		survey_doubt(survey, "unreadable", path);
		return;
	}
	/* dm, md, loop, zram: what lies beneath is looked at. mtdblock: so is its flash. */
	if (strncmp(real, "/sys/devices/virtual/block/", 27) == 0 || strstr(real, "/mtd/mtd"))
		return;
	/* A path of NVMe multipath: its drive's probe sees to it. */
	if (survey_says(survey, path, "hidden", "1"))
		return;
	if (add_part(survey, path, real))
		return;
	if (survey_says(survey, path, "device/type", "5") ||
	    survey_says(survey, path, "device/type", "4"))
		machine_optical_add(survey, path);
	else if (strstr(real, "/floppy."))
		add_floppy(survey, path);
	else
		machine_disk_add(survey, path, real);
}
