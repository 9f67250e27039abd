/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goal: keys come out of the files that people have, a passphrase is asked for
 * only if there is one, three times at most, and a key that others can read or
 * that does not fit its certificate is not used.
 */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include "cms/signer.h"

/* Answers with the words in turn; NULL gives up. */
struct answers {
	const char *words[4];
	int asked;
	char path[256];
};

static int answer(void *arg, const char *path, int attempt, char *buf, size_t size)
{
	struct answers *answers = arg;
	const char *word = answers->words[answers->asked++];

	assert_int_equal(attempt, answers->asked);
	snprintf(answers->path, sizeof(answers->path), "%s", path);
	if (!word)
		return -1;
	assert_true(strlen(word) <= size);
	memcpy(buf, word, strlen(word));
	return (int)strlen(word);
}

static int load(const char *key, const char *cert, const char *chain, struct answers *answers,
		struct wipecert_signer **signer)
{
	struct wipecert_signer_source source = {
		.key = key,
		.cert = cert,
		.chain = chain,
		.passphrase = answers ? answer : NULL,
		.passphrase_arg = answers,
	};
	struct wipe_error err;
	int code;

	wipe_error_clear(&err);
	code = wipecert_signer_load(&source, signer, &err);
	assert_int_equal(code, err.code);
	assert_int_equal(code == 0, *signer != NULL);
	/* What a passphrase was, no message tells. */
	assert_null(strstr(err.message, "secret"));
	return code;
}

static void expect_loaded(const char *key, const char *cert, struct answers *answers,
			  int times_asked)
{
	struct wipecert_signer *signer;

	assert_int_equal(load(key, cert, NULL, answers, &signer), 0);
	if (answers)
		assert_int_equal(answers->asked, times_asked);
	wipecert_signer_free(signer);
}

static void expect_code(const char *key, const char *cert, struct answers *answers, int code)
{
	struct wipecert_signer *signer;

	assert_int_equal(load(key, cert, NULL, answers, &signer), code);
}

static void write_traditional(const char *path, EVP_PKEY *key, const char *passphrase)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	/* As "openssl ecparam -genkey" has it: parameters in front. */
	if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC)
		fputs("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n"
		      "-----END EC PARAMETERS-----\n",
		      file);
	BIO *bio = BIO_new_fp(file, BIO_NOCLOSE);
	assert_int_equal(PEM_write_bio_PrivateKey_traditional(
				 bio, key, passphrase ? EVP_aes_128_cbc() : NULL,
				 (const unsigned char *)passphrase,
				 passphrase ? (int)strlen(passphrase) : 0, NULL, NULL),
			 1);
	BIO_free(bio);
	fclose(file);
	chmod(path, 0600);
}

static void test_pem_forms(void **state)
{
	struct order ec_order = signer_order("P-256"), rsa_order = signer_order("rsa-3072.pem");
	struct identity ec = issue(&ec_order, NULL), rsa = issue(&rsa_order, NULL);
	struct answers none = { .asked = 0 }, right = { .words = { "secret" } };

	write_certificate(in(state, "ec.pem"), ec.certificate);
	write_certificate(in(state, "rsa.pem"), rsa.certificate);
	write_key(in(state, "ec8"), ec.key, NULL);
	expect_loaded(in(state, "ec8"), in(state, "ec.pem"), &none, 0);
	expect_loaded(in(state, "ec8"), in(state, "ec.pem"), NULL, 0);
	write_traditional(in(state, "ec1"), ec.key, NULL);
	expect_loaded(in(state, "ec1"), in(state, "ec.pem"), &none, 0);
	write_traditional(in(state, "rsa1"), rsa.key, NULL);
	expect_loaded(in(state, "rsa1"), in(state, "rsa.pem"), &none, 0);
	write_traditional(in(state, "rsa1e"), rsa.key, "secret");
	expect_loaded(in(state, "rsa1e"), in(state, "rsa.pem"), &right, 1);
	release(&ec);
	release(&rsa);
}

