/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "process.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wipe/error.h>

#include "cleanup.h"
#include "quote.h"
#include "sysfs.h"

void process_name(const char *pid, char out[PROCESS_NAME_BYTES])
{
	char folder[40], name[32];
	ssize_t got;

	snprintf(folder, sizeof(folder), "/proc/%.20s", pid);
	got = sysfs_read_bytes("", folder, "comm", name, sizeof(name) - 1);
	if (got > 0 && name[got - 1] == '\n')
		got--;
	name[got > 0 ? got : 0] = '\0';
	if (got <= 0 || !quote_shell(out, PROCESS_NAME_BYTES, name))
		memcpy(out, "?", 2);
}

static int see_link(struct process_walk *walk, int folder_fd, const char *name,
		    struct opened *opened)
{
	struct statx stx;

	/* Without DONT_SYNC a dead network file system would block here. */
	if (statx(folder_fd, name, AT_STATX_DONT_SYNC, STATX_TYPE, &stx) != 0 ||
	    (!S_ISBLK(stx.stx_mode) && !S_ISCHR(stx.stx_mode)))
		return 0;
	opened->is_block = S_ISBLK(stx.stx_mode);
	opened->major_no = stx.stx_rdev_major;
	opened->minor_no = stx.stx_rdev_minor;
	return walk->see(walk, opened);
}

/*
 * One folder of magic links of a task: fd, or map_files. A task may be gone by
 * now; root not being let in is no proof of anything. *entries tells whether there
 * was anything to see.
 */
static int walk_folder(struct process_walk *walk, const char *folder, struct opened *opened,
		       bool *entries)
{
	char path[64];
	CLEANUP_DIR DIR *dir = NULL;
	const struct dirent *entry;
	bool is_mapped = strcmp(folder, "fd") != 0;
	int rc = 0;

	/* Not below /proc/PID/task: there are no mappings there. */
	snprintf(path, sizeof(path), "/proc/%.20s/%s", opened->task, folder);
	dir = opendir(path);
	if (!dir && (errno == EACCES || errno == EPERM) && geteuid() == 0)
		return WIPE_E_SYSTEM;
	while (dir && !rc && !walk->enough && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		*entries = true;
		opened->name = is_mapped ? NULL : entry->d_name;
		rc = see_link(walk, dirfd(dir), entry->d_name, opened);
	}
	return rc;
}

/*
 * Threads share descriptors unless they asked not to (CLONE_FILES), and a process
 * whose first thread has ended shows its own only through the others. Mappings
 * are shared by all: one thread that has any is enough.
 */
int process_walk_one(struct process_walk *walk, const char *pid)
{
	struct opened opened = { .pid = pid };
	bool mapped = false, unused;
	char path[64];
	CLEANUP_DIR DIR *tasks = NULL;
	const struct dirent *entry;
	int rc = 0;

	walk->enough = false;
	snprintf(path, sizeof(path), "/proc/%.20s/task", pid);
	tasks = opendir(path);
	while (tasks && !rc && !walk->enough && (entry = readdir(tasks))) {
		if (!isdigit((unsigned char)entry->d_name[0]))
			continue;
		opened.task = entry->d_name;
		rc = walk_folder(walk, "fd", &opened, &unused);
		if (!rc && !walk->enough && !mapped)
			rc = walk_folder(walk, "map_files", &opened, &mapped);
	}
	return rc;
}

int process_walk_others(struct process_walk *walk)
{
	CLEANUP_DIR DIR *proc = opendir("/proc");
	const struct dirent *entry;
	char self[24];
	int rc = proc ? 0 : WIPE_E_SYSTEM;

	snprintf(self, sizeof(self), "%d", (int)getpid());
	while (proc && !rc && (entry = readdir(proc)))
		if (isdigit((unsigned char)entry->d_name[0]) && strcmp(entry->d_name, self) != 0)
			rc = process_walk_one(walk, entry->d_name);
	return rc;
}
