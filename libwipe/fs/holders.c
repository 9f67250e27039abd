/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "holders.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "cleanup.h"
#include "loops.h"
#include "mount_table.h"
#include "process.h"
#include "sysfs.h"
#include "text.h"

struct search {
	struct process_walk walk; /* first: the seam */
	struct fs_held *files;
	size_t count;
};

int fs_held_compare(const void *a, const void *b)
{
	const struct fs_held *first = a, *second = b;

	if (first->dev != second->dev)
		return first->dev < second->dev ? -1 : 1;
	return (first->ino > second->ino) - (first->ino < second->ino);
}

static struct fs_held *find(const struct search *search, dev_t dev, ino_t ino)
{
	const struct fs_held key = { .dev = dev, .ino = ino };

	return bsearch(&key, search->files, search->count, sizeof(key), fs_held_compare);
}

/* NULL: there are enough. */
static struct wipe_file_holder *add(struct fs_held *file, enum wipe_file_holder_kind kind)
{
	struct wipe_file_holder *holder = &file->holders[file->count];

	if (file->count == WIPE_FILE_HOLDERS_MAX)
		return NULL;
	file->count++;
	*holder = (struct wipe_file_holder){ .kind = kind };
	return holder;
}

void holder_name_process(struct wipe_file_holder *holder, int64_t pid)
{
	char number[24];

	*holder = (struct wipe_file_holder){ .kind = WIPE_FILE_HOLDER_PROCESS, .pid = pid };
	snprintf(number, sizeof(number), "%" PRId64, pid);
	process_comm(number, holder->name);
}

static bool is_last(const struct fs_held *file, int64_t pid)
{
	return file->count && file->holders[file->count - 1].pid == pid;
}

static int see(struct process_walk *walk, const struct opened *opened)
{
	struct search *search = (struct search *)(void *)walk;
	const struct statx *stx = opened->stx;
	int64_t pid = strtoll(opened->pid, NULL, 10);
	struct fs_held *file =
		find(search, makedev(stx->stx_dev_major, stx->stx_dev_minor), stx->stx_ino);
	struct wipe_file_holder *holder =
		file && !is_last(file, pid) ? add(file, WIPE_FILE_HOLDER_PROCESS) : NULL;

	if (holder)
		holder_name_process(holder, pid);
	return 0;
}

struct mounted {
	uint32_t major_no, minor_no;
	char *out;
	size_t size;
};

static bool take_mount(void *arg, const struct mountinfo *entry)
{
	const struct mounted *mounted = arg;

	if (entry->major_no != mounted->major_no || entry->minor_no != mounted->minor_no ||
	    strlen(entry->target) >= mounted->size)
		return true;
	memcpy(mounted->out, entry->target, strlen(entry->target) + 1);
	return false;
}

static void name_loop(struct wipe_file_holder *holder, const char *loop)
{
	struct mounted mounted = { .out = holder->mounted_at, .size = sizeof(holder->mounted_at) };
	char folder[300], number[32];

	snprintf(holder->name, sizeof(holder->name), "/dev/%.50s", loop);
	snprintf(folder, sizeof(folder), "/sys/block/%.200s", loop);
	if (sysfs_read("", folder, "dev", number, sizeof(number)) &&
	    text_parse_devnum(number, &mounted.major_no, &mounted.minor_no))
		(void)mount_table_each(take_mount, &mounted, NULL);
}

static bool look_at_loop(void *arg, const struct fs_loop *loop)
{
	const struct search *search = arg;

	for (size_t i = 0; i < search->count; i++) {
		struct fs_held *file = &search->files[i];
		struct wipe_file_holder *holder =
			fs_loop_file_is(&loop->file, file->dev, file->ino) ?
				add(file, WIPE_FILE_HOLDER_LOOP) :
				NULL;

		if (holder)
			name_loop(holder, loop->name);
	}
	return true;
}

static void look_at_swap(const struct search *search)
{
	CLEANUP_FILE FILE *file = fopen("/proc/swaps", "re");
	CLEANUP_FREE char *line = NULL;
	char path[4096];
	struct stat st;
	size_t size = 0;

	while (file && getline(&line, &size, file) > 0) {
		struct fs_held *held;

		if (!mountinfo_unescape(path, sizeof(path), line, strcspn(line, " \t")) ||
		    stat(path, &st) != 0)
			continue;
		held = find(search, st.st_dev, st.st_ino);
		if (held)
			(void)add(held, WIPE_FILE_HOLDER_SWAP);
	}
}

void fs_holders_find(struct fs_held *files, size_t count)
{
	struct search search = { .walk = { .see = see, .passes_over = true },
				 .files = files,
				 .count = count };

	if (!count)
		return;
	fs_loops_each(look_at_loop, &search);
	look_at_swap(&search);
	(void)process_walk_all(&search.walk);
	for (size_t i = 0; i < count; i++)
		if (!files[i].count)
			(void)add(&files[i], WIPE_FILE_HOLDER_UNKNOWN);
}
