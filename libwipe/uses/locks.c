/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The whole disk's node locked by flock: how partitioners and mkfs keep udev, and
 * one another, away while they write.
 *
 * Only an exclusive lock is a use. udev takes a shared one, without waiting, for
 * every look at a disk, and the hold that comes before an erasure waits for that
 * to pass. So a shared lock is what is tried here, and given back at once: it is
 * refused exactly if somebody has an exclusive one, and to udev it does nothing.
 * /proc/locks only says who: processes of other PID namespaces are not in it.
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

/* Who has the exclusive lock on the node: 0 if that is not to be seen. */
static int64_t find_holder(const char *path)
{
	CLEANUP_FILE FILE *file = fopen("/proc/locks", "re");
	struct lock_line lock;
	char line[256];
	struct stat st;

	if (!file || stat(path, &st) != 0)
		return 0;
	while (fgets(line, sizeof(line), file))
		if (lock_line_parse(line, &lock) && lock.is_flock && lock.is_exclusive &&
		    lock.inode == st.st_ino && lock.major_no == major(st.st_dev) &&
		    lock.minor_no == minor(st.st_dev))
			return lock.pid > 0 ? lock.pid : 0;
	return 0;
}

/* holder is asked where the node may not be opened. */
static bool is_locked(const char *path, int64_t holder)
{
	CLEANUP_FD int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0)
		return holder != 0;
	/* Closing gives back what was got. */
	return flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

int locks_find(struct uses *uses)
{
	const struct node *node = &uses->stack->nodes.items[0];
	char name[PROCESS_NAME_BYTES], pid[24], by[64 + PROCESS_NAME_BYTES], advice[ADVICE_BYTES];
	int64_t holder = find_holder(node->path);

	/* Not one's own hold. */
	if (holder == getpid() || !is_locked(node->path, holder))
		return 0;
	if (!holder) {
		snprintf(
			advice, sizeof(advice),
			_("%s is locked (flock) by a process that cannot be seen: lsof %s where it "
			  "runs"),
			node->path, node->path);
		return uses_add(uses, WIPE_USE_LOCKED, node, "", advice);
	}
	snprintf(pid, sizeof(pid), "%" PRId64, holder);
	process_name(pid, name);
	snprintf(by, sizeof(by), "pid %s (%s)", pid, name);
	snprintf(advice, sizeof(advice),
		 _("%s is locked (flock) by process %s (%s): let it finish, or kill %s"),
		 node->path, pid, name, pid);
	return uses_add(uses, WIPE_USE_LOCKED, node, by, advice);
}
