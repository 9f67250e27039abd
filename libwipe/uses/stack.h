/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A device with all that lies over it, and how high: beyond what the kernel lists
 * as holders also loop devices, over a node or over a file of a file system there,
 * and what lies over those.
 */
#ifndef USES_STACK_H
#define USES_STACK_H

#include "nodes.h"

struct stack {
	struct nodes nodes;
	/* Of each node, by its place in nodes: */
	uint16_t below[NODES_MAX]; /* the node that it lies on or is a partition of; itself at 0 */
	uint16_t depth[NODES_MAX]; /* 0: the device and its partitions */
};

/* *stack is the caller's, to be freed. WIPE_E_GONE, WIPE_E_NOMEM, WIPE_E_SYSTEM. */
int stack_collect(const struct wipe_device *dev, struct stack **stack, struct wipe_error *err);

/* node is one of stack->nodes. */
size_t stack_index(const struct stack *stack, const struct node *node);
const struct node *stack_below(const struct stack *stack, const struct node *node);

/*
 * For stack_collect(): adds major_no:minor_no, its partitions and holders, as lying
 * over below. Nothing if it is there already, or is gone.
 */
int stack_put_over(struct stack *stack, uint32_t major_no, uint32_t minor_no, const char *name,
		   const struct node *below);

/* Loop devices (loops.c) and zram with a backing device (zram.c) over any of the nodes. */
int loops_put(struct stack *stack);
int zram_put(struct stack *stack);

#endif
