/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one place where measured facts become a verdict. Anything that is not
 * positively known weakens it; nothing that was only reported strengthens it.
 */
#include <string.h>

#include <wipe/report.h>

static bool keys_are_gone(const struct wipe_volume *volume, const struct wipe_volume_result *result)
{
	return result->is_destroyed && !result->mismatch_bytes && !result->unreadable_bytes &&
	       result->bytes_verified == volume->luks.area_bytes &&
	       result->slots_destroyed == volume->luks.slot_count &&
	       result->tokens_removed == volume->luks.token_count &&
	       result->slots_changed == volume->luks.slot_count;
}

static bool all_keys_are_gone(const struct wipe_report *report)
{
	const struct wipe_crypto *crypto = &report->plan.crypto;

	for (uint32_t i = 0; i < crypto->volume_count; i++)
		if (!keys_are_gone(&crypto->volumes[i], &report->volumes[i]))
			return false;
	return crypto->volume_count > 0;
}

bool wipe_report_keys_are_gone(const struct wipe_report *report)
{
	return (report->device.kind != WIPE_KIND_DEVICE || report->direct_io) &&
	       all_keys_are_gone(report);
}

/*
 * All that was not encrypted was read back and is right; what of the keys? A re-read
 * knows of none, and is about nothing but what it read.
 */
static enum wipe_verdict keys_verdict(const struct wipe_report *report)
{
	if (!report->plan.crypto.volume_count)
		return report->bytes_verified ? WIPE_VERDICT_ERASED_VERIFIED : WIPE_VERDICT_FAILED;
	if (!wipe_report_keys_are_gone(report))
		return WIPE_VERDICT_PARTIAL;
	return wipe_crypto_conditions_met(&report->plan.crypto) ? WIPE_VERDICT_KEY_DESTROYED :
								  WIPE_VERDICT_KEY_DESTROYED_OPEN;
}

static enum wipe_verdict verified_verdict(const struct wipe_report *report)
{
	const struct wipe_plan *plan = &report->plan;

	if (plan->verify == WIPE_VERIFY_NONE)
		return WIPE_VERDICT_ERASED_UNVERIFIED;
	/* What came from the host's cache tells nothing about a device. */
	if (report->device.kind == WIPE_KIND_DEVICE && !report->direct_io)
		return WIPE_VERDICT_ERASED_UNVERIFIED;
	if (plan->is_limited)
		return report->verify_completed &&
				       report->bytes_verified == wipe_plan_pass_bytes(plan) ?
			       keys_verdict(report) :
			       WIPE_VERDICT_FAILED;
	if (!report->verify_completed || !report->bytes_to_verify ||
	    report->bytes_verified != report->bytes_to_verify)
		return WIPE_VERDICT_FAILED;
	if (wipe_plan_trusts_drive(plan))
		return WIPE_VERDICT_ERASED_UNVERIFIED;
	if (plan->verify == WIPE_VERIFY_SAMPLE)
		return WIPE_VERDICT_ERASED_SAMPLED;
	return report->bytes_verified == plan->capacity_bytes ? WIPE_VERDICT_ERASED_VERIFIED :
								WIPE_VERDICT_FAILED;
}

/* A block that missed one pass was not treated as the method says, whatever came after. */
static bool has_unwritten(const struct wipe_report *report)
{
	if (report->write_error_bytes || report->bad_ranges_not_listed)
		return true;
	for (uint32_t i = 0; i < report->bad_range_count; i++)
		if (report->bad_ranges[i].phase == WIPE_PHASE_WRITE)
			return true;
	return false;
}

uint64_t wipe_report_error_bytes(const struct wipe_report *report)
{
	return report->write_error_bytes + report->unreadable_bytes -
	       report->unreadable_unwritten_bytes;
}

/* Where no pass goes over a header after that, one that differs is as bad as a block. */
static bool has_wrong_header(const struct wipe_report *report)
{
	const struct wipe_plan *plan = &report->plan;

	if (!plan->is_limited && !plan->crypto.is_detached)
		return false;
	for (uint32_t i = 0; i < plan->crypto.volume_count; i++)
		if (report->volumes[i].mismatch_bytes)
			return true;
	return false;
}

/* All of the medium is overwritten, and its keys lie on another one, which is not. */
static bool header_is_left(const struct wipe_report *report)
{
	const struct wipe_plan *plan = &report->plan;

	return !plan->is_limited && plan->crypto.is_detached && !all_keys_are_gone(report);
}

static enum wipe_verdict verdict_of(const struct wipe_report *report)
{
	enum wipe_verdict verdict;

