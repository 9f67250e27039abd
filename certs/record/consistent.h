/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Do the parts of a record agree? Each function returns 0, or WIPE_E_FORMAT with
 * the first contradiction in err. report is what facts_report() read.
 */
#ifndef RECORD_CONSISTENT_H
#define RECORD_CONSISTENT_H

#include <jansson.h>

#include <wipe/report.h>

#include <wipecert/record.h>

/* Medium and passes: keys follow from their inputs, and these are the medium's. */
int consistent_passes(enum wipecert_type type, const struct wipe_report *report,
		      struct wipe_error *err);

/* Method and levels: the passes are the scheme's; the level is what it reaches. */
int consistent_method(const json_t *root, const struct wipe_report *report, struct wipe_error *err);

/* Counts, hashes and errors. */
int consistent_measures(enum wipecert_type type, const struct wipe_report *report,
			struct wipe_error *err);

/*
 * Times: began, ended and issued in this order, and the clock of the wall agrees
 * with the measured duration. Not called if the record says the clock was set.
 */
int consistent_times(const struct wipe_report *report, int64_t issued_at_s, struct wipe_error *err);

/* Verdict, result, level and areas are not above those of concluded, the recomputed. */
int consistent_conclusions(const struct wipe_report *report, const struct wipe_report *concluded,
			   struct wipe_error *err);

#endif
