/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "facts.h"
#include "get.h"

static const char *slot_kind_name(unsigned int value)
{
	return wipe_luks_slot_kind_name((enum wipe_luks_slot_kind)value);
}

static const char *answer_name(unsigned int value)
{
	return wipe_answer_name((enum wipe_answer)value);
}

static const char *answered_by_name(unsigned int value)
{
	return wipe_answered_by_name((enum wipe_answered_by)value);
}

static void read_slots(const json_t *list, struct wipe_luks *luks)
{
	size_t index;
	json_t *from;

	json_array_foreach(list, index, from)
	{
		struct wipe_luks_slot *slot = &luks->slots[luks->slot_count];

		if (luks->slot_count == WIPE_LUKS_SLOTS_MAX)
			return;
		luks->slot_count++;
		slot->number = (uint32_t)get_count(from, "number");
		slot->kind = (enum wipe_luks_slot_kind)get_index(
			from, "kind", WIPE_LUKS_SLOT_REENCRYPT + 1, slot_kind_name);
		slot->offset_bytes = get_u64(from, "offset_bytes");
		slot->length_bytes = get_u64(from, "length_bytes");
		slot->key_bytes = (uint32_t)get_count(from, "key_bytes");
		get_copy(from, "kdf", slot->kdf, sizeof(slot->kdf));
	}
}

static uint32_t read_bits(const json_t *list)
{
	uint32_t bits = 0;
	size_t index;
	json_t *item;

	json_array_foreach(list, index, item)
	{
		json_int_t number = json_integer_value(item);

		if (number >= 0 && number < WIPE_LUKS_SLOTS_MAX)
			bits |= UINT32_C(1) << number;
	}
	return bits;
}

static void read_tokens(const json_t *list, struct wipe_luks *luks)
{
	size_t index;
	json_t *from;

	json_array_foreach(list, index, from)
	{
		struct wipe_luks_token *token = &luks->tokens[luks->token_count];

		if (luks->token_count == WIPE_LUKS_TOKENS_MAX)
			return;
		luks->token_count++;
		token->number = (uint32_t)get_count(from, "number");
		token->slots = read_bits(get_value(from, "slots"));
		get_copy(from, "type", token->type, sizeof(token->type));
	}
}

static void read_segments(const json_t *list, struct wipe_luks *luks)
{
	size_t index;
	json_t *from;

	json_array_foreach(list, index, from)
	{
		struct wipe_luks_segment *segment = &luks->segments[luks->segment_count];

		if (luks->segment_count == WIPE_LUKS_SEGMENTS_MAX)
			return;
		luks->segment_count++;
		segment->number = (uint32_t)get_count(from, "number");
		get_copy(from, "type", segment->type, sizeof(segment->type));
		get_copy(from, "cipher", segment->cipher, sizeof(segment->cipher));
		get_copy(from, "integrity", segment->integrity, sizeof(segment->integrity));
		segment->offset_bytes = get_u64(from, "offset_bytes");
		segment->length_bytes = get_text(from, "length_bytes") ?
						get_u64(from, "length_bytes") :
						WIPE_LUKS_TO_THE_END;
	}
}

static enum wipe_luks_copy copy_of(const char *text)
{
	enum wipe_luks_copy copy = WIPE_LUKS_COPY_GOOD;

	while (copy < WIPE_LUKS_COPY_DAMAGED && strcmp(wipe_luks_copy_name(copy), text) != 0)
		copy++;
	return copy;
}

static void read_header_copies(const json_t *list, struct wipe_luks *luks)
{
	for (size_t i = 0; i < 2 && i < json_array_size(list); i++)
		luks->copies[i] = copy_of(json_string_value(json_array_get(list, i)));
}

static void read_requirements(const json_t *list, struct wipe_luks *luks)
{
	size_t index;
	json_t *item;

	json_array_foreach(list, index, item)
	{
		if (luks->requirement_count == WIPE_LUKS_REQUIREMENTS_MAX)
			return;
		snprintf(luks->requirements[luks->requirement_count++], WIPE_LUKS_WORD_BYTES, "%s",
			 json_string_value(item));
	}
}

static void read_volume(const json_t *from, bool is_detached, struct wipe_volume *volume)
{
	struct wipe_luks *luks = &volume->luks;

	volume->partition_number = (uint32_t)get_count(from, "partition");
	volume->offset_bytes = get_u64(from, "offset_bytes");
	volume->length_bytes = get_u64(from, "length_bytes");
	luks->version = (uint32_t)get_count(from, "version");
	luks->is_detached = is_detached;
	get_copy(from, "uuid", luks->uuid, sizeof(luks->uuid));
	get_copy(from, "label", luks->label, sizeof(luks->label));
	get_copy(from, "subsystem", luks->subsystem, sizeof(luks->subsystem));
	read_header_copies(get_value(from, "header_copies"), luks);
	read_requirements(get_value(from, "requirements"), luks);
	luks->copy_bytes = get_u64(from, "copy_bytes");
	luks->area_bytes = get_u64(from, "area_bytes");
	luks->data_offset_bytes = get_u64(from, "data_offset_bytes");
	read_slots(get_value(from, "slots"), luks);
	read_tokens(get_value(from, "tokens"), luks);
	read_segments(get_value(from, "segments"), luks);
}

