/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "medium.h"

#include <stdio.h>
#include <sys/stat.h>

#include <wipe/sys/source.h>

static bool lies_on(struct wipe_source *source, const struct wipe_device *disk, dev_t dev)
{
	struct wipe_layers *layers = NULL;
	bool found = false;

	if (wipe_device_layers(source, disk, &layers, NULL))
		return false;
	for (size_t i = 0; i < layers->count && !found; i++) {
		struct stat st;

		found = !stat(layers->items[i].node, &st) && S_ISBLK(st.st_mode) &&
			st.st_rdev == dev;
	}
	wipe_layers_free(layers);
	return found;
}

/* NULL: none, or several. */
static const struct wipe_device *find_disk(struct wipe_source *source,
					   const struct wipe_device_list *list, dev_t dev)
{
	const struct wipe_device *found = NULL;

	for (size_t i = 0; i < list->count; i++) {
		if (!lies_on(source, &list->items[i], dev))
			continue;
		if (found && !wipe_device_is_same_unit(found, &list->items[i]))
			return NULL;
		found = &list->items[i];
	}
	return found;
}

bool medium_find(const char *folder, struct medium *medium)
{
	struct wipe_source *source = wipe_source_system();
	struct wipe_device_list *list = NULL;
	const struct wipe_device *disk = NULL;
	struct stat st;

	*medium = (struct medium){ .serial = "" };
	if (source && !stat(folder, &st) && !wipe_device_list(source, &list, NULL))
		disk = find_disk(source, list, st.st_dev);
	if (disk && disk->serial_plausible) {
		snprintf(medium->serial, sizeof(medium->serial), "%s", disk->serial);
		snprintf(medium->node, sizeof(medium->node), "%s", disk->node);
	}
	wipe_device_list_free(list);
	wipe_source_free(source);
	return *medium->serial;
}
