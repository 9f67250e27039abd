/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The whole disk's node locked by flock: how partitioners and mkfs keep udev, and
 * one another, away while they write.
 *
 * Only an exclusive lock is a use. udev takes a shared one, without waiting, for
 * every look at a disk, and the hold that comes before an erasure waits for that
 * to pass. So a shared lock is what is tried here, and given back at once: it is
 * refused exactly if somebody has an exclusive one, and to udev it does nothing.
 */
#include "locks.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "cleanup.h"
#include "process.h"
#include "text.h"
#include "uses.h"

/* One word; *at moves behind it and the blanks. */
static bool take_word(const char **at, char *word, size_t word_bytes)
{
	size_t length;

	*at += strspn(*at, " ");
	length = strcspn(*at, " \n");
	if (!length || length >= word_bytes)
		return false;
	memcpy(word, *at, length);
	word[length] = '\0';
	*at += length;
	return true;
}

static bool take_hexadecimal(const char **at, uint32_t *value)
{
	char *end;
	unsigned long number;

	if (!strchr("0123456789abcdef", **at) || !**at)
		return false;
	number = strtoul(*at, &end, 16);
	*at = end + 1;
	*value = (uint32_t)number;
	return *end == ':' && number <= UINT32_MAX;
}

static bool parse_pid(const char *text, int64_t *pid)
{
	char *end;

	errno = 0;
	*pid = strtoll(text, &end, 10);
	return end != text && !*end && !errno;
}

bool lock_line_parse(const char *line, struct lock_line *lock)
{
	char number[24], kind[16], advisory[16], access[16], pid[24], place[64];
	const char *at = place;

	/* 1: FLOCK  ADVISORY  WRITE 4711 00:06:94 0 EOF */
	if (!take_word(&line, number, sizeof(number)) || !take_word(&line, kind, sizeof(kind)) ||
	    !take_word(&line, advisory, sizeof(advisory)) ||
	    !take_word(&line, access, sizeof(access)) || !take_word(&line, pid, sizeof(pid)) ||
	    !take_word(&line, place, sizeof(place)))
		return false;
	if (!parse_pid(pid, &lock->pid) || !take_hexadecimal(&at, &lock->major_no) ||
	    !take_hexadecimal(&at, &lock->minor_no) || !text_parse_u64(at, &lock->inode))
		return false;
	lock->is_flock = strcmp(kind, "FLOCK") == 0;
	lock->is_exclusive = strcmp(access, "WRITE") == 0;
	return true;
}

/*
 * A lock belongs to an open file, which outlives who locked it in those that have
 * inherited its descriptor: /proc/locks keeps the number of the former, which may
 * be another process's by now. It tells that there is a lock, never of whom.
 */
struct search {
	struct process_walk walk; /* first: the seam */
	struct uses *uses;	  /* NULL: one's own process is asked */
	const struct node *node;
	struct stat st; /* of the node */
	size_t found;
};

static bool is_lock_on(const char *line, const struct stat *st)
{
	struct lock_line lock;

	return lock_line_parse(line, &lock) && lock.is_flock && lock.is_exclusive &&
	       lock.inode == st->st_ino && lock.major_no == major(st->st_dev) &&
	       lock.minor_no == minor(st->st_dev);
}

/* Without the right to open the node this is all that tells of a lock. */
static bool is_listed(const struct stat *st)
{
	CLEANUP_FILE FILE *file = fopen("/proc/locks", "re");
	char line[256];

	while (file && fgets(line, sizeof(line), file))
		if (is_lock_on(line, st))
			return true;
	return false;
}

static bool is_locked(const char *path, const struct stat *st)
{
	CLEANUP_FD int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0)
		return is_listed(st);
	/* Closing gives back what was got. */
	return flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

/* fdinfo has the locks of the open file itself, in the form of /proc/locks. */
static bool has_lock(const struct opened *opened, const struct stat *st)
{
	static const char prefix[] = "lock:\t";
	CLEANUP_FILE FILE *file = NULL;
	char path[80], line[256];

	snprintf(path, sizeof(path), "/proc/%.20s/fdinfo/%.20s", opened->task, opened->name);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file))
		if (strncmp(line, prefix, strlen(prefix)) == 0 &&
		    is_lock_on(line + strlen(prefix), st))
			return true;
	return false;
}

static int add_holder(const struct search *search, const char *pid)
{
	char name[USES_PROCESS_BYTES], by[64 + USES_PROCESS_BYTES], advice[ADVICE_BYTES];

	uses_process_name(pid, name);
	snprintf(by, sizeof(by), "pid %s (%s)", pid, name);
	snprintf(advice, sizeof(advice),
		 _("%s is locked (flock) by process %s (%s): let it finish, or kill %s"),
		 search->node->path, pid, name, pid);
	return uses_add(search->uses, WIPE_USE_LOCKED, search->node, by, advice);
}

static int see(struct process_walk *walk, const struct opened *opened)
{
	struct search *search = (struct search *)(void *)walk;

	const struct statx *stx = opened->stx;

	if (!S_ISBLK(stx->stx_mode) || !opened->name ||
	    stx->stx_rdev_major != search->node->major_no ||
	    stx->stx_rdev_minor != search->node->minor_no || !has_lock(opened, &search->st))
		return 0;
	walk->enough = true;
	search->found++;
	return search->uses ? add_holder(search, opened->pid) : 0;
}

static int add_unseen(struct uses *uses, const struct node *node)
{
	char advice[ADVICE_BYTES];

	if (geteuid() == 0)
		snprintf(
			advice, sizeof(advice),
			_("%s is locked (flock) by a process that cannot be seen: lsof %s where it "
			  "runs"),
			node->path, node->path);
	else
		snprintf(
			advice, sizeof(advice),
			_("%s is locked (flock) by a process that only root can see: sudo lsof %s"),
			node->path, node->path);
	return uses_add(uses, WIPE_USE_LOCKED, node, "", advice);
}

int locks_find(struct uses *uses)
{
	const struct node *node = &uses->stack->nodes.items[0];
	struct search search = { .walk.see = see, .node = node };
	int rc;

	if (stat(node->path, &search.st) != 0 || !is_locked(node->path, &search.st))
		return 0;
	/* Not one's own hold. */
	rc = process_walk_one(&search.walk, "self");
	if (rc || search.found)
		return rc;
	search.uses = uses;
	rc = process_walk_others(&search.walk);
	return rc || search.found ? rc : add_unseen(uses, node);
}
