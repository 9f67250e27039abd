/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a job ended, for people and for programs. */
#ifndef WIPE_DEVICE_RESULT_H
#define WIPE_DEVICE_RESULT_H

#include "config.h"
#include "records.h"
#include "target.h"

/* Fits into one write to a pipe (PIPE_BUF). */
struct result {
	int code; /* exit code of this device */
	bool has_report;
	bool media_touched;
	bool keys_are_gone; /* of all encrypted volumes; false if there are none */
	enum wipe_verdict verdict;
	enum wipe_level level_achieved;
	enum wipe_result verification;
	uint64_t bytes_written, bytes_verified, error_bytes, mismatch_bytes;
	uint64_t duration_ns, write_ns, verify_ns;
	uint64_t sample_windows; /* clean, at independent positions; 0: not sampled */
	uint32_t area_count;
	struct wipe_area areas[WIPE_AREAS_MAX];
	char error_code[24];			/* "" if none */
	char message[WIPE_ERROR_MESSAGE_BYTES]; /* why, in the user's language; "" */
	bool saved_everywhere, is_signed;
	char flag[32]; /* why a record is not signed */
	char record_id[WIPECERT_ID_BYTES], attempt_id[WIPECERT_ID_BYTES];
	char record_path[RECORDS_PATH_BYTES]; /* "" if there is none */
	char journal[RECORDS_PATH_BYTES];     /* to go on from; "" if there is nothing to */
	struct records_filed filed;
};

void result_from_report(const struct wipe_report *report, struct result *result);

void result_print_text(const struct config *config, const struct target *target,
		       const struct result *result);
void result_print_json(const struct config *config, const struct target *target,
		       const struct result *result);

/* What a person calls a verdict, an area, its state; for dry_run too. */
const char *result_verdict_text(enum wipe_verdict verdict);
const char *result_level_text(enum wipe_level level);
const char *result_area_text(enum wipe_area_kind kind);
const char *result_state_text(enum wipe_area_state state);

#endif
