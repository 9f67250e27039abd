/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>

#include <wipe/filesystem.h>

static const char *name_at(const char *const *table, size_t count, unsigned int value)
{
	return value < count ? table[value] : "unknown";
}

#define NAMES(function, type, table)                                                        \
	const char *function(type value)                                                    \
	{                                                                                   \
		return name_at(table, sizeof(table) / sizeof((table)[0]), (unsigned)value); \
	}

static const char *const kinds[] = {
	[WIPE_FS_OTHER] = "other", [WIPE_FS_EXT2] = "ext2",	  [WIPE_FS_EXT3] = "ext3",
	[WIPE_FS_EXT4] = "ext4",   [WIPE_FS_XFS] = "xfs",	  [WIPE_FS_BTRFS] = "btrfs",
	[WIPE_FS_TMPFS] = "tmpfs", [WIPE_FS_OVERLAY] = "overlay", [WIPE_FS_VFAT] = "vfat",
	[WIPE_FS_EXFAT] = "exfat", [WIPE_FS_NTFS] = "ntfs",	  [WIPE_FS_F2FS] = "f2fs",
	[WIPE_FS_FUSE] = "fuse",   [WIPE_FS_NETWORK] = "network",
};
NAMES(wipe_fs_kind_name, enum wipe_fs_kind, kinds)

static const char *const writes[] = {
	[WIPE_FS_WRITES_UNKNOWN] = "unknown",
	[WIPE_FS_IN_PLACE] = "in-place",
	[WIPE_FS_IN_PLACE_JOURNALED] = "in-place-journaled",
	[WIPE_FS_COPY_ON_WRITE] = "copy-on-write",
	[WIPE_FS_IN_MEMORY] = "in-memory",
	[WIPE_FS_ELSEWHERE] = "elsewhere",
};
NAMES(wipe_fs_writes_name, enum wipe_fs_writes, writes)

static const char *const answers[] = {
	[WIPE_FS_UNKNOWN] = "unknown",
	[WIPE_FS_NO] = "no",
	[WIPE_FS_YES] = "yes",
};
NAMES(wipe_fs_answer_name, enum wipe_fs_answer, answers)

static const char *const roles[] = {
	[WIPE_FS_ROLE_DATA] = "data",
	[WIPE_FS_ROLE_REALTIME] = "realtime",
	[WIPE_FS_ROLE_JOURNAL] = "journal",
};
NAMES(wipe_fs_role_name, enum wipe_fs_role, roles)

const char *wipe_beneath_name(enum wipe_beneath bit)
{
	static const char *const names[] = {
		"hdd",	"flash",    "virtual", "memory", "network",	  "crypt", "raid",    "lvm",
		"thin", "snapshot", "cache",   "loop",	 "copy-on-write", "other", "unknown",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if ((unsigned int)bit == 1U << i)
			return names[i];
	return "unknown";
}
