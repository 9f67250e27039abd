/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goal: a key on a token signs what any verifier accepts; its PIN is tried once and
 * never when that could lock it unasked; and everything that is missing or does not
 * fit is told before a signature is needed.
 */
#include "token_scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cms/signer.h"

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

static struct holder knowing(void)
{
	return (struct holder){ .pin = "123456" };
}

/* Loads with the right PIN, which must come off. */
static struct wipecert_signer *load_well(struct holder *holder)
{
	struct wipecert_signer *signer;
	struct wipe_error err;

	*holder = knowing();
	if (token_load(token_uri("object=sign"), NULL, holder, &signer, &err))
		fail_msg("%s", err.message);
	return signer;
}

/* Loading must fail so, and nothing may be left of the token's session. */
static void refuses(void **state, struct holder *holder, const char *cert, int code,
		    const char *message)
{
	struct wipecert_signer *signer;
	struct wipe_error err;

	assert_int_equal(token_load(token_uri("object=sign"), cert, holder, &signer, &err), code);
	if (!strstr(err.message, message))
		fail_msg("\"%s\" is not in \"%s\"", message, err.message);
	assert_int_equal(token_log_count(state, "C_Initialize"),
			 token_log_count(state, "C_Finalize"));
}

static void sign_with(void **state, const char *key, const char *modes)
{
	struct order order = signer_order(key);
	struct identity identity = issue(&order, &authority);
	struct wipecert_signer *signer;
	struct wipe_error err;
	struct holder holder;

	token_fill(state, &identity, true);
	token_modes(state, modes);
	signer = load_well(&holder);
	assert_int_equal(holder.asked, 1);
	assert_string_equal(holder.label, "Fake Token");
	assert_int_equal(X509_cmp(signer->certificate, identity.certificate), 0);
	assert_true(wipecert_signer_is_on_token(signer));
	for (int i = 0; i < 3; i++)
		if (token_sign_something(signer, NULL, &err))
			fail_msg("%s: %s", key, err.message);
	wipecert_signer_free(signer);
	assert_int_equal(token_log_count(state, "C_Login user"), 1);
	assert_int_equal(token_log_count(state, "C_Sign"), 3);
	assert_int_equal(token_log_count(state, "C_Finalize"), 1);
	release(&identity);
}

static void test_every_kind_of_key(void **state)
{
	sign_with(state, "P-256", "");
	sign_with(state, "P-256", "high-s");
	sign_with(state, "P-384", "");
	sign_with(state, "P-384", "public-bare");
	sign_with(state, "rsa-3072.pem", "");
	sign_with(state, "rsa-3072.pem", "pss-only");
	sign_with(state, "rsa-3072.pem", "no-pss");
	sign_with(state, "rsa-pss-3072.pem", "");
	sign_with(state, "P-256", "cant-lock no-public");
}

static void test_pin_is_tried_once(void **state)
{
	struct holder holder = { .pin = "654321" };

	token_tries(state, 3);
	refuses(state, &holder, NULL, WIPE_E_CRYPTO, "only few tries are left");
	assert_int_equal(holder.asked, 1);
	assert_int_equal(token_tries_left(state), 2);
	assert_int_equal(token_log_count(state, "C_Login user"), 1);
	refuses(state, &holder, NULL, WIPE_E_CRYPTO, "one try is left before it is locked");
	assert_int_equal(holder.few_tries, 1);
	assert_int_equal(token_tries_left(state), 1);
}

static void test_last_try_is_used_only_if_somebody_says_so(void **state)
{
	struct holder holder = knowing();
	struct wipecert_signer *signer;
	struct wipe_error err;

	token_tries(state, 1);
	refuses(state, &holder, NULL, WIPE_E_REFUSED, "one try is left");
	assert_int_equal(holder.last_tries, 1);
	assert_int_equal(holder.asked, 0);
	assert_int_equal(token_log_count(state, "C_Login user"), 0);
	holder = (struct holder){ .pin = "654321", .uses_last_try = true };
	refuses(state, &holder, NULL, WIPE_E_CRYPTO, "it is locked now");
	holder = (struct holder){ .pin = "123456", .uses_last_try = true };
	refuses(state, &holder, NULL, WIPE_E_REFUSED, "the PIN is locked");
	assert_int_equal(holder.last_tries, 0);
	assert_int_equal(holder.asked, 0);
	token_tries(state, 1);
	assert_int_equal(token_load(token_uri(""), NULL, &holder, &signer, &err), 0);
	wipecert_signer_free(signer);
	assert_int_equal(token_tries_left(state), 3);
}

