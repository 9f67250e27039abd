/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "collection.h"
#include "i18n.h"

static int no_memory(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
}

/* Zeroed but for its path. NULL: no memory. */
static struct found *append(struct collection *collection, const char *path)
{
	struct found *one;

	if (collection->found_count == collection->found_room) {
		size_t room = collection->found_room ? collection->found_room * 2 : 64;
		struct found *grown = reallocarray(collection->found, room, sizeof(*grown));

		if (!grown)
			return NULL;
		collection->found = grown;
		collection->found_room = room;
	}
	one = &collection->found[collection->found_count];
	*one = (struct found){ .path = strdup(path) };
	if (!one->path)
		return NULL;
	collection->found_count++;
	return one;
}

/* 0 to go on, 1: enough, -1: no memory. */
static int add_found(void *arg, const char *path, enum walk_kind kind, int error)
{
	struct collection *collection = arg;
	struct found *one;

	if (kind == WALK_OTHER) {
		collection->other_count++;
		return 0;
	}
	one = append(collection, path);
	if (!one)
		return -1;
	one->kind = kind;
	one->error = error;
	one->from_folder = true;
	one->is_too_many = collection->found_count > COLLECTION_FILES_MAX;
	return one->is_too_many;
}

int collection_find(struct collection *collection, const char *path, struct wipe_error *err)
{
	struct stat st;

	if (stat(path, &st) || !S_ISDIR(st.st_mode))
		return append(collection, path) ? 0 : no_memory(err);
	return walk_folder(path, add_found, collection) < 0 ? no_memory(err) : 0;
}
