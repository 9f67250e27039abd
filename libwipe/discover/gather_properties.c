/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libudev.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "cleanup.h"
#include "gather.h"
#include "sysfs.h"

static const char *const properties[] = {
	"ID_BUS",
	"ID_ATA",
	"ID_CDROM",
	"ID_VENDOR",
	"ID_MODEL",
	"ID_MODEL_ENC",
	"ID_SERIAL_SHORT",
	"ID_USB_SERIAL_SHORT",
	"ID_WWN",
	"ID_REVISION",
	"ID_WWN_WITH_EXTENSION",
};

#define PROPERTIES (sizeof(properties) / sizeof(properties[0]))

static void add_from_daemon(struct raw_builder *builder, struct udev *udev, dev_t number)
{
	struct udev_device *device = udev_device_new_from_devnum(udev, 'b', number);

	for (size_t i = 0; device && i < PROPERTIES; i++)
		raw_add(builder, "udev:", properties[i],
			udev_device_get_property_value(device, properties[i]));
	udev_device_unref(device);
}

/* A line of the data base's file: E:KEY=VALUE. */
static void add_line(struct raw_builder *builder, char *line)
{
	char *equals = strchr(line, '=');

	line[strcspn(line, "\n")] = '\0';
	if (strncmp(line, "E:", 2) != 0 || !equals)
		return;
	*equals = '\0';
	for (size_t i = 0; i < PROPERTIES; i++)
		if (strcmp(line + 2, properties[i]) == 0)
			raw_add(builder, "udev:", properties[i], equals + 1);
}

static void add_from_file(struct raw_builder *builder, const char *path)
{
	CLEANUP_FILE FILE *file = fopen(path, "re");
	CLEANUP_FREE char *line = NULL;
	size_t room = 0;

	while (file && getline(&line, &room, file) > 0)
		add_line(builder, line);
}

void gather_properties(struct raw_builder *builder, const char *root, struct udev *udev,
		       uint32_t major_no, uint32_t minor_no)
{
	char path[PATH_MAX];

	if (!sysfs_udev_runs(root))
		return;
	if (udev)
		add_from_daemon(builder, udev, makedev(major_no, minor_no));
	else if (snprintf(path, sizeof(path), "%s/run/udev/data/b%u:%u", root, major_no, minor_no) <
		 (int)sizeof(path))
		add_from_file(builder, path);
}
