/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goal: whatever a PKCS#11 module answers, loading or signing ends in an error with
 * words, never in a crash and never in a signature that does not verify.
 */
#include "token_scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct identity authority, engineer;

static int make_scene(void **state)
{
	struct order order = signer_order("P-256");

	if (make_folder(state))
		return -1;
	authority = issue(&authority_order, NULL);
	engineer = issue(&order, &authority);
	token_fill(state, &engineer, true);
	return 0;
}

static int end_scene(void **state)
{
	release(&engineer);
	release(&authority);
	return remove_folder(state);
}

static void test_answers_while_loading(void **state)
{
	static const struct {
		const char *modes;
		int code;
		const char *message;
	} cases[] = {
		{ "list-null", WIPE_E_USAGE, "not a PKCS#11 module" },
		{ "list-error", WIPE_E_USAGE, "not a PKCS#11 module" },
		{ "list-gaps", WIPE_E_USAGE, "not a PKCS#11 module" },
		{ "list-old", WIPE_E_USAGE, "not a PKCS#11 module" },
		{ "init-error", WIPE_E_CRYPTO, "CKR_DEVICE_ERROR" },
		{ "slots-error", WIPE_E_CRYPTO, "CKR_GENERAL_ERROR" },
		{ "slots-many", WIPE_E_CRYPTO, "more than 256 slots" },
		{ "slots-grow", WIPE_E_CRYPTO, "0x150" },
		{ "session-error", WIPE_E_CRYPTO, "other programs use the token" },
		{ "login-odd", WIPE_E_CRYPTO, "0x80001234" },
		{ "find-error", WIPE_E_CRYPTO, "the token reports an error" },
		{ "find-too-many", WIPE_E_CRYPTO, "answers with nonsense" },
		{ "find-endless", WIPE_E_USAGE, "65 keys fit" },
		{ "attribute-error", WIPE_E_CRYPTO, "the token reports an error" },
		{ "attribute-huge", WIPE_E_CRYPTO, "answers with nonsense" },
		{ "attribute-grows", WIPE_E_CRYPTO, "answers with nonsense" },
		{ "value-grows", WIPE_E_CRYPTO, "answers with nonsense" },
		{ "attribute-moves", WIPE_E_CRYPTO, "answers with nonsense" },
		{ "attribute-shrinks", WIPE_E_CRYPTO, "answers with nonsense" },
		{ "key-type-short", WIPE_E_CRYPTO, "answers with nonsense" },
		{ "certificate-huge", WIPE_E_CRYPTO, "answers with nonsense" },
		{ "certificate-garbage", WIPE_E_NOTFOUND, "no certificate of this key" },
		{ "certificate-trailing", WIPE_E_NOTFOUND, "no certificate of this key" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct holder holder = { .pin = "123456" };
		struct wipecert_signer *signer;
		struct wipe_error err;
		int code;

		token_modes(state, cases[i].modes);
		code = token_load(token_uri("object=sign"), NULL, &holder, &signer, &err);
		if (code != cases[i].code || !strstr(err.message, cases[i].message))
			fail_msg("%s: %d, %s", cases[i].modes, code, err.message);
	}
}

static void test_answers_while_signing(void **state)
{
	static const struct {
		const char *modes, *message;
	} cases[] = {
		{ "sign-init-error", "cannot be used for this signature" },
		{ "sign-error", "the token reports an error" },
		{ "signature-wrong", "does not verify" },
		{ "signature-zero", "does not verify" },
		{ "signature-ones", "cannot sign" },
		{ "signature-short", "answers with nonsense" },
		{ "signature-empty", "answers with nonsense" },
		{ "signature-huge", "answers with nonsense" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct holder holder = { .pin = "123456" };
		struct wipecert_signer *signer;
		struct wipe_error err;

		token_modes(state, cases[i].modes);
		assert_int_equal(token_load(token_uri(""), NULL, &holder, &signer, &err), 0);
		for (int turn = 0; turn < 2; turn++)
			if (token_sign_something(signer, NULL, &err) != WIPE_E_CRYPTO ||
			    !strstr(err.message, cases[i].message))
				fail_msg("%s: %s", cases[i].modes, err.message);
		wipecert_signer_free(signer);
	}
}

static void test_signatures_of_rsa(void **state)
{
	static const char *const modes[] = { "signature-wrong", "signature-zero", "signature-ones",
					     "signature-short", "signature-huge" };
	struct order order = signer_order("rsa-3072.pem");
	struct identity identity = issue(&order, &authority);

	token_fill(state, &identity, true);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		struct holder holder = { .pin = "123456" };
		struct wipecert_signer *signer;
		struct wipe_error err;

		token_modes(state, modes[i]);
		assert_int_equal(token_load(token_uri(""), NULL, &holder, &signer, &err), 0);
		assert_int_equal(token_sign_something(signer, NULL, &err), WIPE_E_CRYPTO);
		wipecert_signer_free(signer);
	}
	release(&identity);
}

static void test_labels(void **state)
{
	static const struct {
		const char *modes, *label;
	} cases[] = {
		{ "label-hostile", "?]0;x? ??? evil" },
		{ "label-empty", "PKCS#11" },
		{ "label-full", "????????????????????????????????" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct holder holder = { .pin = "654321" };
		struct wipecert_signer *signer;
		struct wipe_error err;

		token_modes(state, cases[i].modes);
		assert_int_equal(token_load(token_uri(""), NULL, &holder, &signer, &err),
				 WIPE_E_CRYPTO);
		assert_string_equal(holder.label, cases[i].label);
		assert_int_equal(strncmp(err.message, cases[i].label, strlen(cases[i].label)), 0);
	}
}

static void load_module(const char *path, int code, const char *message)
{
	struct holder holder = { .pin = "123456" };
	struct wipecert_signer *signer;
	struct wipe_error err;
	char uri[1024];

	snprintf(uri, sizeof(uri), "pkcs11:?module-path=%s", path);
	assert_int_equal(token_load(uri, NULL, &holder, &signer, &err), code);
	if (!strstr(err.message, message))
		fail_msg("%s", err.message);
}

static void test_modules_that_are_none(void **state)
{
	const char *text = in(state, "text.so");

	write_file(text, "no shared object", 16, 0644);
	load_module(text, WIPE_E_USAGE, "not a PKCS#11 module");
	load_module(in(state, "missing.so"), WIPE_E_USAGE, "no PKCS#11 module there");
	load_module(*state, WIPE_E_USAGE, "not a regular file");
	load_module("libcrypto.so.3", WIPE_E_USAGE, "must be absolute");
	assert_int_equal(chmod(text, 0666), 0);
	load_module(text, WIPE_E_REFUSED, "everybody may write");
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, make_scene, end_scene)
	const struct CMUnitTest tests[] = {
		TEST(test_answers_while_loading), TEST(test_answers_while_signing),
		TEST(test_signatures_of_rsa),	  TEST(test_labels),
		TEST(test_modules_that_are_none),
	};

	return cmocka_run_group_tests_name("token-hostile", tests, NULL, NULL);
}
