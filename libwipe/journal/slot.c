/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slot.h"

#include <assert.h>
#include <string.h>

#include "instants.h"
#include "seal.h"
#include "text.h"
#include "wire.h"

/* Linux numbers errors below this. */
#define ERRNO_MAX 4096
#define SEQUENCE_MAX (UINT64_C(1) << 62)

static void transfer_range(struct wire *wire, struct wipe_bad_range *range)
{
	uint32_t error = (uint32_t)range->sys_errno;

	wire_u64(wire, &range->offset_bytes);
	wire_u64(wire, &range->length_bytes);
	wire_u32(wire, &range->pass);
	wire_u32(wire, &error);
	/* Passes write; what was read and differed is never in a checkpoint. */
	range->phase = range->length_bytes ? WIPE_PHASE_WRITE : WIPE_PHASE_PREPARE;
	range->sys_errno = error < ERRNO_MAX ? (int)error : 0;
}

static void transfer_checkpoint(struct wire *wire, struct wipe_checkpoint *at)
{
	wire_u32(wire, &at->pass);
	wire_u32(wire, &at->postponed_count);
	wire_u64(wire, &at->covered_bytes);
	for (uint32_t i = 0; i < WIPE_POSTPONED_MAX; i++) {
		wire_u64(wire, &at->postponed[i].offset_bytes);
		wire_u64(wire, &at->postponed[i].length_bytes);
	}
	wire_u64(wire, &at->bad_ranges_not_listed);
	wire_u32(wire, &at->bad_range_count);
	for (uint32_t i = 0; i < WIPE_BAD_RANGES_MAX; i++)
		transfer_range(wire, &at->bad_ranges[i]);
}

static void transfer(struct wire *wire, struct slot *slot)
{
	wire_u64(wire, &slot->sequence);
	wire_i64(wire, &slot->written_at_s);
	wire_u64(wire, &slot->duration_ns);
	transfer_checkpoint(wire, &slot->at);
	wire_u32(wire, &slot->interruption_count);
	for (uint32_t i = 0; i < WIPE_INTERRUPTIONS_MAX; i++) {
		wire_i64(wire, &slot->interruptions[i].stopped_at_s);
		wire_i64(wire, &slot->interruptions[i].resumed_at_s);
		wire_u32(wire, &slot->interruptions[i].pass);
		wire_u64(wire, &slot->interruptions[i].covered_bytes);
	}
	wire_u32(wire, &slot->notes_bytes);
	wire_bytes(wire, slot->notes, sizeof(slot->notes));
}

void slot_set_checkpoint(struct slot *slot, const struct wipe_checkpoint *at)
{
	struct wipe_checkpoint *own = &slot->at;

	memset(own, 0, sizeof(*own));
	own->pass = at->pass;
	own->covered_bytes = at->covered_bytes;
	own->postponed_count = at->postponed_count;
	for (uint32_t i = 0; i < at->postponed_count && i < WIPE_POSTPONED_MAX; i++)
		own->postponed[i] = at->postponed[i];
	own->bad_ranges_not_listed = at->bad_ranges_not_listed;
	own->bad_range_count = at->bad_range_count;
	for (uint32_t i = 0; i < at->bad_range_count && i < WIPE_BAD_RANGES_MAX; i++)
		own->bad_ranges[i] = at->bad_ranges[i];
}

static int out_of_bounds(struct wipe_error *err, const char *what)
{
	return wipe_error_set(err, WIPE_E_FORMAT, 0, _("the journal is faulty: %s"), what);
}

/* Whole blocks, but for the tail of an image whose size is no multiple of them. */
static bool is_boundary(const struct header *header, uint64_t offset)
{
	return offset % header->medium.block_bytes == 0 || offset == header->medium.capacity_bytes;
}

static bool is_part(const struct header *header, uint64_t offset, uint64_t length, uint64_t end)
{
	return length && offset < end && length <= end - offset && is_boundary(header, offset) &&
	       is_boundary(header, offset + length);
}

static bool overlap(uint64_t a, uint64_t a_bytes, uint64_t b, uint64_t b_bytes)
{
	return a < b + b_bytes && b < a + a_bytes;
}

static int check_position(const struct header *header, uint32_t pass, uint64_t covered_bytes,
			  struct wipe_error *err)
{
	if (!pass || pass > header->pass_count)
		return out_of_bounds(err, _("the pass"));
	if (covered_bytes > header->medium.capacity_bytes || !is_boundary(header, covered_bytes))
		return out_of_bounds(err, _("the place in the pass"));
	return 0;
}

static int check_postponed(const struct wipe_checkpoint *at, const struct header *header,
			   struct wipe_error *err)
{
	uint64_t least = 0;

	if (at->postponed_count > WIPE_POSTPONED_MAX)
		return out_of_bounds(err, _("postponed regions"));
	for (uint32_t i = 0; i < at->postponed_count; i++) {
		const struct wipe_extent *extent = &at->postponed[i];

		if (extent->offset_bytes < least ||
		    !is_part(header, extent->offset_bytes, extent->length_bytes, at->covered_bytes))
			return out_of_bounds(err, _("postponed regions"));
		least = extent->offset_bytes + extent->length_bytes;
	}
	return 0;
}

