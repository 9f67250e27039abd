/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "consistent.h"
#include "text.h"

/* A sample may fall short of its percentage by rounding: a block in each of 1,000 parts. */
#define SAMPLE_PARTS 1000

static int check_execution(const struct wipe_report *report, bool clock_stepped,
			   struct wipe_error *err)
{
	if (report->ended_at_s < report->started_at_s && !clock_stepped)
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("it ended before it began"));
	if (report->passes_completed > report->plan.pass_count)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("more passes were completed than there are"));
	if (report->write_error_bytes > report->plan.capacity_bytes)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("more bytes failed than the medium has"));
	if (!report->media_touched && report->bytes_written)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("bytes were written to a medium that was not touched"));
	return 0;
}

/* Who erased has written at least the last pass; who checked has written nothing. */
static int check_written(enum wipecert_type type, const struct wipe_report *report,
			 struct wipe_error *err)
{
	bool complete = report->passes_completed == report->plan.pass_count &&
			!report->write_error_bytes;

	if (type == WIPECERT_CHECK && (report->bytes_written || report->media_touched))
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("a check has written"));
	if (type == WIPECERT_ERASURE && complete &&
	    report->bytes_written < report->plan.capacity_bytes)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("all passes are complete, yet fewer bytes were written than "
					"the medium has"));
	return 0;
}

static bool sample_is_short(const struct wipe_report *report)
{
	uint64_t asked = report->plan.capacity_bytes / 100 * report->plan.sample_percent;
	uint64_t rounding = (uint64_t)SAMPLE_PARTS * report->plan.block_bytes;

	return report->plan.verify == WIPE_VERIFY_SAMPLE && report->bytes_to_verify &&
	       asked > rounding && report->bytes_to_verify < asked - rounding;
}

static int check_verification(const struct wipe_report *report, struct wipe_error *err)
{
	uint64_t read;

	if (__builtin_add_overflow(report->bytes_verified, report->unreadable_bytes, &read) ||
	    read > report->bytes_to_verify)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("more bytes were verified than were to be"));
	if (report->plan.verify == WIPE_VERIFY_NONE && report->bytes_to_verify)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("bytes were verified without a verification"));
	if (report->plan.verify == WIPE_VERIFY_FULL &&
	    report->bytes_to_verify != (report->bytes_to_verify ? report->plan.capacity_bytes : 0))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("a full verification is not about the whole medium"));
	if (report->plan.verify == WIPE_VERIFY_SAMPLE && report->bytes_verified &&
	    report->verify_completed && !report->windows_verified)
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("a sample has no windows"));
	if (sample_is_short(report))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("the sample is smaller than the percentage it names"));
	return 0;
}

/* The hash is taken over the whole medium, and only while all of it is equal. */
static int check_hash(const struct wipe_report *report, struct wipe_error *err)
{
	if (report->has_content_sha256 &&
	    (report->plan.verify != WIPE_VERIFY_FULL ||
	     report->bytes_verified != report->plan.capacity_bytes || report->mismatch_bytes))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("there is a hash of a medium that was not read whole"));
	return 0;
}

static int check_range(const struct wipe_report *report, const struct wipe_bad_range *range,
		       struct wipe_error *err)
{
	uint64_t end;
	bool counted = true;

	if (!range->length_bytes ||
	    __builtin_add_overflow(range->offset_bytes, range->length_bytes, &end) ||
	    end > report->plan.capacity_bytes)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("an error lies outside of the medium"));
	if (!range->sys_errno)
		counted = report->mismatch_bytes != 0;
	else if (range->phase == WIPE_PHASE_VERIFY)
		counted = report->unreadable_bytes != 0;
	else if (range->phase == WIPE_PHASE_WRITE && range->pass == report->plan.pass_count)
		counted = report->write_error_bytes != 0;
	return counted ? 0 :
			 wipe_error_set(err, WIPE_E_FORMAT, 0,
					_("an error is listed that was not counted"));
}

static int check_ranges(const struct wipe_report *report, struct wipe_error *err)
{
	bool has_mismatch = false;

	for (uint32_t i = 0; i < report->bad_range_count; i++) {
		int rc = check_range(report, &report->bad_ranges[i], err);

		if (rc)
			return rc;
		has_mismatch = has_mismatch || !report->bad_ranges[i].sys_errno;
	}
	if (report->mismatch_bytes && !has_mismatch && !report->bad_ranges_not_listed)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("blocks differ and none of them is listed"));
	return 0;
}

int consistent_measures(enum wipecert_type type, const struct wipe_report *report,
			bool clock_stepped, struct wipe_error *err)
{
	int rc = check_execution(report, clock_stepped, err);

	if (!rc)
		rc = check_written(type, report, err);
	if (!rc)
		rc = check_verification(report, err);
	if (!rc)
		rc = check_hash(report, err);
	if (!rc)
		rc = check_ranges(report, err);
	return rc;
}
