/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The verifier as a filter, so that thousands of files cost one process:
 *
 *   verify-vector record attempt|erasure|unverified   a record as JSON, on stdout
 *   verify-vector sign KEY CERT <RECORD           signed, on stdout
 *   verify-vector verify                          cases on stdin, one a line:
 *       name, file, anchors or trust folder or -, revocation list or -, the same two for
 *       timestamps, time, confirmations (between tabs)
 *     prints name, authentic, reason, exit code, held or -, LEAK or -, standing or -,
 *     what is said of the timestamp or -, detail; "not-loaded" and the error if the trust is refused
 *   verify-vector sweep FILE ANCHORS TSA-ANCHORS TIME STEP   spoils FILE in every STEPth place
 *     prints "tried N", "accepted N" (the whole file first, which must be valid)
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/save.h>
#include <wipecert/sign.h>
#include <wipecert/verify.h>
#include <wipecert/weigh.h>

#include "sample_record.h"

#define FILE_MAX_BYTES ((size_t)64 << 20)

static int complain(const char *what, const struct wipe_error *err)
{
	fprintf(stderr, "%s: %s\n", what, err->message);
	return 1;
}

static int print_record(const char *type)
{
	char *json;
	size_t bytes;

	if (sample_record(strcmp(type, "attempt") == 0 ? WIPECERT_ATTEMPT : WIPECERT_ERASURE,
			  strcmp(type, "unverified") == 0 ? SAMPLE_UNVERIFIED : SAMPLE_VERIFIED,
			  &json, &bytes))
		return 1;
	fwrite(json, 1, bytes, stdout);
	free(json);
	return 0;
}

static int sign_stdin(const char *key, const char *cert)
{
	static char content[1 << 20];
	struct wipecert_signer_source source = { .key = key, .cert = cert };
	struct wipecert_signer *signer;
	struct wipe_error err;
	unsigned char *der;
	size_t der_bytes, bytes = fread(content, 1, sizeof(content), stdin);

	wipe_error_clear(&err);
	if (wipecert_signer_load(&source, &signer, &err))
		return complain(key, &err);
	if (wipecert_sign(signer, content, bytes, &der, &der_bytes, NULL, &err))
		return complain(key, &err);
	fwrite(der, 1, der_bytes, stdout);
	free(der);
	wipecert_signer_free(signer);
	return 0;
}

typedef int (*add_fn)(struct wipecert_trust *trust, const char *path, struct wipe_error *err);

static int add(add_fn fn, struct wipecert_trust *trust, const char *path, struct wipe_error *err)
{
	return strcmp(path, "-") == 0 ? 0 : fn(trust, path, err);
}

/* Anchors or a trust folder, revocation lists, and the same two for timestamps. */
static struct wipecert_trust *try_trust(char *const paths[4], int64_t time_s,
					struct wipe_error *err)
{
	struct wipecert_trust *trust = NULL;

	wipe_error_clear(err);
	if (!wipecert_trust_new(&trust, err) &&
	    (strcmp(paths[0], "-") == 0 || !wipecert_trust_load(trust, paths[0], time_s, err)) &&
	    !add(wipecert_trust_add_crl, trust, paths[1], err) &&
	    !add(wipecert_trust_add_tsa_anchors, trust, paths[2], err) &&
	    !add(wipecert_trust_add_tsa_crl, trust, paths[3], err))
		return trust;
	wipecert_trust_free(trust);
	return NULL;
}

/* Nothing may be handed out of a file that is not sound. */
static bool is_leaking(const struct wipecert_result *result)
{
	return result->record && result->authentic == WIPECERT_INVALID &&
	       result->reason != WIPECERT_REASON_INCONSISTENT;
}

static int verify_file(const char *path, const struct wipecert_trust *trust, int64_t time_s,
		       struct wipecert_result *result)
{
	struct wipe_error err;
	unsigned char *bytes;
	size_t length;
	int code;

	wipe_error_clear(&err);
	if (wipecert_load(path, FILE_MAX_BYTES, &bytes, &length, &err))
		return complain(path, &err);
	code = wipecert_verify(trust, bytes, length, time_s, result, &err);
	free(bytes);
	return code ? complain(path, &err) : 0;
}

/* confirmations: what is left of the line. */
static int weigh_case(const struct wipecert_trust *trust, int64_t time_s,
		      const struct wipecert_voice *record, char *confirmations,
		      struct wipecert_weight *weight)
{
	struct wipecert_voice voices[16];
	char *path;
	size_t count = 0;

	while ((path = strsep(&confirmations, "\t")) && count < 16) {
		struct wipecert_result result;

		path[strcspn(path, "\n")] = '\0';
		if (verify_file(path, trust, time_s, &result))
			return 1;
		count += wipecert_voice_of(&result, &voices[count]);
		wipecert_result_clear(&result);
	}
	wipecert_weigh(trust, record, voices, count, weight);
	return 0;
}

