/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What wipe-case status shows of one item: its line in the table, and everything that is about it. */
#ifndef MASSHO_WIPE_CASE_STATUS_ITEM_H
#define MASSHO_WIPE_CASE_STATUS_ITEM_H

#include <jansson.h>

#include "session.h"

#define STATUS_REASON_BYTES 1024

/* Of the table's columns. */
struct status_widths {
	size_t label, kind, origin, serial, due;
};

/* As wide as what is in them, within reason. */
void status_measure(const struct session *session, struct status_widths *widths);
void status_item_head(const struct status_widths *widths);
/* A line of the table, or its object as JSON. */
void status_item(const struct session *session, const struct wipecert_item *item,
		 const struct status_widths *widths, int64_t now_s);
/* The same, and all records about it, in order. */
/* Lists of files that do not bear out what an erasure states are told on stderr. An exit code. */
int status_item_whole(const struct session *session, size_t index, int64_t now_s);
int status_lists(const struct session *session);

/* The item's id; null for WIPECERT_NO_INDEX. */
json_t *status_item_id(const struct session *session, size_t index);

/* The first reason that the officer gave who answered the record; "": none can be read. */
void status_reason(const struct session *session, const struct wipecert_case_record *record,
		   char reason[STATUS_REASON_BYTES]);

#endif
