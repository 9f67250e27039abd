/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slack.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fill.h"
#include "own.h"
#include "strays.h"
#include "tree.h"

/* With 4 characters an entry is as small as it can be: 12 bytes on ext, 16 on xfs. */
static const unsigned int lengths[] = { SLACK_NAME_MAX, 124, 60, 28, 12, 4 };
#define LENGTHS (sizeof(lengths) / sizeof(lengths[0]))
#define TELL_EVERY 1000
#define GROWN_MAX_EACH 4 /* blocks, of one folder */
#define GROWN_MAX 256

struct slack {
	enum slack_way way;
	unsigned int link;  /* the one that takes names */
	bool is_over;	    /* no link takes any more, or too much was grown: no more names */
	unsigned int grown; /* blocks, of all folders */
	uint64_t folders, refused;
	unsigned int untold;
};

enum put {
	PUT,
	NO_ROOM, /* not for this name */
	REFUSED, /* not in this folder */
};

static enum put put_name(struct task *task, struct slack *slack, int folder, unsigned int length,
			 char *name)
{
	char link[16];

	task_random_name(task, name, length);
	own_link_name(slack->link, link);
	if (linkat(task->own, link, folder, name, 0) == 0)
		return PUT;
	switch (errno) {
	case ENOSPC:
	case EDQUOT:
	case EEXIST:
	case ENAMETOOLONG:
		return NO_ROOM;
	case EMLINK:
		slack->is_over = slack->link + 1 == OWN_LINKS;
		slack->link += !slack->is_over;
		return slack->is_over ? REFUSED : NO_ROOM;
	default:
		return REFUSED;
	}
}

static int tell(struct task *task, struct slack *slack, struct wipe_error *err)
{
	if (++slack->untold < TELL_EVERY)
		return 0;
	slack->untold = 0;
	return task_advance(task, 0, 0, err);
}

/* Where a hash says into which block a name goes, many are tried. */
static uint64_t tries_of(const struct task *task, const struct stat *st)
{
	uint64_t block = task->fs->block_bytes ? task->fs->block_bytes : 1024;
	uint64_t blocks = (uint64_t)st->st_size / block;

	return blocks <= 1 ? 2 : 16 * blocks;
}

/* *grew: somebody freed blocks, and it took one of them. */
static int fill_full(struct task *task, struct slack *slack, int folder, bool *refused, bool *grew,
		     struct wipe_error *err)
{
	char name[SLACK_NAME_MAX + 1];
	struct stat st, now;

	*grew = false;
	if (fstat(folder, &st))
		return 0;
	for (size_t i = 0; i < LENGTHS && !*refused && !task->is_late; i++) {
		uint64_t misses = 0, tries = tries_of(task, &st);

		while (misses < tries && !*refused && !task->is_late) {
			enum put put = put_name(task, slack, folder, lengths[i], name);
			int rc = tell(task, slack, err);

			if (rc)
				return rc;
			misses = put == PUT ? 0 : misses + 1;
			*grew = put == PUT && fstat(folder, &now) == 0 &&
				now.st_blocks > st.st_blocks;
			if (*grew)
				return 0;
			*refused = put == REFUSED;
		}
	}
	return 0;
}

/* A folder keeps what it grew by: so what somebody freed is filled before it goes on, and not for ever. */
static int fill_when_full(struct task *task, struct slack *slack, int folder, bool *refused,
			  struct wipe_error *err)
{
	unsigned int grown = 0;
	bool grew;
	int rc;

	do {
		rc = fill_full(task, slack, folder, refused, &grew, err);
		if (rc || !grew)
			return rc;
		slack->is_over = ++slack->grown == GROWN_MAX;
		*refused = slack->is_over || ++grown == GROWN_MAX_EACH;
		rc = fill_again(task, err);
	} while (!rc && !*refused && !task->is_late);
	return rc;
}

