/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the header of a volume says, as whoever reads one accepts it. */
#include <string.h>

#include "consistent.h"
#include "text.h"

#define SLOTS_OF_LUKS1 8
#define BYTES_OF_LUKS1 592
/* Of a copy of a LUKS2 header: powers of two from here to there. */
#define LUKS2_BYTES_LEAST UINT64_C(0x4000)
#define LUKS2_BYTES_MOST UINT64_C(0x400000)

static int contradict(struct wipe_error *err, uint32_t index, const char *what)
{
	return wipe_error_set(err, WIPE_E_FORMAT, 0, _("volume %u: %s"), index + 1, what);
}

/* NULL: nothing is wrong. */
static const char *fault_of_place(const struct wipe_plan *plan, uint32_t index)
{
	const struct wipe_crypto *crypto = &plan->crypto;
	const struct wipe_volume *volume = &crypto->volumes[index];
	const struct wipe_volume *before = index ? volume - 1 : NULL;
	uint64_t end;

	if (!volume->length_bytes || volume->offset_bytes % plan->block_bytes ||
	    __builtin_add_overflow(volume->offset_bytes, volume->length_bytes, &end) ||
	    end > plan->capacity_bytes)
		return _("it lies outside of the medium");
	if (before && volume->offset_bytes < before->offset_bytes + before->length_bytes)
		return _("it begins before the one before it ends");
	for (uint32_t i = 0; i < index; i++)
		if (crypto->volumes[i].partition_number == volume->partition_number)
			return _("it is said to lie in the partition that another one fills");
	if (crypto->scope_bytes && (volume->offset_bytes < crypto->scope_offset_bytes ||
				    end - crypto->scope_offset_bytes > crypto->scope_bytes ||
				    volume->partition_number != crypto->scope_partition))
		return _("it is not in the partition that is erased");
	return NULL;
}

/* Both copies, and which of them is told here. */
static const char *fault_of_copies(const struct wipe_luks *luks, bool is_limited)
{
	bool is_one = luks->copies[1] == WIPE_LUKS_COPY_NONE;

	if (is_one != (luks->version == 1))
		return _("it has another number of headers than its version has");
	if (luks->copies[0] != WIPE_LUKS_COPY_GOOD && luks->copies[1] != WIPE_LUKS_COPY_GOOD)
		return _("no copy of its header is good");
	/* Then something else may lie behind it, which is not encrypted. */
	if (is_limited && luks->copies[0] == WIPE_LUKS_COPY_DAMAGED)
		return _("its header is damaged: its keys alone are not destroyed then");
	return NULL;
}

static bool is_length_of_copy(const struct wipe_luks *luks)
{
	uint64_t bytes = luks->copy_bytes;

	return luks->version == 1 ? bytes == BYTES_OF_LUKS1 :
				    bytes >= LUKS2_BYTES_LEAST && bytes <= LUKS2_BYTES_MOST &&
					    !(bytes & (bytes - 1));
}

/* Where keys are, and where data begins: between the two there is nothing. */
static const char *fault_of_area(const struct wipe_plan *plan, const struct wipe_volume *volume)
{
	const struct wipe_luks *luks = &volume->luks;
	uint64_t room = luks->is_detached ? plan->crypto.header.capacity_bytes :
					    volume->length_bytes;

	if (!is_length_of_copy(luks))
		return _("its header has no length that there is");
	if (luks->area_bytes > room || luks->copy_bytes > luks->area_bytes / luks->version)
		return _("the area of its keys lies outside of it");
	if (!luks->is_detached && luks->area_bytes != luks->data_offset_bytes)
		return _("the area of its keys does not end where its data begins");
	if (plan->is_limited && luks->segment_count &&
	    luks->segments[0].offset_bytes != luks->data_offset_bytes)
		return _("its data does not begin where its segment does");
	return NULL;
}

static bool overlap(const struct wipe_luks_slot *a, const struct wipe_luks_slot *b)
{
	return a->offset_bytes < b->offset_bytes + b->length_bytes &&
	       b->offset_bytes < a->offset_bytes + a->length_bytes;
}

static const char *fault_of_slots(const struct wipe_luks *luks)
{
	uint64_t from = luks->copy_bytes * luks->version;

	for (uint32_t i = 0; i < luks->slot_count; i++) {
		const struct wipe_luks_slot *slot = &luks->slots[i];

		if (i && slot->number <= slot[-1].number)
			return _("its key slots are not in order");
		if (luks->version == 1 && slot->number >= SLOTS_OF_LUKS1)
			return _("it has a key slot that its version does not have");
		if (!slot->length_bytes || slot->length_bytes < slot->key_bytes)
			return _("a key slot has no room for its key");
		if (slot->offset_bytes < from || slot->offset_bytes > luks->area_bytes ||
		    slot->length_bytes > luks->area_bytes - slot->offset_bytes)
			return _("a key slot lies outside of the area of keys");
		for (uint32_t j = 0; j < i; j++)
			if (overlap(slot, &luks->slots[j]))
				return _("key slots overlap");
	}
	return NULL;
}

static uint32_t bits_of(const struct wipe_luks *luks)
{
	uint32_t bits = 0;

	for (uint32_t i = 0; i < luks->slot_count; i++)
		bits |= UINT32_C(1) << luks->slots[i].number;
	return bits;
}

static const char *fault_of_tokens(const struct wipe_luks *luks)
{
	if (luks->version == 1 &&
	    (luks->token_count || luks->requirement_count || luks->label[0] || luks->subsystem[0]))
		return _("it has what only LUKS2 has");
	for (uint32_t i = 0; i < luks->token_count; i++) {
		if (i && luks->tokens[i].number <= luks->tokens[i - 1].number)
			return _("its tokens are not in order");
		if (luks->tokens[i].slots & ~bits_of(luks))
			return _("a token opens a key slot that there is not");
	}
	return NULL;
}

static const char *fault_of_segments(const struct wipe_luks *luks, bool is_limited)
{
	for (uint32_t i = 1; i < luks->segment_count; i++)
		if (luks->segments[i].number <= luks->segments[i - 1].number)
			return _("its segments are not in order");
	if (luks->version == 1 && luks->segment_count != 1)
		return _("it has what only LUKS2 has");
	if (is_limited && luks->requirement_count)
		return _("its header asks for more than is known: its keys alone are not destroyed "
			 "then");
	return NULL;
}

int consistent_volume(const struct wipe_plan *plan, uint32_t index, struct wipe_error *err)
{
	const struct wipe_volume *volume = &plan->crypto.volumes[index];
	const struct wipe_luks *luks = &volume->luks;
	const char *fault = fault_of_place(plan, index);

	if (!fault)
		fault = fault_of_copies(luks, plan->is_limited);
	if (!fault)
		fault = fault_of_area(plan, volume);
	if (!fault)
		fault = fault_of_slots(luks);
	if (!fault)
		fault = fault_of_tokens(luks);
	if (!fault)
		fault = fault_of_segments(luks, plan->is_limited);
	return fault ? contradict(err, index, fault) : 0;
}
