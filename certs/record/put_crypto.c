/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose keys a plan destroys, what that rests on, and what became of them. */
#include "put.h"
#include "put_parts.h"

/* A record's numbers have 19 digits; only a header that is not limited to can say more. */
#define OFFSET_MAX UINT64_C(9999999999999999999)

/* A list of count things, each made by one(); NULL: no memory. */
static json_t *put_list(uint32_t count, json_t *(*one)(const void *of, uint32_t index),
			const void *of)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < count; i++) {
		if (json_array_append_new(list, one(of, i)) != 0) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

static void put_offset(struct put *put, const char *key, uint64_t offset)
{
	put_u64(put, key, offset < OFFSET_MAX ? offset : OFFSET_MAX);
}

static json_t *put_slot(const void *of, uint32_t index)
{
	const struct wipe_luks_slot *slot = &((const struct wipe_luks *)of)->slots[index];
	struct put put;

	put_begin(&put);
	put_count(&put, "number", slot->number);
	put_ascii(&put, "kind", wipe_luks_slot_kind_name(slot->kind));
	put_u64(&put, "offset_bytes", slot->offset_bytes);
	put_u64(&put, "length_bytes", slot->length_bytes);
	put_count(&put, "key_bytes", slot->key_bytes);
	put_ascii(&put, "kdf", slot->kdf);
	return put_end(&put);
}

static bool has_slot(const struct wipe_luks *luks, uint32_t number)
{
	for (uint32_t i = 0; i < luks->slot_count; i++)
		if (luks->slots[i].number == number)
			return true;
	return false;
}

/* A damaged header, all of which is overwritten, may name slots that there are not. */
static json_t *put_token_slots(const struct wipe_luks *luks, const struct wipe_luks_token *token)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < WIPE_LUKS_SLOTS_MAX; i++) {
		if (!(token->slots & UINT32_C(1) << i) || !has_slot(luks, i))
			continue;
		if (json_array_append_new(list, json_integer((json_int_t)i)) != 0) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

static json_t *put_token(const void *of, uint32_t index)
{
	const struct wipe_luks *luks = of;
	struct put put;

	put_begin(&put);
	put_count(&put, "number", luks->tokens[index].number);
	put_ascii(&put, "type", luks->tokens[index].type);
	put_value(&put, "slots", put_token_slots(luks, &luks->tokens[index]));
	return put_end(&put);
}

static json_t *put_segment(const void *of, uint32_t index)
{
	const struct wipe_luks_segment *segment = &((const struct wipe_luks *)of)->segments[index];
	struct put put;

	put_begin(&put);
	put_count(&put, "number", segment->number);
	put_ascii(&put, "type", segment->type);
	put_ascii(&put, "cipher", segment->cipher);
	put_ascii(&put, "integrity", segment->integrity);
	put_offset(&put, "offset_bytes", segment->offset_bytes);
	if (segment->length_bytes == WIPE_LUKS_TO_THE_END)
		put_null(&put, "length_bytes");
	else
		put_offset(&put, "length_bytes", segment->length_bytes);
	return put_end(&put);
}

static json_t *put_requirement(const void *of, uint32_t index)
{
	return put_new_ascii(((const struct wipe_luks *)of)->requirements[index]);
}

static json_t *put_header_copy(const void *of, uint32_t index)
{
	return json_string(wipe_luks_copy_name(((const struct wipe_luks *)of)->copies[index]));
}

static json_t *put_result(const struct wipe_volume_result *result)
{
	struct put put;

	put_begin(&put);
	put_bool(&put, "is_destroyed", result->is_destroyed);
	put_count(&put, "slots_destroyed", result->slots_destroyed);
	put_count(&put, "tokens_removed", result->tokens_removed);
	put_u64(&put, "bytes_verified", result->bytes_verified);
	put_u64(&put, "mismatch_bytes", result->mismatch_bytes);
	put_u64(&put, "unreadable_bytes", result->unreadable_bytes);
	put_count(&put, "slots_changed", result->slots_changed);
	return put_end(&put);
}

static void put_luks(struct put *put, const struct wipe_luks *luks)
{
	put_count(put, "version", luks->version);
	put_ascii(put, "uuid", luks->uuid);
	put_utf8(put, "label", luks->label);
	put_utf8(put, "subsystem", luks->subsystem);
	put_value(put, "header_copies",
		  put_list(luks->copies[1] == WIPE_LUKS_COPY_NONE ? 1 : 2, put_header_copy, luks));
	put_u64(put, "copy_bytes", luks->copy_bytes);
	put_u64(put, "area_bytes", luks->area_bytes);
	put_offset(put, "data_offset_bytes", luks->data_offset_bytes);
	put_value(put, "requirements", put_list(luks->requirement_count, put_requirement, luks));
	put_value(put, "slots", put_list(luks->slot_count, put_slot, luks));
	put_value(put, "tokens", put_list(luks->token_count, put_token, luks));
	put_value(put, "segments", put_list(luks->segment_count, put_segment, luks));
}

/* result NULL: of an attempt. */
static json_t *put_volume(const struct wipe_volume *volume, const struct wipe_volume_result *result)
{
	struct put put;

	put_begin(&put);
	if (volume->partition_number)
		put_count(&put, "partition", volume->partition_number);
	else
		put_null(&put, "partition");
	put_u64(&put, "offset_bytes", volume->offset_bytes);
	put_u64(&put, "length_bytes", volume->length_bytes);
	put_luks(&put, &volume->luks);
	put_value(&put, "result", result ? put_result(result) : json_null());
	return put_end(&put);
}

static json_t *put_volumes(enum wipecert_type type, const struct wipe_report *report)
{
	const struct wipe_crypto *crypto = &report->plan.crypto;
	json_t *list = json_array();

	for (uint32_t i = 0; i < crypto->volume_count; i++) {
		const struct wipe_volume_result *result =
			type == WIPECERT_ATTEMPT ? NULL : &report->volumes[i];

		if (json_array_append_new(list, put_volume(&crypto->volumes[i], result)) != 0) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

static json_t *put_scope(const struct wipe_crypto *crypto)
{
	struct put put;

	if (!crypto->scope_bytes)
		return json_null();
	put_begin(&put);
	put_count(&put, "partition", crypto->scope_partition);
	put_u64(&put, "offset_bytes", crypto->scope_offset_bytes);
	put_u64(&put, "length_bytes", crypto->scope_bytes);
	return put_end(&put);
}

static json_t *put_conditions(const struct wipe_crypto *crypto)
{
	struct put put;

	put_begin(&put);
	put_ascii(&put, "answered_by", wipe_answered_by_name(crypto->answered_by));
	for (unsigned int i = 0; i < WIPE_CONDITIONS; i++)
		put_ascii(&put, wipe_condition_name((enum wipe_condition)i),
			  wipe_answer_name(crypto->answers[i]));
	return put_end(&put);
}

static json_t *put_copy(const void *of, uint32_t index)
{
	const struct wipe_uuid_copy *copy = &((const struct wipe_crypto *)of)->copies[index];
	struct put put;

	put_begin(&put);
	put_count(&put, "volume", copy->volume);
	put_ascii(&put, "node", copy->node);
	put_ascii_or_null(&put, "serial", copy->serial);
	return put_end(&put);
}

static json_t *put_header(const struct wipe_plan *plan)
{
	struct put put;

	if (!plan->crypto.is_detached)
		return json_null();
	put_begin(&put);
	put_value(&put, "medium", put_medium(&plan->crypto.header));
	put_value(&put, "pass", put_pass(&plan->header_pass));
	return put_end(&put);
}

json_t *put_crypto(enum wipecert_type type, const struct wipe_report *report)
{
	const struct wipe_crypto *crypto = &report->plan.crypto;
	uint32_t listed = crypto->copy_count < WIPE_UUID_COPIES_MAX ? crypto->copy_count :
								      WIPE_UUID_COPIES_MAX;
	struct put put;

	put_begin(&put);
	put_bool(&put, "then_overwrite", crypto->then_overwrite);
	put_value(&put, "scope", put_scope(crypto));
	put_value(&put, "conditions", put_conditions(crypto));
	put_value(&put, "copies", put_list(listed, put_copy, crypto));
	put_count(&put, "copies_not_listed", crypto->copy_count - listed);
	put_bool(&put, "copies_complete", crypto->copies_complete);
	put_value(&put, "header", put_header(&report->plan));
	put_value(&put, "volumes", put_volumes(type, report));
	return put_end(&put);
}
