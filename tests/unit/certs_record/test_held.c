/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Well-formed records that lie. Each is a sample with a few values replaced;
 * what was measured and what is claimed then contradict each other, or agree on
 * less.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "sample.h"

#define YES WIPECERT_HELD_YES
#define NO WIPECERT_HELD_NO
#define UNVERIFIED WIPECERT_HELD_UNVERIFIED
#define OPEN WIPECERT_HELD_OPEN
#define INCONSISTENT WIPECERT_HELD_INCONSISTENT

#define OTHER_KEY "\"0000000000000000000000000000000000000000000000000000000000000001\""

/* Places and new values as JSON, in turn. */
struct lie {
	const char *sample;
	enum wipecert_held held;
	const char *changes[10];
	const char *message; /* a part of what err says; NULL: nothing is wrong */
};

#define PASS(n) "method/passes/" #n "/"
#define MISMATCH                                                                               \
	"[{\"phase\":\"verify\",\"pass\":1,\"offset_bytes\":\"512\",\"length_bytes\":\"512\"," \
	"\"error\":\"mismatch\",\"expected\":\"00000000000000000000000000000000\","            \
	"\"found\":\"11111111111111111111111111111111\"}]"
#define READ_ERROR(offset, length)                                     \
	"[{\"phase\":\"verify\",\"pass\":1,\"offset_bytes\":\"" offset \
	"\",\"length_bytes\":\"" length "\",\"error\":\"EIO\",\"expected\":null,\"found\":null}]"
#define WRITE_ERROR                                                                         \
	"[{\"phase\":\"write\",\"pass\":1,\"offset_bytes\":\"0\",\"length_bytes\":\"512\"," \
	"\"error\":\"EIO\",\"expected\":null,\"found\":null}]"

#define ODD_ERROR(phase, pass)                                                \
	"[{\"phase\":\"" phase "\",\"pass\":" pass                            \
	",\"offset_bytes\":\"0\",\"length_bytes\":\"512\",\"error\":\"EIO\"," \
	"\"expected\":null,\"found\":null}]"

#define RESUMED(pass)                                                                      \
	"[{\"reason\":\"resumed\",\"stopped_at\":\"2026-11-22T03:04:05Z\",\"resumed_at\":" \
	"\"2026-11-22T03:04:05Z\",\"pass\":" pass ",\"covered_bytes\":\"0\"}]"

/* To any record. */
#define LINK                                                                              \
	"{\"id\":\"00000000-0000-4000-8000-000000000009\",\"econtent_sha256\":" OTHER_KEY \
	",\"signature_sha256\":null}"

