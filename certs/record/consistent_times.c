/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "consistent.h"
#include "text.h"

/* Both clocks are read one after the other, and times are told in whole seconds. */
#define SLACK_S 10

/*
 * From began to ended, less the time between the end of a run's work (its last
 * checkpoint) and the next run. False: they do not follow each other.
 */
static bool working_time(const struct wipe_report *report, int64_t *worked_s)
{
	int64_t last_s = report->started_at_s;

	*worked_s = 0;
	for (uint32_t i = 0; i <= report->interruption_count; i++) {
		bool is_last = i == report->interruption_count;
		const struct wipe_interruption *one = is_last ? NULL : &report->interruptions[i];
		int64_t until_s = is_last ? report->ended_at_s : one->stopped_at_s, run_s;

		if (__builtin_sub_overflow(until_s, last_s, &run_s) || run_s < 0 ||
		    __builtin_add_overflow(*worked_s, run_s, worked_s) ||
		    (!is_last && one->resumed_at_s < until_s))
			return false;
		last_s = is_last ? until_s : one->resumed_at_s;
	}
	return true;
}

int consistent_times(const struct wipe_report *report, int64_t issued_at_s, struct wipe_error *err)
{
	int64_t measured_s = (int64_t)(report->duration_ns / UINT64_C(1000000000));
	int64_t slack_s = SLACK_S * (1 + (int64_t)report->interruption_count);
	int64_t worked_s;

	if (!working_time(report, &worked_s))
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("it ended before it began"));
	if (issued_at_s < report->ended_at_s)
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("it was issued before it ended"));
	/* Both are at least 0 now, so their difference fits. */
	if (worked_s - measured_s > slack_s || measured_s - worked_s > slack_s)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("begin and end do not fit the measured duration"));
	return 0;
}
