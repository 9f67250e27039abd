/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The entries of a partition table, as libblkid reads them from the medium. */
#include <stdio.h>
#include <string.h>

#include "checked.h"
#include "contents.h"
#include "partition_types.h"
#include "text.h"

/* libblkid counts in these, whatever the sectors of the device. */
#define UNIT_BYTES 512

/* What has no end ends with the device, like any that is too large. */
static uint64_t to_bytes(blkid_loff_t units)
{
	uint64_t bytes;

	return units >= 0 && checked_mul_u64((uint64_t)units, UNIT_BYTES, &bytes) ? bytes :
										    UINT64_MAX;
}

static void describe_type(struct entry *entry, blkid_partition partition)
{
	const char *type = blkid_partition_get_type_string(partition);
	blkid_parttable table = blkid_partition_get_table(partition);
	const char *scheme = table ? blkid_parttable_get_type(table) : NULL;
	int code = blkid_partition_get_type(partition);

	if (type) {
		text_copy_ascii(entry->type, sizeof(entry->type), type);
		entry->type_name = partition_type_name_guid(entry->type);
	} else {
		snprintf(entry->type, sizeof(entry->type), "0x%02x", (unsigned int)code);
		if (scheme && strcmp(scheme, "dos") == 0)
			entry->type_name = partition_type_name_mbr((unsigned int)code);
	}
}

static void add_entry(struct entries *entries, blkid_partition partition)
{
	struct entry *entry = &entries->items[entries->count];

	memset(entry, 0, sizeof(*entry));
	entry->start_bytes = to_bytes(blkid_partition_get_start(partition));
	entry->size_bytes = to_bytes(blkid_partition_get_size(partition));
	if (blkid_partition_get_partno(partition) > 0)
		entry->number = (uint32_t)blkid_partition_get_partno(partition);
	entry->container = blkid_partition_is_extended(partition);
	describe_type(entry, partition);
	text_copy_plain(entry->name, sizeof(entry->name), blkid_partition_get_name(partition));
	text_copy_ascii(entry->uuid, sizeof(entry->uuid), blkid_partition_get_uuid(partition));
	entries->count++;
}

static void add_entries(struct findings *found, blkid_partlist list, struct entries *entries)
{
	int count = blkid_partlist_numof_partitions(list);

	for (int i = 0; i < count; i++) {
		blkid_partition partition = blkid_partlist_get_partition(list, i);

		if (entries->count == ENTRIES_MAX) {
			found->more = true;
			return;
		}
		if (partition)
			add_entry(entries, partition);
	}
}

/* A GPT in sectors of another size than the device's: written behind a USB bridge, or an image. */
static int add_foreign_table(struct findings *found, const struct place *whole,
			     blkid_parttable table)
{
	struct signature signature = { .type = blkid_parttable_get_type(table),
				       .usage = "partition-table",
				       .uuid = blkid_parttable_get_id(table),
				       .offset_bytes =
					       (uint64_t)blkid_parttable_get_offset(table) };

	return contents_add(found, whole, &signature);
}

static int read_foreign(struct findings *found, const struct place *whole, struct entries *entries)
{
	static const unsigned int sizes[] = { 512, 4096 };
	char gpt[] = "gpt";
	char *only[] = { gpt, NULL };
	int rc = 0;

	for (size_t i = 0; !rc && !entries->count && i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		blkid_probe probe;
		blkid_partlist list;

		if (sizes[i] == whole->sector_bytes)
			continue;
		rc = contents_new_probe(found, whole, &probe);
		if (!probe)
			return rc;
		blkid_probe_filter_partitions_type(probe, BLKID_FLTR_ONLYIN, only);
		blkid_probe_set_sectorsize(probe, sizes[i]);
		list = blkid_probe_get_partitions(probe);
		if (list && blkid_partlist_get_table(list)) {
			rc = add_foreign_table(found, whole, blkid_partlist_get_table(list));
			add_entries(found, list, entries);
		}
		blkid_free_probe(probe);
	}
	return rc;
}

int contents_read_table(struct findings *found, const struct place *whole, struct entries *entries)
{
	blkid_partlist list;
	blkid_probe probe;
	bool has_table;
	int rc;

	entries->count = 0;
	rc = contents_new_probe(found, whole, &probe);
	if (!probe)
		return rc;
	list = blkid_probe_get_partitions(probe);
	has_table = list && blkid_partlist_get_table(list);
	if (has_table)
		add_entries(found, list, entries);
	blkid_free_probe(probe);
	return has_table ? 0 : read_foreign(found, whole, entries);
}
