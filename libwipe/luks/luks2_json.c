/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LUKS2 On-Disk Format Specification 1.1.3, chapter 3: the metadata. Numbers of 64 bits are strings. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "checked.h"
#include "luks_parts.h"
#include "text.h"

#define KEYS_MAX_BYTES (UINT64_C(128) << 20) /* cryptsetup: LUKS2_MAX_KEYSLOTS_SIZE */
#define SECTOR_BYTES 512

/* An object of numbered objects: fn is called for each, by number. */
typedef int each_fn(uint32_t number, const json_t *object, struct wipe_luks *luks,
		    struct wipe_error *err);

static int each(const json_t *root, const char *key, uint32_t most, each_fn *fn,
		struct wipe_luks *luks, struct wipe_error *err)
{
	const json_t *list = json_object_get(root, key);
	size_t found = 0;

	if (!json_is_object(list))
		return luks_damaged(err, _("its metadata lacks a part"));
	for (uint32_t number = 0; number < most; number++) {
		const json_t *object;
		char name[16];
		int rc;

		snprintf(name, sizeof(name), "%u", number);
		object = json_object_get(list, name);
		if (!object)
			continue;
		found++;
		if (!json_is_object(object))
			return luks_damaged(err, _("its metadata is not what it has to be"));
		rc = fn(number, object, luks, err);
		if (rc)
			return rc;
	}
	return found == json_object_size(list) ?
		       0 :
		       luks_damaged(err, _("its metadata has names or numbers that there are not"));
}

/* "" if it has none. What is cut could be taken for something else, so it is not accepted. */
static bool get_word(const json_t *object, const char *key, char word[WIPE_LUKS_WORD_BYTES])
{
	const json_t *value = json_object_get(object, key);

	word[0] = '\0';
	if (!value)
		return true;
	if (!json_is_string(value) || json_string_length(value) >= WIPE_LUKS_WORD_BYTES)
		return false;
	text_copy_ascii(word, WIPE_LUKS_WORD_BYTES, json_string_value(value));
	return true;
}

/* The same, and as it is there: what is left out of a name could make it that of something else. */
static bool get_name(const json_t *object, const char *key, char word[WIPE_LUKS_WORD_BYTES])
{
	const char *text = json_string_value(json_object_get(object, key));

	return get_word(object, key, word) && strcmp(word, text ? text : "") == 0;
}

static bool get_u64(const json_t *object, const char *key, uint64_t *number)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text && text_parse_u64(text, number);
}

/* Of an array of numbers as text, those below 32 as bits. */
static bool get_bits(const json_t *object, const char *key, uint32_t *bits)
{
	const json_t *list = json_object_get(object, key);
	uint64_t number;
	const json_t *item;
	size_t index;

	*bits = 0;
	if (!json_is_array(list))
		return false;
	json_array_foreach(list, index, item)
	{
		if (!json_is_string(item) || !text_parse_u64(json_string_value(item), &number) ||
		    number >= WIPE_LUKS_SLOTS_MAX)
			return false;
		*bits |= UINT32_C(1) << number;
	}
	return true;
}

static int bad(struct wipe_error *err)
{
	return luks_damaged(err, _("its metadata is not what it has to be"));
}

static int take_slot(uint32_t number, const json_t *object, struct wipe_luks *luks,
		     struct wipe_error *err)
{
	struct wipe_luks_slot *slot = &luks->slots[luks->slot_count];
	const json_t *area = json_object_get(object, "area");
	json_int_t key_bytes = json_integer_value(json_object_get(object, "key_size"));
	char type[WIPE_LUKS_WORD_BYTES];

	*slot = (struct wipe_luks_slot){ .number = number, .kind = WIPE_LUKS_SLOT_UNBOUND };
	if (!get_word(object, "type", type) || key_bytes < 0 || key_bytes > UINT32_MAX ||
	    !get_u64(area, "offset", &slot->offset_bytes) ||
	    !get_u64(area, "size", &slot->length_bytes) ||
	    slot->offset_bytes > UINT64_MAX - slot->length_bytes ||
	    !get_word(json_object_get(object, "kdf"), "type", slot->kdf))
		return bad(err);
	slot->key_bytes = (uint32_t)key_bytes;
	if (strcmp(type, "reencrypt") == 0)
		slot->kind = WIPE_LUKS_SLOT_REENCRYPT;
	luks->slot_count++;
	return 0;
}

static int take_token(uint32_t number, const json_t *object, struct wipe_luks *luks,
		      struct wipe_error *err)
{
	struct wipe_luks_token *token = &luks->tokens[luks->token_count];

	*token = (struct wipe_luks_token){ .number = number };
	if (!get_word(object, "type", token->type) || !token->type[0] ||
	    !get_bits(object, "keyslots", &token->slots))
		return bad(err);
	luks->token_count++;
	return 0;
}

static bool has_flag(const json_t *object, const char *prefix)
{
	const json_t *item;
	size_t index;

	json_array_foreach(json_object_get(object, "flags"), index, item)
	{
		const char *text = json_string_value(item);

		if (text && strncmp(text, prefix, strlen(prefix)) == 0)
			return true;
	}
	return false;
}

static bool get_length(const json_t *object, uint64_t *length)
{
	const char *text = json_string_value(json_object_get(object, "size"));

	*length = WIPE_LUKS_TO_THE_END;
	return text && (strcmp(text, "dynamic") == 0 || text_parse_u64(text, length));
}

