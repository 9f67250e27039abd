/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hosts for memory cards and eMMC: what is in each slot, and the areas of an eMMC. */
#include <stdio.h>
#include <string.h>

#include "survey.h"
#include "sysfs.h"
#include "text.h"

/* JESD84-B51, 7.4.52 EXT_CSD_REV: from 3 on (eMMC 4.3) there are boot areas. */
#define EXT_CSD_REV_BOOT_AREAS 3

/* The RPMB is a character device in the folder of the card; the disk's name begins its own. */
static void add_rpmb(struct survey *survey, const char *card, const char *disk)
{
	SURVEY_NAMES struct survey_names names = { 0 };
	char path[SURVEY_PATH_BYTES];

	survey_names_read(survey, card, &names);
	for (size_t i = 0; i < names.count; i++) {
		struct wipe_machine_finding *area;
		size_t length = strlen(disk);

		if (strncmp(names.items[i], disk, length) != 0 ||
		    strcmp(names.items[i] + length, "rpmb") != 0 ||
		    !survey_join(path, card, names.items[i]))
			continue;
		area = survey_add(survey, WIPE_MACHINE_BOOT_AREA, REASON_EMMC_RPMB,
				  _("eMMC RPMB area"), path);
		text_copy_ascii(area->part_of, sizeof(area->part_of), disk);
		snprintf(area->node, sizeof(area->node), "/dev/%s", area->name);
	}
}

static void look_at_areas(struct survey *survey, const char *card, const char *disk)
{
	SURVEY_NAMES struct survey_names names = { 0 };
	char folder[SURVEY_PATH_BYTES], block[SURVEY_PATH_BYTES];
	size_t shown = 0;
	uint64_t revision;

	add_rpmb(survey, card, disk);
	if (!survey_join(block, card, "block") || !survey_join(folder, block, disk) ||
	    !survey_says(survey, card, "type", "MMC") ||
	    !sysfs_read_u64(survey->root, card, "rev", &revision) ||
	    revision < EXT_CSD_REV_BOOT_AREAS)
		return;
	survey_names_read(survey, folder, &names);
	for (size_t i = 0; i < names.count; i++)
		shown += strncmp(names.items[i], disk, strlen(disk)) == 0 &&
			 survey_is_numbered(names.items[i] + strlen(disk), "boot");
	if (shown < 2)
		text_copy_ascii(survey_add(survey, WIPE_MACHINE_BOOT_AREA, REASON_EMMC_BOOT_HIDDEN,
					   _("eMMC boot area"), card)
					->part_of,
				sizeof(((struct wipe_machine_finding *)0)->part_of), disk);
}

static void look_at_card(struct survey *survey, const char *card)
{
	SURVEY_NAMES struct survey_names disks = { 0 };
	char folder[SURVEY_PATH_BYTES];
	struct wipe_machine_finding *finding;

	/* Wireless and other functions in a slot; a combined card has memory, too. */
	if (survey_says(survey, card, "type", "SDIO"))
		return;
	if (!survey_join(folder, card, "block"))
		return;
	survey_names_read(survey, folder, &disks);
	for (size_t i = 0; i < disks.count; i++)
		look_at_areas(survey, card, disks.items[i]);
	if (disks.count)
		return;
	finding = survey_add(survey, WIPE_MACHINE_DISK, REASON_NO_BLOCK_DEVICE,
			     _("memory card or eMMC"), card);
	SURVEY_COPY(survey, card, "name", finding->model);
	survey_detail(survey, card, "type", finding);
}

/*
 * A host for a soldered memory, by its node in the device tree (mmc-controller.yaml):
 * not one for a wireless function, nor for one that cannot be an eMMC.
 */
static bool is_soldered(const struct survey *survey, const char *host)
{
	return sysfs_exists(survey->root, host, "device/of_node/non-removable") &&
	       !sysfs_exists(survey->root, host, "device/of_node/no-mmc") &&
	       !sysfs_exists(survey->root, host, "device/of_node/cap-sdio-irq") &&
	       !sysfs_exists(survey->root, host, "device/of_node/mmc-pwrseq");
}

void machine_mmc_look(struct survey *survey, const char *path, const char *name)
{
	SURVEY_NAMES struct survey_names names = { 0 };
	char card[SURVEY_PATH_BYTES];
	size_t cards = 0;

	/* "mmc0:0001" in the folder of "mmc0" */
	survey_names_read(survey, path, &names);
	for (size_t i = 0; i < names.count; i++) {
		if (strncmp(names.items[i], name, strlen(name)) != 0 ||
		    names.items[i][strlen(name)] != ':' || !survey_join(card, path, names.items[i]))
			continue;
		cards++;
		look_at_card(survey, card);
	}
	if (cards)
		return;
	if (is_soldered(survey, path))
		survey_add(survey, WIPE_MACHINE_DISK, REASON_SOLDERED_NO_ANSWER, _("eMMC"), path);
	else
		survey_add(survey, WIPE_MACHINE_CARD_READER, REASON_SLOT_EMPTY, _("SD card slot"),
			   path);
}
