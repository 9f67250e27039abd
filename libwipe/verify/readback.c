/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "readback.h"

#include "compare.h"
#include "text.h"

struct cursor {
	struct windows *windows;	 /* NULL: what the plan goes through */
	const struct wipe_extent *spans; /* of that */
	uint64_t count;			 /* of spans or windows */
	uint64_t index;
};

static int next(void *arg, struct wipe_extent *extent)
{
	struct cursor *cursor = arg;
	struct window window;
	int rc;

	if (cursor->index == cursor->count)
		return 0;
	if (!cursor->windows) {
		*extent = cursor->spans[cursor->index];
	} else {
		rc = windows_at(cursor->windows, cursor->index, &window);
		if (rc)
			return rc;
		*extent = (struct wipe_extent){ .offset_bytes = window.offset_bytes,
						.length_bytes = window.length_bytes };
	}
	cursor->index++;
	return 1;
}

int readback_run(struct run *run, struct wipe_io *io, const struct wipe_pass *pass,
		 struct windows *windows, struct wipe_error *err)
{
	struct wipe_report *report = run->report;
	const struct wipe_plan *plan = &report->plan;
	const struct wipe_extent whole = { .length_bytes = plan->capacity_bytes };
	struct cursor cursor = { .windows = windows,
				 .spans = plan->is_limited ? plan->spans : &whole,
				 .count = windows	   ? windows->count :
					  plan->is_limited ? plan->span_count :
							     1 };
	uint64_t began_ns = run_now_ns(run);
	int rc;

	report->bytes_to_verify = wipe_plan_pass_bytes(plan);
	if (windows && windows_total(windows, &report->bytes_to_verify) != 0)
		return wipe_error_set(err, WIPE_E_CRYPTO, 0, _("the windows cannot be drawn"));
	run_begin_phase(run, WIPE_PHASE_VERIFY, report->plan.pass_count, report->bytes_to_verify);
	rc = compare_extents(run, io, pass, next, &cursor, err);
	report->verify_ns += run_now_ns(run) - began_ns;
	if (rc == WIPE_E_GONE)
		report->device_gone = true;
	if (rc)
		return rc;
	report->verify_completed = true;
	report->windows_verified = windows ? windows->count : 0;
	return 0;
}
