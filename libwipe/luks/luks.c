/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "checked.h"
#include "luks_parts.h"
#include "text.h"

#define BUFFER_ALIGNMENT 4096
#define FIRST_BYTES 4096
#define VERSION_AT 6

int luks_damaged(struct wipe_error *err, const char *how)
{
	return wipe_error_set(err, WIPE_E_FORMAT, 0, _("the LUKS header is damaged: %s"), how);
}

void luks_copy_text(char *out, size_t out_bytes, const unsigned char *in, size_t in_bytes)
{
	char text[64];
	size_t length = 0;

	while (length < in_bytes && length < sizeof(text) - 1 && in[length]) {
		text[length] = (char)in[length];
		length++;
	}
	text[length] = '\0';
	text_copy_label(out, out_bytes, text);
}

static bool is_uuid(const char *text)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

	for (size_t i = 0; i < sizeof(form) - 1; i++)
		if (form[i] == 'x' ? !strchr("0123456789abcdefABCDEF", text[i]) || !text[i] :
				     text[i] != form[i])
			return false;
	return !text[sizeof(form) - 1];
}

/* Mappings are known by it, and copies of the header. */
int luks_take_uuid(const unsigned char *at, struct wipe_luks *luks, struct wipe_error *err)
{
	luks_copy_text(luks->uuid, sizeof(luks->uuid), at, LUKS_UUID_BYTES);
	return is_uuid(luks->uuid) ? 0 : luks_damaged(err, _("its UUID is none"));
}

int luks_read_bytes(struct wipe_io *io, uint64_t medium_bytes, uint64_t offset, size_t length,
		    unsigned char **bytes, struct wipe_error *err)
{
	uint64_t begin = offset / io->block_bytes * io->block_bytes;
	uint64_t end = (offset + length + io->block_bytes - 1) / io->block_bytes * io->block_bytes;
	int failure;

	*bytes = NULL;
	end = checked_min_u64(end, medium_bytes);
	if (offset + length > end)
		return luks_damaged(err, _("the medium ends before it does"));
	*bytes = aligned_alloc(BUFFER_ALIGNMENT, (end - begin + BUFFER_ALIGNMENT - 1) /
							 BUFFER_ALIGNMENT * BUFFER_ALIGNMENT);
	if (!*bytes)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	failure = -wipe_io_read_at(io, *bytes, end - begin, begin);
	if (failure) {
		free(*bytes);
		*bytes = NULL;
		return wipe_error_set(err, WIPE_E_IO, failure, _("the LUKS header cannot be read"));
	}
	memmove(*bytes, *bytes + (offset - begin), length);
	return 0;
}

int luks_check_slots(const struct wipe_luks *luks, uint64_t from, uint64_t to,
		     struct wipe_error *err)
{
	for (uint32_t i = 0; i < luks->slot_count; i++) {
		const struct wipe_luks_slot *slot = &luks->slots[i];

		if (!slot->length_bytes || slot->length_bytes < slot->key_bytes ||
		    slot->offset_bytes < from || slot->offset_bytes > to ||
		    slot->length_bytes > to - slot->offset_bytes)
			return luks_damaged(err, _("a key slot lies outside the area of keys"));
		for (uint32_t j = 0; j < i; j++)
			if (slot->offset_bytes <
				    luks->slots[j].offset_bytes + luks->slots[j].length_bytes &&
			    luks->slots[j].offset_bytes < slot->offset_bytes + slot->length_bytes)
				return luks_damaged(err, _("key slots overlap"));
	}
	return 0;
}

static int read_any(struct wipe_io *io, uint64_t medium_bytes, struct wipe_luks *luks,
		    struct wipe_error *err)
{
	unsigned char *first;
	bool is_first;
	int rc;

	if (medium_bytes < FIRST_BYTES)
		return WIPE_E_NOTFOUND;
	rc = luks_read_bytes(io, medium_bytes, 0, FIRST_BYTES, &first, err);
	if (rc)
		return rc;
	is_first = memcmp(first, LUKS_MAGIC, LUKS_MAGIC_BYTES) == 0 && !first[VERSION_AT] &&
		   first[VERSION_AT + 1] == 1;
	rc = is_first ? luks1_parse(first, medium_bytes, luks, err) :
			luks2_read(io, medium_bytes, luks, err);
	free(first);
	return rc;
}

