/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Buses that seldom hold data: what on them does and has no driver. */
#include <string.h>

#include "survey.h"
#include "sysfs.h"
#include "text.h"

/* The attribute holds the word (NULL: any device of the bus). */
static const struct {
	const char *folder, *attribute, *word;
	enum wipe_machine_kind kind;
	const char *what;
} members[] = {
	{ "/sys/bus/spi/", "modalias", "spi-nand", WIPE_MACHINE_FLASH, N_("raw flash") },
	{ "/sys/bus/spi/", "modalias", "spi-nor", WIPE_MACHINE_FLASH, N_("raw flash") },
	{ "/sys/bus/spi/", "modalias", "dataflash", WIPE_MACHINE_FLASH, N_("raw flash") },
	{ "/sys/bus/memstick/", NULL, NULL, WIPE_MACHINE_DISK, N_("memory card") },
	/* The specifier of the SCSI T10 committee: SBP-2 (ANSI NCITS 325, 7.8) */
	{ "/sys/bus/firewire/", "specifier_id", "0x00609e", WIPE_MACHINE_DISK,
	  N_("FireWire drive") },
	/* PC Card Standard, CISTPL_FUNCID: memory, fixed disk */
	{ "/sys/bus/pcmcia/", "func_id", "0x01", WIPE_MACHINE_DISK, N_("memory card") },
	{ "/sys/bus/pcmcia/", "func_id", "0x04", WIPE_MACHINE_DISK, N_("memory card") },
};

void machine_bus_look(struct survey *survey, const char *path, const char *name)
{
	char text[256], driver[64];

	(void)name;
	sysfs_link_name(survey->root, path, "driver", driver, sizeof(driver));
	if (*driver && !survey_is_placeholder_driver(driver))
		return;
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		if (strncmp(path, members[i].folder, strlen(members[i].folder)) != 0)
			continue;
		if (members[i].word &&
		    (!sysfs_read(survey->root, path, members[i].attribute, text, sizeof(text)) ||
		     !strstr(text, members[i].word)))
			continue;
		survey_add(survey, members[i].kind,
			   *driver ? REASON_GIVEN_TO_GUEST : REASON_NO_DRIVER, _(members[i].what),
			   path);
		return;
	}
}
