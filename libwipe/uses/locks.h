/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef USES_LOCKS_H
#define USES_LOCKS_H

#include <stdbool.h>
#include <stdint.h>

/* A line of /proc/locks (proc_locks(5)). */
struct lock_line {
	bool is_flock, is_exclusive;
	int64_t pid; /* 0 or less: of a process that is not seen from here */
	uint32_t major_no, minor_no;
	uint64_t inode; /* of the file that is locked: a device's node */
};

/* Pure. false for a line that is none, and for who only waits ("->"). */
bool lock_line_parse(const char *line, struct lock_line *lock);

#endif
