/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <wipecert/record.h>

#include "consistent.h"
#include "put_frame.h"
#include "put_parts.h"
#include "text.h"

static json_t *put_resumes(const struct wipecert_meta *meta)
{
	json_t *list = json_array();

	for (size_t i = 0; i < meta->resume_count; i++) {
		if (json_array_append_new(list, put_link(&meta->resumes[i], true)) != 0) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

static json_t *put_record(enum wipecert_type type, const struct wipe_report *report,
			  const struct wipecert_meta *meta)
{
	struct put put;

	put_frame_begin(&put, type, meta);
	if (type == WIPECERT_ERASURE)
		put_value(&put, "closes", put_link(meta->closes, true));
	if (type != WIPECERT_CHECK)
		put_value(&put, "resumes", put_resumes(meta));
	if (type == WIPECERT_CHECK)
		put_value(&put, "about", put_link(meta->about, true));
	put_value(&put, "medium", put_medium(&report->device));
	put_value(&put, "method", put_method(type, report));
	put_value(&put, "execution", put_execution(type, report));
	put_value(&put, "verification", put_verification(type, report));
	if (type != WIPECERT_ATTEMPT) {
		put_value(&put, "areas", put_areas(report));
		put_ascii(&put, "verdict", wipe_verdict_name(report->verdict));
	}
	put_frame_end(&put,
		      type != WIPECERT_ATTEMPT &&
			      consistent_times(report, meta->issued_at_s, NULL) != 0,
		      meta);
	return put_end(&put);
}

static int check_input(enum wipecert_type type, const struct wipe_report *report,
		       const struct wipecert_meta *meta, struct wipe_error *err)
{
	if (type > WIPECERT_CHECK)
		return wipe_error_set(err, WIPE_E_USAGE, 0, "%s", wipecert_type_name(type));
	if (type == WIPECERT_CHECK)
		return meta->about ? 0 :
				     wipe_error_set(err, WIPE_E_USAGE, 0,
						    _("a check record must name what it is about"));
	if (!report->plan.scheme || !report->plan.pass_count)
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("a record of an erasure needs the plan of one"));
	return 0;
}

int wipecert_record_build(enum wipecert_type type, const struct wipe_report *report,
			  const struct wipecert_meta *meta, char **json, size_t *json_bytes,
			  struct wipe_error *err)
{
	int rc = check_input(type, report, meta, err);

	*json = NULL;
	*json_bytes = 0;
	return rc ? rc : put_frame_print(put_record(type, report, meta), json, json_bytes, err);
}
