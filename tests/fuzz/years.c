/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records that have timestamps, archive timestamps, certificates and lists for years:
 * all of it in unsigned attributes, which anybody can change. The corpus lies under
 * anchors/ (their keys are gone), and is looked at when its signers have expired.
 */
#include "verify_one.h"

#define TIME_S INT64_C(1788912000) /* 100 days after the corpus was signed */

static struct wipecert_trust *make_trust(void)
{
	struct wipecert_trust *trust = NULL;

	if (wipecert_trust_new(&trust, NULL) ||
	    wipecert_trust_add_anchors(trust, FUZZ_ANCHORS "/root.pem", NULL) ||
	    wipecert_trust_add_tsa_anchors(trust, FUZZ_ANCHORS "/tsa.pem", NULL))
		abort();
	return trust;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct wipecert_trust *trust;
	struct wipecert_result result;

	if (!trust)
		trust = make_trust();
	if (!verify_one(trust, data, size, TIME_S, &result))
		return 0;
	/* What counts has a time, and is none of the future. */
	if (result.timestamp.is_present && result.timestamp.authentic == WIPECERT_VALID &&
	    (!result.timestamp.time_s || result.timestamp.time_s > TIME_S))
		abort();
	if (result.timestamp.archive_valid_count > result.timestamp.archive_count)
		abort();
	if (result.timestamp.reason == WIPECERT_REASON_TIMESTAMP &&
	    result.authentic != WIPECERT_INVALID)
		abort();
	wipecert_result_clear(&result);
	return 0;
}
