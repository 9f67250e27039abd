/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Devices of the device mapper. */
#include <fcntl.h>
#include <linux/dm-ioctl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "beneath.h"
#include "cleanup.h"

#define REPLY_BYTES 65536U

static const struct {
	const char *type;
	unsigned int bits;
} targets[] = {
	{ "linear", 0 },
	{ "multipath", 0 },
	{ "flakey", 0 }, /* linear, and fails on purpose */
	{ "crypt", WIPE_BENEATH_CRYPT },
	{ "striped", WIPE_BENEATH_RAID },
	{ "mirror", WIPE_BENEATH_RAID },
	{ "raid", WIPE_BENEATH_RAID },
	{ "thin", WIPE_BENEATH_THIN },
	{ "thin-pool", WIPE_BENEATH_THIN },
	{ "snapshot", WIPE_BENEATH_SNAPSHOT },
	{ "snapshot-origin", WIPE_BENEATH_SNAPSHOT },
	{ "snapshot-merge", WIPE_BENEATH_SNAPSHOT },
	{ "cache", WIPE_BENEATH_CACHE },
	{ "writecache", WIPE_BENEATH_CACHE },
};

/* Prefixes that the owners of devices give their UUID; what they tell alone. */
static const struct {
	const char *prefix;
	unsigned int bits;
	bool is_all; /* nothing else can be in the table */
} owners[] = {
	{ "CRYPT-", WIPE_BENEATH_CRYPT, true },
	{ "mpath-", 0, true },
	{ "part", 0, true }, /* kpartx: "part1-mpath-..." */
	{ "DMRAID-", WIPE_BENEATH_RAID, true },
	{ "LVM-", WIPE_BENEATH_LVM, false },
};

static unsigned int bits_of_target(const char type[DM_MAX_TYPE_NAME])
{
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++)
		if (strncmp(type, targets[i].type, DM_MAX_TYPE_NAME) == 0)
			return targets[i].bits;
	return WIPE_BENEATH_OTHER;
}

unsigned int dm_targets(const void *reply, size_t bytes)
{
	struct dm_ioctl head;
	struct dm_target_spec spec;
	unsigned int bits = 0;
	size_t start, at = 0;

	if (bytes < sizeof(head))
		return WIPE_BENEATH_UNKNOWN;
	memcpy(&head, reply, sizeof(head));
	start = head.data_start;
	if (head.flags & DM_BUFFER_FULL_FLAG || !head.target_count)
		return WIPE_BENEATH_UNKNOWN;
	for (uint32_t i = 0; i < head.target_count; i++) {
		if (start > bytes || at > bytes - start || bytes - start - at < sizeof(spec))
			return bits | WIPE_BENEATH_UNKNOWN;
		memcpy(&spec, (const uint8_t *)reply + start + at, sizeof(spec));
		bits |= bits_of_target(spec.target_type);
		if (spec.next <= at && i + 1 < head.target_count)
			return bits | WIPE_BENEATH_UNKNOWN;
		at = spec.next;
	}
	return bits;
}

/*
 * The status of each target, which needs no more than their types: a table has the keys
 * of dm-crypt in it. NOFLUSH: a thin pool would be written to, to be counted.
 */
static unsigned int ask(uint32_t major_no, uint32_t minor_no)
{
	CLEANUP_FD int fd = open("/dev/mapper/control", O_RDONLY | O_CLOEXEC);
	CLEANUP_FREE struct dm_ioctl *request = fd >= 0 ? calloc(1, REPLY_BYTES) : NULL;

	if (!request)
		return WIPE_BENEATH_UNKNOWN;
	request->version[0] = DM_VERSION_MAJOR;
	request->data_size = REPLY_BYTES;
	request->data_start = sizeof(*request);
	request->flags = DM_NOFLUSH_FLAG;
	/* What the kernel calls huge_encode_dev(). */
	request->dev = (uint64_t)(minor_no & 0xff) | (uint64_t)major_no << 8 |
		       (uint64_t)(minor_no & ~0xffU) << 12;
	return ioctl(fd, DM_TABLE_STATUS, request) == 0 ? dm_targets(request, REPLY_BYTES) :
							  (unsigned int)WIPE_BENEATH_UNKNOWN;
}

unsigned int dm_beneath(const struct describing *how, const char *uuid, uint32_t major_no,
			uint32_t minor_no)
{
	unsigned int by_table = *how->root ? (unsigned int)WIPE_BENEATH_UNKNOWN :
					     ask(major_no, minor_no);

	for (size_t i = 0; i < sizeof(owners) / sizeof(owners[0]); i++) {
		if (strncmp(uuid, owners[i].prefix, strlen(owners[i].prefix)) != 0)
			continue;
		if (owners[i].is_all)
			by_table &= ~(unsigned int)WIPE_BENEATH_UNKNOWN;
		return by_table | owners[i].bits;
	}
	return by_table;
}