static void read_result(const json_t *from, struct wipe_volume_result *result)
{
	result->is_destroyed = get_bool(from, "is_destroyed");
	result->slots_destroyed = (uint32_t)get_count(from, "slots_destroyed");
	result->tokens_removed = (uint32_t)get_count(from, "tokens_removed");
	result->bytes_verified = get_u64(from, "bytes_verified");
	result->mismatch_bytes = get_u64(from, "mismatch_bytes");
	result->unreadable_bytes = get_u64(from, "unreadable_bytes");
	result->slots_changed = (uint32_t)get_count(from, "slots_changed");
}

static void read_volumes(const json_t *list, struct wipe_report *report)
{
	struct wipe_crypto *crypto = &report->plan.crypto;
	size_t index;
	json_t *from;

	json_array_foreach(list, index, from)
	{
		if (index == WIPE_VOLUMES_MAX)
			return;
		read_volume(from, crypto->is_detached, &crypto->volumes[index]);
		read_result(get_value(from, "result"), &report->volumes[index]);
		crypto->volume_count++;
	}
}

static void read_copies(const json_t *from, struct wipe_crypto *crypto)
{
	size_t index;
	json_t *item;

	json_array_foreach(get_value(from, "copies"), index, item)
	{
		struct wipe_uuid_copy *copy = &crypto->copies[index];

		if (index == WIPE_UUID_COPIES_MAX)
			break;
		crypto->copy_count++;
		copy->volume = (uint32_t)get_count(item, "volume");
		get_copy(item, "node", copy->node, sizeof(copy->node));
		get_copy(item, "serial", copy->serial, sizeof(copy->serial));
	}
	crypto->copy_count += (uint32_t)get_count(from, "copies_not_listed");
	crypto->copies_complete = get_bool(from, "copies_complete");
}

static void read_conditions(const json_t *from, struct wipe_crypto *crypto)
{
	crypto->answered_by = (enum wipe_answered_by)get_index(
		from, "answered_by", WIPE_ANSWERED_BY_FILE + 1, answered_by_name);
	for (unsigned int i = 0; i < WIPE_CONDITIONS; i++)
		crypto->answers[i] = (enum wipe_answer)get_index(
			from, wipe_condition_name((enum wipe_condition)i), WIPE_ANSWER_YES + 1,
			answer_name);
}

static void read_scope(const json_t *scope, struct wipe_crypto *crypto)
{
	crypto->scope_partition = (uint32_t)get_count(scope, "partition");
	crypto->scope_offset_bytes = get_u64(scope, "offset_bytes");
	crypto->scope_bytes = get_u64(scope, "length_bytes");
}

static void read_header(const json_t *header, struct wipe_plan *plan)
{
	plan->crypto.is_detached = json_is_object(header);
	if (!plan->crypto.is_detached)
		return;
	facts_medium(header, &plan->crypto.header);
	(void)facts_one_pass(get_value(header, "pass"), plan->crypto.header.capacity_bytes,
			     &plan->header_pass);
}

/* Of a re-read, which knows nothing of volumes. */
static void read_spans(const json_t *from, struct wipe_plan *plan)
{
	plan->is_limited = json_is_array(from);
	for (size_t i = 0; i < json_array_size(from) && i < WIPE_SPANS_MAX; i++) {
		const json_t *span = json_array_get(from, i);

		plan->spans[plan->span_count++] =
			(struct wipe_extent){ .offset_bytes = get_u64(span, "offset_bytes"),
					      .length_bytes = get_u64(span, "length_bytes") };
	}
}

void facts_crypto(const json_t *root, struct wipe_report *report)
{
	const json_t *from = get_value(get_value(root, "method"), "crypto");
	struct wipe_plan *plan = &report->plan;
	struct wipe_crypto *crypto = &plan->crypto;

	read_spans(get_value(get_value(root, "method"), "spans"), plan);
	if (!from)
		return;
	crypto->then_overwrite = get_bool(from, "then_overwrite");
	read_scope(get_value(from, "scope"), crypto);
	read_conditions(get_value(from, "conditions"), crypto);
	read_copies(from, crypto);
	read_header(get_value(from, "header"), plan);
	read_volumes(get_value(from, "volumes"), report);
	if (plan->scheme && strcmp(plan->scheme->name, "luks") == 0 &&
	    wipe_plan_limit(plan, NULL) != 0)
		plan->span_count = 0;
}
