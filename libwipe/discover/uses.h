/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DISCOVER_USES_H
#define DISCOVER_USES_H

#include <wipe/device.h>

#include "nodes.h"

/* Appends one use to dev; advice is already in the user's language. WIPE_E_NOMEM. */
int uses_add(struct wipe_device *dev, enum wipe_use_kind kind, const char *node, const char *by,
	     const char *advice);

/* Each looks for one kind of use of any of the nodes and appends what it finds. */
int mounts_find(struct wipe_device *dev, const struct nodes *nodes, struct wipe_error *err);
int swaps_find(struct wipe_device *dev, const struct nodes *nodes, struct wipe_error *err);
int loops_find(struct wipe_device *dev, const struct nodes *nodes);
int openers_find(struct wipe_device *dev, const struct nodes *nodes, struct wipe_error *err);

#endif
