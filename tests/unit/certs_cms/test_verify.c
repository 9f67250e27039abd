/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goal: the two answers and the exit code for what is in order, what cannot be
 * decided and what is not trusted. (tests/vectors has the hostile files.)
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "sample_record.h"
#include "scene.h"

static void expect(const struct wipecert_trust *trust, const void *data, size_t bytes,
		   int64_t time_s, enum wipecert_reason reason, int exit_code)
{
	struct wipecert_result result;

	assert_int_equal(wipecert_verify(trust, data, bytes, time_s, &result, NULL), 0);
	assert_string_equal(wipecert_reason_name(result.reason), wipecert_reason_name(reason));
	assert_int_equal(wipecert_result_exit_code(&result), exit_code);
	assert_int_equal(result.authentic, reason == WIPECERT_REASON_NONE ? WIPECERT_VALID :
					   reason < WIPECERT_REASON_UNSIGNED ?
									    WIPECERT_INVALID :
									    WIPECERT_UNDETERMINED);
	/* Nothing that was not verified is handed out. */
	assert_int_equal(result.record != NULL, result.authentic != WIPECERT_INVALID);
	wipecert_result_clear(&result);
	assert_int_equal(wipecert_result_exit_code(&result), 1);
}

static void test_valid(void **state)
{
	struct order order = signer_order("P-256");
	struct scene scene = open_scene(state, &order);
	struct wipecert_result result;
	size_t bytes;

	assert_int_equal(
		wipecert_verify(scene.trust, scene.der, scene.der_bytes, NOW_S, &result, NULL), 0);
	assert_string_equal(wipecert_reason_name(result.reason), "none");
	assert_int_equal(result.authentic, WIPECERT_VALID);
	assert_int_equal(result.held, WIPECERT_HELD_YES);
	assert_int_equal(wipecert_result_exit_code(&result), 0);
	assert_true(result.is_signed);
	assert_false(result.timestamp.is_present);
	assert_false(result.revocation_checked);
	assert_string_equal(result.signer, "O=Test Company");
	assert_string_equal(result.link.id, wipecert_record_id(result.record));
	assert_memory_equal(result.link.signature_sha256, scene.link.signature_sha256, 32);
	assert_memory_equal(result.link.econtent_sha256, scene.link.econtent_sha256, 32);
	assert_int_equal(result.claimed_time_s, wipecert_record_issued_at(result.record));
	assert_memory_equal(wipecert_record_json(result.record, &bytes), scene.json,
			    scene.json_bytes);
	assert_int_equal(bytes, scene.json_bytes);
	wipecert_result_clear(&result);
	close_scene(&scene);
}

static void test_cannot_be_decided(void **state)
{
	struct order order = signer_order("P-256");
	struct scene scene = open_scene(state, &order);
	struct wipecert_trust *none;

	assert_int_equal(wipecert_trust_new(&none, NULL), 0);
	expect(none, scene.der, scene.der_bytes, NOW_S, WIPECERT_REASON_NO_TRUST, 8);
	expect(NULL, scene.der, scene.der_bytes, NOW_S, WIPECERT_REASON_NO_TRUST, 8);
	expect(scene.trust, scene.der, scene.der_bytes, NOW_S + 366 * DAY_S,
	       WIPECERT_REASON_EXPIRED, 8);
	expect(scene.trust, scene.der, scene.der_bytes, NOW_S - 2 * DAY_S,
	       WIPECERT_REASON_NOT_YET_VALID, 8);
	expect(scene.trust, scene.json, scene.json_bytes, NOW_S, WIPECERT_REASON_UNSIGNED, 8);
	wipecert_trust_free(none);
	close_scene(&scene);
}

static void *verify_often(void *arg)
{
	const struct scene *scene = arg;
	static char wrong;

	for (int i = 0; i < 50; i++) {
		struct wipecert_result result;
		bool good = wipecert_verify(scene->trust, scene->der, scene->der_bytes, NOW_S,
					    &result, NULL) == 0 &&
			    result.authentic == WIPECERT_VALID;

		wipecert_result_clear(&result);
		if (!good)
			return &wrong;
	}
	return NULL;
}

static void test_one_trust_serves_many_threads(void **state)
{
	struct order order = signer_order("P-256");
	struct scene scene = open_scene(state, &order);
	pthread_t threads[4];
	void *wrong;

	for (size_t i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, verify_often, &scene), 0);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(pthread_join(threads[i], &wrong), 0);
		assert_null(wrong);
	}
	close_scene(&scene);
}

