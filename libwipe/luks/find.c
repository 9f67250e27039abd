/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The encrypted volumes of a medium: at its begin, in its partitions, or by their headers. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <wipe/crypto.h>

#include "alone.h"
#include "checked.h"
#include "fd.h"
#include "part.h"
#include "text.h"

#define IMAGE_IO_BLOCK_BYTES 4096
#define BEHIND_BYTES 65536

/* Something that can hold a volume. */
struct place {
	uint64_t offset_bytes, length_bytes;
	uint32_t partition_number;
	bool is_luks;			  /* blkid says so */
	const struct wipe_content *other; /* blkid says something else, too or alone; NULL: not */
	bool is_other_at_end;		  /* it says so of its end alone */
};

static struct wipe_io *open_medium(const struct wipe_device *dev, struct wipe_error *err)
{
	bool is_image = dev->kind == WIPE_KIND_IMAGE;
	int fd = open(dev->node, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (is_image ? O_NOFOLLOW : 0));
	struct wipe_io *io;

	if (fd < 0) {
		wipe_error_set(err, errno == ENOENT ? WIPE_E_GONE : WIPE_E_IO, errno,
			       _("%s cannot be read"), dev->node);
		return NULL;
	}
	io = fd_io_new(fd, is_image ? IMAGE_IO_BLOCK_BYTES : dev->logical_block_bytes, false);
	if (!io)
		wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	return io;
}

static int read_header(struct wipe_io *io, const struct place *place, bool is_detached,
		       struct wipe_luks *luks, struct wipe_error *err)
{
	struct wipe_io *part = part_io_new(io, place->offset_bytes, place->length_bytes);
	int rc;

	if (!part)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	rc = wipe_luks_read(part, is_detached, luks, err);
	(void)wipe_io_close(part);
	return rc;
}

/* What a claim can be made of: nothing else has been written over its begin since. */
static int check_whole(const struct wipe_luks *luks, struct wipe_error *err)
{
	if (luks->copies[0] == WIPE_LUKS_COPY_DAMAGED)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("the first copy of the LUKS header is damaged: what lies "
					"behind it may be something else by now"));
	if (luks->is_reencrypting || luks->segment_count != 1)
		return wipe_error_set(
			err, WIPE_E_UNSUPPORTED, 0,
			_("not all of it is encrypted with one key: a re-encryption has "
			  "not ended, or there are several segments"));
	/* "linear": plaintext, as a finished decryption leaves it; "hw-opal": the drive's key. */
	if (strcmp(luks->segments[0].type, "crypt") != 0)
		return wipe_error_set(
			err, WIPE_E_UNSUPPORTED, 0,
			_("its data is not encrypted by software alone, or not at all: "
			  "its header says \"%s\""),
			luks->segments[0].type);
	if (luks->requirement_count)
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
				      _("its header asks for something that this version does not "
					"know: %s"),
				      luks->requirements[0]);
	return 0;
}

static const char *place_name(const struct wipe_device *dev, const struct place *place, char *out,
			      size_t out_bytes)
{
	if (!place->partition_number)
		return dev->node;
	snprintf(out, out_bytes, _("%s, partition %u"), dev->node, place->partition_number);
	return out;
}

static void hint(struct wipe_error *err, const struct wipe_device *dev, const struct place *place)
{
	char name[320];

	wipe_error_context(err, "%s", place_name(dev, place, name, sizeof(name)));
}

/*
 * A backup of a partition table, or what RAID leaves, outlives what is made at the begin; so does
 * what a file system keeps farther behind. Is there a volume now? If the first copy of a header is
 * good. What only the table knows has none.
 */
static bool is_volume_now(const struct place *place, int rc, const struct wipe_luks *luks)
{
	bool is_good = !rc && luks->copies[0] != WIPE_LUKS_COPY_DAMAGED;

	if (place->other)
		return place->is_luks && is_good;
	if (place->is_other_at_end)
		return place->is_luks || is_good;
	return place->is_luks || rc != WIPE_E_NOTFOUND;
}

/* What a claim can be made of, and what is said of it if none can. */
static int check_claim(const struct place *place, const struct wipe_luks *luks,
		       struct wipe_error *err)
{
	if (place->other)
		return wipe_error_set(
			err, WIPE_E_FORMAT, 0,
			_("something else is recognized where an encrypted volume is (%s, at byte "
			  "%llu): not all of it is known to be encrypted"),
			place->other->type,
			(unsigned long long)place->other->signature_offset_bytes);
	return check_whole(luks, err);
}

