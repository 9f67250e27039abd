/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is on a device, by its partition tables and signatures. Reading only. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <wipe/device.h>

#include "checked.h"
#include "cleanup.h"
#include "contents.h"
#include "nodes.h"
#include "text.h"

/* Never changes what is there, nor waits for a medium; a close after it tells udev nothing. */
#define OPEN_FLAGS (O_RDONLY | O_CLOEXEC | O_NONBLOCK)

#define SECTOR_BYTES_MAX 65536

/* All that one probing needs; large, so not on the stack. */
struct probing {
	struct findings found;
	struct place whole;
	struct entries entries;
	struct nodes nodes; /* partitions that the kernel knows; empty for an image */
};

/* Of an entry, what lies on the device; 0 if nothing does. */
static uint64_t bounded_size(const struct place *whole, const struct entry *entry)
{
	if (entry->start_bytes >= whole->size_bytes)
		return 0;
	return checked_min_u64(entry->size_bytes, whole->size_bytes - entry->start_bytes);
}

/* The kernel cuts partitions at the end of the device; of an extended one it shows a stub. */
static bool is_node_of(const struct probing *probing, const struct node *node,
		       const struct entry *entry)
{
	return !node->is_holder && node->start_bytes == entry->start_bytes &&
	       (entry->container || node->size_bytes == bounded_size(&probing->whole, entry));
}

static const struct node *find_node(const struct probing *probing, const struct entry *entry)
{
	for (size_t i = 1; i < probing->nodes.count; i++)
		if (is_node_of(probing, &probing->nodes.items[i], entry))
			return &probing->nodes.items[i];
	return NULL;
}

/* Added by hand, or by a kernel that knew a table which is no longer there. */
static void add_kernel_partitions(struct probing *probing)
{
	struct entries *entries = &probing->entries;
	size_t from_table = entries->count;

	for (size_t i = 1; i < probing->nodes.count; i++) {
		const struct node *node = &probing->nodes.items[i];
		bool known = node->is_holder;

		for (size_t k = 0; !known && k < from_table; k++)
			known = is_node_of(probing, node, &entries->items[k]);
		if (known)
			continue;
		if (entries->count == ENTRIES_MAX) {
			probing->found.more = true;
			return;
		}
		entries->items[entries->count++] = (struct entry){ .start_bytes = node->start_bytes,
								   .size_bytes = node->size_bytes };
	}
	if (probing->nodes.overflow)
		probing->found.more = true;
}

static int compare_entries(const void *a, const void *b)
{
	const struct entry *one = a, *other = b;

	if (one->start_bytes != other->start_bytes)
		return one->start_bytes < other->start_bytes ? -1 : 1;
	if (one->size_bytes != other->size_bytes) /* what encloses others first */
		return one->size_bytes > other->size_bytes ? -1 : 1;
	return one->number < other->number ? -1 : one->number > other->number;
}

/* The node that the kernel made, if it is still that; what was written through it is seen there. */
static int open_node(const struct node *node)
{
	int fd = open(node->path, OPEN_FLAGS);
	struct stat st;

	if (fd < 0)
		return -1;
	if (fstat(fd, &st) == 0 && S_ISBLK(st.st_mode) && major(st.st_rdev) == node->major_no &&
	    minor(st.st_rdev) == node->minor_no)
		return fd;
	close(fd);
	return -1;
}

/* libblkid first, unless what claims to be a table must not be shown to it. */
static int examine(struct findings *found, const struct place *place)
{
	struct signature signature = { .type = contents_excessive_table(found, place),
				       .usage = "partition-table",
				       .offset_bytes = UINT64_MAX };

	if (!signature.type)
		return contents_scan(found, place);
	found->more = true;
	return contents_add(found, place, &signature);
}

static int examine_partition(struct probing *probing, const struct entry *entry)
{
	const struct node *node = find_node(probing, entry);
	size_t before = probing->found.dev->content_count;
	struct place place = probing->whole;
	CLEANUP_FD int fd = -1;
	int rc;

	place.entry = entry;
	place.offset_bytes = place.fd_offset_bytes = entry->start_bytes;
	place.size_bytes = bounded_size(&probing->whole, entry);
	if (node) {
		place.node = node->path;
		fd = open_node(node);
	}
	if (fd >= 0) {
		place.fd = fd;
		place.fd_offset_bytes = 0;
	}
	if (entry->container || !place.size_bytes)
		return contents_add_entry(&probing->found, &place);
	rc = examine(&probing->found, &place);
	if (!rc)
		rc = contents_scan_raw(&probing->found, &place);
	if (!rc && probing->found.dev->content_count == before)
		rc = contents_scan_random(&probing->found, &place);
	if (!rc && probing->found.dev->content_count == before)
		rc = contents_add_entry(&probing->found, &place);
	return rc;
}