static const struct lie lies[] = {
	/* Keys and their inputs. */
	{ "erasure", INCONSISTENT, { PASS(0) "key", OTHER_KEY }, "does not follow" },
	{ "erasure", INCONSISTENT, { PASS(0) "secret", OTHER_KEY }, "does not follow" },
	{ "erasure", INCONSISTENT, { PASS(0) "challenge", "null" }, "does not follow" },
	{ "erasure", INCONSISTENT, { PASS(0) "attempt", "2" }, "does not follow" },
	{ "erasure", INCONSISTENT, { "medium/capacity_bytes", "\"1048577\"" }, "no medium has" },
	{ "erasure", INCONSISTENT, { "medium/serial", "\"OTHER\"" }, "another serial" },
	{ "erasure", INCONSISTENT, { "medium/serial", "null" }, "where it was read" },
	{ "erasure",
	  INCONSISTENT,
	  { "medium/wwn", "null", "medium/wwn_source", "\"none\"" },
	  "another WWN" },
	{ "erasure", INCONSISTENT, { PASS(0) "serial_bytes", "\"41\"" }, "another serial" },
	{ "erasure", INCONSISTENT, { PASS(0) "pass", "2" }, "does not follow" },
	{ "erasure-complement", INCONSISTENT, { PASS(1) "pass", "2" }, "does not follow" },
	{ "check", INCONSISTENT, { "medium/serial", "\"OTHER\"" }, "another serial" },
	{ "check", INCONSISTENT, { PASS(0) "key", OTHER_KEY }, "does not follow" },
	{ "attempt", INCONSISTENT, { PASS(0) "key", OTHER_KEY }, "does not follow" },
	{ "attempt", INCONSISTENT, { "medium/serial", "\"OTHER\"" }, "another serial" },
	/* The medium. */
	{ "erasure", INCONSISTENT, { "medium/bus", "\"loop\"" }, "called physical" },
	{ "erasure", INCONSISTENT, { "medium/bus", "\"virtio\"" }, "called physical" },
	{ "erasure", INCONSISTENT, { "medium/kind", "\"image\"" }, "image on a bus" },
	/* Method and levels. */
	{ "erasure", INCONSISTENT, { "method/name", "\"zero\"" }, "not that of method" },
	{ "erasure", INCONSISTENT, { "method/name", "\"gutmann\"" }, "35 passes" },
	{ "erasure", INCONSISTENT, { "method/name", "\"magic\"" }, "not known" },
	{ "erasure-zero", INCONSISTENT, { PASS(0) "pattern", "\"ff\"" }, "not that of method" },
	{ "erasure-zero", INCONSISTENT, { PASS(0) "pattern", "\"0000\"" }, "not that of method" },
	{ "erasure", INCONSISTENT, { "method/level_achieved", "\"purge\"" }, "is claimed" },
	{ "erasure",
	  INCONSISTENT,
	  { "method/level_reachable", "\"purge\"" },
	  "is not what this method" },
	{ "erasure", INCONSISTENT, { "method/level_requested", "\"purge\"" }, "was required" },
	{ "erasure", INCONSISTENT, { "method/level_achieved", "\"none\"" }, "contradict" },
	{ "erasure-image", INCONSISTENT, { "method/level_achieved", "\"clear\"" }, "is claimed" },
	{ "erasure-image",
	  INCONSISTENT,
	  { "method/level_reachable", "\"clear\"" },
	  "is not what this method" },
	{ "erasure-unverified",
	  INCONSISTENT,
	  { "method/level_achieved", "\"clear\"" },
	  "is claimed" },
	{ "erasure-failed", INCONSISTENT, { "method/level_achieved", "\"clear\"" }, "is claimed" },
	{ "attempt",
	  INCONSISTENT,
	  { "method/level_reachable", "\"purge\"" },
	  "is not what this method" },
	/* Zeros that the drive may have made up. */
	{ "erasure-zeroout", UNVERIFIED, { "verdict", "\"erased-unverified\"" }, NULL },
	{ "erasure-zeroout",
	  INCONSISTENT,
	  { "verdict", "\"erased-verified\"" },
	  "what was measured" },
	{ "erasure-zeroout",
	  INCONSISTENT,
	  { "verdict", "\"erased-sampled\"" },
	  "what was measured" },
	{ "erasure-zeroout",
	  INCONSISTENT,
	  { "verification/result", "\"pass\"" },
	  "verification is called" },
	{ "erasure-zeroout",
	  INCONSISTENT,
	  { "method/level_reachable", "\"clear\"" },
	  "is not what this method" },
	{ "erasure-zeroout", INCONSISTENT, { "method/level_achieved", "\"clear\"" }, "is claimed" },
	{ "erasure-zeroout",
	  INCONSISTENT,
	  { "areas/0/state", "\"erased-verified\"" },
	  "more is called" },
	{ "erasure-zeroout", UNVERIFIED, { "areas/0/state", "\"unknown\"" }, NULL },
	{ "erasure-zeroout",
	  INCONSISTENT,
	  { "verification/bytes_verified", "\"0\"" },
	  "hash of a medium" },
	{ "erasure-zeroout",
	  INCONSISTENT,
	  { "verification/completed", "false", "verification/content_sha256", "null",
	    "verification/chunks_sha256", "null" },
	  "what was measured" },
	{ "erasure-zeroout", INCONSISTENT, { "execution/direct_io", "false" }, "more is called" },
	{ "erasure-zeroout", INCONSISTENT, { "method/name", "\"zero\"" }, "not that of method" },
	{ "erasure-zeroout",
	  INCONSISTENT,
	  { "medium/kind", "\"image\"", "medium/bus", "\"file\"", "medium/media", "\"virtual\"",
	    "medium/virtual", "true" },
	  "does not go with" },
	{ "erasure-zero",
	  INCONSISTENT,
	  { "method/passes", "[{\"kind\":\"zeroout\"}]" },
	  "not that of method" },
	{ "erasure-zeroout",
	  INCONSISTENT,
	  { "method/passes", "[{\"kind\":\"fill\",\"pattern\":\"00\"}]" },
	  "not that of method" },
	{ "check-zeroout", INCONSISTENT, { "verdict", "\"erased-verified\"" }, "what was measured" },
	{ "check-zeroout",
	  INCONSISTENT,
	  { "areas/0/state", "\"erased-verified\"" },
	  "more is called" },
	/* The verdict and what it rests on. */
	{ "erasure", NO, { "verdict", "\"failed\"" }, NULL },
	{ "erasure", NO, { "verdict", "\"interrupted\"" }, NULL },
	{ "erasure-gone", NO, { "verdict", "\"failed\"" }, NULL },
	{ "erasure-failed", NO, { "verdict", "\"interrupted\"" }, NULL },
	{ "erasure", YES, { "verdict", "\"erased-sampled\"" }, NULL },
	{ "erasure-sample",
	  INCONSISTENT,
	  { "verdict", "\"erased-verified\"" },
	  "what was measured" },
	{ "erasure-unverified",
	  INCONSISTENT,
	  { "verdict", "\"erased-sampled\"" },
	  "what was measured" },
	{ "erasure-partial",
	  INCONSISTENT,
	  { "verdict", "\"erased-verified\"" },
	  "what was measured" },
	{ "erasure-unwritten",
	  INCONSISTENT,
	  { "verdict", "\"erased-verified\"" },
	  "what was measured" },
	{ "erasure-failed",
	  INCONSISTENT,
	  { "verdict", "\"erased-verified\"" },
	  "what was measured" },
	{ "erasure-interrupted",
	  INCONSISTENT,
	  { "verdict", "\"erased-verified\"" },
	  "what was measured" },
	{ "erasure-gone", INCONSISTENT, { "verdict", "\"partial\"" }, "what was measured" },
	{ "check-failed", INCONSISTENT, { "verdict", "\"erased-verified\"" }, "what was measured" },
	{ "check-sample", INCONSISTENT, { "verdict", "\"erased-verified\"" }, "what was measured" },
	{ "erasure", INCONSISTENT, { "execution/direct_io", "false" }, "what was measured" },
	{ "erasure-image", YES, { "execution/direct_io", "false" }, NULL },
	{ "erasure", INCONSISTENT, { "execution/passes_completed", "0" }, "what was measured" },
	{ "erasure-gutmann",
	  INCONSISTENT,
	  { "execution/passes_completed", "34" },
	  "what was measured" },
	{ "erasure", INCONSISTENT, { "verification/completed", "false" }, "hash of a medium" },
	{ "erasure",
	  INCONSISTENT,
	  { "verification/bytes_verified", "\"1048064\"", "verification/content_sha256", "null",
	    "verification/chunks_sha256", "null" },
	  "what was measured" },
	{ "erasure",
	  INCONSISTENT,
	  { "execution/interruptions", "[{\"reason\":\"stopped\"}]" },
	  "what was measured" },
	{ "erasure",
	  INCONSISTENT,
	  { "execution/error", "{\"code\":\"io-error\",\"errno\":\"EIO\",\"offset_bytes\":null}" },
	  "what was measured" },
	{ "erasure",
	  INCONSISTENT,
	  { "execution/error", "{\"code\":\"from-later\",\"errno\":null,\"offset_bytes\":null}" },
	  "what was measured" },
	{ "erasure",
	  INCONSISTENT,
	  { "verification/mismatches", "1", "execution/errors", MISMATCH },
	  "hash of a medium" },
	{ "erasure",
	  INCONSISTENT,
	  { "verification/mismatches", "1", "execution/errors", MISMATCH,
	    "verification/content_sha256", "null", "verification/chunks_sha256", "null" },
	  "what was measured" },
	{ "erasure",
	  INCONSISTENT,
	  { "verification/bytes_verified", "\"1048064\"", "verification/unreadable_bytes",
	    "\"512\"", "execution/errors", READ_ERROR("0", "512"), "verification/content_sha256",
	    "null", "verification/chunks_sha256", "null" },
	  "what was measured" },
	/* The verification. */
	{ "erasure-unverified",
	  INCONSISTENT,
	  { "verification/result", "\"pass\"" },
	  "verification is called" },
	{ "erasure-failed",
	  INCONSISTENT,
	  { "verification/result", "\"unknown\"" },
	  "verification is called" },
	{ "erasure", INCONSISTENT, { "verification/result", "\"fail\"" }, "no block differs" },
	{ "erasure-failed", INCONSISTENT, { "verification/mismatches", "0" }, "not counted" },
	{ "erasure-failed", INCONSISTENT, { "execution/errors", "[]" }, "none of them is listed" },
	{ "erasure-failed",
	  INCONSISTENT,
	  { "execution/errors", "[]", "execution/errors_not_listed", "7" },
	  "has room" },
	{ "erasure-partial",
	  INCONSISTENT,
	  { "verification/unreadable_bytes", "\"0\"" },
	  "not counted" },
	{ "erasure-partial",
	  INCONSISTENT,
	  { "verification/unreadable_bytes", "\"1024\"" },
	  "do not add up" },
	{ "erasure-unwritten",
	  INCONSISTENT,
	  { "execution/write_error_bytes", "\"0\"", "execution/bytes_written", "\"1048576\"" },
	  "not counted" },
	{ "erasure", INCONSISTENT, { "execution/errors", READ_ERROR("0", "512") }, "not counted" },
	{ "erasure", INCONSISTENT, { "execution/errors", WRITE_ERROR }, "not counted" },
	{ "erasure-partial",
	  INCONSISTENT,
	  { "execution/errors", READ_ERROR("1048576", "512") },
	  "outside" },
	{ "erasure-partial", INCONSISTENT, { "execution/errors", READ_ERROR("0", "0") }, "outside" },
	{ "erasure-partial",
	  INCONSISTENT,
	  { "execution/errors", READ_ERROR("9223372036854775808", "9223372036854775808") },
	  "outside" },
	{ "erasure",
	  INCONSISTENT,
	  { "verification/bytes_verified", "\"9999999999999999999\"" },
	  "more bytes were verified" },
	{ "erasure",
	  INCONSISTENT,
	  { "verification/bytes_to_verify", "\"1048577\"" },
	  "not about the whole" },
	{ "erasure",
	  INCONSISTENT,
	  { "verification/bytes_to_verify", "\"512\"", "verification/bytes_verified", "\"512\"" },
	  "not about the whole" },
	{ "erasure", INCONSISTENT, { "verification/mode", "\"none\"" }, "is not what this method" },
	{ "erasure",
	  INCONSISTENT,
	  { "verification/mode", "\"none\"", "method/level_reachable", "\"none\"" },
	  "without a verification" },
	{ "erasure-sample",
	  INCONSISTENT,
	  { "verification/mode", "\"full\"" },
	  "not about the whole" },
	{ "erasure-sample", INCONSISTENT, { "verification/windows", "0" }, "percentage and seed" },
	{ "erasure-sample",
	  INCONSISTENT,
	  { "verification/sample_percent", "99", "verification/bytes_to_verify", "\"512\"",
	    "verification/bytes_verified", "\"512\"" },
	  "percentage and seed" },
	{ "erasure-partial",
	  INCONSISTENT,
	  { "verification/content_sha256", OTHER_KEY, "verification/chunks_sha256", OTHER_KEY },
	  "hash of a medium" },
	{ "erasure-sample",
	  INCONSISTENT,
	  { "verification/content_sha256", OTHER_KEY, "verification/chunks_sha256", OTHER_KEY },
	  "hash of a medium" },
	/* The execution. */
	{ "erasure",
	  INCONSISTENT,
	  { "execution/bytes_written", "\"0\"" },
	  "not all of their bytes" },
	{ "erasure",
	  INCONSISTENT,
	  { "execution/bytes_written", "\"1048575\"" },
	  "not all of their bytes" },
	{ "erasure", INCONSISTENT, { "execution/media_touched", "false" }, "not touched" },
	{ "erasure", INCONSISTENT, { "execution/passes_completed", "2" }, "more passes" },
	{ "erasure",
	  INCONSISTENT,
	  { "execution/write_error_bytes", "\"1048577\"" },
	  "more bytes failed" },
	{ "erasure",
	  INCONSISTENT,
	  { "execution/ended_at", "\"2026-11-22T03:04:04Z\"" },
	  "before it began" },
	{ "erasure",
	  YES,
	  { "execution/ended_at", "\"2026-11-22T03:04:04Z\"", "flags", "[\"clock-stepped\"]" },
	  NULL },
	{ "erasure", YES, { "flags", "[\"clock-suspect\",\"signer-expired\"]" }, NULL },
	{ "check", INCONSISTENT, { "execution/bytes_written", "\"512\"" }, "" },
	{ "check", INCONSISTENT, { "execution/media_touched", "true" }, "has written" },
	{ "erasure", INCONSISTENT, { "execution/bytes_written", "\"1048577\"" }, "more bytes were" },
	{ "erasure-complement",
	  INCONSISTENT,
	  { "execution/bytes_written", "\"1048576\"" },
	  "not all of their bytes" },
	{ "erasure",
	  INCONSISTENT,
	  { "execution/started_at", "\"2026-11-22T02:04:05Z\"" },
	  "measured duration" },
	{ "erasure", INCONSISTENT, { "execution/duration_ms", "3600000" }, "measured duration" },
	{ "erasure", INCONSISTENT, { "issued_at", "\"2026-11-22T03:05:04Z\"" }, "issued before" },
	{ "erasure", INCONSISTENT, { "execution/errors", ODD_ERROR("flush", "1") }, "not counted" },
	{ "erasure",
	  INCONSISTENT,
	  { "execution/errors", ODD_ERROR("prepare", "1") },
	  "not counted" },
	{ "erasure", INCONSISTENT, { "execution/errors", ODD_ERROR("done", "1") }, "not counted" },
	{ "erasure", INCONSISTENT, { "execution/errors", ODD_ERROR("write", "0") }, "not counted" },
	{ "erasure", INCONSISTENT, { "execution/errors", ODD_ERROR("write", "2") }, "not counted" },
	{ "erasure", INCONSISTENT, { "execution/errors_not_listed", "1000" }, "has room" },
	{ "erasure", INCONSISTENT, { "verification/content_sha256", "null" }, "is missing" },
	{ "erasure", INCONSISTENT, { "verification/chunks_sha256", "null" }, "is missing" },
	{ "erasure",
	  YES,
	  { "verification/content_sha256", "null", "verification/chunks_sha256", "null" },
	  NULL },
	{ "erasure",
	  INCONSISTENT,
	  { "verification/content_sha256", OTHER_KEY, "verification/chunks_sha256", OTHER_KEY },
	  "does not follow from the content" },
	{ "erasure", INCONSISTENT, { "verification/windows", "7" }, "without a sample" },
	{ "erasure-sample",
	  INCONSISTENT,
	  { "verification/bytes_to_verify", "\"512\"", "verification/bytes_verified", "\"512\"" },
	  "percentage and seed" },
	{ "erasure-sample",
	  INCONSISTENT,
	  { "verification/windows", "9007199254740991" },
	  "percentage and seed" },
	{ "check-sample",
	  INCONSISTENT,
	  { "verification/windows", "9007199254740991" },
	  "do not fit its windows" },
	{ "erasure", INCONSISTENT, { "medium/bus", "\"mmc\"" }, "is not on bus" },
	{ "erasure", INCONSISTENT, { "medium/bus", "\"nvme\"" }, "is not on bus" },
	{ "erasure", INCONSISTENT, { "medium/logical_block_bytes", "1" }, "no medium has" },
	{ "erasure", INCONSISTENT, { "medium/serial_source", "\"none\"" }, "where it was read" },
	{ "erasure", INCONSISTENT, { "medium/serial_problem", "\"shared\"" }, "where it was read" },
	{ "erasure", INCONSISTENT, { "medium/serial_plausible", "false" }, "where it was read" },
	{ "erasure", INCONSISTENT, { "medium/wwn_source", "\"none\"" }, "where it was read" },
	{ "erasure", INCONSISTENT, { "medium/bridge", "\"1234:5678 X\"" }, "does not have" },
	{ "erasure", INCONSISTENT, { "medium/bridge_serial", "\"X\"" }, "does not have" },
	{ "erasure", INCONSISTENT, { "medium/namespace_id", "1" }, "does not have" },
	{ "erasure", INCONSISTENT, { "medium/other_namespaces", "1" }, "does not have" },
	{ "erasure", INCONSISTENT, { "method/variant", "\"7 passes\"" }, "described" },
	{ "erasure", INCONSISTENT, { "method/source", "\"Purge\"" }, "described" },
	{ "erasure", INCONSISTENT, { "method/legacy", "true" }, "described" },
	{ "erasure",
	  INCONSISTENT,
	  { "method/level_reachable", "\"none\"" },
	  "is not what this method" },
	{ "erasure", INCONSISTENT, { "verification/result", "\"unknown\"" }, "is claimed" },
	/* Going on after an interruption. */
	{ "erasure", YES, { "resumes", "[" LINK "]" }, NULL },
	{ "erasure-resumed", INCONSISTENT, { "resumes", "[]" }, "names attempts" },
	{ "erasure-resumed", INCONSISTENT, { "execution/interruptions", "[]" }, "do not fit the" },
	{ "check", INCONSISTENT, { "execution/interruptions", RESUMED("1") }, "names attempts" },
	{ "erasure-resumed",
	  INCONSISTENT,
	  { "execution/interruptions/0/pass", "2" },
	  "outside of the job" },
	{ "erasure-resumed",
	  INCONSISTENT,
	  { "execution/interruptions/0/covered_bytes", "\"1048577\"" },
	  "outside of the job" },
	{ "erasure-resumed",
	  INCONSISTENT,
	  { "execution/interruptions/0/stopped_at", "\"2026-11-22T03:04:04Z\"" },
	  "ended before it began" },
	{ "erasure-resumed",
	  INCONSISTENT,
	  { "execution/interruptions/0/resumed_at", "\"2026-11-22T03:04:29Z\"" },
	  "ended before it began" },
	{ "erasure-resumed",
	  INCONSISTENT,
	  { "execution/interruptions/0/resumed_at", "\"2026-11-22T04:05:30Z\"" },
	  "ended before it began" },
	{ "erasure-resumed",
	  INCONSISTENT,
	  { "execution/interruptions/0/resumed_at", "\"2026-11-22T04:00:30Z\"" },
	  "do not fit the" },
	{ "erasure-resumed",
	  INCONSISTENT,
	  { "verification/mode", "\"sample\"", "verification/sample_percent", "10" },
	  "yet not all of it" },
	/* Areas. */
	{ "erasure", INCONSISTENT, { "areas/1/state", "\"erased-verified\"" }, "more is called" },
	{ "erasure", INCONSISTENT, { "areas/1/state", "\"erased-sampled\"" }, "more is called" },
	{ "erasure",
	  INCONSISTENT,
	  { "areas/2/state", "\"claimed-by-firmware\"" },
	  "more is called" },
	{ "erasure", INCONSISTENT, { "areas/1/state", "\"absent\"" }, "called absent" },
	{ "erasure", INCONSISTENT, { "areas/1/area", "\"cache\"" }, "passed over" },
	{ "erasure", INCONSISTENT, { "areas/0/bytes", "\"1048577\"" }, "more is called" },
	{ "erasure", INCONSISTENT, { "areas/0/bytes", "null" }, "more is called" },
	{ "erasure", INCONSISTENT, { "areas/0/state", "\"unknown\"" }, "contradict" },
	{ "erasure", INCONSISTENT, { "areas/2/state", "\"unknown\"" }, "contradict" },
	{ "erasure", INCONSISTENT, { "areas/5/state", "\"unknown\"" }, "contradict" },
	{ "erasure-sample",
	  INCONSISTENT,
	  { "areas/0/state", "\"erased-verified\"" },
	  "more is called" },
	{ "erasure-failed",
	  INCONSISTENT,
	  { "areas/0/state", "\"erased-verified\"" },
	  "more is called" },
	{ "erasure-partial", INCONSISTENT, { "areas/0/bytes", "\"1048576\"" }, "more is called" },
	{ "erasure-image", INCONSISTENT, { "areas/1/state", "\"absent\"" }, "called absent" },
	{ "check-failed",
	  INCONSISTENT,
	  { "areas/0/state", "\"erased-verified\"" },
	  "more is called" },
};

