/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Raw flash. What by its name holds only firmware is accounted for: it is listed, and
 * no user's files are in it. Any other may hold a file system.
 */
#include <string.h>

#include "survey.h"
#include "sysfs.h"
#include "text.h"

static bool is_firmware(const char *name)
{
	static const char *const names[] = { "BIOS",	  "u-boot",	"u-boot-env", "uboot",
					     "uboot-env", "bootloader", "spl",	      "bl2",
					     "fip",	  "pnor" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcasecmp(name, names[i]) == 0)
			return true;
	return false;
}

void machine_mtd_look(struct survey *survey, const char *path, const char *name)
{
	struct wipe_machine_finding *flash;
	char label[64];

	/* "mtd0ro" is "mtd0" once more; Documentation/ABI/testing/sysfs-class-mtd: type */
	if (!survey_is_numbered(name, "mtd") || strstr(name, "ro") ||
	    survey_says(survey, path, "type", "ram") || survey_says(survey, path, "type", "absent"))
		return;
	SURVEY_COPY(survey, path, "name", label);
	flash = survey_add(survey, WIPE_MACHINE_FLASH,
			   is_firmware(label) ? REASON_FIRMWARE_FLASH : REASON_RAW_FLASH,
			   _("raw flash"), path);
	text_copy_ascii(flash->model, sizeof(flash->model), label);
	survey_detail(survey, path, "type", flash);
	sysfs_read_u64(survey->root, path, "size", &flash->size_bytes);
}