/* A table of earlier may tell of a volume where there is a larger one by now. */
static bool lies_in_another(const struct wipe_crypto *crypto, const struct place *place)
{
	for (uint32_t i = 0; i < crypto->volume_count; i++)
		if (luks_overlaps(place->offset_bytes, place->length_bytes,
				  crypto->volumes[i].offset_bytes, crypto->volumes[i].length_bytes))
			return true;
	return false;
}

/* 0 also if there is none, and one that is passed over. */
static int add_volume(const struct wipe_device *dev, struct wipe_io *io, const struct place *place,
		      struct wipe_crypto *crypto, struct wipe_error *err)
{
	struct wipe_volume *volume = &crypto->volumes[crypto->volume_count];
	struct wipe_error why;
	struct wipe_luks luks;
	int rc;

	wipe_error_clear(&why);
	rc = read_header(io, place, false, &luks, &why);
	if (!is_volume_now(place, rc, &luks))
		return 0;
	if (!rc && luks.is_detached)
		rc = wipe_error_set(&why, WIPE_E_REFUSED, 0,
				    _("the header is one for data that lies elsewhere: give the "
				      "data's device, and this with --header"));
	if (!rc && !crypto->then_overwrite)
		rc = check_claim(place, &luks, &why);
	if (!rc && crypto->volume_count == WIPE_VOLUMES_MAX)
		rc = wipe_error_set(&why, WIPE_E_UNSUPPORTED, 0,
				    _("there are more than %d encrypted volumes"),
				    WIPE_VOLUMES_MAX);
	if (!rc && crypto->then_overwrite && lies_in_another(crypto, place))
		rc = luks_refuse_overlap(dev, &why);
	/* Whatever is wrong with it, it is overwritten. */
	if (rc && rc != WIPE_E_NOMEM && crypto->then_overwrite) {
		crypto->passed_over++;
		return 0;
	}
	if (rc) {
		hint(&why, dev, place);
		return wipe_error_set(err, rc == WIPE_E_NOTFOUND ? WIPE_E_FORMAT : rc, 0, "%s",
				      why.message);
	}
	*volume = (struct wipe_volume){ .offset_bytes = place->offset_bytes,
					.length_bytes = place->length_bytes,
					.partition_number = place->partition_number,
					.luks = luks };
	crypto->volume_count++;
	return 0;
}

/* All that blkid says of what begins there. */
static struct place place_at(const struct wipe_device *dev, const struct wipe_content *content)
{
	struct place place = { .offset_bytes = content->offset_bytes,
			       .length_bytes = content->size_bytes,
			       .partition_number = content->partition_number };

	for (size_t i = 0; i < dev->content_count; i++) {
		const struct wipe_content *other = &dev->contents[i];

		if (other->offset_bytes != place.offset_bytes ||
		    other->partition_number != place.partition_number)
			continue;
		if (strcmp(other->type, "crypto_LUKS") == 0)
			place.is_luks = true;
		else if (strcmp(other->origin, "end") == 0)
			place.is_other_at_end = true;
		else if (strcmp(other->origin, "partition") != 0 &&
			 strcmp(other->origin, "contents") != 0)
			place.other = other;
	}
	return place;
}

static bool is_first_of_place(const struct wipe_device *dev, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (dev->contents[i].offset_bytes == dev->contents[index].offset_bytes &&
		    dev->contents[i].partition_number == dev->contents[index].partition_number)
			return false;
	return true;
}

static int find_all(const struct wipe_device *dev, struct wipe_io *io, struct wipe_crypto *crypto,
		    struct wipe_error *err)
{
	struct place whole = { .length_bytes = dev->capacity_bytes };
	int rc = 0;

	for (size_t i = 0; i < dev->content_count; i++) {
		const struct wipe_content *content = &dev->contents[i];

		if (content->partition_number || content->offset_bytes)
			continue;
		whole = place_at(dev, content);
		whole.length_bytes = dev->capacity_bytes;
	}
	if (!crypto->scope_bytes)
		rc = add_volume(dev, io, &whole, crypto, err);
	for (size_t i = 0; i < dev->content_count && !rc; i++) {
		const struct wipe_content *content = &dev->contents[i];
		struct place place;

		if (!content->partition_number || !is_first_of_place(dev, i) ||
		    (crypto->scope_bytes && content->partition_number != crypto->scope_partition))
			continue;
		place = place_at(dev, content);
		rc = add_volume(dev, io, &place, crypto, err);
	}
	return rc;
}