static json_t *child(json_t *of, const char *name, size_t length)
{
	char key[64];

	assert_true(length < sizeof(key));
	memcpy(key, name, length);
	key[length] = '\0';
	return json_is_array(of) ? json_array_get(of, (size_t)atoi(key)) : json_object_get(of, key);
}

static void change(json_t *root, const char *place, const char *value_text)
{
	json_t *value = json_loads(value_text, JSON_DECODE_ANY, NULL), *at = root;
	const char *slash;

	for (; (slash = strchr(place, '/')); place = slash + 1)
		at = child(at, place, (size_t)(slash - place));
	if (!value || !child(at, place, strlen(place)))
		fail_msg("the test is wrong: %s = %s", place, value_text);
	assert_int_equal(json_object_set_new(at, place, value), 0);
}

static struct wipecert_record *tell(const struct lie *lie)
{
	struct wipe_error err = { .code = WIPE_OK };
	struct wipecert_record *record;
	size_t bytes;
	char *json = sample_json(sample_find(lie->sample), &bytes);
	json_t *root = json_loads(json, 0, NULL);

	for (size_t i = 0; i < COUNT(lie->changes) && lie->changes[i]; i += 2)
		change(root, lie->changes[i], lie->changes[i + 1]);
	free(json);
	json = json_dumps(root, 0);
	json_decref(root);
	if (wipecert_record_parse(json, strlen(json), &record, &err) != 0)
		fail_msg("the test is wrong: %s %s: %s", lie->sample, lie->changes[0], err.message);
	free(json);
	return record;
}

