/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goal: the two answers and the exit code for what is in order, what cannot be
 * decided and what is not trusted. (tests/vectors has the hostile files.)
 */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <openssl/pem.h>

#include "sample_record.h"

/* Everything a test needs: an authority, a signer under it, a record it signed. */
struct scene {
	struct identity authority, signer_identity;
	struct wipecert_signer *signer;
	struct wipecert_trust *trust;
	char *json;
	size_t json_bytes;
	unsigned char *der;
	size_t der_bytes;
	struct wipecert_link link;
};

static struct scene open_scene(void **state, const struct order *order)
{
	struct scene scene = { .authority = issue(&authority_order, NULL) };

	scene.signer_identity = issue(order, &scene.authority);
	write_certificate(in(state, "root.pem"), scene.authority.certificate);
	assert_int_equal(wipecert_trust_new(&scene.trust, NULL), 0);
	assert_int_equal(wipecert_trust_add_anchors(scene.trust, in(state, "root.pem"), NULL), 0);
	assert_int_equal(load_identity(state, &scene.signer_identity, &scene.signer, NULL), 0);
	assert_int_equal(sample_record(WIPECERT_ERASURE, SAMPLE_VERIFIED, &scene.json,
				       &scene.json_bytes),
			 0);
	assert_int_equal(wipecert_sign(scene.signer, scene.json, scene.json_bytes, &scene.der,
				       &scene.der_bytes, &scene.link, NULL),
			 0);
	return scene;
}

static void close_scene(struct scene *scene)
{
	free(scene->der);
	free(scene->json);
	wipecert_trust_free(scene->trust);
	wipecert_signer_free(scene->signer);
	release(&scene->signer_identity);
	release(&scene->authority);
}

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
	assert_false(result.has_timestamp);
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
	expect_signed(&scene, WIPECERT_ERASURE, SAMPLE_UNVERIFIED, WIPECERT_HELD_NO, 1);
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

static void append_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "a");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void write_crl(const char *path, const struct identity *issuer, int next_days)
{
	X509_CRL *crl = X509_CRL_new();
	ASN1_TIME *time = ASN1_TIME_adj(NULL, NOW_S, -1, 0);
	FILE *file = fopen(path, "w");

	assert_non_null(crl);
	assert_non_null(file);
	X509_CRL_set_version(crl, X509_CRL_VERSION_2);
	X509_CRL_set_issuer_name(crl, X509_get_subject_name(issuer->certificate));
	X509_CRL_set1_lastUpdate(crl, time);
	if (next_days) {
		ASN1_TIME_adj(time, NOW_S, next_days, 0);
		X509_CRL_set1_nextUpdate(crl, time);
	}
	assert_true(X509_CRL_sign(crl, issuer->key, EVP_sha256()) > 0);
	assert_int_equal(PEM_write_X509_CRL(file, crl), 1);
	fclose(file);
	ASN1_TIME_free(time);
	X509_CRL_free(crl);
}

static void test_revocation_lists(void **state)
{
	struct order order = signer_order("P-256");
	struct scene scene = open_scene(state, &order);
	struct wipecert_result result;

	write_crl(in(state, "forever.crl"), &scene.authority, 0);
	assert_int_equal(wipecert_trust_add_crl(scene.trust, in(state, "forever.crl"), NULL),
			 WIPE_E_FORMAT);
	write_crl(in(state, "good.crl"), &scene.authority, 10);
	assert_int_equal(wipecert_trust_add_crl(scene.trust, in(state, "good.crl"), NULL), 0);
	assert_int_equal(wipecert_trust_add_crl(scene.trust, in(state, "root.pem"), NULL),
			 WIPE_E_FORMAT);
	assert_int_equal(
		wipecert_verify(scene.trust, scene.der, scene.der_bytes, NOW_S, &result, NULL), 0);
	assert_int_equal(result.authentic, WIPECERT_VALID);
	assert_true(result.revocation_checked);
	wipecert_result_clear(&result);
	assert_int_equal(wipecert_verify(scene.trust, scene.der, scene.der_bytes,
					 NOW_S + 11 * DAY_S, &result, NULL),
			 0);
	assert_string_equal(wipecert_reason_name(result.reason), "crl-stale");
	assert_false(result.revocation_checked);
	wipecert_result_clear(&result);
	close_scene(&scene);
}

