/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What erasing by destroying keys rests on: which parts are not encrypted, and which
 * conditions were answered with yes. Whether the cipher counts: cipher.c.
 */
#include <stdlib.h>
#include <string.h>

#include <wipe/plan.h>

#include "checked.h"
#include "text.h"

#define N_(message) message /* translated where it is shown */

bool wipe_crypto_conditions_met(const struct wipe_crypto *crypto)
{
	for (unsigned int i = 0; i < WIPE_CONDITIONS; i++)
		if (crypto->answers[i] != WIPE_ANSWER_YES)
			return false;
	for (uint32_t i = 0; i < crypto->volume_count; i++)
		if (!wipe_luks_is_strong(&crypto->volumes[i].luks))
			return false;
	/* That a header which lies elsewhere is that of this data, nothing shows. */
	return crypto->volume_count && !crypto->copy_count && !crypto->is_detached;
}

uint64_t wipe_plan_pass_bytes(const struct wipe_plan *plan)
{
	uint64_t sum = 0;

	if (!plan->is_limited)
		return plan->capacity_bytes;
	for (uint32_t i = 0; i < plan->span_count; i++)
		sum += plan->spans[i].length_bytes;
	return sum;
}

const struct wipe_pass *wipe_plan_header_pass(const struct wipe_plan *plan)
{
	return plan->crypto.is_detached ? &plan->header_pass : &plan->passes[0];
}

/* Where the ciphertext of a volume lies on the medium, in whole blocks inside of it. */
static int encrypted_part(const struct wipe_plan *plan, const struct wipe_volume *volume,
			  struct wipe_extent *part, struct wipe_error *err)
{
	const struct wipe_luks_segment *segment = volume->luks.segments;
	uint64_t block = plan->block_bytes, end, begin;

	if (volume->luks.segment_count != 1 || segment->offset_bytes > volume->length_bytes ||
	    !checked_add_u64(volume->offset_bytes, volume->length_bytes, &end) ||
	    end > plan->capacity_bytes)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("an encrypted volume leads out of what it lies in"));
	begin = volume->offset_bytes + segment->offset_bytes;
	if (segment->length_bytes != WIPE_LUKS_TO_THE_END) {
		if (segment->length_bytes > end - begin)
			return wipe_error_set(
				err, WIPE_E_FORMAT, 0,
				_("an encrypted volume leads out of what it lies in"));
		end = begin + segment->length_bytes;
	}
	/* A block that is only in part encrypted is overwritten. */
	begin = (begin + block - 1) / block * block;
	if (end != plan->capacity_bytes)
		end = end / block * block;
	*part = (struct wipe_extent){ .offset_bytes = begin,
				      .length_bytes = end > begin ? end - begin : 0 };
	return 0;
}

static void add_span(struct wipe_plan *plan, uint64_t from, uint64_t to)
{
	if (from < to)
		plan->spans[plan->span_count++] =
			(struct wipe_extent){ .offset_bytes = from, .length_bytes = to - from };
}

int wipe_plan_limit(struct wipe_plan *plan, struct wipe_error *err)
{
	const struct wipe_crypto *crypto = &plan->crypto;
	uint64_t at = crypto->scope_offset_bytes, end = plan->capacity_bytes;

	plan->is_limited = true;
	plan->span_count = 0;
	if (crypto->scope_bytes &&
	    (!checked_add_u64(at, crypto->scope_bytes, &end) || end > plan->capacity_bytes))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("a partition leads out of its medium"));
	for (uint32_t i = 0; i < crypto->volume_count; i++) {
		struct wipe_extent part = { 0 };
		int rc = encrypted_part(plan, &crypto->volumes[i], &part, err);

		if (rc)
			return rc;
		if (part.offset_bytes < at || part.offset_bytes + part.length_bytes > end)
			return wipe_error_set(err, WIPE_E_FORMAT, 0,
					      _("encrypted volumes overlap"));
		add_span(plan, at, part.offset_bytes);
		at = part.offset_bytes + part.length_bytes;
	}
	add_span(plan, at, end);
	return 0;
}

static enum wipe_level lowered(const char *why, const char **reason)
{
	*reason = why;
	return WIPE_LEVEL_NONE;
}

/* What lowers the level, the gravest first. */
static enum wipe_level level_of_keys(const struct wipe_plan *plan, const struct wipe_device *dev,
				     const char **reason)
{
	const struct wipe_crypto *crypto = &plan->crypto;
	const struct wipe_device *where = crypto->is_detached ? &crypto->header : dev;
	enum wipe_level level = wipe_level_of_overwrite(plan->scheme, dev->kind, dev->media,
							dev->is_virtual, reason);

	if (level == WIPE_LEVEL_NONE)
		return level;
	if (crypto->is_detached && where->kind == WIPE_KIND_IMAGE)
		return lowered("header-in-a-file", reason);
	level = wipe_level_of_overwrite(plan->scheme, where->kind, where->media, where->is_virtual,
					reason);
	if (level == WIPE_LEVEL_NONE)
		return level;
	if (crypto->is_detached)
		return lowered("header-elsewhere", reason);
	if (crypto->scope_bytes)
		return lowered("only-a-partition", reason);
	for (uint32_t i = 0; i < crypto->volume_count; i++)
		if (!wipe_luks_is_strong(&crypto->volumes[i].luks))
			return lowered("cipher-does-not-count", reason);
	if (crypto->copy_count)
		return lowered("header-copy-seen", reason);
	if (!wipe_crypto_conditions_met(crypto))
		return lowered("conditions-not-met", reason);
	*reason = "key-destroyed";
	return WIPE_LEVEL_CLEAR;
}

enum wipe_level wipe_level_of_plan(const struct wipe_plan *plan, const struct wipe_device *dev,
				   const char **reason)
{
	const char *unused;

	if (!reason)
		reason = &unused;
	if (plan->is_limited)
		return level_of_keys(plan, dev, reason);
	return wipe_level_of_overwrite(plan->scheme, dev->kind, dev->media, dev->is_virtual,
				       reason);
}

static const struct {
	const char *name, *text;
} conditions[] = {
	[WIPE_CONDITION_ENCRYPTED_FROM_FIRST_DAY] = {
		"encrypted_from_first_day",
		N_("The data was only ever stored encrypted, from the first day on."),
	},
	[WIPE_CONDITION_NO_HEADER_BACKUP] = {
		"no_header_backup",
		N_("There is no backup of the header, or all of them are destroyed."),
	},
	[WIPE_CONDITION_NO_ESCROW] = {
		"no_escrow",
		N_("There is no copy of the volume key, in escrow or anywhere else, or all of them "
		   "are destroyed."),
	},
	[WIPE_CONDITION_NO_RECOVERY_KEY] = {
		"no_recovery_key",
		N_("No recovery key is kept that would open another copy of the header."),
	},
};

const char *wipe_condition_name(enum wipe_condition condition)
{
	return (size_t)condition < WIPE_CONDITIONS ? conditions[condition].name : "unknown";
}

const char *wipe_condition_text(enum wipe_condition condition)
{
	return (size_t)condition < WIPE_CONDITIONS ? _(conditions[condition].text) : "?";
}
