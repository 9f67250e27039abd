/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goal: what is signed can be verified, has the one form that records have, and
 * nothing is signed with a key or certificate that a verifier would refuse.
 */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/ecdsa.h>
#include <openssl/evp.h>

#include "cms/envelope.h"
#include "common/digest.h"
#include "x509/ecdsa.h"

static const char content[] = "{\"not\":\"a record, signing does not look\"}";

static void check_opens(const unsigned char *der, size_t bytes, const struct identity *identity,
			const struct wipecert_link *link)
{
	struct finding finding = { .reason = WIPECERT_REASON_NONE };
	struct envelope envelope;
	uint8_t sha256[32];

	assert_true(
		envelope_open(der, bytes, algorithm_edition_default(), NULL, &envelope, &finding));
	assert_true(der_equal(envelope.signed_data.content, content, sizeof(content)));
	assert_int_equal(X509_cmp(envelope.signer, identity->certificate), 0);
	assert_true(digest_sha256(content, sizeof(content), sha256));
	assert_memory_equal(link->econtent_sha256, sha256, 32);
	assert_memory_equal(link->signature_sha256, envelope.link.signature_sha256, 32);
	assert_true(link->is_signed);
	assert_string_equal(link->id, "");
	envelope_close(&envelope);
}

static void sign_and_open(void **state, const char *key, int digest_nid)
{
	struct identity authority = issue(&authority_order, NULL);
	struct order order = signer_order(key);
	struct identity identity = issue(&order, &authority);
	struct wipecert_signer *signer;
	struct wipecert_link link;
	struct finding finding = { .reason = WIPECERT_REASON_NONE };
	struct signed_data parsed;
	unsigned char *der;
	size_t bytes;

	assert_int_equal(load_identity(state, &identity, &signer, NULL), 0);
	assert_string_equal(wipecert_signer_name(signer), "O=Test Company");
	assert_int_equal(wipecert_sign(signer, content, sizeof(content), &der, &bytes, &link, NULL),
			 0);
	check_opens(der, bytes, &identity, &link);
	assert_true(signed_data_parse(der, bytes, &parsed, &finding));
	assert_int_equal(algorithm_digest_of(parsed.digest_algorithm)->nid, digest_nid);
	/* Intermediates only, no root: the one certificate is the signer's. */
	assert_int_equal(parsed.certificates.bytes, i2d_X509(identity.certificate, NULL));
	free(der);
	wipecert_signer_free(signer);
	release(&identity);
	release(&authority);
}

static void test_every_key_type(void **state)
{
	sign_and_open(state, "P-256", NID_sha256);
	sign_and_open(state, "P-384", NID_sha384);
	sign_and_open(state, "rsa-3072.pem", NID_sha256);
	sign_and_open(state, "rsa-pss-3072.pem", NID_sha256);
}

static bool s_is_low(struct der_slice signature)
{
	struct der_element outer, r, s;
	/* Half of the order of P-256 (FIPS 186-4, D.1.2.3), rounded down. */
	static const unsigned char half[] = {
		0x7f, 0xff, 0xff, 0xff, 0x80, 0x00, 0x00, 0x00, 0x7f, 0xff, 0xff,
		0xff, 0xff, 0xff, 0xff, 0xff, 0xde, 0x73, 0x7d, 0x56, 0xd3, 0x8b,
		0xcf, 0x42, 0x79, 0xdc, 0xe5, 0x61, 0x7e, 0x31, 0x92, 0xa8,
	};

	assert_true(der_take(&signature, DER_SEQUENCE, &outer));
	assert_true(der_take(&outer.body, DER_INTEGER, &r));
	assert_true(der_take(&outer.body, DER_INTEGER, &s));
	return s.body.bytes < sizeof(half) ||
	       (s.body.bytes == sizeof(half) && memcmp(s.body.at, half, sizeof(half)) <= 0);
}

/* Half of all signatures would be high by chance: 24 low ones are no accident. */
static void test_low_s(void **state)
{
	struct order order = signer_order("P-256");
	struct identity identity = issue(&order, NULL);
	struct wipecert_signer *signer;

	assert_int_equal(load_identity(state, &identity, &signer, NULL), 0);
	for (int i = 0; i < 24; i++) {
		struct finding finding = { .reason = WIPECERT_REASON_NONE };
		struct signed_data parsed;
		unsigned char *der;
		size_t bytes;

		assert_int_equal(wipecert_sign(signer, &i, sizeof(i), &der, &bytes, NULL, NULL), 0);
		assert_true(signed_data_parse(der, bytes, &parsed, &finding));
		assert_true(s_is_low(parsed.signature));
		free(der);
	}
	wipecert_signer_free(signer);
	release(&identity);
}