int wipe_luks_read(struct wipe_io *io, bool detached, struct wipe_luks *luks,
		   struct wipe_error *err)
{
	struct wipe_luks found = { .is_detached = detached };
	uint64_t medium_bytes = 0;
	int rc = wipe_io_size(io, &medium_bytes);

	if (rc)
		return wipe_error_set(err, WIPE_E_IO, -rc, _("the LUKS header cannot be read"));
	rc = read_any(io, medium_bytes, &found, err);
	if (rc == WIPE_E_NOTFOUND)
		return wipe_error_set(err, rc, 0, _("there is no LUKS header"));
	if (!rc)
		*luks = found;
	return rc;
}

static bool same_slots(const struct wipe_luks *a, const struct wipe_luks *b)
{
	for (uint32_t i = 0; i < a->slot_count; i++) {
		const struct wipe_luks_slot *one = &a->slots[i], *other = &b->slots[i];

		if (one->number != other->number || one->kind != other->kind ||
		    one->offset_bytes != other->offset_bytes ||
		    one->length_bytes != other->length_bytes ||
		    one->key_bytes != other->key_bytes || strcmp(one->kdf, other->kdf) != 0)
			return false;
	}
	return true;
}

static bool same_tokens(const struct wipe_luks *a, const struct wipe_luks *b)
{
	for (uint32_t i = 0; i < a->token_count; i++) {
		const struct wipe_luks_token *one = &a->tokens[i], *other = &b->tokens[i];

		if (one->number != other->number || one->slots != other->slots ||
		    strcmp(one->type, other->type) != 0)
			return false;
	}
	return true;
}

static bool same_segments(const struct wipe_luks *a, const struct wipe_luks *b)
{
	for (uint32_t i = 0; i < a->segment_count; i++) {
		const struct wipe_luks_segment *one = &a->segments[i], *other = &b->segments[i];

		if (one->number != other->number || one->offset_bytes != other->offset_bytes ||
		    one->length_bytes != other->length_bytes ||
		    one->is_backup != other->is_backup || strcmp(one->type, other->type) != 0 ||
		    strcmp(one->cipher, other->cipher) != 0 ||
		    strcmp(one->integrity, other->integrity) != 0)
			return false;
	}
	return true;
}

static bool same_requirements(const struct wipe_luks *a, const struct wipe_luks *b)
{
	for (uint32_t i = 0; i < a->requirement_count; i++)
		if (strcmp(a->requirements[i], b->requirements[i]) != 0)
			return false;
	return true;
}

bool wipe_luks_equal(const struct wipe_luks *a, const struct wipe_luks *b)
{
	return a->version == b->version && strcmp(a->uuid, b->uuid) == 0 &&
	       strcmp(a->label, b->label) == 0 && strcmp(a->subsystem, b->subsystem) == 0 &&
	       a->copies[0] == b->copies[0] && a->copies[1] == b->copies[1] &&
	       a->copy_bytes == b->copy_bytes && a->area_bytes == b->area_bytes &&
	       a->data_offset_bytes == b->data_offset_bytes && a->is_detached == b->is_detached &&
	       a->is_reencrypting == b->is_reencrypting && a->slot_count == b->slot_count &&
	       a->token_count == b->token_count && a->segment_count == b->segment_count &&
	       a->requirement_count == b->requirement_count && same_slots(a, b) &&
	       same_tokens(a, b) && same_segments(a, b) && same_requirements(a, b);
}

#define NAME_AT(table, value) \
	((size_t)(value) < sizeof(table) / sizeof((table)[0]) ? (table)[value] : "unknown")

const char *wipe_luks_slot_kind_name(enum wipe_luks_slot_kind kind)
{
	static const char *const names[] = { "active", "unbound", "re-encryption" };

	return NAME_AT(names, kind);
}

const char *wipe_luks_copy_name(enum wipe_luks_copy copy)
{
	static const char *const names[] = { "none", "good", "older", "damaged" };

	return NAME_AT(names, copy);
}
