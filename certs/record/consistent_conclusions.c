/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "consistent.h"
#include "text.h"

/* Of what the record says: the larger, the weaker. */
static unsigned int verdict_weakness(enum wipe_verdict verdict)
{
	/* Neither of the two claims anything. */
	return verdict == WIPE_VERDICT_INTERRUPTED ? WIPE_VERDICT_FAILED : (unsigned int)verdict;
}

static unsigned int result_weakness(enum wipe_result result)
{
	static const unsigned int weakness[] = {
		[WIPE_RESULT_PASS] = 0,
		[WIPE_RESULT_UNKNOWN] = 1,
		[WIPE_RESULT_FAIL] = 2,
	};

	return weakness[result];
}

/* Bytes of an area that are claimed to be in state or a better one. */
static uint64_t claimed_bytes(const struct wipe_report *report, enum wipe_area_kind kind,
			      enum wipe_area_state state)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < report->area_count; i++) {
		const struct wipe_area *area = &report->areas[i];
		uint64_t bytes = area->bytes ? area->bytes : UINT64_MAX;

		if (area->kind == kind && area->state <= state &&
		    __builtin_add_overflow(sum, bytes, &sum))
			return UINT64_MAX;
	}
	return sum;
}

static bool lists(const struct wipe_report *report, enum wipe_area_kind kind, bool absent)
{
	for (uint32_t i = 0; i < report->area_count; i++)
		if (report->areas[i].kind == kind &&
		    (report->areas[i].state == WIPE_AREA_ABSENT) == absent)
			return true;
	return false;
}

static int check_area(const struct wipe_report *report, const struct wipe_report *concluded,
		      enum wipe_area_kind kind, struct wipe_error *err)
{
	const char *name = wipe_area_kind_name(kind);

	for (enum wipe_area_state state = WIPE_AREA_ERASED_VERIFIED;
	     state <= WIPE_AREA_CLAIMED_BY_FIRMWARE; state++)
		if (claimed_bytes(report, kind, state) > claimed_bytes(concluded, kind, state))
			return wipe_error_set(err, WIPE_E_FORMAT, 0,
					      _("area %s: more is called \"%s\" than was measured"),
					      name, wipe_area_state_name(state));
	if (lists(report, kind, true) && !lists(concluded, kind, true))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("area %s is called absent, which nothing shows"), name);
	if (lists(concluded, kind, false) && !lists(report, kind, false))
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("area %s is passed over"), name);
	return 0;
}

static int check_areas(const struct wipe_report *report, const struct wipe_report *concluded,
		       struct wipe_error *err)
{
	for (enum wipe_area_kind kind = WIPE_AREA_USER_LBA; kind <= WIPE_AREA_OLD_KEYS; kind++) {
		int rc = check_area(report, concluded, kind, err);

		if (rc)
			return rc;
	}
	return 0;
}

/* Weaker than what was measured, and still a claim of its own: of keys that there must be. */
static int check_keys(const struct wipe_report *report, struct wipe_error *err)
{
	const struct wipe_plan *plan = &report->plan;
	bool claims = report->verdict == WIPE_VERDICT_KEY_DESTROYED ||
		      report->verdict == WIPE_VERDICT_KEY_DESTROYED_OPEN;
	bool lists_old = lists(report, WIPE_AREA_OLD_KEYS, false) ||
			 lists(report, WIPE_AREA_OLD_KEYS, true);

	for (uint32_t i = 0; i < report->area_count; i++)
		claims |= report->areas[i].state == WIPE_AREA_KEY_DESTROYED;
	if ((claims && (!plan->is_limited || !plan->crypto.volume_count)) ||
	    (lists_old && !plan->crypto.volume_count))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("keys are said to be destroyed that there were none of"));
	return 0;
}

/* Where an erasure is claimed, its conclusions are the computed ones, no weaker either. */
static bool same_conclusions(const struct wipe_report *report, const struct wipe_report *concluded)
{
	if (report->verification != concluded->verification ||
	    report->level_achieved != concluded->level_achieved ||
	    report->area_count != concluded->area_count)
		return false;
	for (uint32_t i = 0; i < report->area_count; i++)
		if (report->areas[i].kind != concluded->areas[i].kind ||
		    report->areas[i].state != concluded->areas[i].state ||
		    report->areas[i].bytes != concluded->areas[i].bytes)
			return false;
	return true;
}

int consistent_conclusions(const struct wipe_report *report, const struct wipe_report *concluded,
			   struct wipe_error *err)
{
	int rc;

	if (verdict_weakness(report->verdict) < verdict_weakness(concluded->verdict))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("the verdict is \"%s\", what was measured gives \"%s\""),
				      wipe_verdict_name(report->verdict),
				      wipe_verdict_name(concluded->verdict));
	if (result_weakness(report->verification) < result_weakness(concluded->verification))
		return wipe_error_set(
			err, WIPE_E_FORMAT, 0,
			_("the verification is called \"%s\", what was measured gives "
			  "\"%s\""),
			wipe_result_name(report->verification),
			wipe_result_name(concluded->verification));
	if (report->verification == WIPE_RESULT_FAIL && concluded->verification != WIPE_RESULT_FAIL)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("the verification failed, yet no block differs"));
	if (report->level_achieved > concluded->level_achieved ||
	    (report->level_achieved && report->verification != WIPE_RESULT_PASS))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("level \"%s\" is claimed, what was measured gives \"%s\""),
				      wipe_level_name(report->level_achieved),
				      wipe_level_name(concluded->level_achieved));
	rc = check_keys(report, err);
	if (!rc)
		rc = check_areas(report, concluded, err);
	if (!rc && report->verdict <= WIPE_VERDICT_KEY_DESTROYED_OPEN &&
	    !same_conclusions(report, concluded))
		rc = wipe_error_set(err, WIPE_E_FORMAT, 0,
				    _("verdict, result, level and areas contradict each other"));
	return rc;
}
