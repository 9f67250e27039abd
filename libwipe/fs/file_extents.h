/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where on which device the bytes of a file lie. */
#ifndef FS_FILE_EXTENTS_H
#define FS_FILE_EXTENTS_H

#include <wipe/filesystem.h>

#define FS_NO_ADDRESS UINT64_MAX

/*
 * Bytes logical to logical + length of the file lie at physical to physical + length of
 * fs->devices[device]. flags are FIEMAP_EXTENT_* (linux/fiemap.h); with UNKNOWN, ENCODED
 * or DELALLOC, and with btrfs's DATA_INLINE, there is no address: FS_NO_ADDRESS.
 */
struct fs_extent {
	uint64_t logical, length;
	uint64_t physical;
	uint64_t mirror; /* a second copy (btrfs DUP, RAID1); FS_NO_ADDRESS: none */
	uint32_t device, mirror_device;
	uint32_t flags;
};

/* In ascending order of logical, without overlap. All zero: none. */
struct fs_extents {
	struct fs_extent *items;
	size_t count, room;
};

enum fs_fork {
	FS_FORK_DATA,
	FS_FORK_ATTRIBUTES, /* extended attributes: where the file system tells (ext4, xfs) */
};

/*
 * All extents of an open file (not O_PATH), past its end, too, after what is dirty has
 * been written. fd may be a folder on ext4 and xfs. A file without blocks has none: 0.
 * WIPE_E_UNSUPPORTED if the file system does not tell, or an address cannot be mapped to
 * a device (the reason in err); WIPE_E_FORMAT if what the kernel answered makes no sense;
 * WIPE_E_IO, WIPE_E_NOMEM. extents is empty then.
 */
int fs_extents_read(const struct wipe_filesystem *fs, int fd, enum fs_fork fork,
		    struct fs_extents *extents, struct wipe_error *err);

/*
 * The flags that any extent has, of what was written back already. WIPE_E_UNSUPPORTED,
 * WIPE_E_IO, WIPE_E_FORMAT, WIPE_E_NOMEM.
 */
int fs_extents_flags(int fd, uint32_t *flags);

/*
 * How much a file has that was never written: preallocated, or behind end, which is the
 * size in whole blocks. Of what was written back already. The same.
 */
int fs_extents_unwritten(int fd, uint64_t end, uint64_t *bytes);

/*
 * Do the same bytes of the file lie at the same places, and as safely so? How they are
 * cut into extents does not matter, nor whether they were ever written (UNWRITTEN).
 */
bool fs_extents_same(const struct fs_extents *a, const struct fs_extents *b);

void fs_extents_clear(struct fs_extents *extents);

/* Appends a copy. WIPE_E_NOMEM. */
int fs_extents_append(struct fs_extents *extents, const struct fs_extent *extent);

#endif