static int set_scope(const struct wipe_device *dev, const char *partition,
		     struct wipe_crypto *crypto, struct wipe_error *err)
{
	crypto->scope_partition = 0;
	crypto->scope_offset_bytes = crypto->scope_bytes = 0;
	for (size_t i = 0; partition && i < dev->content_count; i++) {
		const struct wipe_content *content = &dev->contents[i];

		if (!content->partition_number || strcmp(content->node, partition) != 0)
			continue;
		crypto->scope_partition = content->partition_number;
		crypto->scope_offset_bytes = content->offset_bytes;
		crypto->scope_bytes = content->size_bytes;
		return 0;
	}
	return partition ? wipe_error_set(err, WIPE_E_NOTFOUND, 0,
					  _("%s is in no partition table of %s"), partition,
					  dev->node) :
			   0;
}

/* Is there anything where, on the header's own medium, the data would begin? */
static bool has_own_data(const struct wipe_device *header, struct wipe_io *io,
			 const struct wipe_luks *luks)
{
	static const unsigned char nothing[BEHIND_BYTES];
	unsigned char *found = malloc(BEHIND_BYTES);
	uint64_t at = luks->data_offset_bytes;
	uint64_t bytes = checked_min_u64(header->capacity_bytes - at, BEHIND_BYTES);
	struct wipe_io *part = part_io_new(io, 0, header->capacity_bytes);
	bool is_empty = found && part && wipe_io_read_at(part, found, bytes, at) == 0 &&
			memcmp(found, nothing, bytes) == 0;

	(void)wipe_io_close(part);
	free(found);
	return !is_empty;
}

/* Without --header it would be found: whoever gives it here takes it for that of other data. */
static int refuse_own_data(const struct wipe_device *header, struct wipe_io *io,
			   const struct wipe_luks *luks, struct wipe_error *err)
{
	return luks->data_offset_bytes && luks->data_offset_bytes < header->capacity_bytes &&
			       has_own_data(header, io, luks) ?
		       wipe_error_set(
			       err, WIPE_E_REFUSED, 0,
			       _("whether its data lies behind it, on the same medium, or on "
				 "the one that was given cannot be told: erase each by "
				 "itself, by overwriting (--method stream)")) :
		       0;
}

/* The data's medium, or the partition that it fills, with a header that lies elsewhere. */
static int find_detached(const struct wipe_device *dev, const struct wipe_device *header,
			 struct wipe_crypto *crypto, struct wipe_error *err)
{
	const struct place whole = { .length_bytes = header->capacity_bytes };
	struct wipe_volume *volume = &crypto->volumes[0];
	struct wipe_io *io = open_medium(header, err);
	int rc;

	if (!io)
		return err ? err->code : WIPE_E_IO;
	memset(volume, 0, sizeof(*volume));
	volume->offset_bytes = crypto->scope_offset_bytes;
	volume->length_bytes = crypto->scope_bytes ? crypto->scope_bytes : dev->capacity_bytes;
	volume->partition_number = crypto->scope_partition;
	rc = read_header(io, &whole, true, &volume->luks, err);
	if (!rc)
		rc = refuse_own_data(header, io, &volume->luks, err);
	if (!rc && !crypto->then_overwrite)
		rc = check_whole(&volume->luks, err);
	(void)wipe_io_close(io);
	if (rc)
		wipe_error_context(err, "%s", header->node);
	if (!rc && !crypto->then_overwrite)
		rc = luks_check_data(dev, volume, err);
	crypto->volume_count = !rc;
	crypto->is_detached = true;
	crypto->header = *header;
	crypto->header.contents = NULL;
	crypto->header.uses = NULL;
	crypto->header.content_count = crypto->header.use_count = 0;
	return rc;
}

int wipe_crypto_find(const struct wipe_device *dev, const char *partition,
		     const struct wipe_device *header, struct wipe_crypto *crypto,
		     struct wipe_error *err)
{
	struct wipe_io *io;
	int rc = set_scope(dev, partition, crypto, err);

	crypto->volume_count = crypto->passed_over = 0;
	crypto->is_detached = false;
	if (rc || header)
		return rc ? rc : find_detached(dev, header, crypto, err);
	if (!dev->contents_complete && !crypto->then_overwrite)
		return wipe_error_set(err, WIPE_E_IO, 0, _("what is on %s cannot all be read"),
				      dev->node);
	io = open_medium(dev, err);
	if (!io)
		return err ? err->code : WIPE_E_IO;
	rc = find_all(dev, io, crypto, err);
	if (!rc)
		rc = luks_check_alone(dev, io, crypto, err);
	(void)wipe_io_close(io);
	if (!rc && !crypto->volume_count)
		rc = wipe_error_set(err, WIPE_E_NOTFOUND, 0,
				    _("%s: there is no encrypted volume (LUKS)"), dev->node);
	return rc;
}