static void test_anchor_folder(void **state)
{
	struct order order = signer_order("P-256");
	struct identity authority = issue(&authority_order, NULL);
	struct identity signer = issue(&order, &authority);
	struct wipecert_trust *trust;

	mkdir(in(state, "d"), 0755);
	mkdir(in(state, "none"), 0755);
	write_certificate(in(state, "d/a.pem"), authority.certificate);
	write_certificate(in(state, "d/b.crt"), signer.certificate);
	write_file(in(state, "d/readme.txt"), "no certificate", 14, 0644);
	assert_int_equal(wipecert_trust_new(&trust, NULL), 0);
	assert_int_equal(wipecert_trust_add_anchors(trust, in(state, "d"), NULL), 0);
	assert_int_equal(wipecert_trust_anchor_count(trust), 1);
	assert_int_equal(wipecert_trust_add_anchors(trust, in(state, "none"), NULL),
			 WIPE_E_NOTFOUND);
	/* Named alone, a signer's certificate is a mistake. */
	assert_int_equal(wipecert_trust_add_anchors(trust, in(state, "d/b.crt"), NULL),
			 WIPE_E_REFUSED);
	assert_int_equal(wipecert_trust_add_anchors(trust, in(state, "d/readme.txt"), NULL),
			 WIPE_E_FORMAT);
	/* A good one does not make up for a broken one behind it. */
	write_certificate(in(state, "d/broken.cer"), authority.certificate);
	append_file(in(state, "d/broken.cer"),
		    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
	assert_int_equal(wipecert_trust_add_anchors(trust, in(state, "d"), NULL), WIPE_E_FORMAT);
	wipecert_trust_free(trust);
	release(&signer);
	release(&authority);
}

static void write_tail(const char *path, const unsigned char *der, size_t bytes)
{
	unsigned char *copy = calloc(1, bytes + 1);

	assert_non_null(copy);
	memcpy(copy, der, bytes);
	write_file(path, copy, bytes + 1, 0644);
	free(copy);
}

static void test_anchor_forms(void **state)
{
	struct identity authority = issue(&authority_order, NULL);
	struct wipecert_trust *trust;
	unsigned char *der = NULL;
	int bytes = i2d_X509(authority.certificate, &der);

	assert_true(bytes > 0);
	assert_int_equal(wipecert_trust_new(&trust, NULL), 0);
	write_file(in(state, "root.der"), der, (size_t)bytes, 0644);
	assert_int_equal(wipecert_trust_add_anchors(trust, in(state, "root.der"), NULL), 0);
	write_file(in(state, "cut.der"), der, (size_t)bytes - 1, 0644);
	assert_int_equal(wipecert_trust_add_anchors(trust, in(state, "cut.der"), NULL),
			 WIPE_E_FORMAT);
	assert_int_equal(wipecert_trust_add_anchors(trust, in(state, "none"), NULL),
			 WIPE_E_NOTFOUND);
	write_tail(in(state, "tail.der"), der, (size_t)bytes);
	assert_int_equal(wipecert_trust_add_anchors(trust, in(state, "tail.der"), NULL),
			 WIPE_E_FORMAT);
	assert_int_equal(wipecert_trust_add_crl(trust, in(state, "root.der"), NULL), WIPE_E_FORMAT);
	assert_int_equal(wipecert_trust_anchor_count(trust), 1);
	OPENSSL_free(der);
	wipecert_trust_free(trust);
	wipecert_trust_free(NULL);
	release(&authority);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FOLDER(test_valid),
		WITH_FOLDER(test_authentic_but_not_held),
		WITH_FOLDER(test_cannot_be_decided),
		WITH_FOLDER(test_broken_without_anchors),
		WITH_FOLDER(test_claimed_time_outside_validity),
		WITH_FOLDER(test_untrusted),
		WITH_FOLDER(test_demo),
		cmocka_unit_test(test_too_large),
		cmocka_unit_test(test_exit_codes),
		cmocka_unit_test(test_names),
		WITH_FOLDER(test_revocation_lists),
		WITH_FOLDER(test_anchor_folder),
		WITH_FOLDER(test_anchor_forms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