	if (report->mismatch_bytes || has_wrong_header(report))
		return WIPE_VERDICT_FAILED;
	if (report->interrupted || report->device_gone)
		return WIPE_VERDICT_INTERRUPTED;
	if (report->error.code != WIPE_OK || !report->plan.pass_count ||
	    report->passes_completed != report->plan.pass_count)
		return WIPE_VERDICT_FAILED;
	/* A medium that took nothing at all is not erased in part. */
	if (report->media_touched && !report->bytes_written &&
	    (!report->plan.is_limited || wipe_plan_pass_bytes(&report->plan)))
		return WIPE_VERDICT_FAILED;
	if (has_unwritten(report) || report->unreadable_bytes)
		return WIPE_VERDICT_PARTIAL;
	verdict = verified_verdict(report);
	return verdict < WIPE_VERDICT_PARTIAL && header_is_left(report) ? WIPE_VERDICT_PARTIAL :
									  verdict;
}

static enum wipe_result verification_of(const struct wipe_report *report)
{
	if (report->mismatch_bytes || has_wrong_header(report))
		return WIPE_RESULT_FAIL;
	if (report->verdict <= WIPE_VERDICT_KEY_DESTROYED_OPEN)
		return WIPE_RESULT_PASS;
	return WIPE_RESULT_UNKNOWN;
}

static void add_area(struct wipe_report *report, enum wipe_area_kind kind,
		     enum wipe_area_state state, uint64_t bytes)
{
	if (report->area_count < WIPE_AREAS_MAX)
		report->areas[report->area_count++] =
			(struct wipe_area){ .kind = kind, .state = state, .bytes = bytes };
}

/* The whole medium was read and is as the drive was asked to make it read. */
static bool is_claimed_by_drive(const struct wipe_report *report)
{
	const struct wipe_plan *plan = &report->plan;

	return wipe_plan_trusts_drive(plan) && plan->verify == WIPE_VERIFY_FULL &&
	       report->verify_completed && report->direct_io &&
	       report->bytes_verified == plan->capacity_bytes;
}

/*
 * What was overwritten, what only a key made readable, and, outside of a partition that
 * alone was erased, the rest.
 */
static void conclude_limited_area(struct wipe_report *report)
{
	const struct wipe_plan *plan = &report->plan;
	uint64_t scope = plan->crypto.scope_bytes ? plan->crypto.scope_bytes : plan->capacity_bytes;
	uint64_t overwritten = wipe_plan_pass_bytes(plan);
	uint64_t outside = plan->capacity_bytes - scope;
	bool is_read = report->verify_completed && overwritten;
	bool is_met = report->verdict == WIPE_VERDICT_KEY_DESTROYED;

	if (report->verdict > WIPE_VERDICT_KEY_DESTROYED_OPEN) {
		add_area(report, WIPE_AREA_USER_LBA, WIPE_AREA_UNKNOWN, plan->capacity_bytes);
		return;
	}
	if (is_read)
		add_area(report, WIPE_AREA_USER_LBA, WIPE_AREA_ERASED_VERIFIED, overwritten);
	if (is_met && scope > overwritten)
		add_area(report, WIPE_AREA_USER_LBA, WIPE_AREA_KEY_DESTROYED, scope - overwritten);
	else
		outside += scope - overwritten;
	if (outside)
		add_area(report, WIPE_AREA_USER_LBA, WIPE_AREA_UNKNOWN, outside);
}

/* Only a full read-back tells which part is good: all of it, if only a header elsewhere is left. */
static void conclude_partial_area(struct wipe_report *report)
{
	const struct wipe_plan *plan = &report->plan;
	uint64_t good = report->bytes_verified;

	if (wipe_plan_trusts_drive(plan) || plan->verify != WIPE_VERIFY_FULL ||
	    !report->verify_completed || !report->direct_io || good > plan->capacity_bytes ||
	    (good == plan->capacity_bytes && has_unwritten(report)))
		good = 0;
	if (good)
		add_area(report, WIPE_AREA_USER_LBA, WIPE_AREA_ERASED_VERIFIED, good);
	if (good < plan->capacity_bytes)
		add_area(report, WIPE_AREA_USER_LBA, WIPE_AREA_UNKNOWN,
			 plan->capacity_bytes - good);
}

static void conclude_user_area(struct wipe_report *report)
{
	uint64_t capacity = report->plan.capacity_bytes;

	if (report->plan.is_limited) {
		conclude_limited_area(report);
		return;
	}

	switch (report->verdict) {
	case WIPE_VERDICT_ERASED_VERIFIED:
		add_area(report, WIPE_AREA_USER_LBA, WIPE_AREA_ERASED_VERIFIED, capacity);
		break;
	case WIPE_VERDICT_ERASED_SAMPLED:
		add_area(report, WIPE_AREA_USER_LBA, WIPE_AREA_ERASED_SAMPLED, capacity);
		break;
	case WIPE_VERDICT_ERASED_UNVERIFIED:
		add_area(report, WIPE_AREA_USER_LBA,
			 is_claimed_by_drive(report) ? WIPE_AREA_CLAIMED_BY_FIRMWARE :
						       WIPE_AREA_UNKNOWN,
			 capacity);
		break;
	case WIPE_VERDICT_PARTIAL:
		conclude_partial_area(report);
		break;
	default:
		add_area(report, WIPE_AREA_USER_LBA, WIPE_AREA_UNKNOWN, capacity);
	}
}

