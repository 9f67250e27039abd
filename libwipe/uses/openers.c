/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Other processes that have a node of the device open or mapped. O_EXCL does not
 * tell: it succeeds while another process holds a partition open with dirty
 * pages, and those are written back after a clean verification.
 *
 * So are those that have a node open through which the drive takes commands. No
 * claim keeps a write, a format or a firmware update out that comes that way, and
 * who only asks (smartd, udisks, fwupd) closes it again within the time that is
 * waited for who only looks. Who keeps it open (a virtual machine that has the
 * drive passed through) may use it at any moment.
 */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "process.h"
#include "text.h"
#include "uses.h"

struct search {
	struct process_walk walk; /* first: the seam */
	struct uses *uses;
	struct command_nodes commands;
};

static const struct node *node_opened(const struct opened *opened, const struct nodes *nodes)
{
	const struct statx *stx = opened->stx;
	const struct node *node = S_ISBLK(stx->stx_mode) ? nodes_find(nodes, stx->stx_rdev_major,
								      stx->stx_rdev_minor) :
							   NULL;

	return node && !node->is_holder ? node : NULL;
}

static int add_opener(struct uses *uses, const struct node *node, const char *pid)
{
	char name[USES_PROCESS_BYTES], by[64 + USES_PROCESS_BYTES], advice[ADVICE_BYTES];

	uses_process_name(pid, name);
	snprintf(by, sizeof(by), "pid %.20s (%s)", pid, name);
	snprintf(advice, sizeof(advice),
		 _("%s is open in process %s (%s): close it there, or kill %s"), node->path, pid,
		 name, pid);
	return uses_add(uses, WIPE_USE_OPENED, node, by, advice);
}

static int add_commander(struct uses *uses, const char *path, const char *pid)
{
	char name[USES_PROCESS_BYTES], by[64 + USES_PROCESS_BYTES], advice[ADVICE_BYTES];

	uses_process_name(pid, name);
	snprintf(by, sizeof(by), "pid %.20s (%s)", pid, name);
	snprintf(advice, sizeof(advice),
		 _("%s, through which %s takes commands, is open in process %s (%s): close it "
		   "there, or kill %s"),
		 path, uses->stack->nodes.items[0].path, pid, name, pid);
	return uses_add_beside(uses, WIPE_USE_OPENED, path, by, advice);
}

/* One use is told of each process. */
static int see(struct process_walk *walk, const struct opened *opened)
{
	struct search *search = (struct search *)(void *)walk;
	const struct node *node = node_opened(opened, &search->uses->stack->nodes);
	const struct statx *stx = opened->stx;
	const char *path = S_ISCHR(stx->stx_mode) ?
				   command_nodes_path(&search->commands, stx->stx_rdev_major,
						      stx->stx_rdev_minor) :
				   NULL;

	walk->enough = node || path;
	if (node)
		return add_opener(search->uses, node, opened->pid);
	return path ? add_commander(search->uses, path, opened->pid) : 0;
}

int openers_find(struct uses *uses, struct wipe_error *err)
{
	struct search search = { .walk.see = see, .uses = uses };
	int rc = command_nodes_collect("", &uses->stack->nodes.items[0], &search.commands);

	if (!rc)
		rc = process_walk_others(&search.walk);
	return rc == WIPE_E_SYSTEM ? wipe_error_set(err, rc, 0, _("/proc cannot be read")) : rc;
}
