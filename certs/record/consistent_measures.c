/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <wipe/verify.h>

#include "consistent.h"
#include "digest.h"
#include "text.h"

static int check_execution(const struct wipe_report *report, struct wipe_error *err)
{
	if (report->passes_completed > report->plan.pass_count)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("more passes were completed than there are"));
	if (report->write_error_bytes > wipe_plan_pass_bytes(&report->plan))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("more bytes failed than the medium has"));
	/* A run that goes on may end before it writes: what is counted are the runs before. */
	if (!report->media_touched && report->bytes_written && !report->interruption_count)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("bytes were written to a medium that was not touched"));
	return 0;
}

/* A job that is gone on with verifies all of what it did not see being written. */
static int check_interruptions(const struct wipe_report *report, struct wipe_error *err)
{
	for (uint32_t i = 0; i < report->interruption_count; i++) {
		const struct wipe_interruption *one = &report->interruptions[i];

		if (!one->pass || one->pass > report->plan.pass_count ||
		    one->covered_bytes > wipe_plan_pass_bytes(&report->plan))
			return wipe_error_set(err, WIPE_E_FORMAT, 0,
					      _("an interruption lies outside of the job"));
	}
	if (report->interruption_count && report->plan.verify != WIPE_VERIFY_FULL)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("the job was gone on with, yet not all of it was to be "
					"verified"));
	return 0;
}

/* Of the listed errors of one kind: those of a phase, of a pass (0: of any). */
static uint64_t listed_bytes(const struct wipe_report *report, enum wipe_phase phase, uint32_t pass)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < report->bad_range_count; i++) {
		const struct wipe_bad_range *range = &report->bad_ranges[i];

		if (range->sys_errno && range->phase == phase && (!pass || range->pass == pass))
			sum += range->length_bytes; /* each within the medium: 256 cannot wrap */
	}
	return sum;
}

/* Every pass writes all that it goes through once, less what failed; who checks writes nothing. */
static int check_written(enum wipecert_type type, const struct wipe_report *report,
			 struct wipe_error *err)
{
	const struct wipe_plan *plan = &report->plan;
	uint64_t most, written;

	if (type == WIPECERT_CHECK)
		return report->bytes_written || report->media_touched ?
			       wipe_error_set(err, WIPE_E_FORMAT, 0, _("a check has written")) :
			       0;
	if (__builtin_mul_overflow(wipe_plan_pass_bytes(plan), (uint64_t)plan->pass_count, &most) ||
	    report->bytes_written > most)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("more bytes were written than all passes have"));
	if (report->passes_completed != plan->pass_count || report->bad_ranges_not_listed)
		return 0;
	if (__builtin_add_overflow(report->bytes_written, listed_bytes(report, WIPE_PHASE_WRITE, 0),
				   &written) ||
	    written != most)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("all passes are complete, yet not all of their bytes were "
					"written"));
	return 0;
}

/* The windows of a job follow from geometry, percent and seed. */
static int check_job_sample(const struct wipe_report *report, struct wipe_error *err)
{
	const struct wipe_plan *plan = &report->plan;
	uint64_t windows, bytes;

	if (wipe_sample_extent(plan->capacity_bytes, plan->block_bytes, plan->sample_percent,
			       plan->sample_seed, &windows, &bytes) != 0 ||
	    bytes != report->bytes_to_verify || report->windows_verified > windows ||
	    (report->verify_completed && report->windows_verified != windows))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("the sample is not the one that percentage and seed give"));
	return 0;
}

/* Those of a check are blocks at random; the last block of an image may be shorter. */
static int check_random_sample(const struct wipe_report *report, struct wipe_error *err)
{
	uint64_t block = report->plan.block_bytes;
	uint64_t tail = report->plan.capacity_bytes % block;
	uint64_t windows = report->windows_verified;

	if (!report->verify_completed)
		return 0;
	if (windows > UINT64_MAX / block || report->bytes_to_verify > windows * block ||
	    report->bytes_to_verify < windows * (tail ? tail : block))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("the sample's bytes do not fit its windows"));
	return 0;
}

static int check_sample(enum wipecert_type type, const struct wipe_report *report,
			struct wipe_error *err)
{
	if (report->plan.verify != WIPE_VERIFY_SAMPLE)
		return report->windows_verified || report->plan.sample_percent ?
			       wipe_error_set(err, WIPE_E_FORMAT, 0,
					      _("there are windows without a sample")) :
			       0;
	if (!report->bytes_to_verify && !report->verify_completed)
		return 0;
	return type == WIPECERT_CHECK ? check_random_sample(report, err) :
					check_job_sample(report, err);
}

/* Of a re-read: one behind the other, and on the medium. */
static int check_spans(enum wipecert_type type, const struct wipe_plan *plan,
		       struct wipe_error *err)
{
	uint64_t at = 0;

