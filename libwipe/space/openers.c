/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "openers.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"

#define FILES_MAX 100000

struct seen {
	dev_t device;
	ino_t *numbers;
	size_t count, room;
	uint64_t bytes;
};

static bool is_known(const struct seen *seen, ino_t number)
{
	for (size_t i = 0; i < seen->count; i++)
		if (seen->numbers[i] == number)
			return true;
	return false;
}

static void see(struct seen *seen, const struct stat *st)
{
	if (st->st_dev != seen->device || st->st_nlink || is_known(seen, st->st_ino))
		return;
	if (seen->count == seen->room) {
		size_t room = seen->room ? 2 * seen->room : 64;
		ino_t *numbers = room > FILES_MAX ? NULL :
						    realloc(seen->numbers, room * sizeof(*numbers));

		if (!numbers)
			return;
		seen->numbers = numbers;
		seen->room = room;
	}
	seen->numbers[seen->count++] = st->st_ino;
	seen->bytes += (uint64_t)st->st_blocks * 512;
}

/* Links that the kernel follows to the file itself, whatever they read as. */
static void look_in(struct seen *seen, int process, const char *name)
{
	CLEANUP_DIR DIR *dir = NULL;
	CLEANUP_FD int fd = openat(process, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct dirent *found;
	struct stat st;

	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir)
		return;
	fd = -1;
	while ((found = readdir(dir)))
		if (found->d_name[0] != '.' && fstatat(dirfd(dir), found->d_name, &st, 0) == 0)
			see(seen, &st);
}

static void look_at(struct seen *seen, int processes, const char *pid)
{
	CLEANUP_FD int process = openat(processes, pid, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (process < 0)
		return;
	look_in(seen, process, "fd");
	look_in(seen, process, "map_files");
}

void openers_note(struct task *task)
{
	CLEANUP_DIR DIR *processes = opendir("/proc");
	struct seen seen = { .numbers = NULL };
	const struct dirent *found;
	struct stat top;

	if (!processes || fstat(task->top, &top)) {
		task_unreached(task, WIPE_SPACE_OPEN_DELETED, WIPE_SPACE_DATA, UINT64_MAX,
			       UINT64_MAX, 0);
		return;
	}
	seen.device = top.st_dev;
	while ((found = readdir(processes)))
		if (isdigit((unsigned char)found->d_name[0]))
			look_at(&seen, dirfd(processes), found->d_name);
	if (seen.count)
		task_unreached(task, WIPE_SPACE_OPEN_DELETED, WIPE_SPACE_DATA, seen.count,
			       seen.bytes, 0);
	free(seen.numbers);
}
