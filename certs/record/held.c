/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <wipecert/record.h>

#include "consistent.h"
#include "facts.h"
#include "files_facts.h"
#include "get.h"
#include "parsed.h"
#include "statement.h"
#include "text.h"

static bool has_flag(const struct wipecert_record *record, const char *flag)
{
	size_t index;
	json_t *item;

	json_array_foreach(get_value(record->root, "flags"), index,
			   item) if (strcmp(json_string_value(item), flag) == 0) return true;
	return false;
}

/* Every interruption ended a run, and every run had begun with an attempt. */
static int check_resumes(const struct wipecert_record *record, const struct wipe_report *report,
			 struct wipe_error *err)
{
	if (report->interruption_count <= wipecert_record_resumes(record, NULL, 0))
		return 0;
	return wipe_error_set(err, WIPE_E_FORMAT, 0,
			      _("it was gone on with more often than it names attempts"));
}

/* reports: room for what was recorded and for what follows from its facts. */
static int compare(const struct wipecert_record *record, struct wipe_report reports[2],
		   struct wipe_error *err)
{
	int rc;

	facts_report(record->root, &reports[0]);
	rc = consistent_passes(record->type, &reports[0], err);
	if (!rc && record->type != WIPECERT_CHECK)
		rc = consistent_crypto(record->type, record->root, &reports[0], err);
	if (!rc && record->type != WIPECERT_CHECK)
		rc = consistent_method(record->root, &reports[0], err);
	if (rc || record->type == WIPECERT_ATTEMPT)
		return rc;
	rc = check_resumes(record, &reports[0], err);
	if (!rc)
		rc = consistent_measures(record->type, &reports[0], err);
	if (!rc && !has_flag(record, "clock-stepped"))
		rc = consistent_times(&reports[0], wipecert_record_issued_at(record), err);
	if (rc)
		return rc;
	reports[1] = reports[0];
	wipe_report_conclude(&reports[1]);
	return consistent_conclusions(&reports[0], &reports[1], err);
}

/* A check is made to show something: one that does not has not come off. */
static enum wipecert_held held_by_verdict(enum wipecert_type type, enum wipe_verdict verdict)
{
	switch (verdict) {
	case WIPE_VERDICT_ERASED_VERIFIED:
	case WIPE_VERDICT_ERASED_SAMPLED:
		return WIPECERT_HELD_YES;
	case WIPE_VERDICT_KEY_DESTROYED:
		return type == WIPECERT_CHECK ? WIPECERT_HELD_NO : WIPECERT_HELD_YES;
	case WIPE_VERDICT_KEY_DESTROYED_OPEN:
	case WIPE_VERDICT_ERASED_UNVERIFIED:
		return type == WIPECERT_CHECK ? WIPECERT_HELD_NO : WIPECERT_HELD_UNVERIFIED;
	default:
		return WIPECERT_HELD_NO;
	}
}

static enum wipecert_held held_files(const struct wipecert_record *record, struct wipe_error *err)
{
	struct wipe_report told;

	if (files_check(record->root, err) != 0)
		return WIPECERT_HELD_INCONSISTENT;
	if (record->type == WIPECERT_ATTEMPT)
		return WIPECERT_HELD_OPEN;
	facts_report(record->root, &told);
	return held_by_verdict(record->type, told.verdict);
}

enum wipecert_held wipecert_record_held(const struct wipecert_record *record,
					struct wipe_error *err)
{
	enum wipecert_held held;
	struct wipe_report *reports;

	if (record->type > WIPECERT_CHECK)
		return statement_check(record, err) ? WIPECERT_HELD_INCONSISTENT :
						      WIPECERT_HELD_NONE;
	if (files_is(record->root))
		return held_files(record, err);
	reports = calloc(2, sizeof(*reports));
	if (!reports) {
		wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
		return WIPECERT_HELD_INCONSISTENT;
	}
	if (compare(record, reports, err) != 0)
		held = WIPECERT_HELD_INCONSISTENT;
	else if (record->type == WIPECERT_ATTEMPT)
		held = WIPECERT_HELD_OPEN;
	else
		held = held_by_verdict(record->type, reports[0].verdict);
	free(reports);
	return held;
}

const char *wipecert_held_name(enum wipecert_held held)
{
	static const char *const names[] = {
		[WIPECERT_HELD_YES] = "yes",   [WIPECERT_HELD_NO] = "no",
		[WIPECERT_HELD_OPEN] = "open", [WIPECERT_HELD_INCONSISTENT] = "inconsistent",
		[WIPECERT_HELD_NONE] = "none", [WIPECERT_HELD_UNVERIFIED] = "unverified",
	};

	return (size_t)held < sizeof(names) / sizeof(names[0]) ? names[held] : "unknown";
}