/* Does one before it describe the same place, or does it describe the whole device? */
static bool is_repeated(const struct probing *probing, size_t index)
{
	const struct entry *entries = probing->entries.items;
	uint64_t size_bytes = bounded_size(&probing->whole, &entries[index]);

	if (!entries[index].start_bytes && size_bytes == probing->whole.size_bytes)
		return true;
	for (size_t i = index; i-- && entries[i].start_bytes == entries[index].start_bytes;)
		if (bounded_size(&probing->whole, &entries[i]) == size_bytes)
			return true;
	return false;
}

static int examine_partitions(struct probing *probing)
{
	struct entries *entries = &probing->entries;
	int rc = 0;

	add_kernel_partitions(probing);
	if (entries->count)
		qsort(entries->items, entries->count, sizeof(entries->items[0]), compare_entries);
	for (size_t i = 0; !rc && i < entries->count; i++)
		if (!is_repeated(probing, i))
			rc = examine_partition(probing, &entries->items[i]);
	return rc;
}

/* As large as libblkid takes it to be: a CD ends earlier than the kernel says. */
static int describe_whole(struct probing *probing, int fd)
{
	const struct wipe_device *dev = probing->found.dev;
	blkid_probe probe = blkid_new_probe();
	blkid_loff_t size = -1;

	if (!probe)
		return WIPE_E_NOMEM;
	errno = 0;
	if (blkid_probe_set_device(probe, fd, 0, 0) == 0)
		size = blkid_probe_get_size(probe);
	if (size < 0)
		contents_read_failed(&probing->found, errno, 0);
	blkid_free_probe(probe);
	probing->whole = (struct place){ .fd = fd, .node = dev->node, .sector_bytes = 512 };
	if (size > 0)
		probing->whole.size_bytes = (uint64_t)size;
	if (dev->logical_block_bytes && dev->logical_block_bytes % 512 == 0 &&
	    dev->logical_block_bytes <= SECTOR_BYTES_MAX)
		probing->whole.sector_bytes = dev->logical_block_bytes;
	return 0;
}

static int examine_device(struct probing *probing, int fd, struct wipe_error *err)
{
	struct findings *found = &probing->found;
	int rc = describe_whole(probing, fd);

	if (rc || !probing->whole.size_bytes)
		return rc;
	rc = examine(found, &probing->whole);
	if (!rc && !found->more)
		rc = contents_read_table(found, &probing->whole, &probing->entries);
	if (!rc && found->dev->kind == WIPE_KIND_DEVICE)
		rc = nodes_collect("", found->dev, &probing->nodes, err);
	if (!rc)
		rc = examine_partitions(probing);
	/* In the end, when it is known which copies belong to partitions. */
	if (!rc)
		rc = contents_scan_raw(found, &probing->whole);
	if (!rc && !found->dev->content_count)
		rc = contents_scan_random(found, &probing->whole);
	return rc ? rc : contents_add_more(found);
}

int wipe_device_probe(struct wipe_device *dev, struct wipe_error *err)
{
	CLEANUP_FD int fd = open(dev->node, OPEN_FLAGS);
	CLEANUP_FREE struct probing *probing = NULL;
	int rc;

	free(dev->contents);
	dev->contents = NULL;
	dev->content_count = 0;
	dev->contents_complete = false;
	if (fd < 0)
		return wipe_error_set(err, errno == ENOENT ? WIPE_E_NOTFOUND : WIPE_E_IO, errno,
				      _("%s cannot be read"), dev->node);
	probing = calloc(1, sizeof(*probing));
	if (!probing)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	probing->found.dev = dev;
	rc = examine_device(probing, fd, err);
	if (rc)
		return wipe_error_set(err, rc, 0, _("%s cannot be examined"), dev->node);
	dev->contents_complete = !probing->found.read_errno;
	if (dev->contents_complete)
		return 0;
	wipe_error_set(err, WIPE_E_IO, probing->found.read_errno,
		       _("%s cannot be read in all places: there may be more on it than is listed"),
		       dev->node);
	if (err && err->code == WIPE_E_IO && err->offset_bytes == WIPE_NO_OFFSET)
		err->offset_bytes = probing->found.read_offset_bytes;
	return WIPE_E_IO;
}