/* Both forms of one signature have the same hash. */
static void test_normalise(void **state)
{
	/* r = 1, s = n - 1 of P-256; the low form is s = 1. */
	static const unsigned char high[] = {
		0x30, 0x26, 2,	  1,	1,    2,    0x21, 0x00, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00,
		0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad,
		0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x50,
	};
	static const unsigned char low[] = { 0x30, 6, 2, 1, 1, 2, 1, 1 };
	static const unsigned char with_tail[] = { 0x30, 6, 2, 1, 1, 2, 1, 1, 0 };
	EVP_PKEY *key = EVP_EC_gen("P-256");
	unsigned char *out;
	size_t bytes;

	(void)state;
	assert_true(ecdsa_normalise(key, high, sizeof(high), &out, &bytes));
	assert_int_equal(bytes, sizeof(low));
	assert_memory_equal(out, low, sizeof(low));
	OPENSSL_free(out);
	assert_true(ecdsa_normalise(key, low, sizeof(low), &out, &bytes));
	assert_int_equal(bytes, sizeof(low));
	assert_memory_equal(out, low, sizeof(low));
	OPENSSL_free(out);
	assert_false(ecdsa_normalise(key, low, sizeof(low) - 1, &out, &bytes));
	assert_false(ecdsa_normalise(key, with_tail, sizeof(with_tail), &out, &bytes));
	EVP_PKEY_free(key);
}

static void expect_refused(void **state, const struct order *order, const char *word)
{
	struct identity identity = issue(order, NULL);
	struct wipecert_signer *signer;
	struct wipe_error err;

	wipe_error_clear(&err);
	assert_int_equal(load_identity(state, &identity, &signer, &err), WIPE_E_REFUSED);
	assert_null(signer);
	assert_non_null(strstr(err.message, word));
	release(&identity);
}

static void test_unfit_keys_and_certificates(void **state)
{
	struct order order = signer_order("rsa-2048.pem");

	expect_refused(state, &order, "3072");
	order = signer_order("P-521");
	expect_refused(state, &order, "P-384");
	order = signer_order("ED25519");
	expect_refused(state, &order, "ECDSA");
	order = signer_order("P-256");
	order.basic_constraints = "critical,CA:TRUE";
	order.key_usage = "critical,digitalSignature,keyCertSign";
	expect_refused(state, &order, "authority");
	order.key_usage = "critical,digitalSignature";
	expect_refused(state, &order, "authority");
	order = signer_order("P-256");
	order.key_usage = NULL;
	expect_refused(state, &order, "key usage");
	order.key_usage = "critical,keyEncipherment";
	expect_refused(state, &order, "key usage");
	order.key_usage = "critical,digitalSignature,keyCertSign";
	expect_refused(state, &order, "authority");
	order = signer_order("P-256");
	order.extended_key_usage = "emailProtection";
	expect_refused(state, &order, "extended key usage");
}

static void test_validity_is_flagged_not_refused(void **state)
{
	struct order order = signer_order("P-256");
	struct identity identity = issue(&order, NULL);
	struct wipecert_signer *signer;
	uint8_t sha256[32], expected[32];
	unsigned int bytes = 0;

	assert_int_equal(load_identity(state, &identity, &signer, NULL), 0);
	assert_null(wipecert_signer_flag_at(signer, NOW_S));
	assert_string_equal(wipecert_signer_flag_at(signer, NOW_S - 2 * DAY_S),
			    "signer-not-yet-valid");
	assert_string_equal(wipecert_signer_flag_at(signer, NOW_S + 366 * DAY_S), "signer-expired");
	assert_int_equal(X509_digest(identity.certificate, EVP_sha256(), expected, &bytes), 1);
	wipecert_signer_sha256(signer, sha256);
	assert_memory_equal(sha256, expected, 32);
	wipecert_signer_free(signer);
	release(&identity);
}

static void test_too_much(void **state)
{
	struct order order = signer_order("P-256");
	struct identity identity = issue(&order, NULL);
	struct wipecert_signer *signer;
	unsigned char *der = NULL;
	char *big = calloc(1, WIPECERT_JSON_MAX_BYTES + 1);
	size_t bytes;

	assert_non_null(big);
	assert_int_equal(load_identity(state, &identity, &signer, NULL), 0);
	assert_int_equal(wipecert_sign(signer, big, WIPECERT_JSON_MAX_BYTES + 1, &der, &bytes, NULL,
				       NULL),
			 WIPE_E_USAGE);
	assert_null(der);
	assert_int_equal(
		wipecert_sign(signer, big, WIPECERT_JSON_MAX_BYTES, &der, &bytes, NULL, NULL), 0);
	free(der);
	free(big);
	wipecert_signer_free(signer);
	release(&identity);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_every_key_type, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(test_low_s, make_folder, remove_folder),
		cmocka_unit_test(test_normalise),
		cmocka_unit_test_setup_teardown(test_unfit_keys_and_certificates, make_folder,
						remove_folder),
		cmocka_unit_test_setup_teardown(test_validity_is_flagged_not_refused, make_folder,
						remove_folder),
		cmocka_unit_test_setup_teardown(test_too_much, make_folder, remove_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
