/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The medium in front of the checker: is it the one, and what is on it. */
#ifndef WIPE_CHECK_MEDIUM_H
#define WIPE_CHECK_MEDIUM_H

#include <wipe/verify.h>
#include <wipecert/record.h>

#include "config.h"

/* The block device, or the file for a record of kind image. EXIT_DONE or a code. */
int medium_find(const char *path, const struct wipecert_record *record, struct wipe_source *source,
		struct wipe_device **device);

/* What must be where. */
struct expected {
	const struct wipe_plan *plan; /* of the record; NULL when it is done */
	struct wipe_pass pass;
	bool is_header; /* the medium is that on which the header lay, not that of the data */
	/* Only these: where keys lay, and what else was not encrypted. None: everywhere. */
	struct wipe_extent spans[WIPE_SPANS_MAX];
	uint32_t span_count;
};

/*
 * Holds identity, capacity and kind of device against the record, and tells what must be
 * on it: the record's last pass, with the key derived anew from this medium's serial, WWN
 * and capacity. EXIT_FAILED: another medium. EXIT_REFUSED: a virtual one for a record of a
 * physical one.
 */
int medium_expect(const struct wipe_device *device, const struct wipecert_record *record,
		  struct expected *expected);

/* Reads and compares, with progress. report is filled; EXIT_DONE or a code after a message. */
int medium_read(const struct config *config, const struct wipe_device *device,
		const struct expected *expected, struct wipe_report *report);

#endif
