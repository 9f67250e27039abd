/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file_extents.h"

#include <errno.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "btrfs.h"
#include "checked.h"
#include "cleanup.h"
#include "ext_inode.h"
#include "fiemap.h"
#include "file_facts.h"
#include "text.h"
#include "xfs_groups.h"

#define AT_ONCE 512U

static int ask(int fd, struct fiemap *request, uint32_t flags, uint64_t from,
	       struct wipe_error *err)
{
	*request = (struct fiemap){ .fm_start = from,
				    .fm_length = FIEMAP_MAX_OFFSET - from,
				    .fm_flags = flags,
				    .fm_extent_count = AT_ONCE };
	if (ioctl(fd, FS_IOC_FIEMAP, request) == 0)
		return 0;
	if (errno == EOPNOTSUPP || errno == ENOTTY || errno == EBADR || errno == EINVAL)
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, errno,
				      _("the file system does not tell where the file lies"));
	return wipe_error_set(err, WIPE_E_IO, errno, _("where the file lies cannot be read"));
}

static int read_all(int fd, uint32_t flags, struct fs_extents *extents, struct wipe_error *err)
{
	CLEANUP_FREE struct fiemap *request =
		malloc(sizeof(*request) + AT_ONCE * sizeof(struct fiemap_extent));
	uint64_t next = 0;
	bool done = false;
	int rc = request ? 0 : WIPE_E_NOMEM;

	while (!rc && !done && next < FIEMAP_MAX_OFFSET) {
		rc = ask(fd, request, flags, next, err);
		if (!rc)
			rc = fiemap_take(extents, request, AT_ONCE, &next, &done);
	}
	return rc;
}

int fs_extents_flags(int fd, uint32_t *flags)
{
	struct fs_extents extents = { .items = NULL };
	int rc = read_all(fd, 0, &extents, NULL);

	*flags = 0;
	for (size_t i = 0; i < extents.count; i++)
		*flags |= extents.items[i].flags;
	fs_extents_clear(&extents);
	return rc;
}

int fs_extents_unwritten(int fd, uint64_t end, uint64_t *bytes)
{
	struct fs_extents extents = { .items = NULL };
	int rc = read_all(fd, 0, &extents, NULL);

	*bytes = 0;
	for (size_t i = 0; i < extents.count; i++) {
		const struct fs_extent *extent = &extents.items[i];

		if (extent->flags & FIEMAP_EXTENT_UNWRITTEN || extent->logical >= end)
			*bytes += extent->length;
		else if (extent->length > end - extent->logical)
			*bytes += extent->length - (end - extent->logical);
	}
	fs_extents_clear(&extents);
	return rc;
}

/* Files of the realtime section lie on another device, or in a part of it that no reply tells. */
static int place_xfs(const struct wipe_filesystem *fs, int fd, struct wipe_error *err)
{
	struct fs_file file;
	int rc = fs_file_of(fs, fd, &file, err);

	if (rc || !file.realtime)
		return rc;
	return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
			      _("where files of a realtime section lie is not known"));
}

/* Attributes that fit lie in the inode, which FIEMAP does not tell. */
static int add_xfs_inode(int fd, struct fs_extents *extents, struct wipe_error *err)
{
	struct fs_extent inode = { .mirror = FS_NO_ADDRESS,
				   .flags = FIEMAP_EXTENT_DATA_INLINE | FIEMAP_EXTENT_NOT_ALIGNED };
	const struct fs_extent *last = extents->count ? &extents->items[extents->count - 1] : NULL;
	struct xfs_groups groups;
	struct stat st;
	int rc = xfs_groups_read(fd, &groups, err);

	if (rc || fstat(fd, &st))
		return rc ? rc : WIPE_E_SYSTEM;
	inode.logical = last ? last->logical + last->length : 0;
	inode.length = groups.inode_bytes;
	inode.physical = xfs_inode_address(&groups, st.st_ino);
	return fs_extents_append(extents, &inode);
}

