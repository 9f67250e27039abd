/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goal: a trial hierarchy that works, says DEMO everywhere, and leaves no half of itself. */
#include "support.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "x509/name.h"

static X509 *read_certificate(void **state, const char *name)
{
	FILE *file = fopen(in(state, name), "r");
	X509 *certificate;

	assert_non_null(file);
	certificate = PEM_read_X509(file, NULL, NULL, NULL);
	fclose(file);
	assert_non_null(certificate);
	return certificate;
}

static unsigned int mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

static void check_signer(void **state, const char *key, const char *cert)
{
	struct wipecert_signer_source source = { .key = in(state, key), .cert = in(state, cert) };
	struct wipecert_signer *signer;

	assert_int_equal(wipecert_signer_load(&source, &signer, NULL), 0);
	assert_null(wipecert_signer_flag_at(signer, NOW_S));
	assert_non_null(wipecert_signer_flag_at(signer, NOW_S - 2 * DAY_S));
	assert_non_null(wipecert_signer_flag_at(signer, NOW_S + 2 * 365 * DAY_S));
	wipecert_signer_free(signer);
}

static void check_certificate(void **state, const char *name, X509 *root)
{
	X509 *certificate = read_certificate(state, name);

	assert_true(name_is_demo(X509_get_subject_name(certificate)));
	assert_int_equal(X509_check_issued(root, certificate), X509_V_OK);
	assert_int_equal(X509_verify(certificate, X509_get0_pubkey(root)), 1);
	X509_free(certificate);
}

static void test_hierarchy(void **state)
{
	static const char *const certificates[] = { "d/root.pem", "d/engineer.pem", "d/officer.pem",
						    "d/tsa.pem" };
	static const char *const keys[] = { "d/engineer.key", "d/officer.key", "d/tsa.key" };
	X509 *root, *tsa;

	umask(0);
	assert_int_equal(wipecert_demo_create(in(state, "d"), &fixed_env, NULL), 0);
	assert_int_equal(count_files(in(state, "d")), 7);
	root = read_certificate(state, "d/root.pem");
	assert_int_equal(X509_check_ca(root), 1);
	for (size_t i = 0; i < 4; i++)
		check_certificate(state, certificates[i], root);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(mode_of(in(state, keys[i])), 0600);
	assert_int_equal(mode_of(in(state, "d")), 0700);
	check_signer(state, "d/engineer.key", "d/engineer.pem");
	check_signer(state, "d/officer.key", "d/officer.pem");
	tsa = read_certificate(state, "d/tsa.pem");
	assert_int_equal(X509_check_purpose(tsa, X509_PURPOSE_TIMESTAMP_SIGN, 0), 1);
	X509_free(tsa);
	X509_free(root);
}

static void test_only_into_an_empty_folder(void **state)
{
	mkdir(in(state, "d"), 0755);
	assert_int_equal(wipecert_demo_create(in(state, "d"), &fixed_env, NULL), 0);
	assert_int_equal(wipecert_demo_create(in(state, "d"), &fixed_env, NULL), WIPE_E_REFUSED);
	assert_int_equal(count_files(in(state, "d")), 7);
	mkdir(in(state, "e"), 0755);
	write_file(in(state, "e/.hidden"), "", 0, 0644);
	assert_int_equal(wipecert_demo_create(in(state, "e"), &fixed_env, NULL), WIPE_E_REFUSED);
	assert_int_equal(count_files(in(state, "e")), 1);
	assert_int_equal(wipecert_demo_create(in(state, "a/b"), &fixed_env, NULL), WIPE_E_SYSTEM);
}

/* Files end at 790 bytes: only the last one, tsa.pem, does not fit. */
static void test_failure_leaves_nothing(void **state)
{
	struct rlimit small = { 790, RLIM_INFINITY }, large = { RLIM_INFINITY, RLIM_INFINITY };

	assert_int_equal(wipecert_demo_create(in(state, "d"), &no_random_env, NULL), WIPE_E_CRYPTO);
	assert_int_equal(count_files(*state), 0);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_int_equal(wipecert_demo_create(in(state, "d"), &fixed_env, NULL), WIPE_E_SYSTEM);
	assert_int_equal(count_files(*state), 0);
	mkdir(in(state, "e"), 0755);
	assert_int_equal(wipecert_demo_create(in(state, "e"), &fixed_env, NULL), WIPE_E_SYSTEM);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &large), 0);
	assert_int_equal(count_files(in(state, "e")), 0);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FOLDER(test_hierarchy),
		WITH_FOLDER(test_only_into_an_empty_folder),
		WITH_FOLDER(test_failure_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
