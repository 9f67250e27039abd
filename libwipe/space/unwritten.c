/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unwritten.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "file_extents.h"
#include "tree.h"

#define OPEN_FILE (O_RDONLY | O_NOFOLLOW | O_NOATIME | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

struct found {
	uint64_t files, bytes;
	uint64_t unknown; /* files that could not be asked */
};

/* Nothing but files is opened: opening a device, or the end of a pipe, does something. */
static bool is_file(int folder, const struct dirent *entry)
{
	struct stat st;

	if (entry->d_type != DT_UNKNOWN)
		return entry->d_type == DT_REG;
	return fstatat(folder, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode);
}

static void look(const struct task *task, int folder, const char *name, struct found *found)
{
	CLEANUP_FD int fd = openat(folder, name, OPEN_FILE);
	uint64_t block = task->fs->block_bytes ? task->fs->block_bytes : 1, bytes, size;
	struct stat st;

	if (fd < 0 && (errno == ENOENT || errno == ELOOP))
		return;
	if (fd < 0 || fstat(fd, &st)) {
		found->unknown++;
		return;
	}
	if (!S_ISREG(st.st_mode) || st.st_blocks == 0)
		return;
	size = (uint64_t)st.st_size;
	if (fs_extents_unwritten(fd, (size + block - 1) / block * block, &bytes)) {
		found->unknown++;
	} else if (bytes) {
		found->files++;
		found->bytes += bytes;
	}
}

static int look_in(struct task *task, int folder, void *arg, struct wipe_error *err)
{
	CLEANUP_DIR DIR *dir = NULL;
	CLEANUP_FD int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_NOATIME | O_CLOEXEC);
	const struct dirent *entry;

	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir)
		return 0;
	fd = -1;
	while ((entry = readdir(dir)))
		if (is_file(folder, entry))
			look(task, folder, entry->d_name, arg);
	return task_advance(task, 0, 0, err);
}

int unwritten_note(struct task *task, struct wipe_error *err)
{
	struct found found = { .files = 0 };
	uint64_t missed;
	int rc;

	if (task->is_late)
		return 0;
	syncfs(task->top);
	rc = tree_walk(task, look_in, &found, &missed, err);
	if (missed + found.files + found.unknown)
		task_unreached(task, WIPE_SPACE_UNWRITTEN, WIPE_SPACE_DATA,
			       missed ? UINT64_MAX : found.files + found.unknown,
			       missed + found.unknown ? UINT64_MAX : found.bytes, 0);
	return rc;
}