static bool media_is_flash(enum wipe_media media)
{
	return media == WIPE_MEDIA_SSD || media == WIPE_MEDIA_USB_FLASH || media == WIPE_MEDIA_SD ||
	       media == WIPE_MEDIA_EMMC;
}

/*
 * Copies of key slots that were moved away, by the drive or by what lies beneath: nobody
 * can ask where they are. A disk has none but in blocks that it has retired.
 */
static void conclude_old_keys(struct wipe_report *report)
{
	const struct wipe_crypto *crypto = &report->plan.crypto;
	const struct wipe_device *dev = crypto->is_detached ? &crypto->header : &report->device;

	if (crypto->volume_count)
		add_area(report, WIPE_AREA_OLD_KEYS,
			 dev->media == WIPE_MEDIA_HDD && !dev->is_virtual ?
				 WIPE_AREA_NOT_REACHABLE :
				 WIPE_AREA_UNKNOWN,
			 0);
}

/* What a host overwrite cannot reach, and what nobody has asked the drive about. */
static void conclude_other_areas(struct wipe_report *report)
{
	const struct wipe_device *dev = &report->device;
	bool flash = media_is_flash(dev->media);

	if (dev->kind == WIPE_KIND_IMAGE || dev->is_virtual) {
		add_area(report, WIPE_AREA_BACKING_STORAGE, WIPE_AREA_UNKNOWN, 0);
		return;
	}
	add_area(report, WIPE_AREA_HIDDEN, WIPE_AREA_UNKNOWN, 0);
	add_area(report, WIPE_AREA_REMAPPED, WIPE_AREA_NOT_REACHABLE, 0);
	add_area(report, WIPE_AREA_OVER_PROVISIONED,
		 flash			      ? WIPE_AREA_NOT_REACHABLE :
		 dev->media == WIPE_MEDIA_HDD ? WIPE_AREA_ABSENT :
						WIPE_AREA_UNKNOWN,
		 0);
	add_area(report, WIPE_AREA_CACHE, WIPE_AREA_UNKNOWN, 0);
	add_area(report, WIPE_AREA_OTHER_NAMESPACES,
		 dev->other_namespaces	   ? WIPE_AREA_NOT_REACHABLE :
		 dev->bus == WIPE_BUS_NVME ? WIPE_AREA_UNKNOWN :
					     WIPE_AREA_ABSENT,
		 0);
	/* JESD84-B51 sec. 6.2.1: every eMMC has them, and they are no part of the user area. */
	add_area(report, WIPE_AREA_BOOT_PARTITIONS,
		 dev->media == WIPE_MEDIA_EMMC ? WIPE_AREA_NOT_REACHABLE :
		 dev->bus == WIPE_BUS_NVME || dev->bus == WIPE_BUS_MMC ||
				 dev->bus == WIPE_BUS_UNKNOWN ?
						 WIPE_AREA_UNKNOWN :
						 WIPE_AREA_ABSENT,
		 0);
}

void wipe_report_conclude(struct wipe_report *report)
{
	const struct wipe_device *dev = &report->device;

	report->verdict = verdict_of(report);
	report->verification = verification_of(report);
	report->level_achieved = WIPE_LEVEL_NONE;
	if (report->plan.scheme && report->verification == WIPE_RESULT_PASS)
		report->level_achieved = wipe_level_of_plan(&report->plan, dev, NULL);
	memset(report->areas, 0, sizeof(report->areas));
	report->area_count = 0;
	conclude_user_area(report);
	conclude_old_keys(report);
	conclude_other_areas(report);
}

int wipe_verdict_exit_code(enum wipe_verdict verdict)
{
	static const int codes[] = {
		[WIPE_VERDICT_ERASED_VERIFIED] = 0,
		[WIPE_VERDICT_ERASED_SAMPLED] = 0,
		[WIPE_VERDICT_KEY_DESTROYED] = 0,
		[WIPE_VERDICT_KEY_DESTROYED_OPEN] = 4,
		[WIPE_VERDICT_ERASED_UNVERIFIED] = 4,
		[WIPE_VERDICT_PARTIAL] = 4,
		[WIPE_VERDICT_FAILED] = 1,
		[WIPE_VERDICT_INTERRUPTED] = 5,
	};

	return (size_t)verdict < sizeof(codes) / sizeof(codes[0]) ? codes[verdict] : 1;
}
