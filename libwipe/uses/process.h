/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Processes, and what they have open.
 *
 * Limits: those of other PID namespaces are seen only from the namespace above,
 * and only root sees what those of other users have open.
 */
#ifndef USES_PROCESS_H
#define USES_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

#define PROCESS_NAME_BYTES 128

/*
 * What a process calls itself, quoted if it is odd: any process can take any name.
 * "?" if it is gone.
 */
void process_name(const char *pid, char out[PROCESS_NAME_BYTES]);

/* A block or character device that a process has open or mapped. */
struct opened {
	const char *pid, *task; /* the process, and the thread through which it was seen */
	const char *name;	/* of the descriptor; NULL: mapped */
	bool is_block;
	uint32_t major_no, minor_no;
};

struct process_walk {
	/* Is told of each; an error ends the walk and is what it returns. */
	int (*see)(struct process_walk *walk, const struct opened *opened);
	bool enough; /* set by see(): nothing more of this process */
};

/* Walks what one process has open: "self", or its number. WIPE_E_SYSTEM. */
int process_walk_one(struct process_walk *walk, const char *pid);

/* Walks what all the others have open. */
int process_walk_others(struct process_walk *walk);

#endif
