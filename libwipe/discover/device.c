/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <wipe/device.h>

#include "siblings.h"
#include "text.h"

static int append_device(void *arg, const struct wipe_raw_device *raw)
{
	struct wipe_device_list *list = arg;
	struct wipe_device *grown =
		reallocarray(list->items, list->count + 1, sizeof(*list->items));

	if (!grown)
		return WIPE_E_NOMEM;
	list->items = grown;
	/* A device that cannot be described is left out of nothing else. */
	if (wipe_device_classify(raw, &list->items[list->count], NULL) == 0)
		list->count++;
	return 0;
}

static int compare_names(const void *a, const void *b)
{
	const struct wipe_device *first = a, *second = b;

	return strverscmp(first->name, second->name);
}

/* Each described by itself, in the order in which the source has them. */
static int list_alone(struct wipe_source *source, struct wipe_device_list **list,
		      struct wipe_error *err)
{
	struct wipe_device_list *made = calloc(1, sizeof(*made));
	int rc;

	*list = NULL;
	if (!made)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	rc = source->ops->enumerate(source, append_device, made, err);
	if (rc) {
		wipe_device_list_free(made);
		return wipe_error_set(err, rc, 0, _("the devices cannot be listed"));
	}
	*list = made;
	return 0;
}

int wipe_device_list(struct wipe_source *source, struct wipe_device_list **list,
		     struct wipe_error *err)
{
	int rc = list_alone(source, list, err);

	if (rc)
		return rc;
	if ((*list)->count)
		qsort((*list)->items, (*list)->count, sizeof(*(*list)->items), compare_names);
	for (size_t i = 0; i < (*list)->count; i++)
		siblings_relate(&(*list)->items[i], (*list)->items, (*list)->count);
	return 0;
}

void wipe_device_list_free(struct wipe_device_list *list)
{
	if (!list)
		return;
	for (size_t i = 0; i < list->count; i++)
		wipe_device_clear(&list->items[i]);
	free(list->items);
	free(list);
}

static int take_device(void *arg, const struct wipe_raw_device *raw)
{
	return wipe_device_classify(raw, arg, NULL);
}

/*
 * A serial is judged, and a unit known by its other names, only beside the other
 * devices. To describe all of them is most of the work: not where there is nothing
 * that another could say too.
 */
static int judge_beside_others(struct wipe_source *source, struct wipe_device *dev,
			       struct wipe_error *err)
{
	struct wipe_device_list *others;
	int rc;

	if (!dev->serial[0] && !dev->wwn[0] && dev->bus != WIPE_BUS_NVME)
		return 0;
	rc = list_alone(source, &others, err);
	if (rc)
		return rc;
	siblings_relate(dev, others->items, others->count);
	wipe_device_list_free(others);
	return 0;
}

static int describe(struct wipe_source *source, const char *path, bool beside_others,
		    struct wipe_device *dev, struct wipe_error *err)
{
	struct stat st;
	int rc;

	if (stat(path, &st) != 0)
		return wipe_error_set(err, WIPE_E_NOTFOUND, errno, "%s", path);
	if (!S_ISBLK(st.st_mode))
		return wipe_error_set(
			err, WIPE_E_USAGE, 0,
			S_ISREG(st.st_mode) ?
				_("%s is a file, no device: wipe-device and wipe-check take it "
				  "with --image") :
				_("%s is no block device"),
			path);
	rc = source->ops->lookup(source, major(st.st_rdev), minor(st.st_rdev), take_device, dev,
				 err);
	if (!rc && beside_others)
		rc = judge_beside_others(source, dev, err);
	return rc ? wipe_error_set(err, rc, 0, _("%s cannot be described"), path) : 0;
}

static int find(struct wipe_source *source, const char *path, bool beside_others,
		struct wipe_device **dev, struct wipe_error *err)
{
	struct wipe_device *made = calloc(1, sizeof(*made));
	int rc;

	*dev = NULL;
	if (!made)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	rc = describe(source, path, beside_others, made, err);
	if (rc)
		wipe_device_free(made);
	else
		*dev = made;
	return rc;
}

int wipe_device_find(struct wipe_source *source, const char *path, struct wipe_device **dev,
		     struct wipe_error *err)
{
	return find(source, path, true, dev, err);
}

int wipe_device_identify(struct wipe_source *source, const char *path, struct wipe_device **dev,
			 struct wipe_error *err)
{
	return find(source, path, false, dev, err);
}

void wipe_device_clear(struct wipe_device *dev)
{
	free(dev->contents);
	free(dev->uses);
	dev->contents = NULL;
	dev->uses = NULL;
	dev->content_count = dev->use_count = 0;
	dev->contents_complete = dev->uses_complete = false;
}

void wipe_device_free(struct wipe_device *dev)
{
	if (!dev)
		return;
	wipe_device_clear(dev);
	free(dev);
}

const char *wipe_device_confirmation(const struct wipe_device *dev)
{
	const char *slash;

	/* Further namespaces and boot areas say the serial of the drive they are part of. */
	if (dev->serial_plausible && !dev->other_namespaces && !dev->belongs_to[0])
		return dev->serial;
	if (dev->kind != WIPE_KIND_IMAGE)
		return dev->name;
	slash = strrchr(dev->node, '/'); /* the name as it is, which may not be printable */
	return slash ? slash + 1 : dev->node;
}