static void test_passphrase(void **state)
{
	struct order order = signer_order("P-256");
	struct identity identity = issue(&order, NULL);
	struct answers first = { .words = { "secret" } };
	struct answers third = { .words = { "wrong", "wrong", "secret" } };
	struct answers never = { .words = { "wrong", "wrong", "wrong", "secret" } };
	struct answers give_up = { .words = { "wrong", NULL, "secret" } };
	const char *key = in(state, "key"), *cert = in(state, "cert");

	write_key(key, identity.key, "secret");
	write_certificate(cert, identity.certificate);
	expect_loaded(key, cert, &first, 1);
	assert_string_equal(first.path, key);
	expect_loaded(key, cert, &third, 3);
	expect_code(key, cert, &never, WIPE_E_CRYPTO);
	assert_int_equal(never.asked, 3);
	expect_code(key, cert, &give_up, WIPE_E_CRYPTO);
	assert_int_equal(give_up.asked, 2);
	expect_code(key, cert, NULL, WIPE_E_REFUSED);
	release(&identity);
}

static void write_pkcs12(const char *path, const struct identity *identity, STACK_OF(X509) * others,
			 const char *passphrase)
{
	PKCS12 *pkcs12 = PKCS12_create(passphrase, "name", identity->key, identity->certificate,
				       others, 0, 0, 0, 0, 0);
	FILE *file = fopen(path, "w");

	assert_non_null(pkcs12);
	assert_non_null(file);
	assert_int_equal(i2d_PKCS12_fp(file, pkcs12), 1);
	fclose(file);
	chmod(path, 0600);
	PKCS12_free(pkcs12);
}

/* Signer, intermediate and root in one file: all but the root is used. */
static void test_pkcs12(void **state)
{
	struct order order = signer_order("P-256");
	struct identity root = issue(&authority_order, NULL);
	struct identity middle = issue(&authority_order, &root);
	struct identity identity = issue(&order, &middle);
	struct answers right = { .words = { "wrong", "秘密 secret" } };
	struct wipecert_signer *signer;
	STACK_OF(X509) *others = sk_X509_new_null();
	const char *path = in(state, "key.p12");

	sk_X509_push(others, root.certificate);
	sk_X509_push(others, middle.certificate);
	write_pkcs12(path, &identity, others, "秘密 secret");
	assert_int_equal(load(path, NULL, NULL, &right, &signer), 0);
	assert_int_equal(right.asked, 2);
	assert_int_equal(X509_cmp(signer->certificate, identity.certificate), 0);
	assert_int_equal(sk_X509_num(signer->intermediates), 1);
	assert_int_equal(X509_cmp(sk_X509_value(signer->intermediates, 0), middle.certificate), 0);
	wipecert_signer_free(signer);
	write_pkcs12(path, &identity, NULL, "");
	expect_loaded(path, NULL, NULL, 0);
	sk_X509_free(others);
	release(&identity);
	release(&middle);
	release(&root);
}

static void test_chain_file(void **state)
{
	struct order order = signer_order("P-256");
	struct identity root = issue(&authority_order, NULL);
	struct identity middle = issue(&authority_order, &root);
	struct identity identity = issue(&order, &middle);
	struct wipecert_signer *signer;

	write_key(in(state, "key"), identity.key, NULL);
	write_certificate(in(state, "cert"), identity.certificate);
	write_certificate(in(state, "chain"), middle.certificate);
	write_certificate(in(state, "chain"), root.certificate);
	assert_int_equal(
		load(in(state, "key"), in(state, "cert"), in(state, "chain"), NULL, &signer), 0);
	assert_int_equal(sk_X509_num(signer->intermediates), 1);
	wipecert_signer_free(signer);
	/* A bundle: a verifier would refuse those that are not on the way. */
	for (int i = 0; i < 16; i++) {
		struct identity more = issue(&authority_order, &root);

		write_certificate(in(state, "chain"), more.certificate);
		release(&more);
	}
	write_certificate(in(state, "chain"), middle.certificate);
	assert_int_equal(
		load(in(state, "key"), in(state, "cert"), in(state, "chain"), NULL, &signer), 0);
	assert_int_equal(sk_X509_num(signer->intermediates), 1);
	assert_int_equal(X509_cmp(sk_X509_value(signer->intermediates, 0), middle.certificate), 0);
	wipecert_signer_free(signer);
	release(&identity);
	release(&middle);
	release(&root);
}