static void test_pin_of_impossible_length_costs_no_try(void **state)
{
	struct holder holder = { .pin = "123" };

	token_tries(state, 3);
	refuses(state, &holder, NULL, WIPE_E_CRYPTO, "it was not tried");
	holder.pin = "123456789";
	refuses(state, &holder, NULL, WIPE_E_CRYPTO, "it was not tried");
	holder.pin = "";
	refuses(state, &holder, NULL, WIPE_E_CRYPTO, "it was not tried");
	assert_int_equal(token_tries_left(state), 3);
	token_modes(state, "pin-lengths-unknown");
	holder.pin = "987654321";
	refuses(state, &holder, NULL, WIPE_E_CRYPTO, "the PIN is wrong");
	assert_int_equal(token_tries_left(state), 2);
}

static void test_nobody_gives_a_pin(void **state)
{
	struct wipecert_signer_source source = { .key = token_uri("object=sign") };
	struct wipecert_signer *signer;
	struct holder holder = { .pin = NULL };

	refuses(state, &holder, NULL, WIPE_E_CRYPTO, "no PIN was given");
	assert_int_equal(wipecert_signer_load(&source, &signer, NULL), WIPE_E_REFUSED);
	assert_int_equal(token_log_count(state, "C_Login user"), 0);
}

static void test_pin_from_a_file(void **state)
{
	struct holder holder = { .pin = NULL };
	struct wipecert_signer *signer;
	struct wipe_error err;
	char attributes[600];

	write_file(in(state, "pin"), "123456\r\nmore\n", 14, 0600);
	snprintf(attributes, sizeof(attributes), "object=sign?pin-source=file:%s",
		 in(state, "pin"));
	assert_int_equal(token_load(token_uri(attributes), NULL, &holder, &signer, &err), 0);
	assert_int_equal(holder.asked, 0);
	wipecert_signer_free(signer);
	write_file(in(state, "pin"), "123456\n", 7, 0640);
	assert_int_equal(token_load(token_uri(attributes), NULL, &holder, &signer, &err),
			 WIPE_E_REFUSED);
	unlink(in(state, "pin"));
	assert_int_equal(token_load(token_uri(attributes), NULL, &holder, &signer, &err),
			 WIPE_E_NOTFOUND);
}

static void test_pin_at_the_reader(void **state)
{
	struct wipecert_signer *signer;
	struct holder holder;

	token_modes(state, "protected");
	signer = load_well(&holder);
	assert_int_equal(holder.asked, 0);
	assert_int_equal(holder.at_reader, 1);
	wipecert_signer_free(signer);
	token_modes(state, "protected reader-cancel");
	refuses(state, &holder, NULL, WIPE_E_CRYPTO, "it was given up at the token");
}

static void test_key_that_wants_its_pin_every_time(void **state)
{
	struct wipecert_signer *signer;
	struct wipe_error err;
	struct holder holder;

	token_modes(state, "always-authenticate");
	signer = load_well(&holder);
	for (int i = 0; i < 3; i++)
		assert_int_equal(token_sign_something(signer, NULL, &err), 0);
	assert_int_equal(holder.asked, 1);
	assert_int_equal(token_log_count(state, "C_Login context"), 3);
	/* Others have tried meanwhile. */
	token_tries(state, 1);
	assert_int_equal(token_sign_something(signer, NULL, &err), WIPE_E_CRYPTO);
	assert_int_equal(token_log_count(state, "C_Login context"), 3);
	token_tries(state, 3);
	assert_int_equal(token_sign_something(signer, NULL, &err), 0);
	wipecert_signer_free(signer);
}

static void test_refused_pin_is_not_given_again(void **state)
{
	struct wipecert_signer *signer;
	struct wipe_error err;
	struct holder holder;

	token_modes(state, "always-authenticate context-refused");
	signer = load_well(&holder);
	assert_int_equal(token_sign_something(signer, NULL, &err), WIPE_E_CRYPTO);
	assert_non_null(strstr(err.message, "the PIN is wrong"));
	assert_int_equal(token_sign_something(signer, NULL, &err), WIPE_E_CRYPTO);
	assert_int_equal(token_log_count(state, "C_Login context"), 1);
	wipecert_signer_free(signer);
}

/* A person who was not quick enough at the reader: the next signature is another one. */
static void test_signature_after_one_that_was_begun(void **state)
{
	struct wipecert_signer *signer;
	struct wipe_error err;
	struct holder holder;

	token_modes(state, "protected always-authenticate context-cancel");
	signer = load_well(&holder);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(token_sign_something(signer, NULL, &err), WIPE_E_CRYPTO);
		assert_non_null(strstr(err.message, "CKR_FUNCTION_CANCELED"));
	}
	assert_int_equal(token_log_count(state, "C_Login context at reader"), 2);
	assert_int_equal(holder.at_reader, 3);
	wipecert_signer_free(signer);
}