	for (uint32_t i = 0; type == WIPECERT_CHECK && i < plan->span_count; i++) {
		const struct wipe_extent *span = &plan->spans[i];

		if (span->offset_bytes < at || !span->length_bytes ||
		    __builtin_add_overflow(span->offset_bytes, span->length_bytes, &at) ||
		    at > plan->capacity_bytes)
			return wipe_error_set(err, WIPE_E_FORMAT, 0,
					      _("what was to be read is no part of the medium"));
	}
	return type == WIPECERT_CHECK && plan->is_limited && plan->verify != WIPE_VERIFY_FULL ?
		       wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("samples were taken of parts of the medium")) :
		       0;
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
	    report->bytes_to_verify !=
		    (report->bytes_to_verify ? wipe_plan_pass_bytes(&report->plan) : 0))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("a full verification is not about the whole medium"));
	return 0;
}

/*
 * The hash is taken over the whole medium, and only while all of it is equal; or
 * not at all, if nobody asked for it. Of a single chunk the list's hash is that
 * of the content's hash.
 */
static int check_hash(const struct wipe_report *report, struct wipe_error *err)
{
	static const uint8_t none[WIPE_SHA256_BYTES];
	bool whole = !report->plan.is_limited && report->plan.verify == WIPE_VERIFY_FULL &&
		     report->verify_completed &&
		     report->bytes_verified == report->plan.capacity_bytes &&
		     !report->mismatch_bytes;
	uint8_t chunks[WIPE_SHA256_BYTES];

	if (report->has_content_sha256 != (memcmp(report->chunks_sha256, none, sizeof(none)) != 0))
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("one of the two hashes is missing"));
	if (!report->has_content_sha256)
		return 0;
	if (!whole)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("there is a hash of a medium that was not read whole"));
	if (report->plan.capacity_bytes > WIPE_CHUNK_BYTES)
		return 0;
	if (!digest_sha256(report->content_sha256, sizeof(report->content_sha256), chunks))
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	if (memcmp(chunks, report->chunks_sha256, sizeof(chunks)) != 0)
		return wipe_error_set(
			err, WIPE_E_FORMAT, 0,
			_("the hash of the chunks does not follow from the content's"));
	return 0;
}

/* Is it within what the passes go through? One run of blocks lies in one span. */
static bool is_within(const struct wipe_plan *plan, uint64_t offset, uint64_t end)
{
	for (uint32_t i = 0; plan->is_limited && i < plan->span_count; i++)
		if (offset >= plan->spans[i].offset_bytes &&
		    end <= plan->spans[i].offset_bytes + plan->spans[i].length_bytes)
			return true;
	return !plan->is_limited && end <= plan->capacity_bytes;
}

static int check_range(const struct wipe_report *report, const struct wipe_bad_range *range,
		       struct wipe_error *err)
{
	uint64_t end;
	bool counted;

	if (!range->length_bytes ||
	    __builtin_add_overflow(range->offset_bytes, range->length_bytes, &end) ||
	    !is_within(&report->plan, range->offset_bytes, end))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("an error lies outside of the medium"));
	if (range->phase == WIPE_PHASE_VERIFY && range->pass == report->plan.pass_count)
		counted = range->sys_errno ? report->unreadable_bytes : report->mismatch_bytes;
	else if (range->phase == WIPE_PHASE_WRITE && range->sys_errno && range->pass &&
		 range->pass <= report->plan.pass_count)
		counted = range->pass < report->plan.pass_count || report->write_error_bytes ||
			  report->passes_completed < report->plan.pass_count;
	else
		counted = false;
	return counted ? 0 :
			 wipe_error_set(err, WIPE_E_FORMAT, 0,
					_("an error is listed that was not counted"));
}

static int check_sums(const struct wipe_report *report, struct wipe_error *err)
{
	uint32_t last = report->plan.pass_count;

	/* The list may have room again, when ranges that came to touch were made one. */
	if (report->bad_ranges_not_listed)
		return report->bad_range_count || report->interruption_count ?
			       0 :
			       wipe_error_set(err, WIPE_E_FORMAT, 0,
					      _("errors are left out of a list that has room"));
	if (listed_bytes(report, WIPE_PHASE_VERIFY, 0) != report->unreadable_bytes ||
	    (report->passes_completed == last &&
	     listed_bytes(report, WIPE_PHASE_WRITE, last) != report->write_error_bytes))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("the listed errors do not add up to the counted ones"));
	return 0;
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
	return check_sums(report, err);
}

int consistent_measures(enum wipecert_type type, const struct wipe_report *report,
			struct wipe_error *err)
{
	int rc = check_execution(report, err);

	if (!rc)
		rc = check_spans(type, &report->plan, err);
	if (!rc)
		rc = check_interruptions(report, err);
	if (!rc)
		rc = check_ranges(report, err);
	if (!rc)
		rc = check_written(type, report, err);
	if (!rc)
		rc = check_verification(report, err);
	if (!rc)
		rc = check_sample(type, report, err);
	if (!rc)
		rc = check_hash(report, err);
	return rc;
}
