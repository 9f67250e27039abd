/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drives of a machine of tests/fixtures, with contents and uses that no test need find. */
#ifndef TOOLS_LIST_SCENE_H
#define TOOLS_LIST_SCENE_H

#include "entry.h"

struct list_scene {
	char *root;
	struct wipe_source *source;
	struct entry_list list;
};

/* tests/fixtures/FOLDER/NAME, to be freed. */
char *list_scene_path(const char *folder, const char *name);

/*
 * The drives of tests/fixtures/machines/NAME.tree. Each has a partition table;
 * what lies over it has long names and labels, and is mounted.
 */
void list_scene_make(const char *name, struct list_scene *scene);
void list_scene_free(struct list_scene *scene);

#endif
