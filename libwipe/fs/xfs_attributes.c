/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "xfs_attributes.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/ioctl.h>

#include "cleanup.h"
#include "text.h"

/* All of it as in fs/xfs/libxfs/xfs_fs.h. struct xfs_bulk_ireq: */
struct list_head {
	uint64_t next; /* the first one to look at; goes on by itself */
	uint32_t flags, room, told, group;
	uint64_t reserved[5];
};

/* struct xfs_bulkstat */
struct listed {
	uint64_t number, size, blocks, flags;
	int64_t times[4];
	uint32_t generation, uid, gid, project, nanoseconds[4];
	uint32_t block_size, device, cow_extent_size, extent_size, links, extents,
		attribute_extents;
	uint16_t version, fork; /* 0: it has no attributes */
	uint16_t sick, checked, mode, pad;
	uint64_t extents_64, reserved[6];
};
_Static_assert(sizeof(struct listed) == 192, "as the kernel has it");

#define LISTED_MAX 1024
struct list {
	struct list_head head;
	struct listed inodes[LISTED_MAX];
};
#define XFS_LIST _IOR('X', 127, struct list_head) /* XFS_IOC_BULKSTAT */

/* struct xfs_handle */
struct handle {
	uint64_t file_system;
	uint16_t rest_bytes, pad;
	uint32_t generation;
	uint64_t number;
};

/* struct xfs_fsop_handlereq */
struct handle_request {
	uint32_t fd;
	void *path;
	uint32_t open_flags;
	void *in;
	uint32_t in_bytes;
	void *out;
	uint32_t *out_bytes;
};
#define XFS_HANDLE _IOWR('X', 106, struct handle_request) /* XFS_IOC_FD_TO_HANDLE */

/* struct xfs_attr_multiop */
struct attribute_op {
	uint32_t code;
	int32_t sys_errno;
	void *name, *value;
	uint32_t value_bytes, flags;
};
enum { OP_GET = 1, OP_REMOVE = 3 };
#define TRUSTED 2     /* XFS_IOC_ATTR_ROOT */
#define VALUE_MAX 256 /* ours are no longer */

/* struct xfs_fsop_attrmulti_handlereq */
struct attribute_request {
	struct handle_request inode;
	uint32_t count;
	struct attribute_op *ops;
};
#define XFS_ATTRIBUTES _IOW('X', 123, struct attribute_request) /* XFS_IOC_ATTRMULTI_BY_HANDLE */

struct removing {
	int fd;
	struct handle handle;
	struct xfs_removal *removal;
};

static int get_handle(int fd, struct handle *handle)
{
	uint32_t bytes = sizeof(*handle);
	struct handle_request request = { .fd = (uint32_t)fd, .out = handle, .out_bytes = &bytes };

	if (ioctl(fd, XFS_HANDLE, &request))
		return -1;
	errno = EPROTO;
	return bytes == sizeof(*handle) ? 0 : -1;
}

/* 0, or errno: of the request, not of its parts. */
static int ask(struct removing *removing, struct attribute_op *ops, uint32_t count)
{
	struct attribute_request request = {
		.inode = { .in = &removing->handle, .in_bytes = sizeof(removing->handle) },
		.count = count,
		.ops = ops,
	};

	return ioctl(removing->fd, XFS_ATTRIBUTES, &request) ? errno : 0;
}

static struct attribute_op op_of(const struct removing *removing, uint32_t code, unsigned int piece)
{
	return (struct attribute_op){
		.code = code,
		.name = removing->removal->names[piece],
		.flags = TRUSTED,
	};
}

/* It may be gone by now, or be another one. */
static int none_if_gone(int sys_errno)
{
	return sys_errno == ESTALE || sys_errno == ENOENT ? 0 : sys_errno;
}

/* 0, or errno. */
static int look(struct removing *removing, bool *has_some)
{
	char value[VALUE_MAX];
	struct attribute_op op = op_of(removing, OP_GET, 0);
	int failed;

	op.value = value;
	op.value_bytes = sizeof(value);
	failed = ask(removing, &op, 1);
	*has_some = !failed && !op.sys_errno;
	if (failed)
		return none_if_gone(failed);
	return op.sys_errno == -ENODATA || op.sys_errno == -ERANGE ? 0 : -op.sys_errno;
}

/* The last one first: there is never a gap. */
static int remove_all(struct removing *removing)
{
	unsigned int count = removing->removal->count;

	for (unsigned int left = count; left; left--) {
		struct attribute_op op = op_of(removing, OP_REMOVE, left - 1);
		int failed = ask(removing, &op, 1);

		if (failed)
			return none_if_gone(failed);
		if (op.sys_errno && op.sys_errno != -ENODATA)
			return -op.sys_errno;
	}
	return 0;
}

static void remove_of(struct removing *removing, const struct listed *inode)
{
	struct xfs_removal *removal = removing->removal;
	bool has_some;
	int failed;

	if (!inode->fork)
		return;
	removing->handle.number = inode->number;
	removing->handle.generation = inode->generation;
	failed = look(removing, &has_some);
	if (has_some)
		failed = remove_all(removing);
	removal->inodes += has_some && !failed;
	if (failed && !removal->failed++) {
		removal->failed_inode = inode->number;
		removal->failed_errno = failed;
	}
}

bool xfs_attributes_reached(int fd)
{
	struct {
		struct list_head head;
		struct listed inode;
	} list = { .head = { .room = 1 } };
	struct handle handle;

	return get_handle(fd, &handle) == 0 && ioctl(fd, XFS_LIST, &list) == 0;
}

static int list_fails(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_SYSTEM, errno, _("xfs does not list its inodes"));
}

int xfs_attributes_remove(int fd, struct xfs_removal *removal, struct wipe_error *err)
{
	struct removing removing = { .fd = fd, .removal = removal };
	CLEANUP_FREE struct list *list = malloc(sizeof(*list));

	removal->inodes = removal->failed = 0;
	if (!list)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	list->head = (struct list_head){ .room = LISTED_MAX };
	if (get_handle(fd, &removing.handle))
		return list_fails(err);
	do {
		if (ioctl(fd, XFS_LIST, list))
			return list_fails(err);
		for (uint32_t i = 0; i < list->head.told; i++)
			remove_of(&removing, &list->inodes[i]);
		if (removal->tell)
			removal->tell(removal->arg);
	} while (list->head.told);
	return 0;
}