static bool is_possible(const struct wipe_checkpoint *at, const struct header *header,
			const struct wipe_bad_range *range)
{
	return range->phase == WIPE_PHASE_WRITE && range->sys_errno > 0 &&
	       range->sys_errno < ERRNO_MAX && range->pass && range->pass <= at->pass &&
	       is_part(header, range->offset_bytes, range->length_bytes,
		       header->medium.capacity_bytes);
}

/* A block fails once in a pass. */
static bool is_listed_before(const struct wipe_checkpoint *at, uint32_t index)
{
	const struct wipe_bad_range *range = &at->bad_ranges[index];

	for (uint32_t i = 0; i < index; i++)
		if (at->bad_ranges[i].pass == range->pass &&
		    overlap(at->bad_ranges[i].offset_bytes, at->bad_ranges[i].length_bytes,
			    range->offset_bytes, range->length_bytes))
			return true;
	return false;
}

static int check_bad_ranges(const struct wipe_checkpoint *at, const struct header *header,
			    struct wipe_error *err)
{
	if (at->bad_range_count > WIPE_BAD_RANGES_MAX ||
	    (at->bad_ranges_not_listed && !at->bad_range_count) ||
	    at->bad_ranges_not_listed >
		    header->medium.capacity_bytes / header->medium.block_bytes * header->pass_count)
		return out_of_bounds(err, _("the list of errors"));
	for (uint32_t i = 0; i < at->bad_range_count; i++)
		if (!is_possible(at, header, &at->bad_ranges[i]) || is_listed_before(at, i))
			return out_of_bounds(err, _("the list of errors"));
	return 0;
}

static int check_interruptions(const struct slot *slot, const struct header *header,
			       struct wipe_error *err)
{
	if (slot->interruption_count > WIPE_INTERRUPTIONS_MAX)
		return out_of_bounds(err, _("the list of interruptions"));
	for (uint32_t i = 0; i < slot->interruption_count; i++) {
		const struct wipe_interruption *one = &slot->interruptions[i];

		if (!instants_hold(one->stopped_at_s) || !instants_hold(one->resumed_at_s) ||
		    check_position(header, one->pass, one->covered_bytes, NULL) != 0)
			return out_of_bounds(err, _("the list of interruptions"));
	}
	return 0;
}

int slot_check(const struct slot *slot, const struct header *header, struct wipe_error *err)
{
	int rc;

	if (slot->sequence > SEQUENCE_MAX)
		return out_of_bounds(err, _("the number of checkpoints"));
	if (!instants_hold(slot->written_at_s) || slot->duration_ns > INSTANTS_LONGEST_NS)
		return out_of_bounds(err, _("a time"));
	if (slot->notes_bytes > WIPE_JOURNAL_NOTES_MAX)
		return out_of_bounds(err, _("the notes"));
	rc = check_position(header, slot->at.pass, slot->at.covered_bytes, err);
	if (!rc)
		rc = check_postponed(&slot->at, header, err);
	if (!rc)
		rc = check_bad_ranges(&slot->at, header, err);
	if (!rc)
		rc = check_interruptions(slot, header, err);
	return rc;
}

static int write_block(const struct slot *slot, const uint8_t *header_seal,
		       uint8_t block[SLOT_BYTES], struct wipe_error *err)
{
	struct slot copy = *slot;
	struct wire wire = { .at = block };

	memset(block, 0, SLOT_BYTES);
	transfer(&wire, &copy);
	assert(wire.at <= seal_of(block, SLOT_BYTES));
	return seal_close(block, SLOT_BYTES, header_seal, err);
}

int slot_store(const struct slot *slot, const struct header *header, const uint8_t *header_seal,
	       uint8_t block[SLOT_BYTES], struct wipe_error *err)
{
	int rc = slot_check(slot, header, err);

	return rc ? WIPE_E_USAGE : write_block(slot, header_seal, block, err);
}

/* What is not counted is zero: one form for one meaning. */
static void forget_uncounted(struct slot *slot)
{
	struct wipe_checkpoint at = slot->at;

	slot_set_checkpoint(slot, &at);
	memset(slot->interruptions + slot->interruption_count, 0,
	       (WIPE_INTERRUPTIONS_MAX - slot->interruption_count) * sizeof(*slot->interruptions));
	memset(slot->notes + slot->notes_bytes, 0, sizeof(slot->notes) - slot->notes_bytes);
}

int slot_parse(const uint8_t block[SLOT_BYTES], const struct header *header,
	       const uint8_t *header_seal, struct slot *slot, bool *holds, struct wipe_error *err)
{
	uint8_t copy[SLOT_BYTES];
	struct wire wire = { .at = copy, .loads = true };
	int rc = seal_check(block, SLOT_BYTES, header_seal, holds, err);

	if (rc || !*holds)
		return rc;
	memcpy(copy, block, sizeof(copy));
	memset(slot, 0, sizeof(*slot));
	transfer(&wire, slot);
	rc = slot_check(slot, header, err);
	if (rc)
		return rc;
	forget_uncounted(slot);
	rc = write_block(slot, header_seal, copy, err);
	if (!rc && memcmp(block, copy, sizeof(copy)) != 0)
		rc = out_of_bounds(err, _("its form"));
	return rc;
}
