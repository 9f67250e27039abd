/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A parsed record back into the structs that it was built from. */
#ifndef RECORD_FACTS_H
#define RECORD_FACTS_H

#include <jansson.h>

#include <wipe/report.h>

/* The medium; contents, uses and what records do not tell are empty. */
void facts_medium(const json_t *root, struct wipe_device *dev);

/*
 * Pass index (from 0) of method.passes as recorded, key included; the capacity
 * among the inputs is the medium's. False: there is no such pass.
 */
bool facts_pass(const json_t *root, size_t index, struct wipe_pass *pass);
size_t facts_pass_count(const json_t *root);
/* One pass, on a medium of capacity_bytes; of a kind that is not known: false. */
bool facts_one_pass(const json_t *from, uint64_t capacity_bytes, struct wipe_pass *pass);

/*
 * Of method.crypto: plan.crypto, plan.header_pass and volumes. plan->scheme, capacity and block
 * size are set; the spans are those that follow, none if they do not (consistent_crypto()).
 * Without method.crypto nothing is filled.
 */
void facts_crypto(const json_t *root, struct wipe_report *report);

/*
 * What was measured. verdict, verification, level_achieved and areas are those
 * of the record: wipe_report_conclude() on a copy tells what they should be.
 * report->plan.scheme is NULL where the record's method is not known. Differing
 * bytes are counted as whole blocks. Of an attempt, what there is.
 */
void facts_report(const json_t *root, struct wipe_report *report);

#endif
