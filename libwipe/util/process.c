/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "process.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <wipe/error.h>

#include "cleanup.h"

#define PID_BYTES 24

bool process_comm(const char *pid, char out[PROCESS_COMM_BYTES])
{
	char path[40];
	CLEANUP_FD int fd = -1;
	ssize_t got;

	snprintf(path, sizeof(path), "/proc/%.20s/comm", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	got = fd < 0 ? -1 : read(fd, out, PROCESS_COMM_BYTES - 1);
	if (got > 0 && out[got - 1] == '\n')
		got--;
	out[got > 0 ? got : 0] = '\0';
	return got > 0;
}

static bool exe_of(const char *pid, struct stat *st, char *name, size_t name_bytes)
{
	char path[40], target[PATH_MAX];
	ssize_t length;

	snprintf(path, sizeof(path), "/proc/%.20s/exe", pid);
	length = readlink(path, target, sizeof(target) - 1);
	if (length < 0 || stat(path, st) != 0)
		return false;
	target[length] = '\0';
	snprintf(name, name_bytes, "%.255s",
		 strrchr(target, '/') ? strrchr(target, '/') + 1 : target);
	/* It was replaced by a newer one since. */
	if (st->st_nlink == 0 && strstr(name, " (deleted)"))
		*strstr(name, " (deleted)") = '\0';
	return true;
}

static bool is_installed(const struct stat *st)
{
	return st->st_uid == 0 && !(st->st_mode & (S_IWGRP | S_IWOTH));
}

bool process_is_this_program(const char *pid)
{
	char own[NAME_MAX + 1], name[NAME_MAX + 1];
	struct stat self, other;

	if (exe_of("self", &self, own, sizeof(own)) && exe_of(pid, &other, name, sizeof(name)))
		return (self.st_dev == other.st_dev && self.st_ino == other.st_ino) ||
		       (is_installed(&other) && strcmp(name, own) == 0);
	return process_comm("self", own) && process_comm(pid, name) && strcmp(name, own) == 0;
}

static int see_link(struct process_walk *walk, int folder_fd, const char *name,
		    struct opened *opened)
{
	struct statx stx;

	/* Without DONT_SYNC a dead network file system would block here. */
	if (statx(folder_fd, name, AT_STATX_DONT_SYNC, STATX_BASIC_STATS, &stx) != 0)
		return 0;
	opened->stx = &stx;
	return walk->see(walk, opened);
}

static bool is_kept_out(int sys_errno)
{
	return sys_errno == EACCES || sys_errno == EPERM;
}

/* Root not being let in is no proof of anything; a process may also be gone by now. */
static int kept_out(struct process_walk *walk, int sys_errno)
{
	if (!is_kept_out(sys_errno))
		return 0;
	walk->is_blind = true;
	return geteuid() == 0 && !walk->passes_over ? WIPE_E_SYSTEM : 0;
}

/* One folder of magic links of a task: fd, or map_files. *entries: there was anything to see. */
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
	if (!dir)
		rc = kept_out(walk, errno);
	while (dir && !rc && !walk->enough && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		*entries = true;
		opened->name = is_mapped ? NULL : entry->d_name;
		rc = see_link(walk, dirfd(dir), entry->d_name, opened);
	}
	return rc;
}

bool process_map_parse(const char *line, struct statx *stx)
{
	unsigned int major_no, minor_no;
	uint64_t inode;
	int end = 0;

	/* 7f0c-7f0d r-xp 00001000 08:01 1234   /path (deleted) */
	*stx = (struct statx){ .stx_mode = S_IFREG, .stx_nlink = 1 };
	if (sscanf(line, "%*x-%*x %*s %*x %x:%x %" SCNu64 "%n", &major_no, &minor_no, &inode,
		   &end) != 3 ||
	    !inode)
		return false;
	stx->stx_dev_major = major_no;
	stx->stx_dev_minor = minor_no;
	stx->stx_ino = inode;
	return true;
}

/* Whose own mappings one may know, but not follow: without the right to map_files. */
static int walk_maps(struct process_walk *walk, struct opened *opened)
{
	char path[64], line[512];
	CLEANUP_FILE FILE *file = NULL;
	bool begins = true;
	struct statx stx;
	int rc = 0;

	snprintf(path, sizeof(path), "/proc/%.20s/maps", opened->task);
	file = fopen(path, "re");
	opened->name = NULL;
	opened->stx = &stx;
	while (file && !rc && !walk->enough && fgets(line, sizeof(line), file)) {
		if (begins && process_map_parse(line, &stx))
			rc = walk->see(walk, opened);
		begins = strchr(line, '\n') != NULL;
	}
	return rc;
}

static int walk_mappings(struct process_walk *walk, struct opened *opened, bool *mapped)
{
	int rc = walk_folder(walk, "map_files", opened, mapped);

	/* It can be listed, and not followed. */
	if (!rc && !walk->enough && geteuid() != 0)
		rc = walk_maps(walk, opened);
	return rc;
}

static int walk_places(struct process_walk *walk, struct opened *opened)
{
	static const char *const places[] = { "cwd", "root" };
	int rc = 0;

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]) && !rc && !walk->enough; i++) {
		char path[64];

		snprintf(path, sizeof(path), "/proc/%.20s/%s", opened->task, places[i]);
		opened->name = places[i];
		rc = see_link(walk, AT_FDCWD, path, opened);
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
			rc = walk_mappings(walk, &opened, &mapped);
		if (!rc && !walk->enough && walk->sees_places)
			rc = walk_places(walk, &opened);
	}
	return rc;
}

static void name_self(char pid[static PID_BYTES])
{
	snprintf(pid, PID_BYTES, "%d", (int)getpid());
}

int process_walk_others(struct process_walk *walk)
{
	CLEANUP_DIR DIR *proc = opendir("/proc");
	const struct dirent *entry;
	char self[PID_BYTES];
	int rc = proc ? 0 : WIPE_E_SYSTEM;

	name_self(self);
	while (proc && !rc && (entry = readdir(proc)))
		if (isdigit((unsigned char)entry->d_name[0]) && strcmp(entry->d_name, self) != 0)
			rc = process_walk_one(walk, entry->d_name);
	return rc;
}

int process_walk_all(struct process_walk *walk)
{
	char self[PID_BYTES];
	int rc;

	name_self(self);
	rc = process_walk_one(walk, self);
	return rc ? rc : process_walk_others(walk);
}
