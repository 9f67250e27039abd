/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lockers.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "cleanup.h"
#include "holders.h"
#include "process.h"

bool fs_locker_parse(const char *line, const struct stat *folder, int64_t *pid)
{
	unsigned int major_no, minor_no;
	uint64_t inode;

	/* 1: FLOCK  ADVISORY  WRITE 4711 00:06:94 0 EOF */
	return sscanf(line, "%*u: FLOCK ADVISORY %*s %" SCNd64 " %x:%x:%" SCNu64, pid, &major_no,
		      &minor_no, &inode) == 4 &&
	       inode == folder->st_ino && major_no == major(folder->st_dev) &&
	       (!major_no || minor_no == minor(folder->st_dev));
}

struct search {
	struct process_walk walk; /* first: the seam */
	const struct stat *folder;
};

static int see(struct process_walk *walk, const struct opened *opened)
{
	const struct search *search = (const struct search *)(const void *)walk;

	walk->enough = opened->stx->stx_ino == search->folder->st_ino &&
		       makedev(opened->stx->stx_dev_major, opened->stx->stx_dev_minor) ==
			       search->folder->st_dev;
	return 0;
}

/* Its number may be another process's by now. Who may not look takes it for what it was. */
static bool has_open(int64_t pid, const struct stat *folder)
{
	struct search search = { .walk = { .see = see, .passes_over = true }, .folder = folder };
	char number[24];

	snprintf(number, sizeof(number), "%" PRId64, pid);
	(void)process_walk_one(&search.walk, number);
	return search.walk.enough || search.walk.is_blind;
}

static void take(struct fs_locker *locker, int64_t pid)
{
	char number[24];

	snprintf(number, sizeof(number), "%" PRId64, pid);
	locker->is_run = process_is_this_program(number);
	holder_name_process(&locker->holder, pid);
}

void fs_locker_find(const struct stat *folder, struct fs_locker *locker)
{
	CLEANUP_FILE FILE *file = fopen("/proc/locks", "re");
	char line[256];
	int64_t pid;

	*locker = (struct fs_locker){ .holder = { .kind = WIPE_FILE_HOLDER_UNKNOWN } };
	while (file && !locker->is_run && fgets(line, sizeof(line), file))
		if (fs_locker_parse(line, folder, &pid) && pid > 0 && pid != getpid() &&
		    has_open(pid, folder))
			take(locker, pid);
}
