/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Processes, and what they have open.
 *
 * Limits: those of other PID namespaces are seen only from the namespace above,
 * and only root sees what those of other users have open.
 */
#ifndef UTIL_PROCESS_H
#define UTIL_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#define PROCESS_COMM_BYTES 32

/* What a process calls itself, as it is: any process can take any name. false, "": it is gone. */
bool process_comm(const char *pid, char out[PROCESS_COMM_BYTES]);

/*
 * Does this program run in it: the same file, or one of its name that root has installed? Of
 * whom that may not be asked, the name decides that the process has chosen.
 */
bool process_is_this_program(const char *pid);

/* What a process has open or mapped, whatever it is. */
struct opened {
	const char *pid, *task;	 /* the process, and the thread through which it was seen */
	const char *name;	 /* of the descriptor, or "cwd", "root"; NULL: mapped */
	const struct statx *stx; /* STATX_BASIC_STATS, without asking a server for them */
};

struct process_walk {
	/* Is told of each; anything but 0 ends the walk and is what it returns. */
	int (*see)(struct process_walk *walk, const struct opened *opened);
	bool enough; /* set by see(): nothing more of this process */
	/* Set by the caller: who cannot be looked at is passed over, which sets is_blind. */
	bool passes_over;
	bool is_blind;
	bool sees_places; /* set by the caller: also where each thread works, and its root */
};

/*
 * Walks what one process has open: "self", or its number. WIPE_E_SYSTEM: root is not let in.
 */
int process_walk_one(struct process_walk *walk, const char *pid);

/* Walks what all the others have open. WIPE_E_SYSTEM: the same, or there is no /proc. */
int process_walk_others(struct process_walk *walk);

/* Both, what this process itself has open first. */
int process_walk_all(struct process_walk *walk);

/* Pure: the file of a line of /proc/PID/maps (proc(5)); false if it has none. */
bool process_map_parse(const char *line, struct statx *stx);

#endif