/* From its inode into a block, or by a block; what else a folder takes goes when names go. */
static bool has_grown(const struct stat *before, const struct stat *now)
{
	return before->st_blocks == 0 ? now->st_blocks > 0 : now->st_size > before->st_size;
}

static int fill_length(struct task *task, struct slack *slack, int folder, unsigned int length,
		       bool *refused, struct wipe_error *err)
{
	char name[SLACK_NAME_MAX + 1];
	struct stat before, now;

	if (fstat(folder, &before))
		return 0;
	while (!task->is_late) {
		enum put put = put_name(task, slack, folder, length, name);
		int rc = tell(task, slack, err);

		*refused = put == REFUSED;
		if (rc || put == REFUSED || errno == ENOSPC)
			return rc;
		if (put == PUT && fstat(folder, &now) == 0 && has_grown(&before, &now)) {
			unlinkat(folder, name, 0);
			return 0;
		}
	}
	return 0;
}

static int fill_until_it_grows(struct task *task, struct slack *slack, int folder, bool *refused,
			       struct wipe_error *err)
{
	int rc = 0;

	for (size_t i = 0; i < LENGTHS && !rc && !*refused && !task->is_late; i++)
		rc = fill_length(task, slack, folder, lengths[i], refused, err);
	return rc;
}

static bool keeps_names(const struct slack *slack, const struct stat *st)
{
	return slack->way == SLACK_UNTIL_IT_GROWS && st->st_blocks == 0;
}

/* What is put into it cannot be removed. */
static bool only_takes(int folder)
{
	struct statx stx;

	return statx(folder, "", AT_EMPTY_PATH, STATX_TYPE, &stx) ||
	       stx.stx_attributes & (STATX_ATTR_APPEND | STATX_ATTR_IMMUTABLE);
}

static int fill_folder(struct task *task, int folder, void *arg, struct wipe_error *err)
{
	struct slack *slack = arg;
	bool refused = false;
	struct stat st;
	int rc, removed = 0;

	if (task->is_late || fstat(folder, &st))
		return 0;
	if (slack->is_over || only_takes(folder)) {
		slack->refused++;
		return task_advance(task, 0, 1, err);
	}
	rc = slack->way == SLACK_WHEN_FULL ?
		     fill_when_full(task, slack, folder, &refused, err) :
		     fill_until_it_grows(task, slack, folder, &refused, err);
	if (!keeps_names(slack, &st))
		removed = strays_remove_in(task, folder, err);
	futimens(folder, (struct timespec[]){ st.st_atim, st.st_mtim });
	slack->folders += !refused;
	slack->refused += refused;
	if (!rc)
		rc = removed;
	return rc ? rc : task_advance(task, 0, 1, err);
}

/* Ours, too: its blocks are given back as they are, and may hold what was there before. */
static int fill_own(struct task *task, struct slack *slack, struct wipe_error *err)
{
	bool refused = false;

	return slack->way == SLACK_WHEN_FULL ?
		       fill_when_full(task, slack, task->own, &refused, err) :
		       0;
}

int slack_fill(struct task *task, enum slack_way way, struct wipe_error *err)
{
	struct slack slack = { .way = way };
	uint64_t missed;
	int rc;

	if (task->is_late)
		return 0;
	task_begin_part(task, WIPE_SPACE_NAMES, 0);
	rc = tree_walk(task, fill_folder, &slack, &missed, err);
	if (!rc)
		rc = fill_own(task, &slack, err);
	/* How many lie in those that were missed nobody knows. */
	if (missed)
		task_unreached(task, WIPE_SPACE_FOLDERS, WIPE_SPACE_NAMES, UINT64_MAX, 0, 0);
	else if (slack.refused || slack.is_over)
		task_unreached(task, WIPE_SPACE_FOLDERS, WIPE_SPACE_NAMES, slack.refused, 0, 0);
	task_end_part(task, WIPE_SPACE_NAMES, slack.folders, 0, rc);
	return rc;
}