/* With a key of a length of its own it is called something else: nobody knows then what the cipher's is. */
static bool get_integrity(const json_t *object, char word[WIPE_LUKS_WORD_BYTES])
{
	const json_t *integrity = json_object_get(object, "integrity");
	const json_t *key_size = json_object_get(integrity, "key_size");
	size_t used;

	if (!get_name(integrity, "type", word))
		return false;
	if (!key_size)
		return true;
	used = strlen(word);
	return json_is_integer(key_size) &&
	       (size_t)snprintf(word + used, WIPE_LUKS_WORD_BYTES - used,
				", key_size %" JSON_INTEGER_FORMAT,
				json_integer_value(key_size)) < WIPE_LUKS_WORD_BYTES - used;
}

static int take_segment(uint32_t number, const json_t *object, struct wipe_luks *luks,
			struct wipe_error *err)
{
	struct wipe_luks_segment *segment = &luks->segments[luks->segment_count];

	*segment = (struct wipe_luks_segment){ .number = number };
	if (!get_name(object, "type", segment->type) || !segment->type[0] ||
	    !get_name(object, "encryption", segment->cipher) ||
	    !get_integrity(object, segment->integrity) ||
	    !get_u64(object, "offset", &segment->offset_bytes) ||
	    segment->offset_bytes % SECTOR_BYTES || !get_length(object, &segment->length_bytes))
		return bad(err);
	segment->is_backup = has_flag(object, "backup-");
	luks->is_reencrypting |= segment->is_backup || has_flag(object, "in-reencryption");
	luks->segment_count++;
	return 0;
}

/* A slot is bound if the key that it holds, by its digest, is that of a segment. */
static int take_digest(uint32_t number, const json_t *object, struct wipe_luks *luks,
		       struct wipe_error *err)
{
	uint32_t slots, segments;

	(void)number;
	if (!get_bits(object, "keyslots", &slots) || !get_bits(object, "segments", &segments))
		return bad(err);
	for (uint32_t i = 0; i < luks->slot_count && segments; i++)
		if (slots & UINT32_C(1) << luks->slots[i].number &&
		    luks->slots[i].kind == WIPE_LUKS_SLOT_UNBOUND)
			luks->slots[i].kind = WIPE_LUKS_SLOT_ACTIVE;
	return 0;
}

static int take_requirements(const json_t *config, struct wipe_luks *luks, struct wipe_error *err)
{
	const json_t *list = json_object_get(json_object_get(config, "requirements"), "mandatory");
	const json_t *item;
	size_t index;

	if (json_array_size(list) > WIPE_LUKS_REQUIREMENTS_MAX)
		return bad(err);
	json_array_foreach(list, index, item)
	{
		const char *text = json_string_value(item);

		if (!text || strlen(text) >= WIPE_LUKS_WORD_BYTES)
			return bad(err);
		text_copy_ascii(luks->requirements[index], WIPE_LUKS_WORD_BYTES, text);
		luks->is_reencrypting |= strncmp(text, "online-reencrypt", 16) == 0 ||
					 strncmp(text, "offline-reencrypt", 17) == 0;
		luks->requirement_count++;
	}
	return 0;
}

static int take_config(const json_t *root, struct wipe_luks *luks, struct wipe_error *err)
{
	const json_t *config = json_object_get(root, "config");
	uint64_t json_bytes, keys_bytes;

	if (!get_u64(config, "json_size", &json_bytes) ||
	    !get_u64(config, "keyslots_size", &keys_bytes) ||
	    json_bytes != luks->copy_bytes - LUKS2_BINARY_BYTES || keys_bytes > KEYS_MAX_BYTES ||
	    keys_bytes % SECTOR_BYTES)
		return bad(err);
	luks->area_bytes = 2 * luks->copy_bytes + keys_bytes;
	return take_requirements(config, luks, err);
}

/* Where data begins: what of a re-encryption is kept for going back does not count. */
static int find_data(struct wipe_luks *luks, struct wipe_error *err)
{
	luks->data_offset_bytes = UINT64_MAX;
	for (uint32_t i = 0; i < luks->segment_count; i++)
		if (!luks->segments[i].is_backup)
			luks->data_offset_bytes = checked_min_u64(luks->data_offset_bytes,
								  luks->segments[i].offset_bytes);
	return luks->data_offset_bytes == UINT64_MAX ?
		       luks_damaged(err, _("it has no data of its own")) :
		       0;
}

static int take_all(const json_t *root, struct wipe_luks *luks, struct wipe_error *err)
{
	int rc = each(root, "keyslots", WIPE_LUKS_SLOTS_MAX, take_slot, luks, err);

	if (!rc)
		rc = each(root, "tokens", WIPE_LUKS_TOKENS_MAX, take_token, luks, err);
	if (!rc)
		rc = each(root, "segments", WIPE_LUKS_SEGMENTS_MAX, take_segment, luks, err);
	if (!rc)
		rc = each(root, "digests", WIPE_LUKS_SLOTS_MAX, take_digest, luks, err);
	if (!rc)
		rc = take_config(root, luks, err);
	return rc ? rc : find_data(luks, err);
}

int luks2_parse_json(const char *text, size_t length, struct wipe_luks *luks,
		     struct wipe_error *err)
{
	json_t *root = json_loadb(text, strnlen(text, length), JSON_REJECT_DUPLICATES, NULL);
	int rc;

	if (!root)
		return luks_damaged(err, _("its metadata cannot be read"));
	rc = json_is_object(root) ? take_all(root, luks, err) : bad(err);
	json_decref(root);
	return rc;
}
