/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Storage controllers that are on no bus, and virtio devices, without a driver. */
#include <stdio.h>
#include <string.h>

#include "survey.h"
#include "sysfs.h"
#include "text.h"

/*
 * In a modalias: ACPI ids of SD hosts (drivers/mmc/host/sdhci-acpi.c) end with ':';
 * names of the device tree begin after a 'C' and hold these words.
 */
static const struct {
	const char *prefix, *word, *what;
} controllers[] = {
	{ "acpi:", ":80860F14:", N_("SD card or eMMC controller") },
	{ "acpi:", ":80860F16:", N_("SD card or eMMC controller") },
	{ "acpi:", ":80865ACA:", N_("SD card or eMMC controller") },
	{ "acpi:", ":80865ACC:", N_("SD card or eMMC controller") },
	{ "acpi:", ":80865AD0:", N_("SD card or eMMC controller") },
	{ "acpi:", ":INT33BB:", N_("SD card or eMMC controller") },
	{ "acpi:", ":INT33C6:", N_("SD card or eMMC controller") },
	{ "acpi:", ":INT3436:", N_("SD card or eMMC controller") },
	{ "acpi:", ":INT344D:", N_("SD card or eMMC controller") },
	{ "acpi:", ":PNP0D40:", N_("SD card or eMMC controller") },
	{ "acpi:", ":PNP0FFF:", N_("SD card or eMMC controller") },
	{ "acpi:", ":QCOM8051:", N_("SD card or eMMC controller") },
	{ "acpi:", ":QCOM8052:", N_("SD card or eMMC controller") },
	{ "acpi:", ":AMDI0040:", N_("SD card or eMMC controller") },
	{ "acpi:", ":AMDI0041:", N_("SD card or eMMC controller") },
	{ "of:", "sdhci", N_("SD card or eMMC controller") },
	{ "of:", "-mmc", N_("SD card or eMMC controller") },
	{ "of:", "emmc", N_("SD card or eMMC controller") },
	{ "of:", "sdhost", N_("SD card or eMMC controller") },
	{ "of:", "-sdhi", N_("SD card or eMMC controller") },
	{ "of:", "mshc", N_("SD card or eMMC controller") },
	{ "of:", "usdhc", N_("SD card or eMMC controller") },
	{ "of:", "esdhc", N_("SD card or eMMC controller") },
	{ "of:", "ufshc", N_("UFS controller") },
	{ "of:", "nand-controller", N_("raw flash controller") },
	{ "of:", "-nand", N_("raw flash controller") },
	{ "of:", "-ahci", N_("SATA controller") },
	{ "of:", "-sata", N_("SATA controller") },
};

/* What the modalias says the device is, or NULL. */
static const char *what_of(const char *modalias)
{
	for (size_t i = 0; i < sizeof(controllers) / sizeof(controllers[0]); i++) {
		const char *names = modalias;

		if (strncmp(modalias, controllers[i].prefix, strlen(controllers[i].prefix)) != 0)
			continue;
		/* of:NnodeTtypeCname: the node's own name is not what it is. */
		if (controllers[i].prefix[0] == 'o')
			names = strchr(modalias, 'C');
		if (names && strstr(names, controllers[i].word))
			return controllers[i].what;
	}
	return NULL;
}

void machine_platform_look(struct survey *survey, const char *path, const char *name)
{
	enum machine_reason reason = REASON_NO_DRIVER;
	char modalias[1024], driver[64];
	const char *what;

	(void)name;
	if (!sysfs_read(survey->root, path, "modalias", modalias, sizeof(modalias)))
		return;
	what = what_of(modalias);
	if (!what)
		return;
	if (sysfs_link_name(survey->root, path, "driver", driver, sizeof(driver))) {
		survey->found->controllers++;
		if (!survey_is_placeholder_driver(driver))
			return;
		reason = REASON_GIVEN_TO_GUEST;
	}
	survey_add(survey, WIPE_MACHINE_CONTROLLER, reason, _(what), path);
}

/* Virtio 1.2, sec. 5: device types. */
void machine_virtio_look(struct survey *survey, const char *path, const char *name)
{
	static const struct {
		uint64_t type;
		enum wipe_machine_kind kind;
		const char *what;
	} types[] = {
		{ 2, WIPE_MACHINE_CONTROLLER, N_("virtual disk") },
		{ 8, WIPE_MACHINE_CONTROLLER, N_("SCSI controller") },
		{ 27, WIPE_MACHINE_NVDIMM, N_("persistent memory") },
	};
	uint64_t type;

	(void)name;
	if (!sysfs_read_u64(survey->root, path, "device", &type) ||
	    sysfs_exists(survey->root, path, "driver"))
		return;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (types[i].type == type)
			survey_add(survey, types[i].kind, REASON_NO_DRIVER, _(types[i].what), path);
}
