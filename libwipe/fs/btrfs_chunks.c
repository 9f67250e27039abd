/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <linux/btrfs.h>
#include <linux/btrfs_tree.h>
#include <stdlib.h>
#include <sys/ioctl.h>

#include "btrfs.h"
#include "cleanup.h"
#include "text.h"

#define BUFFER_BYTES 65536U

/*
 * Incompatible features (fs/btrfs/fs.h) with which a logical address is where its chunk
 * says: all up to RAID1C34, and simple quotas. Others move data by further trees.
 */
#define FEATURES_KNOWN (UINT64_C(0xfff) | UINT64_C(1) << 16)

static int check_features(int fd, struct wipe_error *err)
{
	struct btrfs_ioctl_feature_flags flags = { .incompat_flags = 0 };

	if (ioctl(fd, BTRFS_IOC_GET_FEATURES, &flags) != 0)
		return wipe_error_set(err, WIPE_E_SYSTEM, errno,
				      _("the features of the file system cannot be read"));
	if (flags.incompat_flags & ~FEATURES_KNOWN)
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
				      _("the file system has features that are not known here"));
	return 0;
}

static int ask(int fd, uint64_t from, struct btrfs_ioctl_search_args_v2 *args,
	       struct wipe_error *err)
{
	*args = (struct btrfs_ioctl_search_args_v2){
		.key = { .tree_id = BTRFS_CHUNK_TREE_OBJECTID,
			 .min_objectid = BTRFS_FIRST_CHUNK_TREE_OBJECTID,
			 .max_objectid = BTRFS_FIRST_CHUNK_TREE_OBJECTID,
			 .min_offset = from,
			 .max_offset = UINT64_MAX,
			 .max_transid = UINT64_MAX,
			 .min_type = BTRFS_CHUNK_ITEM_KEY,
			 .max_type = BTRFS_CHUNK_ITEM_KEY,
			 .nr_items = UINT32_MAX },
		.buf_size = BUFFER_BYTES,
	};
	if (ioctl(fd, BTRFS_IOC_TREE_SEARCH_V2, args) == 0)
		return 0;
	return wipe_error_set(err,
			      errno == EPERM || errno == EACCES ? WIPE_E_REFUSED : WIPE_E_SYSTEM,
			      errno, _("the chunk tree of btrfs cannot be read"));
}

int btrfs_read_chunks(int fd, struct chunks *chunks, struct wipe_error *err)
{
	CLEANUP_FREE struct btrfs_ioctl_search_args_v2 *args = malloc(sizeof(*args) + BUFFER_BYTES);
	uint64_t next = 0, from;
	int rc = args ? check_features(fd, err) : WIPE_E_NOMEM;

	*chunks = (struct chunks){ .items = NULL };
	while (!rc) {
		from = next;
		rc = ask(fd, from, args, err);
		if (!rc && !args->key.nr_items)
			break;
		if (!rc)
			rc = chunks_take(chunks, args->buf, BUFFER_BYTES, args->key.nr_items,
					 &next);
		/* Each answer goes on: a chunk has a length. */
	}
	if (rc)
		chunks_clear(chunks);
	return rc ? wipe_error_set(err, rc, 0, _("the chunk tree of btrfs makes no sense")) : 0;
}
