/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What several drawings of a record say in the same words. */
#ifndef RENDER_PHRASES_H
#define RENDER_PHRASES_H

#include <wipecert/act.h>
#include <wipecert/record.h>

#define PHRASE_BYTES 256

/* How much was to be read back. */
void phrase_extent(const struct wipe_report *report, char text[PHRASE_BYTES]);
/* What a verification by samples tells of the rest; "" if all or nothing was read. */
void phrase_odds(const struct wipe_report *report, char text[PHRASE_BYTES]);
/* What a pass writes. */
void phrase_pass(const struct wipe_pass *pass, char text[PHRASE_BYTES]);
/* The challenge that the streams of a run answer; false: there is no stream. */
bool phrase_challenge(const struct wipe_plan *plan, char text[PHRASE_BYTES]);
/* "h:mm:ss" */
void phrase_duration(const struct wipe_report *report, char text[PHRASE_BYTES]);
/* "Written" of a job of which nothing lies on the medium, as its header is elsewhere; else the bytes. */
void phrase_written(const struct wipe_report *report, char text[PHRASE_BYTES]);
/* The words of the state of an area, in an erasure or in a check, and its size. */
void phrase_area(const struct wipe_area *area, bool is_check, char text[PHRASE_BYTES]);
/* Does the work account for all of the area? */
bool phrase_area_is_covered(const struct wipe_area *area);

/* What a record of no work cannot tell of its own signer. */
const char *phrase_signer_role(const struct wipecert_record *record);

#endif
