/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "held.h"

#include <fcntl.h>
#include <linux/fiemap.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "file_extents.h"

/* The file system fills the rest of the last block with zeros. */
static uint64_t written(const struct task *task, const struct fs_extent *extent, uint64_t bytes)
{
	uint64_t block = task->fs->block_bytes ? task->fs->block_bytes : 1, part;

	if (extent->physical == FS_NO_ADDRESS || extent->flags & FIEMAP_EXTENT_UNWRITTEN ||
	    extent->logical >= bytes)
		return 0;
	part = (bytes - extent->logical + block - 1) / block * block;
	return part < extent->length ? part : extent->length;
}

static int add_extents(const struct task *task, int fd, uint64_t bytes, struct fs_runs *runs)
{
	struct fs_extents extents;
	struct wipe_error err;
	int rc;

	wipe_error_clear(&err);
	rc = fs_extents_read(task->fs, fd, FS_FORK_DATA, &extents, &err);
	for (size_t i = 0; i < extents.count && !rc; i++) {
		uint64_t begin = extents.items[i].physical;
		uint64_t length = written(task, &extents.items[i], bytes);

		if (length)
			rc = fs_runs_add(runs, begin, begin + length, &err);
	}
	fs_extents_clear(&extents);
	return rc;
}

void held_note(struct task *task, int fd, uint64_t bytes)
{
	struct fs_runs runs = { .items = NULL };

	if (bytes && add_extents(task, fd, bytes, &runs) == 0)
		fs_runs_unite(&task->held, &runs, NULL);
	fs_runs_clear(&runs);
}

static int add_ours(const struct task *task, struct fs_runs *runs)
{
	CLEANUP_DIR DIR *dir = NULL;
	CLEANUP_FD int own = openat(task->own, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct dirent *found;
	int rc = 0;

	dir = own < 0 ? NULL : fdopendir(own);
	if (!dir)
		return -1;
	own = -1;
	while (!rc && (found = readdir(dir))) {
		CLEANUP_FD int fd = openat(task->own, found->d_name,
					   O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
		struct stat st;

		if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_blocks)
			rc = add_extents(task, fd, UINT64_MAX / 2, runs);
	}
	return rc;
}

uint64_t held_gone(const struct task *task, const struct fs_runs *map)
{
	struct fs_runs gone = { .items = NULL }, there = { .items = NULL };
	uint64_t bytes = 0;

	if (add_ours(task, &there) == 0 && fs_runs_unite(&there, map, NULL) == 0 &&
	    fs_runs_unite(&gone, &task->held, NULL) == 0 &&
	    fs_runs_remove(&gone, &there, NULL) == 0)
		bytes = fs_runs_bytes(&gone);
	fs_runs_clear(&gone);
	fs_runs_clear(&there);
	return bytes;
}
