/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "readback.h"

#include "compare.h"
#include "text.h"

struct cursor {
	struct windows *windows; /* NULL: one extent, the whole medium */
	uint64_t capacity_bytes;
	uint64_t index;
};

static int next(void *arg, struct wipe_extent *extent)
{
	struct cursor *cursor = arg;
	struct window window;
	int rc;

	if (cursor->index == (cursor->windows ? cursor->windows->count : 1))
		return 0;
	if (!cursor->windows) {
		*extent = (struct wipe_extent){ .length_bytes = cursor->capacity_bytes };
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
	struct cursor cursor = { .windows = windows,
				 .capacity_bytes = report->plan.capacity_bytes };
	uint64_t began_ns = run_now_ns(run);
	int rc;

	report->bytes_to_verify = cursor.capacity_bytes;
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
