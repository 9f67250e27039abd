/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "uses.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

int uses_add(struct wipe_device *dev, enum wipe_use_kind kind, const char *node, const char *by,
	     const char *advice)
{
	struct wipe_use *grown = reallocarray(dev->uses, dev->use_count + 1, sizeof(*dev->uses));
	struct wipe_use *use;

	if (!grown)
		return WIPE_E_NOMEM;
	dev->uses = grown;
	use = &dev->uses[dev->use_count++];
	memset(use, 0, sizeof(*use));
	use->kind = kind;
	text_copy_plain(use->node, sizeof(use->node), node);
	text_copy_plain(use->by, sizeof(use->by), by);
	text_copy_plain(use->advice, sizeof(use->advice), advice);
	return 0;
}

static int holders_find(struct wipe_device *dev, const struct nodes *nodes)
{
	char advice[256];
	int rc = 0;

	for (size_t i = 0; i < nodes->count && !rc; i++) {
		const struct node *node = &nodes->items[i];

		if (!node->is_holder)
			continue;
		snprintf(
			advice, sizeof(advice),
			_("%s lies over %s: close or stop it first (cryptsetup close, vgchange -an, "
			  "mdadm --stop)"),
			node->label, dev->node);
		rc = uses_add(dev, WIPE_USE_HELD, dev->node, node->label, advice);
	}
	if (!rc && nodes->overflow)
		rc = uses_add(dev, WIPE_USE_HELD, dev->node, "",
			      _("more lies over this device than can be listed"));
	return rc;
}

static int read_only_find(struct wipe_device *dev)
{
	char advice[256];

	if (!dev->read_only)
		return 0;
	snprintf(advice, sizeof(advice),
		 dev->kind == WIPE_KIND_IMAGE ?
			 _("%s is read-only: chmod u+w") :
			 _("%s is read-only: look for a write-protect switch, or blockdev --setrw"),
		 dev->node);
	return uses_add(dev, WIPE_USE_READ_ONLY, dev->node, "", advice);
}

int wipe_device_find_uses(struct wipe_device *dev, struct wipe_error *err)
{
	struct nodes *nodes;
	int rc;

	free(dev->uses);
	dev->uses = NULL;
	dev->use_count = 0;
	if (dev->kind == WIPE_KIND_IMAGE)
		return read_only_find(dev) ?
			       wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory")) :
			       0;
	nodes = malloc(sizeof(*nodes));
	if (!nodes)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	if ((rc = nodes_collect("", dev, nodes, err)) || (rc = read_only_find(dev)) ||
	    (rc = mounts_find(dev, nodes, err)) || (rc = swaps_find(dev, nodes, err)) ||
	    (rc = holders_find(dev, nodes)) || (rc = loops_find(dev, nodes)) ||
	    (rc = openers_find(dev, nodes, err)))
		rc = wipe_error_set(err, rc, 0, _("it cannot be found out who uses %s"), dev->node);
	free(nodes);
	return rc;
}

#define SETTLE_TRIES 20
#define SETTLE_PAUSE_MS 100

static bool only_opened(const struct wipe_device *dev)
{
	for (size_t i = 0; i < dev->use_count; i++)
		if (dev->uses[i].kind != WIPE_USE_OPENED)
			return false;
	return dev->use_count > 0;
}

int wipe_device_settle_uses(struct wipe_device *dev, const struct wipe_env *env,
			    struct wipe_error *err)
{
	int rc = wipe_device_find_uses(dev, err);

	for (int i = 0; i < SETTLE_TRIES && !rc && only_opened(dev); i++) {
		env->ops->sleep_ms(env, SETTLE_PAUSE_MS);
		rc = wipe_device_find_uses(dev, err);
	}
	return rc;
}