static void lies_are_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(lies); i++) {
		struct wipecert_record *record = tell(&lies[i]);
		struct wipe_error err = { .code = WIPE_OK };
		enum wipecert_held held = wipecert_record_held(record, &err);

		if (held != lies[i].held || (held == INCONSISTENT) != (err.code == WIPE_E_FORMAT) ||
		    (lies[i].message && !strstr(err.message, lies[i].message)))
			fail_msg("%s, %s: %s, \"%s\"", lies[i].sample, lies[i].changes[0],
				 wipecert_held_name(held), err.message);
		wipecert_record_free(record);
	}
}

/* Passes that belong to another place, or to another pass. */
static void passes_are_the_published_ones(void **state)
{
	struct wipe_report *report = sample_report(sample_find("erasure-complement"));
	struct wipe_report *other = sample_report(sample_find("erasure-complement"));
	struct wipecert_meta meta;
	struct wipecert_record *record;
	struct wipe_error err = { .code = WIPE_OK };
	char *json;
	size_t bytes;

	(void)state;
	/* A complement of something else: its key is right for its own inputs. */
	report->plan.passes[1].inputs.secret[0] ^= 1;
	assert_int_equal(wipe_stream_key(&report->plan.passes[1].inputs, report->plan.passes[1].key,
					 NULL),
			 0);
	sample_meta(sample_find("erasure-complement"), &meta);
	assert_int_equal(
		wipecert_record_build(WIPECERT_ERASURE, report, &meta, &json, &bytes, NULL), 0);
	assert_int_equal(wipecert_record_parse(json, bytes, &record, NULL), 0);
	assert_int_equal(wipecert_record_held(record, &err), INCONSISTENT);
	assert_non_null(strstr(err.message, "not the complement"));
	wipecert_record_free(record);
	free(json);
	/* A stream that was derived for another pass. */
	other->plan.passes[0].inputs.pass = 3;
	assert_int_equal(
		wipe_stream_key(&other->plan.passes[0].inputs, other->plan.passes[0].key, NULL), 0);
	assert_int_equal(wipecert_record_build(WIPECERT_ERASURE, other, &meta, &json, &bytes, NULL),
			 0);
	assert_int_equal(wipecert_record_parse(json, bytes, &record, NULL), 0);
	wipe_error_clear(&err);
	assert_int_equal(wipecert_record_held(record, &err), INCONSISTENT);
	assert_non_null(strstr(err.message, "made for pass 3"));
	wipecert_record_free(record);
	free(json);
	free(other);
	free(report);
}

static void names_are_stable(void **state)
{
	(void)state;
	assert_string_equal(wipecert_held_name(YES), "yes");
	assert_string_equal(wipecert_held_name(NO), "no");
	assert_string_equal(wipecert_held_name(OPEN), "open");
	assert_string_equal(wipecert_held_name(INCONSISTENT), "inconsistent");
	assert_string_equal(wipecert_type_name(WIPECERT_ATTEMPT), "attempt");
	assert_string_equal(wipecert_type_name(WIPECERT_ERASURE), "erasure");
	assert_string_equal(wipecert_type_name(WIPECERT_CHECK), "check");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lies_are_found),
		cmocka_unit_test(passes_are_the_published_ones),
		cmocka_unit_test(names_are_stable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
