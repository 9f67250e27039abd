/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "consistent.h"
#include "get.h"
#include "text.h"

static bool is_luks(const struct wipe_plan *plan)
{
	return plan->scheme && strcmp(plan->scheme->name, "luks") == 0;
}

/* As wipe_plan_make() demands it: the one method destroys keys and no more, others after that. */
static int check_method(const struct wipe_plan *plan, struct wipe_error *err)
{
	const struct wipe_crypto *crypto = &plan->crypto;

	if (!crypto->volume_count)
		return is_luks(plan) ? wipe_error_set(err, WIPE_E_FORMAT, 0,
						      _("the method destroys keys, and there are "
							"none")) :
				       0;
	if (crypto->then_overwrite == is_luks(plan) || !plan->pass_count ||
	    plan->passes[0].spec.kind != WIPE_PASS_STREAM)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("keys are destroyed, which this method does not do"));
	if (crypto->then_overwrite && crypto->scope_bytes)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("all is overwritten, and yet only a partition is erased"));
	if (is_luks(plan) && plan->verify != WIPE_VERIFY_FULL)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("only keys are destroyed, and yet not all that is written "
					"was to be read back"));
	return 0;
}

/* Where a header lies on a medium of its own, its pattern is made for that, by the same job. */
static int check_header(const struct wipe_plan *plan, struct wipe_error *err)
{
	const struct wipe_crypto *crypto = &plan->crypto;
	const struct wipe_stream_inputs *own = &plan->header_pass.inputs;
	const struct wipe_stream_inputs *first = &plan->passes[0].inputs;
	int rc;

	if (!crypto->is_detached)
		return 0;
	if (crypto->volume_count != 1)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("a header that lies elsewhere is that of one volume"));
	if (plan->header_pass.spec.kind != WIPE_PASS_STREAM || own->pass != 1 ||
	    own->attempt != first->attempt || own->challenge_bytes != first->challenge_bytes ||
	    memcmp(own->challenge, first->challenge, own->challenge_bytes) != 0)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("what was written over the header is of another job"));
	rc = consistent_medium(&crypto->header, err);
	if (!rc)
		rc = consistent_stream(&plan->header_pass, &crypto->header, 1, err);
	if (rc)
		wipe_error_context(err, _("the medium of the header"));
	return rc;
}

/* What nobody was asked nobody has answered; of what was seen all that there is room for is told. */
static int check_answers(const struct wipe_crypto *crypto, struct wipe_error *err)
{
	for (unsigned int i = 0; i < WIPE_CONDITIONS; i++)
		if (crypto->answered_by == WIPE_ANSWERED_BY_NOBODY &&
		    crypto->answers[i] != WIPE_ANSWER_UNKNOWN)
			return wipe_error_set(err, WIPE_E_FORMAT, 0,
					      _("a condition is answered that nobody was asked "
						"about"));
	return 0;
}

static int check_copies(const json_t *from, const struct wipe_crypto *crypto,
			struct wipe_error *err)
{
	size_t listed = json_array_size(get_value(from, "copies"));

	if (get_count(from, "copies_not_listed") && listed != WIPE_UUID_COPIES_MAX)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("devices are left out of a list that has room"));
	for (size_t i = 0; i < listed && i < WIPE_UUID_COPIES_MAX; i++)
		if (crypto->copies[i].volume >= crypto->volume_count)
			return wipe_error_set(err, WIPE_E_FORMAT, 0,
					      _("a device has the UUID of a volume that there is "
						"not"));
	return 0;
}

/* The spans have been computed already, but nobody could be told why not. */
static int check_spans(const struct wipe_plan *plan, struct wipe_error *err)
{
	struct wipe_plan *again = malloc(sizeof(*again));
	int rc;

	if (!again)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	*again = *plan;
	rc = wipe_plan_limit(again, err);
	free(again);
	return rc;
}

/* Of no bytes it would be taken for none. */
static int check_scope(const json_t *from, const struct wipe_plan *plan, struct wipe_error *err)
{
	const struct wipe_crypto *crypto = &plan->crypto;
	uint64_t end;

	if (!json_is_object(get_value(from, "scope")))
		return 0;
	if (!crypto->scope_bytes || crypto->scope_offset_bytes % plan->block_bytes ||
	    __builtin_add_overflow(crypto->scope_offset_bytes, crypto->scope_bytes, &end) ||
	    end > plan->capacity_bytes)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("the partition that is erased is none of the medium"));
	return 0;
}

static int check_volumes(const struct wipe_plan *plan, struct wipe_error *err)
{
	for (uint32_t i = 0; i < plan->crypto.volume_count; i++) {
		int rc = consistent_volume(plan, i, err);

		if (rc)
			return rc;
	}
	return is_luks(plan) ? check_spans(plan, err) : 0;
}

static bool is_nothing(const struct wipe_volume_result *result)
{
	static const struct wipe_volume_result nothing;

	return result->is_destroyed == nothing.is_destroyed && !result->slots_destroyed &&
	       !result->tokens_removed && !result->bytes_verified && !result->mismatch_bytes &&
	       !result->unreadable_bytes && !result->slots_changed;
}

static int check_result(const struct wipe_report *report, uint32_t index, struct wipe_error *err)
{
	const struct wipe_luks *luks = &report->plan.crypto.volumes[index].luks;
	const struct wipe_volume_result *result = &report->volumes[index];
	uint64_t read;

	if (!report->media_touched && !is_nothing(result))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("keys were destroyed on a medium that was not touched"));
	if (result->slots_destroyed > luks->slot_count ||
	    result->slots_changed > luks->slot_count ||
	    result->tokens_removed > luks->token_count ||
	    (!result->is_destroyed && (result->slots_destroyed || result->tokens_removed)))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("more keys were destroyed than there were"));
	if (__builtin_add_overflow(result->bytes_verified, result->mismatch_bytes, &read) ||
	    __builtin_add_overflow(read, result->unreadable_bytes, &read) ||
	    read > luks->area_bytes)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("more of the area of keys was read back than there is"));
	return 0;
}

/* An attempt has none; whatever ended has one of each volume. */
static int check_results(enum wipecert_type type, const json_t *from,
			 const struct wipe_report *report, struct wipe_error *err)
{
	const json_t *volumes = get_value(from, "volumes");
	int rc = 0;

	for (uint32_t i = 0; i < report->plan.crypto.volume_count && !rc; i++) {
		const json_t *result = get_value(json_array_get(volumes, i), "result");

		if (json_is_null(result) != (type == WIPECERT_ATTEMPT))
			return wipe_error_set(err, WIPE_E_FORMAT, 0,
					      type == WIPECERT_ATTEMPT ?
						      _("an attempt has destroyed keys already") :
						      _("it is not told what became of the keys"));
		if (type != WIPECERT_ATTEMPT)
			rc = check_result(report, i, err);
	}
	return rc;
}

int consistent_crypto(enum wipecert_type type, const json_t *root, const struct wipe_report *report,
		      struct wipe_error *err)
{
	const json_t *from = get_value(get_value(root, "method"), "crypto");
	const struct wipe_plan *plan = &report->plan;
	int rc = check_method(plan, err);

	if (rc || !plan->crypto.volume_count)
		return rc;
	rc = check_header(plan, err);
	if (!rc)
		rc = check_scope(from, plan, err);
	if (!rc)
		rc = check_answers(&plan->crypto, err);
	if (!rc)
		rc = check_copies(from, &plan->crypto, err);
	if (!rc)
		rc = check_volumes(plan, err);
	return rc ? rc : check_results(type, from, report, err);
}
