/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ext.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "ext_inode.h"
#include "sysfs.h"

/* The mode of data shows in the mount's options only if it was given there. */
static bool read_options(const struct wipe_filesystem *fs, char *lines, size_t lines_bytes)
{
	char folder[96], name[64];
	ssize_t got;

	device_name(&fs->devices[0], name);
	snprintf(folder, sizeof(folder), "/proc/fs/ext4/%s", name);
	got = *name ? sysfs_read_bytes("", folder, "options", lines, lines_bytes - 1) : -1;
	/* What goes on where the room ended was not read. */
	if (got < 0 || got == (ssize_t)lines_bytes - 1)
		return false;
	lines[got] = '\0';
	return true;
}

/* The number may be another device's by now: it must say that it is this journal. */
static int find_journal(struct wipe_filesystem *fs, const char *root,
			const struct ext_superblock *own)
{
	struct wipe_filesystem other = { .kind = WIPE_FS_OTHER };
	struct ext_superblock journal = { .bytes = 0 };
	uint8_t block[EXT_SUPERBLOCK_BYTES];
	int rc = device_add(fs, root, WIPE_FS_ROLE_JOURNAL, own->journal_major, own->journal_minor,
			    0);

	if (rc)
		return rc;
	if (device_read(&fs->devices[fs->device_count - 1], block, sizeof(block),
			EXT_SUPERBLOCK_OFFSET) &&
	    ext_superblock_read(block, &other, &journal) && journal.is_journal_device &&
	    memcmp(journal.uuid, own->journal_uuid, sizeof(journal.uuid)) == 0)
		fs->journal_bytes = journal.bytes;
	else
		fs->device_count--;
	return 0;
}

int ext_describe(struct wipe_filesystem *fs, const struct describing *how)
{
	struct ext_superblock more = { .bytes = 0 };
	uint8_t block[EXT_SUPERBLOCK_BYTES];
	char lines[8192];
	int rc = 0;

	if (!fs->device_count)
		return 0;
	fs->reflinks = WIPE_FS_NO;
	fs->compresses = WIPE_FS_NO;
	fs->data_copies = 1;
	if (device_read(&fs->devices[0], block, sizeof(block), EXT_SUPERBLOCK_OFFSET) &&
	    ext_superblock_read(block, fs, &more) && fs->journal_is_external)
		rc = find_journal(fs, how->root, &more);
	fs->writes = ext_writes(fs, read_options(fs, lines, sizeof(lines)) ? lines : NULL);
	return rc;
}

/* The devices of fs are the caller's, also if there is none to read. */
static bool read_device(struct wipe_filesystem *fs, uint32_t major_no, uint32_t minor_no)
{
	struct ext_superblock more;
	uint8_t block[EXT_SUPERBLOCK_BYTES];

	return device_add(fs, "", WIPE_FS_ROLE_DATA, major_no, minor_no, 0) == 0 &&
	       device_read(&fs->devices[0], block, sizeof(block), EXT_SUPERBLOCK_OFFSET) &&
	       ext_superblock_read(block, fs, &more);
}

enum wipe_fs_answer ext_encrypts(uint32_t major_no, uint32_t minor_no)
{
	struct wipe_filesystem fs = { .kind = WIPE_FS_EXT4 };

	(void)read_device(&fs, major_no, minor_no);
	free(fs.devices);
	return fs.encrypts;
}

enum wipe_fs_answer ext_file_is_encrypted(uint32_t major_no, uint32_t minor_no, uint64_t number)
{
	struct wipe_filesystem fs = { .kind = WIPE_FS_EXT4 };
	enum wipe_fs_answer answer = WIPE_FS_UNKNOWN;
	struct ext_inode inode;

	if (read_device(&fs, major_no, minor_no) && ext_inode_find(&fs, number, &inode))
		answer = ext_inode_is_encrypted(&inode) ? WIPE_FS_YES : WIPE_FS_NO;
	free(fs.devices);
	return answer;
}