/* Addresses of btrfs are logical: the chunk tree has those on devices. */
static int place_btrfs(const struct wipe_filesystem *fs, int fd, struct fs_extents *extents,
		       struct wipe_error *err)
{
	struct chunks chunks;
	int rc;

	if (!extents->count)
		return 0;
	rc = btrfs_read_chunks(fd, &chunks, err);
	if (rc)
		return rc;
	rc = chunks_place(&chunks, fs, extents);
	chunks_clear(&chunks);
	return rc == WIPE_E_UNSUPPORTED ?
		       wipe_error_set(
			       err, rc, 0,
			       _("where files lie with this profile of btrfs is not known")) :
		       rc;
}

static int place(const struct wipe_filesystem *fs, int fd, enum fs_fork fork,
		 struct fs_extents *extents, struct wipe_error *err)
{
	switch (fs->kind) {
	case WIPE_FS_EXT2:
	case WIPE_FS_EXT3:
	case WIPE_FS_EXT4:
		return ext_place(fs, fd, extents);
	case WIPE_FS_XFS:
		return fork == FS_FORK_DATA ? place_xfs(fs, fd, err) :
					      add_xfs_inode(fd, extents, err);
	case WIPE_FS_BTRFS:
		return place_btrfs(fs, fd, extents, err);
	default:
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
				      _("where files lie on %s is not known"), fs->type);
	}
}

static bool is_ext(const struct wipe_filesystem *fs)
{
	return fs->kind == WIPE_FS_EXT2 || fs->kind == WIPE_FS_EXT3 || fs->kind == WIPE_FS_EXT4;
}

int fs_extents_read(const struct wipe_filesystem *fs, int fd, enum fs_fork fork,
		    struct fs_extents *extents, struct wipe_error *err)
{
	uint32_t flags = FIEMAP_FLAG_SYNC | (fork == FS_FORK_ATTRIBUTES ? FIEMAP_FLAG_XATTR : 0);
	int rc;

	*extents = (struct fs_extents){ .items = NULL };
	if (fork == FS_FORK_ATTRIBUTES && is_ext(fs)) {
		rc = ext_attributes(fs, fd, extents);
	} else {
		rc = read_all(fd, flags, extents, err);
		if (!rc)
			rc = place(fs, fd, fork, extents, err);
	}
	if (!rc)
		return 0;
	fs_extents_clear(extents);
	return wipe_error_set(err, rc, 0, _("where the file lies is not known"));
}

#define FLAGS_THAT_DO_NOT_MATTER \
	(FIEMAP_EXTENT_LAST | FIEMAP_EXTENT_MERGED | FIEMAP_EXTENT_UNWRITTEN)

static uint64_t advance(uint64_t address, uint64_t by)
{
	return address == FS_NO_ADDRESS ? address : address + by;
}

/* What is left of an extent behind its first bytes. */
static void skip(struct fs_extent *extent, uint64_t bytes)
{
	extent->logical += bytes;
	extent->length -= bytes;
	extent->physical = advance(extent->physical, bytes);
	extent->mirror = advance(extent->mirror, bytes);
}

static bool begin_alike(const struct fs_extent *a, const struct fs_extent *b)
{
	return a->logical == b->logical && a->physical == b->physical && a->mirror == b->mirror &&
	       a->device == b->device &&
	       (a->mirror == FS_NO_ADDRESS || a->mirror_device == b->mirror_device) &&
	       !((a->flags ^ b->flags) & ~(uint32_t)FLAGS_THAT_DO_NOT_MATTER);
}

bool fs_extents_same(const struct fs_extents *a, const struct fs_extents *b)
{
	struct fs_extent left = { .length = 0 }, right = { .length = 0 };
	size_t i = 0, k = 0;

	for (;;) {
		uint64_t common;

		if (!left.length && i < a->count)
			left = a->items[i++];
		if (!right.length && k < b->count)
			right = b->items[k++];
		if (!left.length || !right.length)
			return !left.length && !right.length;
		if (!begin_alike(&left, &right))
			return false;
		common = checked_min_u64(left.length, right.length);
		skip(&left, common);
		skip(&right, common);
	}
}
