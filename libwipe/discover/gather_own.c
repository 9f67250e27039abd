/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "gather.h"
#include "nodes.h"
#include "sysfs.h"
#include "vpd.h"

static const char *const own_attributes[] = { "size",  "ro",	  "diskseq", "partition",
					      "start", "dm/name", "dm/uuid", "md/level" };

/* A partition has those of its disk. */
static const char *const disk_attributes[] = {
	"removable",
	"queue/rotational",
	"queue/logical_block_size",
	"queue/physical_block_size",
	"queue/zoned",
	"queue/discard_max_bytes",
	"queue/write_zeroes_max_bytes",
	"device/model",
	"device/vendor",
	"device/rev",
	"device/serial",
	"device/firmware_rev",
	"device/wwid",
	"wwid",
	"nsid",
	"nguid",
	"eui",
	"uuid",
	"serial",
	"comp_algorithm",
};

static void add_attributes(struct raw_builder *builder, const char *root, const char *folder,
			   const char *const *names, size_t count)
{
	char value[512];

	for (size_t i = 0; i < count; i++)
		if (sysfs_read(root, folder, names[i], value, sizeof(value)))
			raw_add(builder, "attr:", names[i], value);
}

static void add_page(struct raw_builder *builder, const char *root, const char *folder,
		     const char *name)
{
	static const char digits[] = "0123456789abcdef";
	char hex[2 * VPD_PAGE_BYTES + 1];
	unsigned char bytes[VPD_PAGE_BYTES];
	ssize_t got = sysfs_read_bytes(root, folder, name, bytes, sizeof(bytes));

	if (got <= 0)
		return;
	for (ssize_t i = 0; i < got; i++) {
		hex[2 * i] = digits[bytes[i] >> 4];
		hex[2 * i + 1] = digits[bytes[i] & 0xf];
	}
	hex[2 * got] = '\0';
	raw_add(builder, "attr:", name, hex);
}

void gather_own(struct raw_builder *builder, const char *root, const char *syspath)
{
	const char *name = strrchr(syspath, '/') + 1;
	char disk[PATH_MAX], node[128], number[32];

	snprintf(disk, sizeof(disk), "%s", syspath);
	if (sysfs_exists(root, syspath, "partition"))
		*strrchr(disk, '/') = '\0';
	raw_add(builder, "", "kernel", name);
	nodes_path(name, node, sizeof(node));
	raw_add(builder, "", "node", node);
	raw_add(builder, "", "syspath", syspath);
	raw_add(builder, "", "devtype", strcmp(disk, syspath) == 0 ? "disk" : "partition");
	if (sysfs_read(root, syspath, "dev", number, sizeof(number)))
		raw_add(builder, "", "devnum", number);
	add_attributes(builder, root, syspath, own_attributes,
		       sizeof(own_attributes) / sizeof(own_attributes[0]));
	add_attributes(builder, root, disk, disk_attributes,
		       sizeof(disk_attributes) / sizeof(disk_attributes[0]));
	add_page(builder, root, disk, "device/vpd_pg80");
	add_page(builder, root, disk, "device/vpd_pg83");
}
