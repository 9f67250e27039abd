/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stable identifiers of the enums of <wipe/machine.h>. */
#include <wipe/machine.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define NAMES(function, type, table)                                                    \
	const char *function(type value)                                                \
	{                                                                               \
		return (unsigned int)value < COUNT(table) ? (table)[value] : "unknown"; \
	}

static const char *const sources[] = {
	[WIPE_MACHINE_FROM_NOWHERE] = "none",
	[WIPE_MACHINE_FROM_DMI] = "dmi",
	[WIPE_MACHINE_FROM_DEVICE_TREE] = "device-tree",
};
NAMES(wipe_machine_source_name, enum wipe_machine_source, sources)

static const char *const kinds[] = {
	[WIPE_MACHINE_DISK] = "disk",	    [WIPE_MACHINE_BOOT_AREA] = "boot-area",
	[WIPE_MACHINE_NVDIMM] = "nvdimm",   [WIPE_MACHINE_CARD_READER] = "card-reader",
	[WIPE_MACHINE_OPTICAL] = "optical", [WIPE_MACHINE_FLOPPY] = "floppy",
	[WIPE_MACHINE_TAPE] = "tape",	    [WIPE_MACHINE_FLASH] = "flash",
	[WIPE_MACHINE_USB] = "usb",	    [WIPE_MACHINE_CONTROLLER] = "controller",
	[WIPE_MACHINE_PORT] = "port",	    [WIPE_MACHINE_THUNDERBOLT] = "thunderbolt",
};
NAMES(wipe_machine_kind_name, enum wipe_machine_kind, kinds)

static const char *const states[] = {
	[WIPE_MACHINE_VISIBLE] = "visible",	      [WIPE_MACHINE_VISIBLE_PART] = "visible-part",
	[WIPE_MACHINE_NO_MEDIUM] = "no-medium",	      [WIPE_MACHINE_NO_DATA] = "no-data",
	[WIPE_MACHINE_NOT_VISIBLE] = "not-visible",   [WIPE_MACHINE_UNREADABLE] = "unreadable",
	[WIPE_MACHINE_NOT_EXAMINED] = "not-examined",
};
NAMES(wipe_machine_state_name, enum wipe_machine_state, states)

static const char *const verdicts[] = {
	[WIPE_MACHINE_COMPLETE] = "complete",
	[WIPE_MACHINE_INCOMPLETE] = "incomplete",
	[WIPE_MACHINE_UNKNOWN] = "unknown",
};
NAMES(wipe_machine_verdict_name, enum wipe_machine_verdict, verdicts)
