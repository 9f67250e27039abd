/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What libblkid knows of a place. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "contents.h"
#include "text.h"

/*
 * Each call of blkid_do_probe() takes at least one prober further, also after a
 * failed read. There are about a hundred.
 */
#define PROBES_MAX 1000

/* md keeps metadata of different versions at both ends; libblkid tells one at a time. */
#define MD_TYPE "linux_raid_member"
#define MD_MAGIC_BYTES 4

static const char *value_of(blkid_probe probe, const char *name)
{
	const char *value = NULL;

	return blkid_probe_lookup_value(probe, name, &value, NULL) == 0 ? value : NULL;
}

/* Offset in the place, UINT64_MAX if libblkid does not say. */
static uint64_t offset_of(blkid_probe probe, const char *name)
{
	uint64_t offset_bytes;

	return text_parse_u64(value_of(probe, name), &offset_bytes) ? offset_bytes : UINT64_MAX;
}

int contents_new_probe(struct findings *found, const struct place *place, blkid_probe *probe)
{
	*probe = blkid_new_probe();
	if (!*probe)
		return WIPE_E_NOMEM;
	errno = 0;
	if (place->fd_offset_bytes > INT64_MAX || place->size_bytes > INT64_MAX ||
	    blkid_probe_set_device(*probe, place->fd, (blkid_loff_t)place->fd_offset_bytes,
				   (blkid_loff_t)place->size_bytes) != 0) {
		contents_read_failed(found, errno, place->offset_bytes);
		blkid_free_probe(*probe);
		*probe = NULL;
		return 0;
	}
	blkid_probe_enable_superblocks(*probe, 0);
	blkid_probe_enable_partitions(*probe, 0);
	blkid_probe_set_partitions_flags(*probe, BLKID_PARTS_FORCE_GPT | BLKID_PARTS_MAGIC);
	blkid_probe_set_superblocks_flags(*probe, BLKID_SUBLKS_LABEL | BLKID_SUBLKS_UUID |
							  BLKID_SUBLKS_TYPE | BLKID_SUBLKS_USAGE |
							  BLKID_SUBLKS_MAGIC);
	return 0;
}

/* Firmware RAIDs own whole disks; libblkid as well looks for them nowhere else. */
static void leave_out_disk_raids(blkid_probe probe)
{
	static const char *const names[] = {
		"isw_raid_member",     "lsi_mega_raid_member",		"via_raid_member",
		"nvidia_raid_member",  "silicon_medley_raid_member",	"hpt45x_raid_member",
		"hpt37x_raid_member",  "promise_fasttrack_raid_member", "adaptec_raid_member",
		"jmicron_raid_member",
	};
	char *list[sizeof(names) / sizeof(names[0]) + 1] = { NULL };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		list[i] = (char *)(uintptr_t)names[i]; /* read only, by contract */
	blkid_probe_filter_superblocks_type(probe, BLKID_FLTR_NOTIN, list);
}

static int add_result(struct findings *found, const struct place *place, blkid_probe probe)
{
	struct signature signature = { .type = value_of(probe, "TYPE") };

	if (signature.type) {
		signature.usage = value_of(probe, "USAGE");
		signature.label = value_of(probe, "LABEL");
		signature.uuid = value_of(probe, "UUID");
		signature.offset_bytes = offset_of(probe, "SBMAGIC_OFFSET");
		return contents_add(found, place, &signature);
	}
	signature.type = value_of(probe, "PTTYPE");
	if (!signature.type)
		return 0;
	signature.usage = "partition-table";
	signature.uuid = value_of(probe, "PTUUID");
	signature.offset_bytes = offset_of(probe, "PTMAGIC_OFFSET");
	return contents_add(found, place, &signature);
}

/* Lets the prober of md look again, without what it found. */
static void look_for_other_md(blkid_probe probe)
{
	const char *type = value_of(probe, "TYPE");
	uint64_t offset_bytes = offset_of(probe, "SBMAGIC_OFFSET");

	if (type && strcmp(type, MD_TYPE) == 0 && offset_bytes != UINT64_MAX &&
	    blkid_probe_hide_range(probe, offset_bytes, MD_MAGIC_BYTES) == 0)
		blkid_probe_step_back(probe);
}

int contents_scan(struct findings *found, const struct place *place)
{
	blkid_probe probe;
	int rc;

	rc = contents_new_probe(found, place, &probe);
	if (!probe)
		return rc;
	blkid_probe_enable_superblocks(probe, 1);
	blkid_probe_enable_partitions(probe, 1);
	if (place->entry)
		leave_out_disk_raids(probe);
	for (int i = 0; !rc && i < PROBES_MAX; i++) {
		int answer = blkid_do_probe(probe);

		if (answer == 1)
			break;
		if (answer == -ENOMEM)
			rc = WIPE_E_NOMEM;
		else if (answer < 0)
			contents_read_failed(found, answer == -1 ? EIO : -answer,
					     place->offset_bytes);
		else
			rc = add_result(found, place, probe);
		if (!answer)
			look_for_other_md(probe);
	}
	blkid_free_probe(probe);
	return rc;
}
