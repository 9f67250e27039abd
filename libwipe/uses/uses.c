/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "uses.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "process.h"
#include "quote.h"
#include "text.h"

/*
 * What belongs to the running system stands first: nothing helps there. Then from
 * the top down, so that the ways out can be followed line by line, and of one node
 * who uses it before what it is.
 */
static unsigned int rank_of(enum wipe_use_kind kind, unsigned int depth)
{
	static const unsigned int of_node[] = {
		[WIPE_USE_MOUNTED] = 4, [WIPE_USE_SWAP] = 3, [WIPE_USE_LOCKED] = 2,
		[WIPE_USE_OPENED] = 2,	[WIPE_USE_HELD] = 1, [WIPE_USE_READ_ONLY] = 0,
	};

	return kind == WIPE_USE_SYSTEM ? UINT32_MAX : depth * 5 + of_node[kind];
}

static int append(struct uses *uses, enum wipe_use_kind kind, const char *path, unsigned int depth,
		  const char *by, const char *advice)
{
	struct found *grown = reallocarray(uses->items, uses->count + 1, sizeof(*uses->items));
	struct wipe_use *use;

	if (!grown)
		return WIPE_E_NOMEM;
	uses->items = grown;
	grown[uses->count].rank = rank_of(kind, depth);
	use = &grown[uses->count++].use;
	memset(use, 0, sizeof(*use));
	use->kind = kind;
	text_copy_plain(use->node, sizeof(use->node), path);
	text_copy_plain(use->by, sizeof(use->by), by);
	if (strlen(advice) < sizeof(use->advice))
		text_copy_plain(use->advice, sizeof(use->advice), advice);
	else
		snprintf(use->advice, sizeof(use->advice),
			 _("%s is in use, by something with a long name: lsblk %s, findmnt -S %s"),
			 path, path, path);
	return 0;
}

int uses_add(struct uses *uses, enum wipe_use_kind kind, const struct node *node, const char *by,
	     const char *advice)
{
	unsigned int depth = uses->stack->depth[stack_index(uses->stack, node)];

	return append(uses, kind, node->path, depth, by, advice);
}

int uses_add_over(struct uses *uses, const struct node *holder, const struct node *below,
		  const char *by, const char *advice)
{
	unsigned int depth = uses->stack->depth[stack_index(uses->stack, holder)];

	return append(uses, WIPE_USE_HELD, below->path, depth, by, advice);
}

int uses_add_beside(struct uses *uses, enum wipe_use_kind kind, const char *path, const char *by,
		    const char *advice)
{
	return append(uses, kind, path, 0, by, advice);
}

void uses_process_name(const char *pid, char out[USES_PROCESS_BYTES])
{
	char comm[PROCESS_COMM_BYTES];

	if (!process_comm(pid, comm) || !quote_shell(out, USES_PROCESS_BYTES, comm))
		memcpy(out, "?", 2);
}

bool uses_have(const struct uses *uses, enum wipe_use_kind kind, const struct node *node)
{
	for (size_t i = 0; i < uses->count; i++)
		if (uses->items[i].use.kind == kind &&
		    strcmp(uses->items[i].use.node, node->path) == 0)
			return true;
	return false;
}

static int read_only_find(struct uses *uses)
{
	const struct node *node = &uses->stack->nodes.items[0];
	char advice[ADVICE_BYTES];

	if (!uses->dev->read_only)
		return 0;
	snprintf(advice, sizeof(advice),
		 _("%s is read-only: look for a write-protect switch, or blockdev --setrw %s"),
		 node->path, node->path);
	return uses_add(uses, WIPE_USE_READ_ONLY, node, "", advice);
}

/* Hands over in the order of the ranks, and of finding where they are the same. */
static int take_over(const struct uses *uses, struct wipe_device *dev)
{
	size_t taken = 0;

	if (!uses->count)
		return 0;
	dev->uses = calloc(uses->count, sizeof(*dev->uses));
	if (!dev->uses)
		return WIPE_E_NOMEM;
	while (taken < uses->count) {
		struct found *highest = NULL;

		for (size_t i = 0; i < uses->count; i++) {
			struct found *found = &uses->items[i];

			if (*found->use.node && (!highest || found->rank > highest->rank))
				highest = found;
		}
		dev->uses[taken++] = highest->use;
		highest->use.node[0] = '\0';
	}
	dev->use_count = taken;
	return 0;
}

static int find_all(struct uses *uses, struct wipe_error *err)
{
	int rc;

	if ((rc = mounts_find(uses, err)) || (rc = hidden_mounts_find(uses)) ||
	    (rc = swaps_find(uses, err)) || (rc = system_find(uses)) || (rc = holders_find(uses)) ||
	    (rc = beneath_find(uses)) || (rc = exports_find(uses)) || (rc = locks_find(uses)) ||
	    (rc = openers_find(uses, err)) || (rc = read_only_find(uses)))
		return rc;
	return 0;
}

static int image_uses(struct wipe_device *dev, struct wipe_error *err)
{
	dev->uses_complete = true;
	if (!dev->read_only)
		return 0;
	dev->uses = calloc(1, sizeof(*dev->uses));
	if (!dev->uses)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	dev->use_count = 1;
	dev->uses->kind = WIPE_USE_READ_ONLY;
	text_copy_plain(dev->uses->node, sizeof(dev->uses->node), dev->node);
	snprintf(dev->uses->advice, sizeof(dev->uses->advice), _("%s is read-only: chmod u+w"),
		 dev->node);
	return 0;
}

int wipe_device_find_uses(struct wipe_device *dev, struct wipe_error *err)
{
	struct uses uses = { .dev = dev };
	struct stack *stack;
	int rc;

	free(dev->uses);
	dev->uses = NULL;
	dev->use_count = 0;
	dev->uses_complete = false;
	if (dev->kind == WIPE_KIND_IMAGE)
		return image_uses(dev, err);
	rc = stack_collect(dev, &stack, err);
	uses.stack = stack;
	if (!rc)
		rc = find_all(&uses, err);
	if (!rc)
		rc = take_over(&uses, dev);
	dev->uses_complete = !rc && geteuid() == 0;
	free(uses.items);
	free(stack);
	return rc ? wipe_error_set(err, rc, 0, _("it cannot be found out who uses %s"), dev->node) :
		    0;
}

#define SETTLE_TRIES 20
#define SETTLE_PAUSE_MS 100

/* Who only looks has the node open, and locked as udev does, for a moment. */
static bool may_pass(const struct wipe_device *dev)
{
	for (size_t i = 0; i < dev->use_count; i++)
		if (dev->uses[i].kind != WIPE_USE_OPENED && dev->uses[i].kind != WIPE_USE_LOCKED)
			return false;
	return dev->use_count > 0;
}

int wipe_device_settle_uses(struct wipe_device *dev, const struct wipe_env *env,
			    struct wipe_error *err)
{
	int rc = wipe_device_find_uses(dev, err);

	for (int i = 0; i < SETTLE_TRIES && !rc && may_pass(dev); i++) {
		env->ops->sleep_ms(env, SETTLE_PAUSE_MS);
		rc = wipe_device_find_uses(dev, err);
	}
	return rc;
}
