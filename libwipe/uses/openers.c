/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Other processes that have a node of the device open or mapped. O_EXCL does not
 * tell: it succeeds while another process holds a partition open with dirty
 * pages, and those are written back after a clean verification.
 *
 * Limits: processes of other PID namespaces are seen only from the namespace
 * above, and only root sees those of other users.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "process.h"
#include "text.h"
#include "uses.h"

static const struct node *node_opened_by(int folder_fd, const char *name, const struct nodes *nodes)
{
	const struct node *node;
	struct statx stx;

	/* Without DONT_SYNC a dead network file system would block here. */
	if (statx(folder_fd, name, AT_STATX_DONT_SYNC, STATX_TYPE, &stx) != 0 ||
	    !S_ISBLK(stx.stx_mode))
		return NULL;
	node = nodes_find(nodes, stx.stx_rdev_major, stx.stx_rdev_minor);
	return node && !node->is_holder ? node : NULL;
}

static int add_opener(struct uses *uses, const struct node *node, const char *pid)
{
	char name[PROCESS_NAME_BYTES], by[64 + PROCESS_NAME_BYTES], advice[ADVICE_BYTES];

	process_name(pid, name);
	snprintf(by, sizeof(by), "pid %.20s (%s)", pid, name);
	snprintf(advice, sizeof(advice),
		 _("%s is open in process %s (%s): close it there, or kill %s"), node->path, pid,
		 name, pid);
	return uses_add(uses, WIPE_USE_OPENED, node, by, advice);
}

/*
 * One folder of magic links of a task: fd, or map_files. At most one use is
 * reported for each. A task may be gone by now; root not being let in is no
 * proof of anything. *entries tells whether there was anything to see.
 */
static int find_in_folder(struct uses *uses, const char *task, const char *folder, bool *entries)
{
	char path[64];
	CLEANUP_DIR DIR *dir = NULL;
	const struct dirent *entry;

	snprintf(path, sizeof(path), "/proc/%.20s/%s", task, folder);
	dir = opendir(path);
	if (!dir && (errno == EACCES || errno == EPERM) && geteuid() == 0)
		return WIPE_E_SYSTEM;
	while (dir && (entry = readdir(dir))) {
		const struct node *node;

		if (entry->d_name[0] == '.')
			continue;
		*entries = true;
		node = node_opened_by(dirfd(dir), entry->d_name, &uses->stack->nodes);
		if (node)
			return add_opener(uses, node, task);
	}
	return 0;
}

/*
 * Threads share descriptors unless they asked not to (CLONE_FILES), and a process
 * whose first thread has ended shows its own only through the others. Mappings
 * are shared by all: one thread that has any is enough.
 */
static int find_in_process(struct uses *uses, const char *pid)
{
	size_t before = uses->count;
	bool mapped = false, unused;
	char path[64];
	CLEANUP_DIR DIR *tasks = NULL;
	const struct dirent *entry;
	int rc = 0;

	snprintf(path, sizeof(path), "/proc/%.20s/task", pid);
	tasks = opendir(path);
	while (tasks && !rc && uses->count == before && (entry = readdir(tasks))) {
		if (!isdigit((unsigned char)entry->d_name[0]))
			continue;
		rc = find_in_folder(uses, entry->d_name, "fd", &unused);
		if (!rc && uses->count == before && !mapped)
			rc = find_in_folder(uses, entry->d_name, "map_files", &mapped);
	}
	return rc;
}

int openers_find(struct uses *uses, struct wipe_error *err)
{
	CLEANUP_DIR DIR *proc = opendir("/proc");
	const struct dirent *entry;
	char self[24];
	int rc = 0;

	if (!proc)
		return wipe_error_set(err, WIPE_E_SYSTEM, 0, _("/proc cannot be read"));
	snprintf(self, sizeof(self), "%d", (int)getpid());
	while (!rc && (entry = readdir(proc))) {
		if (isdigit((unsigned char)entry->d_name[0]) && strcmp(entry->d_name, self) != 0)
			rc = find_in_process(uses, entry->d_name);
	}
	return rc;
}
