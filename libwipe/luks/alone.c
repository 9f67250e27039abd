/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "alone.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "checked.h"
#include "endian.h"
#include "part.h"
#include "text.h"

#define MBR_BYTES 512
#define MBR_TABLE_AT 446
#define MBR_ENTRIES 4
#define MBR_ENTRY_BYTES 16
#define GPT_PROTECTIVE 0xee

/* What holds logical partitions. */
static bool is_extended(unsigned long type)
{
	return type == 0x05 || type == 0x0f || type == 0x85;
}

/* Of an MBR; a GPT has names. ULONG_MAX: it is none. */
static unsigned long mbr_type(const struct wipe_content *content)
{
	return strncmp(content->partition_type, "0x", 2) == 0 ?
		       strtoul(content->partition_type, NULL, 16) :
		       ULONG_MAX;
}

bool luks_overlaps(uint64_t a, uint64_t a_bytes, uint64_t b, uint64_t b_bytes)
{
	return a < b + b_bytes && b < a + a_bytes;
}

/* Not if the one holds all of the other, as an extended partition does. */
static bool overlaps_in_part(uint64_t a, uint64_t a_bytes, uint64_t b, uint64_t b_bytes)
{
	return luks_overlaps(a, a_bytes, b, b_bytes) && (a > b || b + b_bytes > a + a_bytes);
}

int luks_refuse_overlap(const struct wipe_device *dev, struct wipe_error *err)
{
	return wipe_error_set(
		err, WIPE_E_FORMAT, 0,
		_("%s: a partition lies where an encrypted volume does: not all of that "
		  "is encrypted"),
		dev->node);
}

static bool is_other_partition(const struct wipe_device *dev, const struct wipe_content *content,
			       const struct wipe_volume *volume)
{
	bool is_partition = content->partition_number || strcmp(content->node, dev->node) != 0;
	bool is_its_own = volume->partition_number &&
			  content->offset_bytes == volume->offset_bytes &&
			  content->size_bytes == volume->length_bytes;

	return is_partition && !is_its_own;
}

/* Everything that the tables and the kernel call a partition, but what holds others. */
static int check_partitions(const struct wipe_device *dev, const struct wipe_volume *volume,
			    struct wipe_error *err)
{
	for (size_t i = 0; i < dev->content_count; i++) {
		const struct wipe_content *content = &dev->contents[i];

		if (is_other_partition(dev, content, volume) &&
		    (is_extended(mbr_type(content)) ? overlaps_in_part : luks_overlaps)(
			    content->offset_bytes, content->size_bytes, volume->offset_bytes,
			    volume->length_bytes))
			return luks_refuse_overlap(dev, err);
	}
	return 0;
}

/* What is left of an earlier use, a backup of a partition table at the end: nobody would overwrite it. */
static int check_signatures(const struct wipe_device *dev, const struct wipe_volume *volume,
			    struct wipe_error *err)
{
	const struct wipe_luks_segment *segment = volume->luks.segments;
	uint64_t bytes = checked_min_u64(segment->length_bytes,
					 volume->length_bytes - segment->offset_bytes);

	for (size_t i = 0; i < dev->content_count; i++) {
		const struct wipe_content *content = &dev->contents[i];

		if (!is_other_partition(dev, content, volume) &&
		    content->signature_offset_bytes != UINT64_MAX &&
		    luks_overlaps(content->signature_offset_bytes, 1,
				  volume->offset_bytes + segment->offset_bytes, bytes))
			return wipe_error_set(
				err, WIPE_E_FORMAT, 0,
				_("%s: in an encrypted volume lies something of an earlier use that "
				  "is not encrypted (%s)"),
				dev->node, content->type);
	}
	return 0;
}

static int read_mbr(const struct wipe_device *dev, struct wipe_io *io, unsigned char *mbr,
		    struct wipe_error *err)
{
	struct wipe_io *part = part_io_new(io, 0, MBR_BYTES);
	int rc = part ? -wipe_io_read_at(part, mbr, MBR_BYTES, 0) : ENOMEM;

	(void)wipe_io_close(part);
	return rc ? wipe_error_set(err, WIPE_E_IO, rc, _("%s cannot be read"), dev->node) : 0;
}

/* Beside a GPT an MBR may have entries of its own, which nobody lists. */
static int check_mbr(const struct wipe_device *dev, const unsigned char *mbr,
		     const struct wipe_volume *volume, struct wipe_error *err)
{
	if (!volume->partition_number || mbr[MBR_BYTES - 2] != 0x55 || mbr[MBR_BYTES - 1] != 0xaa)
		return 0;
	for (unsigned int i = 0; i < MBR_ENTRIES; i++) {
		const unsigned char *entry = mbr + MBR_TABLE_AT + (size_t)i * MBR_ENTRY_BYTES;
		uint64_t from = (uint64_t)endian_get_u32le(entry + 8) * dev->logical_block_bytes;
		uint64_t bytes = (uint64_t)endian_get_u32le(entry + 12) * dev->logical_block_bytes;

		if (!entry[4] || entry[4] == GPT_PROTECTIVE ||
		    (from == volume->offset_bytes && bytes == volume->length_bytes))
			continue;
		if ((is_extended(entry[4]) ? overlaps_in_part : luks_overlaps)(
			    from, bytes, volume->offset_bytes, volume->length_bytes))
			return luks_refuse_overlap(dev, err);
	}
	return 0;
}

int luks_check_alone(const struct wipe_device *dev, struct wipe_io *io,
		     const struct wipe_crypto *crypto, struct wipe_error *err)
{
	unsigned char mbr[MBR_BYTES];
	int rc;

	if (!crypto->volume_count || crypto->then_overwrite)
		return 0;
	rc = read_mbr(dev, io, mbr, err);
	for (uint32_t i = 0; i < crypto->volume_count && !rc; i++) {
		rc = check_signatures(dev, &crypto->volumes[i], err);
		if (!rc)
			rc = check_partitions(dev, &crypto->volumes[i], err);
		if (!rc)
			rc = check_mbr(dev, mbr, &crypto->volumes[i], err);
	}
	return rc;
}

int luks_check_data(const struct wipe_device *dev, const struct wipe_volume *volume,
		    struct wipe_error *err)
{
	for (size_t i = 0; i < dev->content_count; i++) {
		const struct wipe_content *content = &dev->contents[i];
		bool is_nothing =
			strcmp(content->type, "random") == 0 ||
			(strcmp(content->origin, "partition") == 0 && volume->partition_number &&
			 content->partition_number == volume->partition_number);

		if (!is_nothing && !(volume->partition_number && !content->partition_number) &&
		    luks_overlaps(content->offset_bytes, content->size_bytes, volume->offset_bytes,
				  volume->length_bytes))
			return wipe_error_set(
				err, WIPE_E_FORMAT, 0,
				strcmp(content->type, "crypto_LUKS") == 0 ?
					_("%s has a header of its own (%s): it is not the "
					  "data of this one") :
					_("%s holds something that is not encrypted (%s): it is "
					  "not the data of this header"),
				dev->node, content->type);
	}
	return dev->contents_complete ?
		       0 :
		       wipe_error_set(err, WIPE_E_IO, 0, _("what is on %s cannot all be read"),
				      dev->node);
}
