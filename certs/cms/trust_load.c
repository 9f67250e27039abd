/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A trust folder as a whole: its roster is a record, so that it is verified first. */
#include <stdlib.h>

#include <wipecert/verify.h>

#include "crypto_error.h"
#include "text.h"
#include "trust.h"
#include "trust_folder.h"

/*
 * The folder is the reader's own. What only time or a demonstration stands
 * against is accepted: the roster was an officer's when it was put there.
 */
static bool is_acceptable(const struct wipecert_result *result)
{
	return result->authentic == WIPECERT_VALID || result->reason == WIPECERT_REASON_EXPIRED ||
	       result->reason == WIPECERT_REASON_CRL_STALE ||
	       result->reason == WIPECERT_REASON_EXCEPTION_OVER ||
	       result->reason == WIPECERT_REASON_DEMO;
}

static int take_members(struct wipecert_trust *trust, const struct wipecert_record *record,
			struct wipe_error *err)
{
	size_t count = wipecert_record_members(record, NULL, 0);

	trust->members = calloc(count ? count : 1, sizeof(*trust->members));
	if (!trust->members)
		return crypto_error_nomem(err);
	trust->member_count = wipecert_record_members(record, trust->members, count);
	trust->has_roster = true;
	return 0;
}

static int take_roster(struct wipecert_trust *trust, const struct wipecert_result *result,
		       struct wipe_error *err)
{
	if (!is_acceptable(result) || !result->record)
		return wipe_error_set(err, WIPE_E_REFUSED, 0, "%s%s%s",
				      wipecert_reason_text(result->reason),
				      result->detail[0] ? " " : "", result->detail);
	if (wipecert_record_type(result->record) != WIPECERT_ROSTER)
		return wipe_error_set(err, WIPE_E_REFUSED, 0, "%s",
				      _("a record, but not a roster"));
	return take_members(trust, result->record, err);
}

static int load_folder(struct wipecert_trust *trust, const char *path, int64_t time_s,
		       struct wipe_error *err)
{
	struct wipecert_result result;
	unsigned char *roster = NULL;
	size_t bytes;
	int code;

	if (trust->anchor_count || trust->tsa)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("%s: a trust folder stands alone: it tells whom to trust"),
				      path);
	code = trust_folder_read(trust, path, &roster, &bytes, err);
	if (code || !roster)
		return code;
	code = wipecert_verify(trust, roster, bytes, time_s, &result, err);
	free(roster);
	if (code)
		return code;
	code = take_roster(trust, &result, err);
	wipecert_result_clear(&result);
	if (code)
		wipe_error_context(err, "%s/%s", path, TRUST_FOLDER_ROSTER);
	return code;
}

int wipecert_trust_load(struct wipecert_trust *trust, const char *path, int64_t time_s,
			struct wipe_error *err)
{
	if (trust->policy)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("%s: a trust folder stands alone: it tells whom to trust"),
				      path);
	switch (trust_folder_kind_of(path)) {
	case TRUST_FOLDER_POLICY:
		return load_folder(trust, path, time_s, err);
	case TRUST_FOLDER_BROKEN:
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("%s: folders of roles, and no policy.json"), path);
	default:
		return wipecert_trust_add_anchors(trust, path, err);
	}
}
