/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Do the parts of a record agree? Each function returns 0, or WIPE_E_FORMAT with
 * the first contradiction in err. report is what facts_report() read.
 */
#ifndef RECORD_CONSISTENT_H
#define RECORD_CONSISTENT_H

#include <wipe/report.h>

#include <wipecert/record.h>

/* Medium and passes: keys follow from their inputs, and these are the medium's. */
int consistent_passes(enum wipecert_type type, const struct wipe_report *report,
		      struct wipe_error *err);

/* Method and levels: the passes are the scheme's; no level is above what it reaches. */
int consistent_method(const struct wipe_report *report, struct wipe_error *err);

/* Times, counts and errors. clock_stepped: the record says that the clock was set back. */
int consistent_measures(enum wipecert_type type, const struct wipe_report *report,
			bool clock_stepped, struct wipe_error *err);

/* Verdict, result, level and areas are not above those of concluded, the recomputed. */
int consistent_conclusions(const struct wipe_report *report,
			   const struct wipe_report *concluded, struct wipe_error *err);

#endif
