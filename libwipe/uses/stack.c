/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stack.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "sysfs.h"
#include "text.h"

size_t stack_index(const struct stack *stack, const struct node *node)
{
	return (size_t)(node - stack->nodes.items);
}

const struct node *stack_below(const struct stack *stack, const struct node *node)
{
	return &stack->nodes.items[stack->below[stack_index(stack, node)]];
}

static void merge(struct stack *stack, const struct nodes *more, size_t below)
{
	struct nodes *nodes = &stack->nodes;

	nodes->overflow |= more->overflow;
	for (size_t i = 0; i < more->count; i++) {
		const struct node *item = &more->items[i];

		if (nodes_find(nodes, item->major_no, item->minor_no))
			continue;
		if (nodes->count == NODES_MAX) {
			nodes->overflow = true;
			return;
		}
		stack->below[nodes->count] = (uint16_t)below;
		nodes->items[nodes->count] = *item;
		nodes->items[nodes->count++].is_holder = true;
	}
}

int stack_put_over(struct stack *stack, uint32_t major_no, uint32_t minor_no, const char *name,
		   const struct node *below)
{
	struct wipe_device over = { .major_no = major_no, .minor_no = minor_no };
	CLEANUP_FREE struct nodes *more = NULL;

	if (nodes_find(&stack->nodes, major_no, minor_no))
		return 0;
	more = malloc(sizeof(*more));
	if (!more)
		return WIPE_E_NOMEM;
	snprintf(over.name, sizeof(over.name), "%s", name);
	if (nodes_collect("", &over, more, NULL) == 0)
		merge(stack, more, stack_index(stack, below));
	return 0;
}

/* A partition's folder lies in that of its disk. */
static const struct node *whole_of(const struct stack *stack, const struct node *node)
{
	char folder[64], path[PATH_MAX], *slash;

	nodes_folder(node, folder, sizeof(folder));
	if (!sysfs_resolve("", folder, path, sizeof(path)))
		return NULL;
	slash = strrchr(path, '/');
	*slash = '\0';
	slash = strrchr(path, '/');
	return slash ? nodes_find_name(&stack->nodes, slash + 1) : NULL;
}

/* The highest of those nodes that the kernel says it lies on. */
static const struct node *slave_of(const struct stack *stack, const struct node *node)
{
	char folder[64], slaves[96];
	CLEANUP_DIR DIR *dir = NULL;
	const struct dirent *entry;
	const struct node *highest = NULL;

	nodes_folder(node, folder, sizeof(folder));
	snprintf(slaves, sizeof(slaves), "%s/slaves", folder);
	dir = sysfs_open_folder("", slaves);
	while (dir && (entry = readdir(dir))) {
		const struct node *slave = nodes_find_name(&stack->nodes, entry->d_name);

		if (slave && slave != node &&
		    (!highest || stack->depth[stack_index(stack, slave)] >
					 stack->depth[stack_index(stack, highest)]))
			highest = slave;
	}
	return highest;
}

/* One node's place from those below it; true if that changed it. */
static bool place(struct stack *stack, size_t i)
{
	const struct node *node = &stack->nodes.items[i], *below;
	size_t at = stack->below[i];
	unsigned int depth;

	below = node->is_partition ? whole_of(stack, node) : slave_of(stack, node);
	if (below)
		at = stack_index(stack, below);
	depth = stack->depth[at] + (node->is_partition ? 0U : 1U);
	if (stack->depth[i] == depth && stack->below[i] == at)
		return false;
	stack->below[i] = (uint16_t)at;
	stack->depth[i] = (uint16_t)depth;
	return true;
}

/* Each round settles at least one layer more: more rounds than nodes would be a circle. */
static void place_all(struct stack *stack)
{
	bool changed = true;

	for (size_t round = 0; changed && round < stack->nodes.count; round++) {
		changed = false;
		for (size_t i = 1; i < stack->nodes.count; i++)
			if (stack->nodes.items[i].is_holder)
				changed |= place(stack, i);
	}
}

int stack_collect(const struct wipe_device *dev, struct stack **stack, struct wipe_error *err)
{
	struct stack *made = calloc(1, sizeof(*made));
	size_t before;
	int rc = made ? nodes_collect("", dev, &made->nodes, err) : WIPE_E_NOMEM;

	*stack = NULL;
	/* What lies over a loop device may carry the next one. */
	do {
		before = rc ? 0 : made->nodes.count;
		if (!rc)
			rc = loops_put(made);
		if (!rc)
			rc = zram_put(made);
	} while (!rc && made->nodes.count > before);
	if (rc) {
		free(made);
		return rc;
	}
	place_all(made);
	*stack = made;
	return 0;
}
