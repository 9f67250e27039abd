/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LUKS On-Disk Format Specification 1.2.3, figures 1 to 3: big-endian, sectors of 512 bytes. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "checked.h"
#include "endian.h"
#include "luks_parts.h"
#include "text.h"

#define SECTOR_BYTES 512
#define HEADER_BYTES 592
#define SLOTS 8
#define SLOT_BYTES 48
#define KEY_BYTES_MAX 512 /* longer ones cryptsetup does not make */
#define NAME_BYTES 32	  /* of a cipher, and of its mode */
#define ALIGN_BYTES 4096  /* where cryptsetup lets the area of a slot end */

enum at {
	CIPHER_AT = 8,
	MODE_AT = 40,
	PAYLOAD_AT = 104,
	KEY_BYTES_AT = 108,
	UUID_AT = 168,
	SLOTS_AT = 208,
};

enum slot_at {
	ACTIVE_AT = 0,
	MATERIAL_AT = 40,
	STRIPES_AT = 44,
};

#define SLOT_ENABLED UINT32_C(0x00ac71f3)
#define SLOT_DISABLED UINT32_C(0x0000dead)

/* A slot's length is its key, split into so many stripes, in whole sectors. */
static int read_slot(const unsigned char *at, uint32_t number, struct wipe_luks *luks,
		     uint32_t key_bytes, struct wipe_error *err)
{
	uint32_t active = endian_get_u32be(at + ACTIVE_AT);
	uint64_t sectors =
		((uint64_t)key_bytes * endian_get_u32be(at + STRIPES_AT) + SECTOR_BYTES - 1) /
		SECTOR_BYTES;
	struct wipe_luks_slot slot = {
		.number = number,
		.kind = WIPE_LUKS_SLOT_ACTIVE,
		.offset_bytes = (uint64_t)endian_get_u32be(at + MATERIAL_AT) * SECTOR_BYTES,
		.length_bytes = sectors * SECTOR_BYTES,
		.key_bytes = key_bytes,
		.kdf = "pbkdf2",
	};
	uint64_t end = slot.offset_bytes + slot.length_bytes;

	if (active != SLOT_ENABLED && active != SLOT_DISABLED)
		return luks_damaged(err, _("a key slot is neither in use nor free"));
	if (!slot.length_bytes || slot.offset_bytes < HEADER_BYTES)
		return luks_damaged(err, _("a key slot lies outside the area of keys"));
	/* What is free held a key, or may have. */
	if (end > luks->area_bytes && luks->is_detached)
		luks->area_bytes = (end + ALIGN_BYTES - 1) / ALIGN_BYTES * ALIGN_BYTES;
	if (end > luks->area_bytes)
		return luks_damaged(err, _("a key slot lies outside the area of keys"));
	if (active == SLOT_ENABLED)
		luks->slots[luks->slot_count++] = slot;
	return 0;
}

/* Two names of NAME_BYTES, each with its NUL, and the dash between them fit into one word. */
static_assert(2 * NAME_BYTES <= WIPE_LUKS_WORD_BYTES, "a cipher's name would be cut");

static int name_segment(const unsigned char *sector, struct wipe_luks *luks, struct wipe_error *err)
{
	struct wipe_luks_segment *segment = &luks->segments[0];
	const char *cipher = (const char *)sector + CIPHER_AT,
		   *mode = (const char *)sector + MODE_AT;
	char name[WIPE_LUKS_WORD_BYTES];

	if (!memchr(cipher, '\0', NAME_BYTES) || !memchr(mode, '\0', NAME_BYTES))
		return luks_damaged(err, _("the name of its cipher has no end"));
	*segment = (struct wipe_luks_segment){
		.type = "crypt",
		.offset_bytes = luks->data_offset_bytes,
		.length_bytes = WIPE_LUKS_TO_THE_END,
	};
	snprintf(name, sizeof(name), "%s-%s", cipher, mode);
	text_copy_ascii(segment->cipher, sizeof(segment->cipher), name);
	if (strcmp(segment->cipher, name) != 0)
		return luks_damaged(err, _("the name of its cipher is none"));
	luks->segment_count = 1;
	return 0;
}

int luks1_parse(const unsigned char *sector, uint64_t medium_bytes, struct wipe_luks *luks,
		struct wipe_error *err)
{
	uint32_t key_bytes = endian_get_u32be(sector + KEY_BYTES_AT);
	int rc;

	luks->version = 1;
	luks->copies[0] = WIPE_LUKS_COPY_GOOD;
	luks->copy_bytes = HEADER_BYTES;
	luks->data_offset_bytes = (uint64_t)endian_get_u32be(sector + PAYLOAD_AT) * SECTOR_BYTES;
	luks->is_detached = luks->is_detached || !luks->data_offset_bytes;
	luks->area_bytes = luks->is_detached ? ALIGN_BYTES : luks->data_offset_bytes;
	rc = luks_take_uuid(sector + UUID_AT, luks, err);
	if (rc)
		return rc;
	if (!key_bytes || key_bytes > KEY_BYTES_MAX)
		return luks_damaged(err, _("its keys have no length that there is"));
	for (uint32_t i = 0; i < SLOTS; i++) {
		rc = read_slot(sector + SLOTS_AT + (size_t)i * SLOT_BYTES, i, luks, key_bytes, err);
		if (rc)
			return rc;
	}
	if (luks->area_bytes > medium_bytes)
		return luks_damaged(err, _("the medium ends before it does"));
	rc = name_segment(sector, luks, err);
	return rc ? rc : luks_check_slots(luks, HEADER_BYTES, luks->area_bytes, err);
}
