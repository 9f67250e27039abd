/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "attribute.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#define VALUE_MAX 254 /* in an inode */
#define PIECE_HEAD 10 /* bytes of an entry: 3, and the name without "trusted." */
#define INODE_HEAD_MIN 100

struct filling {
	struct task *task;
	const char *path;
	blkcnt_t blocks; /* before */
	int failed;	 /* errno */
};

void attribute_name(const struct task *task, unsigned int piece, char name[ATTRIBUTE_NAME_BYTES])
{
	snprintf(name, ATTRIBUTE_NAME_BYTES, ATTRIBUTE_SPACE "%.*s%c", ATTRIBUTE_RANDOM,
		 task->attribute, '0' + (int)piece);
}

/* They are put in one after the other, and taken out from the last one: there is never a gap. */
static unsigned int count_pieces(const struct filling *filling)
{
	unsigned int count = 0;

	for (; count < ATTRIBUTE_PIECES; count++) {
		char name[ATTRIBUTE_NAME_BYTES];

		attribute_name(filling->task, count, name);
		if (getxattr(filling->path, name, NULL, 0) < 0)
			break;
	}
	return count;
}

static void remove_pieces(const struct filling *filling)
{
	for (unsigned int left = count_pieces(filling); left; left--) {
		char name[ATTRIBUTE_NAME_BYTES];

		attribute_name(filling->task, left - 1, name);
		if (removexattr(filling->path, name))
			return;
	}
}

static bool has_grown(const struct filling *filling)
{
	struct stat st;

	return stat(filling->path, &st) || st.st_blocks > filling->blocks;
}

/* Just so many bytes of the inode, in all. It must not need a block for that. */
static bool fits(struct filling *filling, uint32_t bytes)
{
	char value[VALUE_MAX + 1];

	remove_pieces(filling);
	for (unsigned int i = 0; i < ATTRIBUTE_PIECES && bytes >= PIECE_HEAD; i++) {
		uint32_t length = bytes - PIECE_HEAD;
		char name[ATTRIBUTE_NAME_BYTES];

		if (length > VALUE_MAX)
			length = length < VALUE_MAX + PIECE_HEAD ? length - PIECE_HEAD : VALUE_MAX;
		attribute_name(filling->task, i, name);
		task_random_name(filling->task, value, length);
		if (setxattr(filling->path, name, value, length, XATTR_CREATE)) {
			filling->failed = errno == ENOSPC || errno == EDQUOT ? 0 : errno;
			break;
		}
		bytes -= PIECE_HEAD + length;
		if (has_grown(filling))
			break;
	}
	if (bytes < PIECE_HEAD && !has_grown(filling))
		return true;
	remove_pieces(filling);
	return false;
}

/* From what went into the one before: most are like it. */
static uint32_t search(struct filling *filling, uint32_t most, uint32_t guess)
{
	uint32_t low = PIECE_HEAD - 1, high = most + 1,
		 next = guess > low && guess < high ? guess : most;

	while (low + 1 < high && !filling->failed) {
		if (fits(filling, next))
			low = next;
		else
			high = next;
		next = low == guess && low + 1 < high ? low + 1 : low + (high - low) / 2;
	}
	return low;
}

void attribute_fill(struct task *task, const char *path, uint32_t inode_bytes, uint32_t *bytes)
{
	struct filling filling = { .task = task, .path = path };
	uint32_t most = inode_bytes - INODE_HEAD_MIN, found;
	struct stat st;

	if (count_pieces(&filling) || stat(path, &st))
		return;
	filling.blocks = st.st_blocks;
	found = search(&filling, most, *bytes);
	/* More than an inode holds: they lie elsewhere already. */
	if (found == most)
		remove_pieces(&filling);
	if (filling.failed || found == most || found < PIECE_HEAD)
		return;
	*bytes = found;
	fits(&filling, found);
}
