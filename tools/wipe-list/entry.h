/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A device with everything that could be found out about it, and what could not. */
#ifndef MASSHO_WIPE_LIST_ENTRY_H
#define MASSHO_WIPE_LIST_ENTRY_H

#include <stdbool.h>

#include <wipe/device.h>
#include <wipe/plan.h>

struct entry {
	struct wipe_device *device;
	bool owned;			  /* device is freed with the entry */
	struct wipe_error contents_error; /* code WIPE_OK: contents are complete */
	struct wipe_error uses_error;	  /* code WIPE_OK: they could be looked for */
	/* What --method auto would do; method "" if nothing can be done. */
	const char *method, *level_reason;
	enum wipe_level level;
	struct wipe_layers *layers; /* owned; what lies over it. NULL: not known */
	bool has_estimate;	    /* of the time that would take */
	struct wipe_estimate estimate;
};

struct entry_list {
	struct entry *items;
	size_t count;
	struct wipe_device_list *devices; /* what items that are not owned point into */
};

/*
 * Every whole disk of source, those without any size only if all is set.
 * The caller frees the list, also after a failure.
 */
int entry_list_all(struct wipe_source *source, bool all, struct entry_list *list,
		   struct wipe_error *err);

/* Appends the device that path leads to. */
int entry_list_add(struct wipe_source *source, const char *path, struct entry_list *list,
		   struct wipe_error *err);

void entry_list_free(struct entry_list *list);

/* No medium, no contents, no capacity: an empty loop or card reader. */
bool entry_is_empty(const struct entry *entry);

/* Nothing that is known stands in the way of erasing it. */
bool entry_is_erasable(const struct entry *entry);

#endif
