/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * LUKS2 On-Disk Format Specification 1.1.3, chapter 2: two copies of a binary header
 * of 4,096 bytes (big-endian) and a JSON area, one after the other; the newest good
 * one counts. The second begins where the first ends, and if that is damaged, where
 * one of the permitted lengths says.
 */
#include <stdlib.h>
#include <string.h>

#include "endian.h"
#include "luks_parts.h"
#include "sha256.h"
#include "text.h"

#define SHORTEST_BYTES UINT64_C(0x4000)
#define LONGEST_BYTES UINT64_C(0x400000)
#define MAGIC_2ND "SKUL\xba\xbe"

enum at {
	VERSION_AT = 6,
	LENGTH_AT = 8,
	SEQUENCE_AT = 16,
	LABEL_AT = 24,
	CHECKSUM_NAME_AT = 72,
	UUID_AT = 168,
	SUBSYSTEM_AT = 208,
	OFFSET_AT = 256,
	CHECKSUM_AT = 448,
};

#define CHECKSUM_BYTES 64

struct copy {
	unsigned char *bytes; /* the whole of it; NULL: it cannot be had */
	uint64_t length;
	uint64_t sequence;
	bool has_magic;
	bool is_good;
};

static bool is_length(uint64_t length)
{
	return length >= SHORTEST_BYTES && length <= LONGEST_BYTES && !(length & (length - 1));
}

/* Over all of it, with the checksum's own bytes as zeros. Only SHA-256 is made by anything. */
static int has_checksum(unsigned char *bytes, size_t length, bool *matches, struct wipe_error *err)
{
	unsigned char told[CHECKSUM_BYTES], found[CHECKSUM_BYTES] = { 0 };
	int rc;

	*matches = false;
	if (strncmp((const char *)bytes + CHECKSUM_NAME_AT, "sha256", 32) != 0)
		return 0;
	memcpy(told, bytes + CHECKSUM_AT, sizeof(told));
	memset(bytes + CHECKSUM_AT, 0, sizeof(told));
	rc = sha256_of(bytes, length, NULL, 0, found, err);
	*matches = !rc && memcmp(told, found, sizeof(told)) == 0;
	return rc;
}

static int read_copy(struct wipe_io *io, uint64_t medium_bytes, uint64_t offset, struct copy *copy,
		     struct wipe_error *err)
{
	const char *magic = offset ? MAGIC_2ND : LUKS_MAGIC;
	unsigned char *first = NULL;
	int rc;

	if (offset > medium_bytes || medium_bytes - offset < LUKS2_BINARY_BYTES)
		return 0;
	rc = luks_read_bytes(io, medium_bytes, offset, LUKS2_BINARY_BYTES, &first, err);
	if (rc)
		return rc;
	copy->has_magic = memcmp(first, magic, LUKS_MAGIC_BYTES) == 0;
	copy->length = endian_get_u64be(first + LENGTH_AT);
	copy->sequence = endian_get_u64be(first + SEQUENCE_AT);
	/* Of the second it is its own length, too, and where the first ends. */
	if (copy->has_magic && !first[VERSION_AT] && first[VERSION_AT + 1] == 2 &&
	    is_length(copy->length) && endian_get_u64be(first + OFFSET_AT) == offset &&
	    (!offset || offset == copy->length) && medium_bytes - offset >= copy->length) {
		rc = luks_read_bytes(io, medium_bytes, offset, copy->length, &copy->bytes, err);
		if (!rc)
			rc = has_checksum(copy->bytes, copy->length, &copy->is_good, err);
	}
	free(first);
	return rc;
}

/* Behind a damaged first one it is sought: *copy stays empty if there is none. */
static int read_second(struct wipe_io *io, uint64_t medium_bytes, const struct copy *first,
		       struct copy *copy, struct wipe_error *err)
{
	int rc = 0;