static void expect_signed(struct scene *scene, enum wipecert_type type, enum sample_outcome outcome,
			  enum wipecert_held held, int exit_code)
{
	struct wipecert_result result;
	unsigned char *der;
	size_t bytes, json_bytes;
	char *json;

	assert_int_equal(sample_record(type, outcome, &json, &json_bytes), 0);
	assert_int_equal(wipecert_sign(scene->signer, json, json_bytes, &der, &bytes, NULL, NULL),
			 0);
	assert_int_equal(wipecert_verify(scene->trust, der, bytes, NOW_S, &result, NULL), 0);
	assert_int_equal(result.authentic, WIPECERT_VALID);
	assert_int_equal(result.held, held);
	assert_int_equal(wipecert_result_exit_code(&result), exit_code);
	wipecert_result_clear(&result);
	free(der);
	free(json);
}

/* Authentic records of what did not come off are never exit 0. */
static void test_authentic_but_not_held(void **state)
{
	struct order order = signer_order("P-256");
	struct scene scene = open_scene(state, &order);

	expect_signed(&scene, WIPECERT_ERASURE, SAMPLE_VERIFIED, WIPECERT_HELD_YES, 0);
	expect_signed(&scene, WIPECERT_ERASURE, SAMPLE_UNVERIFIED, WIPECERT_HELD_UNVERIFIED, 8);
	expect_signed(&scene, WIPECERT_ATTEMPT, SAMPLE_VERIFIED, WIPECERT_HELD_OPEN, 8);
	close_scene(&scene);
}

/* Without anchors nobody is trusted, but a broken signature is still broken. */
static void test_broken_without_anchors(void **state)
{
	struct order order = signer_order("P-256");
	struct scene scene = open_scene(state, &order);

	scene.der[scene.der_bytes - 1] ^= 1;
	expect(NULL, scene.der, scene.der_bytes, NOW_S, WIPECERT_REASON_SIGNATURE, 1);
	close_scene(&scene);
}

/* The claimed time must lie within the signer's validity, whenever one looks. */
static void test_claimed_time_outside_validity(void **state)
{
	struct order early = signer_order("P-256"), late = signer_order("P-256");
	struct scene scene;

	early.from_days = -50;
	early.to_days = -10;
	scene = open_scene(state, &early);
	expect(scene.trust, scene.der, scene.der_bytes, NOW_S - 20 * DAY_S, WIPECERT_REASON_EXPIRED,
	       8);
	close_scene(&scene);
	remove_folder(state);
	assert_int_equal(make_folder(state), 0);
	late.from_days = 10;
	late.to_days = 20;
	scene = open_scene(state, &late);
	expect(scene.trust, scene.der, scene.der_bytes, NOW_S + 15 * DAY_S,
	       WIPECERT_REASON_NOT_YET_VALID, 8);
	close_scene(&scene);
}

static void test_untrusted(void **state)
{
	struct order order = signer_order("P-256");
	struct scene scene = open_scene(state, &order);
	struct identity rogue = issue(&authority_order, NULL);
	struct wipecert_trust *trust;

	write_certificate(in(state, "rogue.pem"), rogue.certificate);
	assert_int_equal(wipecert_trust_new(&trust, NULL), 0);
	assert_int_equal(wipecert_trust_add_anchors(trust, in(state, "rogue.pem"), NULL), 0);
	expect(trust, scene.der, scene.der_bytes, NOW_S, WIPECERT_REASON_UNTRUSTED, 1);
	wipecert_trust_free(trust);
	release(&rogue);
	close_scene(&scene);
}

static void test_demo(void **state)
{
	struct order order = signer_order("P-256");
	struct scene scene;

	order.organisation = "massho DEMO (not for real use)";
	scene = open_scene(state, &order);
	expect(scene.trust, scene.der, scene.der_bytes, NOW_S, WIPECERT_REASON_DEMO, 8);
	close_scene(&scene);
}