static int verify_case(const char *name, const char *path, const struct wipecert_trust *trust,
		       int64_t time_s, char *confirmations)
{
	struct wipecert_weight weight = { .standing = WIPECERT_NOT_ASKED };
	struct wipecert_result result;
	const struct wipecert_timestamp *stamp = &result.timestamp;
	struct wipecert_voice voice;
	bool is_weighed;

	if (verify_file(path, trust, time_s, &result))
		return 1;
	is_weighed = result.authentic != WIPECERT_INVALID && wipecert_voice_of(&result, &voice);
	if (is_weighed && weigh_case(trust, time_s, &voice, confirmations, &weight))
		return 1;
	printf("%s\t%s\t%s\t%d\t%s\t%s\t%s\t%s%s%s\t%s%s%s\n", name,
	       wipecert_authentic_name(result.authentic), wipecert_reason_name(result.reason),
	       wipecert_weight_exit_code(wipecert_result_exit_code(&result), weight.standing),
	       result.record ? wipecert_held_name(result.held) : "-",
	       is_leaking(&result) ? "LEAK" : "-",
	       is_weighed ? wipecert_standing_name(weight.standing) : "-",
	       stamp->is_present ? wipecert_authentic_name(stamp->authentic) : "-",
	       stamp->is_present ? "/" : "",
	       stamp->is_present ? wipecert_reason_name(stamp->reason) : "", result.detail,
	       *stamp->detail ? "; timestamp: " : "", stamp->detail);
	wipecert_result_clear(&result);
	return 0;
}

static int verify_cases(void)
{
	char line[8192];

	while (fgets(line, sizeof(line), stdin)) {
		char *rest = line;
		char *fields[7];
		struct wipecert_trust *trust;
		struct wipe_error err;
		int64_t time_s;
		int code;

		for (size_t i = 0; i < 7; i++)
			fields[i] = strsep(&rest, "\t");
		if (!fields[6])
			return 1;
		time_s = strtoll(fields[6], NULL, 10);
		trust = try_trust(&fields[2], time_s, &err);
		if (!trust) {
			printf("%s\tnot-loaded\t%s\t-\t-\t-\t-\t-\t%s\n", fields[0],
			       wipe_code_name(err.code), err.message);
			continue;
		}
		code = verify_case(fields[0], fields[1], trust, time_s, rest);
		wipecert_trust_free(trust);
		if (code)
			return code;
	}
	return 0;
}

struct sweep {
	const struct wipecert_trust *trust;
	int64_t time_s;
	size_t step, tried, accepted;
};

static void try(struct sweep *sweep, const char *how, size_t at, const unsigned char *bytes,
		size_t length)
{
	/* A copy of exactly this size: a sanitizer sees every read beyond it. */
	unsigned char *copy = malloc(length ? length : 1);
	struct wipecert_result result;

	if (!copy)
		abort();
	memcpy(copy, bytes, length);
	if (wipecert_verify(sweep->trust, copy, length, sweep->time_s, &result, NULL))
		abort();
	sweep->tried++;
	if (result.authentic != WIPECERT_INVALID || is_leaking(&result)) {
		printf("%s at %zu: %s\n", how, at, wipecert_reason_name(result.reason));
		sweep->accepted++;
	}
	wipecert_result_clear(&result);
	free(copy);
}

static void sweep_flips(struct sweep *sweep, unsigned char *bytes, size_t length)
{
	static const unsigned char masks[] = { 0x01, 0x02, 0x80, 0xff };

	for (size_t at = 0; at < length; at += sweep->step) {
		for (size_t i = 0; i < sizeof(masks); i++) {
			bytes[at] ^= masks[i];
			try(sweep, "flip", at, bytes, length);
			bytes[at] ^= masks[i];
		}
	}
}

/* bytes has room for one more. */
static void sweep_lengths(struct sweep *sweep, unsigned char *bytes, size_t length)
{
	unsigned char *copy = malloc(length + 1);

	if (!copy)
		abort();
	for (size_t at = 0; at < length; at += sweep->step) {
		try(sweep, "truncation", at, bytes, at);
		memcpy(copy, bytes, at);
		memcpy(copy + at, bytes + at + 1, length - at - 1);
		try(sweep, "deletion", at, copy, length - 1);
		copy[at] = bytes[at];
		memcpy(copy + at + 1, bytes + at, length - at);
		try(sweep, "insertion", at, copy, length + 1);
	}
	bytes[length] = 0;
	try(sweep, "appended", length, bytes, length + 1);
	free(copy);
}

static int sweep_file(char *path, char *anchors, char *tsa_anchors, const char *time,
		      const char *step)
{
	struct sweep sweep = { .time_s = strtoll(time, NULL, 10), .step = strtoul(step, NULL, 10) };
	char none[] = "-", *const paths[] = { anchors, none, tsa_anchors, none };
	struct wipecert_trust *trust = NULL;
	struct wipecert_result result;
	struct wipe_error err;
	unsigned char *bytes;
	size_t length;

	if (!sweep.step)
		return 2;
	wipe_error_clear(&err);
	trust = try_trust(paths, sweep.time_s, &err);
	if (!trust || wipecert_load(path, FILE_MAX_BYTES, &bytes, &length, &err))
		return complain(path, &err);
	sweep.trust = trust;
	if (wipecert_verify(trust, bytes, length, sweep.time_s, &result, &err) ||
	    result.authentic != WIPECERT_VALID)
		return complain("not valid to begin with", &err);
	wipecert_result_clear(&result);
	sweep_flips(&sweep, bytes, length);
	sweep_lengths(&sweep, bytes, length);
	printf("tried %zu\naccepted %zu\n", sweep.tried, sweep.accepted);
	wipecert_trust_free(trust);
	free(bytes);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "record") == 0)
		return print_record(argv[2]);
	if (argc == 4 && strcmp(argv[1], "sign") == 0)
		return sign_stdin(argv[2], argv[3]);
	if (argc == 2 && strcmp(argv[1], "verify") == 0)
		return verify_cases();
	if (argc == 7 && strcmp(argv[1], "sweep") == 0)
		return sweep_file(argv[2], argv[3], argv[4], argv[5], argv[6]);
	fputs("see the head of the source\n", stderr);
	return 2;
}
