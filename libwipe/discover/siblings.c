/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "siblings.h"

#include <string.h>

#include "text.h"

/* The disk whose bits they are: partitions and boot areas are no disks of their own. */
static const char *unit_node(const struct wipe_device *dev)
{
	if (dev->belongs_to[0])
		return dev->belongs_to;
	return dev->whole_node[0] ? dev->whole_node : dev->node;
}

static bool has_own_wwn(const struct wipe_device *dev)
{
	const char *digits = strchr(dev->wwn, '.');

	digits = digits ? digits + 1 : dev->wwn;
	return digits[0] && dev->wwn_source != WIPE_WWN_BRIDGE &&
	       digits[strspn(digits, "0-")] != '\0';
}

static bool same_subsystem(const struct wipe_device *a, const struct wipe_device *b)
{
	if (a->bus != WIPE_BUS_NVME || b->bus != WIPE_BUS_NVME)
		return false;
	if (a->subsystem[0] && strcmp(a->subsystem, b->subsystem) == 0)
		return true;
	return a->controller[0] && strcmp(a->controller, b->controller) == 0;
}

/*
 * Can there be two ways to one unit at all? From a SATA port, a USB plug or a card
 * slot there are not, whatever the two of them say they are: copies of one identity.
 * NVMe drives are one within their subsystem, or by an identifier that is given to
 * one namespace only, not by the name that the kernel makes of model and serial.
 */
static bool may_be_paths(const struct wipe_device *a, const struct wipe_device *b)
{
	if (a->bus != WIPE_BUS_NVME)
		return !a->is_single_path && !b->is_single_path;
	return a->wwn_source == WIPE_WWN_NVME_NGUID || a->wwn_source == WIPE_WWN_NVME_EUI64 ||
	       a->wwn_source == WIPE_WWN_NVME_UUID || same_subsystem(a, b);
}

/*
 * One unit by two paths. Drives with the same built-in WWN exist: serial, size and
 * bus must agree as well, or they are two. So do drives that give all of their
 * namespaces one identifier.
 */
static bool same_unit(const struct wipe_device *a, const struct wipe_device *b)
{
	return has_own_wwn(a) && has_own_wwn(b) && strcmp(a->wwn, b->wwn) == 0 &&
	       a->wwn_source == b->wwn_source && strcmp(a->serial, b->serial) == 0 &&
	       a->bus == b->bus && a->namespace_id == b->namespace_id && may_be_paths(a, b) &&
	       (a->is_partition || b->is_partition || a->capacity_bytes == b->capacity_bytes);
}

bool wipe_device_is_same_unit(const struct wipe_device *a, const struct wipe_device *b)
{
	if (a->kind != WIPE_KIND_DEVICE || b->kind != WIPE_KIND_DEVICE)
		return false;
	return (a->major_no == b->major_no && a->minor_no == b->minor_no) || same_unit(a, b);
}

/* Counted once: not if the same namespace came before by another path. */
static bool is_further_namespace(const struct wipe_device *dev, const struct wipe_device *items,
				 size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (same_subsystem(dev, &items[i]) && same_unit(&items[i], &items[at]))
			return false;
	return true;
}

static void add_path(struct wipe_device *dev, const struct wipe_device *other)
{
	uint32_t at = dev->other_path_count++;

	if (at < WIPE_OTHER_PATHS_MAX)
		text_copy_plain(dev->other_paths[at], sizeof(dev->other_paths[at]), other->node);
}

/* How many characters at their ends are the same. */
static uint32_t common_end(const char *a, const char *b)
{
	size_t a_bytes = strlen(a), b_bytes = strlen(b);
	uint32_t same = 0;

	while (same < a_bytes && same < b_bytes && a[a_bytes - 1 - same] == b[b_bytes - 1 - same])
		same++;
	return same;
}

static void compare_serials(struct wipe_device *dev, const struct wipe_device *other)
{
	uint32_t same = common_end(dev->serial, other->serial);

	if (same > dev->serial_shared_end)
		dev->serial_shared_end = same;
	if (dev->serial[0] && strcmp(dev->serial, other->serial) == 0 &&
	    dev->serial_problem == WIPE_SERIAL_OK)
		dev->serial_problem = WIPE_SERIAL_SHARED;
}

void siblings_relate(struct wipe_device *dev, const struct wipe_device *items, size_t count)
{
	const char *unit = unit_node(dev);

	dev->serial_shared_end = 0;
	dev->other_path_count = dev->other_namespaces = 0;
	for (size_t i = 0; i < count; i++) {
		const struct wipe_device *other = &items[i];

		if (other->belongs_to[0] || strcmp(other->node, unit) == 0)
			continue;
		if (same_unit(dev, other))
			add_path(dev, other);
		else if (same_subsystem(dev, other))
			dev->other_namespaces += is_further_namespace(dev, items, i);
		else
			compare_serials(dev, other);
	}
	dev->serial_plausible = dev->serial_problem == WIPE_SERIAL_OK;
}
