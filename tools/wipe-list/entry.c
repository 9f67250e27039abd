/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "entry.h"

#include <stdlib.h>
#include <string.h>

#include "i18n.h"

bool entry_is_empty(const struct entry *entry)
{
	return !entry->device->capacity_bytes;
}

bool entry_is_erasable(const struct entry *entry)
{
	const struct wipe_device *dev = entry->device;

	return *entry->method && !dev->is_partition && !dev->use_count && dev->uses_complete &&
	       entry->uses_error.code == WIPE_OK;
}

/* The plan is only asked for its level and time; its secrets are wiped unused. */
static void recommend(struct entry *entry)
{
	static const struct wipe_plan_request request = { .method = "auto",
							  .require = WIPE_LEVEL_NONE,
							  .verify = WIPE_VERIFY_FULL,
							  .attempt = 1 };
	struct wipe_plan *plan = calloc(1, sizeof(*plan));

	entry->method = entry->level_reason = "";
	if (!plan)
		return;
	if (!wipe_plan_make(&request, entry->device, wipe_env_system(), plan, NULL)) {
		entry->method = plan->scheme->name;
		entry->level = plan->level_reachable;
		entry->level_reason = plan->level_reason ? plan->level_reason : "";
		entry->has_estimate = wipe_plan_estimate(plan, entry->device, &entry->estimate);
	}
	explicit_bzero(plan, sizeof(*plan));
	free(plan);
}

static void examine(struct wipe_source *source, struct entry *entry)
{
	wipe_error_clear(&entry->contents_error);
	wipe_error_clear(&entry->uses_error);
	wipe_device_find_uses(entry->device, &entry->uses_error);
	(void)wipe_device_layers(source, entry->device, &entry->layers, NULL);
	if (entry_is_empty(entry)) {
		entry->method = entry->level_reason = "";
		return;
	}
	wipe_device_probe(entry->device, &entry->contents_error);
	recommend(entry);
}

static int append(struct wipe_source *source, struct entry_list *list, struct wipe_device *device,
		  bool owned, struct wipe_error *err)
{
	struct entry *grown = reallocarray(list->items, list->count + 1, sizeof(*grown));

	if (!grown)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	list->items = grown;
	grown[list->count] = (struct entry){ .device = device, .owned = owned };
	examine(source, &grown[list->count++]);
	return 0;
}

int entry_list_all(struct wipe_source *source, bool all, struct entry_list *list,
		   struct wipe_error *err)
{
	int rc = wipe_device_list(source, &list->devices, err);

	for (size_t i = 0; !rc && i < list->devices->count; i++)
		if (all || list->devices->items[i].capacity_bytes)
			rc = append(source, list, &list->devices->items[i], false, err);
	return rc;
}

int entry_list_add(struct wipe_source *source, const char *path, struct entry_list *list,
		   struct wipe_error *err)
{
	struct wipe_device *device;
	int rc = wipe_device_find(source, path, &device, err);

	if (!rc) {
		rc = append(source, list, device, true, err);
		if (rc)
			wipe_device_free(device);
	}
	return rc;
}

void entry_list_free(struct entry_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		wipe_layers_free(list->items[i].layers);
		if (list->items[i].owned)
			wipe_device_free(list->items[i].device);
	}
	free(list->items);
	wipe_device_list_free(list->devices);
	*list = (struct entry_list){ 0 };
}
