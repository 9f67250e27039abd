/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef USES_USES_H
#define USES_USES_H

#include <wipe/device.h>

#include "stack.h"

/* Room for advice before it is seen whether it fits into a wipe_use. */
#define ADVICE_BYTES 1024

/* Uses as they are found. */
struct uses {
	const struct wipe_device *dev;
	const struct stack *stack;
	struct found {
		struct wipe_use use;
		unsigned int rank; /* what must be ended first has the highest */
	} * items;
	size_t count;
};

/*
 * Appends a use of a node of the stack; advice is already in the user's language.
 * Advice that is longer than a wipe_use holds is replaced, never cut: half a
 * command does something else. WIPE_E_NOMEM.
 */
int uses_add(struct uses *uses, enum wipe_use_kind kind, const struct node *node, const char *by,
	     const char *advice);

/* The same for holder, which lies over below: ended after all that uses holder. */
int uses_add_over(struct uses *uses, const struct node *holder, const struct node *below,
		  const char *by, const char *advice);

/* The same for a node that is none of the stack's, through which the device is reached. */
int uses_add_beside(struct uses *uses, enum wipe_use_kind kind, const char *path, const char *by,
		    const char *advice);

#define USES_PROCESS_BYTES 128

/* What a process calls itself, quoted if it is odd. "?" if it is gone. */
void uses_process_name(const char *pid, char out[USES_PROCESS_BYTES]);

/* Is the node known to be used like that? */
bool uses_have(const struct uses *uses, enum wipe_use_kind kind, const struct node *node);

/* Each looks for one kind of use of any of the nodes and appends what it finds. */
int mounts_find(struct uses *uses, struct wipe_error *err);
int hidden_mounts_find(struct uses *uses);
int swaps_find(struct uses *uses, struct wipe_error *err);
int system_find(struct uses *uses);
int holders_find(struct uses *uses);
int beneath_find(struct uses *uses);
int exports_find(struct uses *uses);
int locks_find(struct uses *uses);
int openers_find(struct uses *uses, struct wipe_error *err);

#endif
