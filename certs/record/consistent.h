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

/* A medium that there can be, and a pass, number from 1, with a key that was made for it. */
int consistent_medium(const struct wipe_device *dev, struct wipe_error *err);
int consistent_stream(const struct wipe_pass *pass, const struct wipe_device *dev, uint32_t number,
		      struct wipe_error *err);

/*
 * Keys that were destroyed: whose they were, what was asked and seen, and, but in an attempt,
 * what became of them. Of any record: what has no keys to be destroyed does not name such.
 */
int consistent_crypto(enum wipecert_type type, const json_t *root, const struct wipe_report *report,
		      struct wipe_error *err);

/* One of the volumes: what its header said, and where it lies. */
int consistent_volume(const struct wipe_plan *plan, uint32_t index, struct wipe_error *err);

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