static void test_long_chain(void **state)
{
	struct order order = signer_order("P-256");
	struct identity authority = issue(&authority_order, NULL), identity;
	struct wipecert_signer *signer;

	for (int i = 0; i < 16; i++) {
		struct identity below = issue(&authority_order, &authority);

		write_certificate(in(state, "chain"), below.certificate);
		release(&authority);
		authority = below;
	}
	identity = issue(&order, &authority);
	write_key(in(state, "key"), identity.key, NULL);
	write_certificate(in(state, "cert"), identity.certificate);
	assert_int_equal(load(in(state, "key"), in(state, "cert"), in(state, "chain"), NULL,
			      &signer),
			 WIPE_E_REFUSED);
	release(&identity);
	release(&authority);
}

static void test_modes(void **state)
{
	static const unsigned int open_modes[] = { 0640, 0604, 0660, 0620, 0610, 0644, 0777 };
	struct order order = signer_order("P-256");
	struct identity identity = issue(&order, NULL);
	const char *key = in(state, "key"), *cert = in(state, "cert");

	write_key(key, identity.key, NULL);
	write_certificate(cert, identity.certificate);
	for (size_t i = 0; i < sizeof(open_modes) / sizeof(open_modes[0]); i++) {
		chmod(key, open_modes[i]);
		expect_code(key, cert, NULL, WIPE_E_REFUSED);
	}
	chmod(key, 0400);
	expect_loaded(key, cert, NULL, 0);
	release(&identity);
}

static void test_what_does_not_fit(void **state)
{
	struct order order = signer_order("P-256");
	struct identity one = issue(&order, NULL), other = issue(&order, NULL);
	const char *key = in(state, "key"), *cert = in(state, "cert");

	write_key(key, one.key, NULL);
	write_certificate(cert, other.certificate);
	expect_code(key, cert, NULL, WIPE_E_CRYPTO);
	expect_code(key, in(state, "none"), NULL, WIPE_E_NOTFOUND);
	expect_code(in(state, "none"), cert, NULL, WIPE_E_NOTFOUND);
	expect_code(key, NULL, NULL, WIPE_E_NOTFOUND); /* a PEM key without certificate */
	expect_code(key, key, NULL, WIPE_E_FORMAT);
	chmod(cert, 0600);
	expect_code(cert, cert, NULL, WIPE_E_FORMAT);
	expect_code((const char *)*state, cert, NULL, WIPE_E_FORMAT);
	write_file(key, "no key", 6, 0600);
	expect_code(key, cert, NULL, WIPE_E_FORMAT);
	release(&one);
	release(&other);
}

static void test_two_keys_in_one_file(void **state)
{
	struct order order = signer_order("P-256");
	struct identity identity = issue(&order, NULL);
	char *text, *twice;
	size_t bytes;
	FILE *file;

	write_certificate(in(state, "cert"), identity.certificate);
	write_key(in(state, "key"), identity.key, NULL);
	file = fopen(in(state, "key"), "r");
	text = calloc(1, 8192);
	bytes = fread(text, 1, 4096, file);
	fclose(file);
	twice = text + bytes;
	memcpy(twice, text, bytes);
	write_file(in(state, "key"), text, 2 * bytes, 0600);
	expect_code(in(state, "key"), in(state, "cert"), NULL, WIPE_E_FORMAT);
	free(text);
	release(&identity);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FOLDER(test_pem_forms),
		WITH_FOLDER(test_passphrase),
		WITH_FOLDER(test_pkcs12),
		WITH_FOLDER(test_chain_file),
		WITH_FOLDER(test_long_chain),
		WITH_FOLDER(test_modes),
		WITH_FOLDER(test_what_does_not_fit),
		WITH_FOLDER(test_two_keys_in_one_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