static void test_removed(void **state)
{
	struct wipecert_signer *signer;
	struct wipe_error err;
	struct holder holder;

	token_modes(state, "removed-after-1");
	signer = load_well(&holder);
	assert_int_equal(token_sign_something(signer, NULL, &err), 0);
	assert_int_equal(token_sign_something(signer, NULL, &err), WIPE_E_CRYPTO);
	assert_non_null(strstr(err.message, "Fake Token: the token is no longer there"));
	wipecert_signer_free(signer);
	write_file(in(state, "removed"), "", 0, 0644);
	refuses(state, &holder, NULL, WIPE_E_USAGE, "is it inserted?");
}

static void test_what_does_not_fit(void **state)
{
	static const struct {
		const char *modes;
		int code;
		const char *message;
	} cases[] = {
		{ "slots-none", WIPE_E_USAGE, "no token fits" },
		{ "empty", WIPE_E_USAGE, "no token fits" },
		{ "slots-two", WIPE_E_USAGE,
		  "2 tokens fit the pkcs11: URI, it must be one: "
		  "pkcs11:serial=0001;token=Fake%20Token pkcs11:serial=0002;token=Fake%20Token" },
		{ "no-key", WIPE_E_USAGE, "no private key on this token fits" },
		{ "keys-two", WIPE_E_USAGE,
		  "2 keys fit the pkcs11: URI, it must be one: pkcs11:id=%01;object=sign" },
		{ "not-for-signing", WIPE_E_USAGE, "is not for signing" },
		{ "certificates-two", WIPE_E_USAGE, "several certificates" },
		{ "id-none", WIPE_E_NOTFOUND, "no certificate of this key" },
		{ "key-type-odd", WIPE_E_REFUSED, "neither ECDSA nor RSA" },
		{ "public-other", WIPE_E_CRYPTO, "does not belong to the key" },
		{ "no-mechanism", WIPE_E_UNSUPPORTED, "CKM_ECDSA" },
		{ "mechanism-only-verifies", WIPE_E_UNSUPPORTED, "CKM_ECDSA" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct holder holder = knowing();

		token_modes(state, cases[i].modes);
		refuses(state, &holder, NULL, cases[i].code, cases[i].message);
	}
}

static void test_certificate_from_a_file(void **state)
{
	struct order order = signer_order("P-256"), rsa_order = signer_order("rsa-3072.pem");
	struct identity other = issue(&order, &authority), rsa = issue(&rsa_order, &authority);
	struct holder holder = knowing();
	struct wipecert_signer *signer;
	struct wipe_error err;

	token_fill(state, &engineer, false);
	refuses(state, &holder, NULL, WIPE_E_NOTFOUND, "give it with --cert");
	write_certificate(in(state, "other.pem"), other.certificate);
	refuses(state, &holder, in(state, "other.pem"), WIPE_E_CRYPTO, "does not belong");
	write_certificate(in(state, "rsa.pem"), rsa.certificate);
	token_modes(state, "no-public");
	refuses(state, &holder, in(state, "rsa.pem"), WIPE_E_CRYPTO, "does not belong");
	/* The token does not tell its public key: the first signature does. */
	assert_int_equal(token_load(token_uri(""), in(state, "other.pem"), &holder, &signer, &err),
			 0);
	assert_int_equal(token_sign_something(signer, NULL, &err), WIPE_E_CRYPTO);
	assert_non_null(strstr(err.message, "does not verify"));
	wipecert_signer_free(signer);
	write_certificate(in(state, "mine.pem"), engineer.certificate);
	assert_int_equal(token_load(token_uri(""), in(state, "mine.pem"), &holder, &signer, &err),
			 0);
	assert_int_equal(token_sign_something(signer, NULL, &err), 0);
	wipecert_signer_free(signer);
	release(&other);
	release(&rsa);
}

/* The child's signature comes from here; the token is not touched there. */
struct pipes {
	int question[2], answer[2];
};

static int carry(void *arg, const unsigned char *attributes, size_t attributes_bytes,
		 unsigned char signature[WIPECERT_SIGNATURE_MAX_BYTES], size_t *signature_bytes,
		 struct wipe_error *err)
{
	struct pipes *pipes = arg;
	ssize_t got;

	if (write(pipes->question[1], attributes, attributes_bytes) != (ssize_t)attributes_bytes)
		return wipe_error_set(err, WIPE_E_CRYPTO, 0, "write");
	got = read(pipes->answer[0], signature, WIPECERT_SIGNATURE_MAX_BYTES);
	*signature_bytes = got > 0 ? (size_t)got : 0;
	return 0;
}

static void sign_in_child(struct wipecert_signer *signer, struct pipes *pipes)
{
	struct wipe_error err;
	int code;

	/* By itself it cannot, and does not try. */
	if (token_sign_something(signer, NULL, &err) != WIPE_E_CRYPTO ||
	    !strstr(err.message, "another process"))
		_exit(1);
	wipecert_signer_relay(signer, carry, pipes);
	code = token_sign_something(signer, NULL, &err);
	wipecert_signer_free(signer);
	_exit(code ? 2 : 0);
}

static void test_child_has_its_signatures_made(void **state)
{
	unsigned char attributes[WIPECERT_ATTRIBUTES_MAX_BYTES],
		signature[WIPECERT_SIGNATURE_MAX_BYTES];
	struct holder holder;
	struct wipecert_signer *signer = load_well(&holder);
	struct pipes pipes;
	size_t bytes;
	ssize_t got;
	int status;
	pid_t child;

	assert_int_equal(pipe(pipes.question), 0);
	assert_int_equal(pipe(pipes.answer), 0);
	child = fork();
	if (!child)
		sign_in_child(signer, &pipes);
	got = read(pipes.question[0], attributes, sizeof(attributes));
	assert_true(got > 0);
	assert_int_equal(wipecert_signer_answer(signer, attributes, (size_t)got, signature, &bytes,
						NULL),
			 0);
	assert_int_equal(write(pipes.answer[1], signature, bytes), bytes);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	wipecert_signer_free(signer);
	assert_int_equal(token_log_count(state, "CALLED IN A CHILD"), 0);
	assert_int_equal(token_log_count(state, "C_Sign"), 1);
	assert_int_equal(token_log_count(state, "C_Finalize"), 1);
	for (int i = 0; i < 2; i++) {
		close(pipes.question[i]);
		close(pipes.answer[i]);
	}
}

static void put_registration(void **state, const char *name, const char *module)
{
	char text[600];

	snprintf(text, sizeof(text), "module: %s\n", module);
	write_file(in(state, name), text, strlen(text), 0644);
}

static int give_right_pin(void *arg, const char *label, int attempt, char *buf, size_t size)
{
	(void)arg;
	(void)label;
	(void)attempt;
	assert_true(size > 6);
	memcpy(buf, "123456", 6);
	return 6;
}

static void test_registered_modules(void **state)
{
	struct wipecert_signer_source source = { .key = "pkcs11:", .pin = give_right_pin };
	const char *folders[] = { *state, NULL };
	struct wipe_error err;
	struct token *token;
	char fake[512];

	snprintf(fake, sizeof(fake), "%s/tests/lib/fake_token.so", getenv("MASSHO_BUILD"));
	wipe_error_clear(&err);
	assert_int_equal(token_open(&source, folders, &token, &err), WIPE_E_USAGE);
	assert_non_null(strstr(err.message, "no PKCS#11 module is registered"));
	/* One that cannot be loaded does not hide the token of another. */
	put_registration(state, "a.module", "/nonexistent/card.so");
	put_registration(state, "b.module", fake);
	assert_int_equal(token_open(&source, folders, &token, NULL), 0);
	assert_string_equal(token_label(token), "Fake Token");
	token_close(token);
	put_registration(state, "c.module", fake);
	wipe_error_clear(&err);
	assert_int_equal(token_open(&source, folders, &token, &err), WIPE_E_USAGE);
	assert_non_null(strstr(err.message, "module-name=b pkcs11:"));
	assert_non_null(strstr(err.message, "module-name=c"));
	source.key = "pkcs11:?module-name=c";
	assert_int_equal(token_open(&source, folders, &token, NULL), 0);
	token_close(token);
	source.key = "pkcs11:?module-name=a";
	wipe_error_clear(&err);
	assert_int_equal(token_open(&source, folders, &token, &err), WIPE_E_USAGE);
	assert_non_null(strstr(err.message, "/nonexistent/card.so"));
	assert_int_equal(token_log_count(state, "C_Initialize"),
			 token_log_count(state, "C_Finalize"));
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, make_scene, end_scene)
	const struct CMUnitTest tests[] = {
		TEST(test_every_kind_of_key),
		TEST(test_pin_is_tried_once),
		TEST(test_last_try_is_used_only_if_somebody_says_so),
		TEST(test_pin_of_impossible_length_costs_no_try),
		TEST(test_nobody_gives_a_pin),
		TEST(test_pin_from_a_file),
		TEST(test_pin_at_the_reader),
		TEST(test_key_that_wants_its_pin_every_time),
		TEST(test_refused_pin_is_not_given_again),
		TEST(test_signature_after_one_that_was_begun),
		TEST(test_removed),
		TEST(test_what_does_not_fit),
		TEST(test_certificate_from_a_file),
		TEST(test_registered_modules),
		TEST(test_child_has_its_signatures_made),
	};

	return cmocka_run_group_tests_name("token", tests, NULL, NULL);
}
