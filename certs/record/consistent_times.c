/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "consistent.h"
#include "text.h"

/* Both clocks are read one after the other, and times are told in whole seconds. */
#define SLACK_S 10

int consistent_times(const struct wipe_report *report, int64_t issued_at_s, struct wipe_error *err)
{
	int64_t measured_s = (int64_t)(report->duration_ns / UINT64_C(1000000000));
	int64_t wall_s;

	if (__builtin_sub_overflow(report->ended_at_s, report->started_at_s, &wall_s) || wall_s < 0)
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("it ended before it began"));
	if (issued_at_s < report->ended_at_s)
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("it was issued before it ended"));
	/* Both are at least 0 now, so their difference fits. */
	if (wall_s - measured_s > SLACK_S || measured_s - wall_s > SLACK_S)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("begin and end do not fit the measured duration"));
	return 0;
}