static void test_too_large(void **state)
{
	unsigned char *big = calloc(1, WIPECERT_P7M_MAX_BYTES + 1);

	(void)state;
	assert_non_null(big);
	big[0] = 0x30;
	expect(NULL, big, WIPECERT_P7M_MAX_BYTES + 1, NOW_S, WIPECERT_REASON_TOO_LARGE, 1);
	expect(NULL, big, WIPECERT_P7M_MAX_BYTES, NOW_S, WIPECERT_REASON_TRAILING_DATA, 1);
	memset(big, ' ', WIPECERT_P7M_MAX_BYTES);
	big[0] = '{';
	expect(NULL, big, WIPECERT_JSON_MAX_BYTES + 1, NOW_S, WIPECERT_REASON_TOO_LARGE, 1);
	expect(NULL, big, 1, NOW_S, WIPECERT_REASON_CONTENT, 1);
	expect(NULL, big, 0, NOW_S, WIPECERT_REASON_NOT_CMS, 1);
	free(big);
}

static void test_exit_codes(void **state)
{
	static const struct {
		enum wipecert_authentic authentic;
		bool has_record;
		enum wipecert_held held;
		int exit_code;
	} cases[] = {
		{ WIPECERT_VALID, true, WIPECERT_HELD_YES, 0 },
		{ WIPECERT_VALID, true, WIPECERT_HELD_NO, 1 },
		{ WIPECERT_VALID, true, WIPECERT_HELD_OPEN, 8 },
		{ WIPECERT_VALID, true, WIPECERT_HELD_UNVERIFIED, 8 },
		{ WIPECERT_UNDETERMINED, true, WIPECERT_HELD_UNVERIFIED, 8 },
		{ WIPECERT_INVALID, true, WIPECERT_HELD_UNVERIFIED, 1 },
		{ WIPECERT_VALID, true, WIPECERT_HELD_INCONSISTENT, 1 },
		{ WIPECERT_VALID, false, WIPECERT_HELD_YES, 8 },
		{ WIPECERT_UNDETERMINED, true, WIPECERT_HELD_YES, 8 },
		{ WIPECERT_UNDETERMINED, true, WIPECERT_HELD_NO, 1 },
		{ WIPECERT_UNDETERMINED, true, WIPECERT_HELD_OPEN, 8 },
		{ WIPECERT_UNDETERMINED, true, WIPECERT_HELD_INCONSISTENT, 1 },
		{ WIPECERT_INVALID, true, WIPECERT_HELD_YES, 1 },
		{ WIPECERT_INVALID, false, WIPECERT_HELD_YES, 1 },
		{ WIPECERT_INVALID, true, WIPECERT_HELD_OPEN, 1 },
	};
	struct wipecert_record *record;
	size_t bytes;
	char *json;

	(void)state;
	assert_int_equal(sample_record(WIPECERT_ERASURE, SAMPLE_VERIFIED, &json, &bytes), 0);
	assert_int_equal(wipecert_record_parse(json, bytes, &record, NULL), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wipecert_result result = {
			.authentic = cases[i].authentic,
			.held = cases[i].held,
			.record = cases[i].has_record ? record : NULL,
		};

		assert_int_equal(wipecert_result_exit_code(&result), cases[i].exit_code);
	}
	wipecert_record_free(record);
	free(json);
}

static void test_names(void **state)
{
	(void)state;
	for (int i = WIPECERT_REASON_NONE; i <= WIPECERT_REASON_DEMO; i++) {
		assert_true(strlen(wipecert_reason_text((enum wipecert_reason)i)) > 10);
		for (int j = WIPECERT_REASON_NONE; j < i; j++)
			assert_string_not_equal(wipecert_reason_name((enum wipecert_reason)i),
						wipecert_reason_name((enum wipecert_reason)j));
	}
	assert_string_equal(wipecert_reason_name(WIPECERT_REASON_TRAILING_DATA), "trailing-data");
	assert_string_equal(wipecert_reason_name((enum wipecert_reason)99), "unknown");
	assert_string_equal(wipecert_authentic_name(WIPECERT_UNDETERMINED), "undetermined");
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FOLDER(test_valid),
		WITH_FOLDER(test_one_trust_serves_many_threads),
		WITH_FOLDER(test_authentic_but_not_held),
		WITH_FOLDER(test_cannot_be_decided),
		WITH_FOLDER(test_broken_without_anchors),
		WITH_FOLDER(test_claimed_time_outside_validity),
		WITH_FOLDER(test_untrusted),
		WITH_FOLDER(test_demo),
		cmocka_unit_test(test_too_large),
		cmocka_unit_test(test_exit_codes),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
