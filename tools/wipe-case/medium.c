/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "medium.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <wipe/sys/source.h>

#include "utf8.h"

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

/* udev's link to the file system's device; also without the right to read that. */
static void find_uuid(dev_t dev, char uuid[MEDIUM_PLACE_BYTES])
{
	DIR *links = opendir("/dev/disk/by-uuid");
	struct dirent *link;
	struct stat st;

	while (links && !*uuid && (link = readdir(links)))
		if (!fstatat(dirfd(links), link->d_name, &st, 0) && S_ISBLK(st.st_mode) &&
		    st.st_rdev == dev)
			snprintf(uuid, MEDIUM_PLACE_BYTES, "UUID %s", link->d_name);
	if (links)
		closedir(links);
}

static void find_place(const char *folder, dev_t dev, char place[MEDIUM_PLACE_BYTES])
{
	char *path;

	find_uuid(dev, place);
	path = *place ? NULL : realpath(folder, NULL);
	if (path && strlen(path) < MEDIUM_PLACE_BYTES && utf8_is_valid(path))
		snprintf(place, MEDIUM_PLACE_BYTES, "%s", path);
	free(path);
}

bool medium_find(const char *folder, struct medium *medium)
{
	struct wipe_source *source = wipe_source_system();
	struct wipe_device_list *list = NULL;
	const struct wipe_device *disk = NULL;
	struct stat st;

	*medium = (struct medium){ .serial = "" };
	if (stat(folder, &st)) {
		wipe_source_free(source);
		return false;
	}
	if (source && !wipe_device_list(source, &list, NULL))
		disk = find_disk(source, list, st.st_dev);
	find_place(folder, st.st_dev, medium->place);
	if (disk && disk->serial_plausible) {
		snprintf(medium->serial, sizeof(medium->serial), "%s", disk->serial);
		snprintf(medium->node, sizeof(medium->node), "%s", disk->node);
	}
	wipe_device_list_free(list);
	wipe_source_free(source);
	return *medium->serial;
}
