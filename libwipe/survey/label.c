/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine's own label: SMBIOS through /sys/class/dmi/id, else the device tree. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include <wipe/machine.h>

#include "sysfs.h"
#include "text.h"

#define DMI "/sys/class/dmi/id"
#define DEVICE_TREE "/sys/firmware/devicetree/base"

/*
 * Texts that makers leave in place of a value, as they are seen in the field;
 * compared without regard to case, and to blanks and stops at the ends.
 */
static const char *const placeholders[] = {
	/* said outright */
	"to be filled by o.e.m",
	"to be filled by oem",
	"default string",
	"not specified",
	"not applicable",
	"not available",
	"not provided",
	"not defined",
	"undefined",
	"unspecified",
	"unknown",
	"invalid",
	"empty",
	"none",
	"null",
	"n/a",
	"na",
	"oem",
	"o.e.m",
	"no enclosure",
	"no asset tag",
	"no asset information",
	"not asset tag",
	/* the name of the field */
	"system manufacturer",
	"system product name",
	"system name",
	"system version",
	"system serial number",
	"base board manufacturer",
	"base board product name",
	"base board serial number",
	"base board asset tag",
	"board serial number",
	"chassis manufacturer",
	"chassis serial number",
	"chassis asset tag",
	"type2 - board serial number",
	"asset tag",
	"serial number",
	/* a counter in place of a number */
	"0123456789",
	"1234567890",
	"123456789",
	"12345678",
	"123456",
	"asset-1234567890",
	"mb-1234567890",
	"ssn12345678901234567",
	"bsn12345678901234567",
	"atn12345678901234567",
	/* the same in each of their machines: a kit's UUID, a cloud's chassis */
	"03000200-0400-0500-0006-000700080009",
	"7783-7084-3265-9085-8269-3286-77",
};

/* Nothing but one sign repeated ("000000", "xxxx", "FFFF-FFFF"), or none at all. */
static bool is_repetition(const char *text)
{
	char sign = '\0';
	size_t count = 0;

	for (; *text; text++) {
		if (strchr(" -_.:/", *text))
			continue;
		if (sign && tolower((unsigned char)*text) != sign)
			return false;
		sign = (char)tolower((unsigned char)*text);
		count++;
	}
	/* "7" may be somebody's number, "0" and "x" are not. */
	return count != 1 || !isdigit((unsigned char)sign) || sign == '0';
}

static bool is_placeholder(const char *text)
{
	size_t length;

	text += strspn(text, " .");
	length = strlen(text);
	while (length && strchr(" .", text[length - 1]))
		length--;
	for (size_t i = 0; i < sizeof(placeholders) / sizeof(placeholders[0]); i++)
		if (strlen(placeholders[i]) == length &&
		    strncasecmp(placeholders[i], text, length) == 0)
			return true;
	return is_repetition(text);
}

/* A field, "" if it is absent or tells nothing. False: it is there and cannot be read. */
static bool read_field(const char *root, const char *folder, const char *name, char *out,
		       size_t out_bytes)
{
	char text[4096]; /* sysfs has no longer ones */
	bool read = sysfs_read(root, folder, name, text, sizeof(text));

	text_copy_ascii(out, out_bytes, text);
	if (is_placeholder(out))
		*out = '\0';
	return read || !sysfs_exists(root, folder, name);
}

/* DMTF DSP0134 (SMBIOS), 7.4.1: System Enclosure or Chassis Types. */
static void read_chassis(const char *root, char *out, size_t out_bytes)
{
	static const char *const types[] = {
		[3] = "desktop",       [4] = "low-profile desktop",
		[5] = "pizza box",     [6] = "mini tower",
		[7] = "tower",	       [8] = "portable",
		[9] = "laptop",	       [10] = "notebook",
		[11] = "hand-held",    [12] = "docking station",
		[13] = "all-in-one",   [14] = "sub-notebook",
		[15] = "space-saving", [16] = "lunch box",
		[17] = "server",       [18] = "expansion chassis",
		[22] = "RAID chassis", [23] = "rack mount",
		[24] = "sealed PC",    [25] = "multi-system chassis",
		[28] = "blade",	       [29] = "blade enclosure",
		[30] = "tablet",       [31] = "convertible",
		[32] = "detachable",   [33] = "IoT gateway",
		[34] = "embedded PC",  [35] = "mini PC",
		[36] = "stick PC",
	};
	uint64_t type;

	sysfs_read_u64(root, DMI, "chassis_type", &type);
	if (type < sizeof(types) / sizeof(types[0]) && types[type])
		snprintf(out, out_bytes, "%s", types[type]);
}

static void read_firmware(const char *root, char *out, size_t out_bytes)
{
	char maker[48], version[64];

	read_field(root, DMI, "bios_vendor", maker, sizeof(maker));
	read_field(root, DMI, "bios_version", version, sizeof(version));
	snprintf(out, out_bytes, "%s%s%s", maker, *maker && *version ? " " : "", version);
}

static void read_dmi(const char *root, struct wipe_machine *machine)
{
	const struct {
		const char *name;
		char *out;
		size_t out_bytes;
	} fields[] = {
		{ "sys_vendor", machine->maker, sizeof(machine->maker) },
		{ "product_name", machine->model, sizeof(machine->model) },
		{ "product_serial", machine->serial, sizeof(machine->serial) },
		{ "product_uuid", machine->uuid, sizeof(machine->uuid) },
		{ "chassis_asset_tag", machine->asset_tag, sizeof(machine->asset_tag) },
		{ "board_vendor", machine->board_maker, sizeof(machine->board_maker) },
		{ "board_name", machine->board_model, sizeof(machine->board_model) },
		{ "board_serial", machine->board_serial, sizeof(machine->board_serial) },
	};

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (!read_field(root, DMI, fields[i].name, fields[i].out, fields[i].out_bytes))
			machine->serial_withheld = true;
	read_chassis(root, machine->chassis, sizeof(machine->chassis));
	read_firmware(root, machine->firmware, sizeof(machine->firmware));
}

void wipe_machine_read(const char *root, struct wipe_machine *machine)
{
	memset(machine, 0, sizeof(*machine));
	if (sysfs_exists(root, DMI, "sys_vendor") || sysfs_exists(root, DMI, "product_name")) {
		machine->source = WIPE_MACHINE_FROM_DMI;
		read_dmi(root, machine);
	} else if (sysfs_exists(root, DEVICE_TREE, "model")) {
		machine->source = WIPE_MACHINE_FROM_DEVICE_TREE;
		read_field(root, DEVICE_TREE, "model", machine->model, sizeof(machine->model));
		read_field(root, DEVICE_TREE, "serial-number", machine->serial,
			   sizeof(machine->serial));
	}
}
