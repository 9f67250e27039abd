/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <linux/falloc.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "file_extents.h"
#include "fill.h"
#include "fill_others.h"
#include "groups.h"
#include "held.h"
#include "left.h"
#include "text.h"

/* Blocks that are freed in a group besides those that are to be had; each round twice as many, at first. */
#define FREED_MORE UINT64_C(64)
#define DOUBLED_MAX 7
#define ROUNDS_MAX (2 * GROUPS_HINTS) /* a file lasts for two */
#define NEEDED 256		      /* blocks, to make holes */
#define FILES_MAX 4096

/* A place where something of ours lies. */
struct piece {
	uint64_t physical, length, logical;
	unsigned int file;
};

struct rest {
	struct task *task;
	const struct xfs_groups *groups;
	uint64_t *needs; /* bytes, of each group */
	struct piece *pieces;
	size_t count, room;
	unsigned int round;
};

static void rest_clear(struct rest *rest)
{
	free(rest->pieces);
	free(rest->needs);
}

static int no_memory(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
}

/* What is free now and was never filled, and how much of it each group has. */
static void look(struct rest *rest)
{
	uint64_t size = rest->groups->group_bytes;

	left_unfilled(rest->task);
	for (uint32_t i = 0; i < rest->groups->count; i++)
		rest->needs[i] = 0;
	for (size_t i = 0; i < rest->task->never.count; i++) {
		const struct fs_run *run = &rest->task->never.items[i];

		if (run->begin / size < rest->groups->count)
			rest->needs[run->begin / size] += run->end - run->begin;
	}
}

static int add_pieces(struct rest *rest, unsigned int file, const struct fs_extents *extents,
		      struct wipe_error *err)
{
	for (size_t i = 0; i < extents->count; i++) {
		const struct fs_extent *extent = &extents->items[i];

		if (rest->count == rest->room) {
			size_t room = rest->room ? 2 * rest->room : 1024;
			struct piece *pieces = realloc(rest->pieces, room * sizeof(*pieces));

			if (!pieces)
				return no_memory(err);
			rest->pieces = pieces;
			rest->room = room;
		}
		if (extent->physical != FS_NO_ADDRESS)
			rest->pieces[rest->count++] = (struct piece){ extent->physical,
								      extent->length,
								      extent->logical, file };
	}
	return 0;
}

static int open_data(const struct task *task, unsigned int file)
{
	char name[16];

	fill_name(file, name);
	return openat(task->own, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
}

static int by_place(const void *a, const void *b)
{
	uint64_t left = ((const struct piece *)a)->physical;
	uint64_t right = ((const struct piece *)b)->physical;

	return (left > right) - (left < right);
}

static int find_pieces(struct rest *rest, struct wipe_error *err)
{
	int rc = 0;

	rest->count = 0;
	for (unsigned int file = 0; file < FILES_MAX && !rc; file++) {
		CLEANUP_FD int fd = open_data(rest->task, file);
		struct fs_extents extents = { .items = NULL };

		if (fd < 0)
			break;
		rc = fs_extents_read(rest->task->fs, fd, FS_FORK_DATA, &extents, err);
		if (!rc)
			rc = add_pieces(rest, file, &extents, err);
		fs_extents_clear(&extents);
	}
	if (rest->count)
		qsort(rest->pieces, rest->count, sizeof(*rest->pieces), by_place);
	return rc;
}

static uint64_t freed_bytes(const struct rest *rest, uint32_t group)
{
	unsigned int doubled = rest->round < DOUBLED_MAX ? rest->round : DOUBLED_MAX;

	return rest->needs[group] + (FREED_MORE << doubled) * rest->task->fs->block_bytes;
}

/* From one end of the group, so that the other blocks are nearer to where the search begins. */
static void free_one(struct rest *rest, const struct piece *piece, bool from_top, uint64_t *wanted)
{
	uint64_t length = piece->length < *wanted ? piece->length : *wanted;
	uint64_t at = from_top ? piece->logical + piece->length - length : piece->logical;
	CLEANUP_FD int fd = open_data(rest->task, piece->file);

	if (fd >= 0 && fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)at,
				 (off_t)length) == 0)
		*wanted -= length;
}

static void free_some(struct rest *rest, uint32_t group, bool from_top)
{
	uint64_t wanted = freed_bytes(rest, group);

	for (size_t i = 0; i < rest->count && wanted; i++) {
		const struct piece *piece = &rest->pieces[from_top ? rest->count - 1 - i : i];

		if (piece->physical / rest->groups->group_bytes == group)
			free_one(rest, piece, from_top, &wanted);
	}
}

/*
 * Block by block: each is placed as near as can be to the one before. The file of the
 * round before goes on: it ends at the top, whence the search goes down now.
 */
static int fill_some(struct rest *rest, uint32_t group, struct wipe_error *err)
{
	CLEANUP_FD int folder = groups_open(rest->task, group);
	uint64_t wanted = freed_bytes(rest, group);
	size_t block = rest->task->fs->block_bytes;
	CLEANUP_FD int fd = -1;
	uint64_t begin, at;
	char name[16];
	struct stat st;
	int rc = 0;

	groups_hint_name(rest->round / 2, name);
	if (folder >= 0)
		fd = openat(folder, name, O_WRONLY | O_NOFOLLOW | O_DIRECT | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st))
		return 0;
	begin = (uint64_t)st.st_size;
	for (at = begin; at < begin + wanted && !rc && !rest->task->is_late; at += block) {
		rc = task_fill_buffer(rest->task, block, err);
		if (!rc && pwrite(fd, rest->task->buffer, block, (off_t)at) != (ssize_t)block)
			break;
		if (!rc)
			rc = task_advance(rest->task, block, 0, err);
	}
	if (fdatasync(fd) == 0)
		held_note(rest->task, fd, at);
	return rc;
}

static int one_round(struct rest *rest, struct wipe_error *err)
{
	int rc;

	/* Making holes needs some blocks itself, and what is kept back is not for us. */
	fill_free_ends(rest->task, NEEDED * rest->task->fs->block_bytes);
	rc = find_pieces(rest, err);
	for (uint32_t group = 0; group < rest->groups->count && !rc; group++)
		if (rest->needs[group])
			free_some(rest, group, rest->round % 2 == 0);
	if (!rc)
		syncfs(rest->task->top);
	for (uint32_t group = 0; group < rest->groups->count && !rc; group++)
		if (rest->needs[group])
			rc = fill_some(rest, group, err);
	return rc;
}

int groups_take_rest(struct task *task, const struct xfs_groups *groups, struct wipe_error *err)
{
	struct rest rest = { .task = task, .groups = groups };
	int rc = 0;

	if (task->is_late)
		return 0;
	rest.needs = calloc(groups->count, sizeof(*rest.needs));
	if (!rest.needs)
		return no_memory(err);
	look(&rest);
	for (; rest.round < ROUNDS_MAX && task->never.count && !rc && !task->is_late;
	     rest.round++) {
		rc = one_round(&rest, err);
		look(&rest);
	}
	rest_clear(&rest);
	return rc;
}