	if (first->is_good)
		return read_copy(io, medium_bytes, first->length, copy, err);
	for (uint64_t offset = SHORTEST_BYTES; offset <= LONGEST_BYTES && !rc; offset *= 2) {
		struct copy found = { .bytes = NULL };

		rc = read_copy(io, medium_bytes, offset, &found, err);
		if (!rc && found.has_magic && (found.is_good || !copy->has_magic)) {
			free(copy->bytes);
			*copy = found;
		} else {
			free(found.bytes);
		}
		if (copy->is_good)
			break;
	}
	return rc;
}

static enum wipe_luks_copy state_of(const struct copy *copy, const struct copy *used)
{
	if (!copy->is_good)
		return WIPE_LUKS_COPY_DAMAGED;
	return copy->sequence == used->sequence ? WIPE_LUKS_COPY_GOOD : WIPE_LUKS_COPY_OLDER;
}

/* Who reads one of two copies of one state may not be told anything else than who reads the other. */
static bool agree(const struct copy *a, const struct copy *b)
{
	const char *text = (const char *)a->bytes + LUKS2_BINARY_BYTES;
	const char *other = (const char *)b->bytes + LUKS2_BINARY_BYTES;

	return !a->is_good || !b->is_good || a->sequence != b->sequence ||
	       (a->length == b->length &&
		memcmp(a->bytes + LABEL_AT, b->bytes + LABEL_AT, CHECKSUM_NAME_AT - LABEL_AT) ==
			0 &&
		memcmp(a->bytes + UUID_AT, b->bytes + UUID_AT, OFFSET_AT - UUID_AT) == 0 &&
		strncmp(text, other, a->length - LUKS2_BINARY_BYTES) == 0);
}

static int parse(const struct copy *copy, uint64_t medium_bytes, struct wipe_luks *luks,
		 struct wipe_error *err)
{
	const unsigned char *bytes = copy->bytes;
	uint64_t keys_at = 2 * copy->length;
	int rc;

	luks->version = 2;
	luks->copy_bytes = copy->length;
	luks_copy_text(luks->label, sizeof(luks->label), bytes + LABEL_AT, 48);
	luks_copy_text(luks->subsystem, sizeof(luks->subsystem), bytes + SUBSYSTEM_AT, 48);
	rc = luks_take_uuid(bytes + UUID_AT, luks, err);
	if (rc)
		return rc;
	rc = luks2_parse_json((const char *)bytes + LUKS2_BINARY_BYTES,
			      copy->length - LUKS2_BINARY_BYTES, luks, err);
	if (rc)
		return rc;
	if (!luks->is_detached && luks->data_offset_bytes < luks->area_bytes)
		return luks_damaged(err, _("data lies where its keys do; is it that of another "
					   "medium?"));
	rc = luks_check_slots(luks, keys_at, luks->area_bytes, err);
	if (!luks->is_detached)
		luks->area_bytes = luks->data_offset_bytes;
	if (!rc && luks->area_bytes > medium_bytes)
		rc = luks_damaged(err, _("the medium ends before it does"));
	return rc;
}

int luks2_read(struct wipe_io *io, uint64_t medium_bytes, struct wipe_luks *luks,
	       struct wipe_error *err)
{
	struct copy copies[2] = { { .bytes = NULL } };
	const struct copy *used;
	int rc = read_copy(io, medium_bytes, 0, &copies[0], err);

	if (!rc)
		rc = read_second(io, medium_bytes, &copies[0], &copies[1], err);
	if (!rc && !copies[0].has_magic && !copies[1].has_magic)
		rc = WIPE_E_NOTFOUND;
	if (!rc && !copies[0].is_good && !copies[1].is_good)
		rc = luks_damaged(err, _("neither of its copies has a right checksum"));
	if (!rc && !agree(&copies[0], &copies[1]))
		rc = luks_damaged(err, _("its copies differ, and neither is the newer one"));
	used = copies[1].is_good &&
			       (!copies[0].is_good || copies[1].sequence > copies[0].sequence) ?
		       &copies[1] :
		       &copies[0];
	if (!rc) {
		luks->copies[0] = state_of(&copies[0], used);
		luks->copies[1] = state_of(&copies[1], used);
		rc = parse(used, medium_bytes, luks, err);
	}
	free(copies[0].bytes);
	free(copies[1].bytes);
	return rc;
}
