/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goal: each allocation of libcrypto fails in turn, while verifying and while
 * signing: no crash, no leak (the sanitizers look), never "valid" for a spoilt
 * file, and never a signature that does not verify.
 */
#include <stdlib.h>

#include <openssl/crypto.h>

#include "scene.h"

static long allocations_left = -1; /* -1: without end */
static bool has_failed;

static bool may_allocate(void)
{
	if (allocations_left == 0) {
		has_failed = true;
		return false;
	}
	if (allocations_left > 0)
		allocations_left--;
	return true;
}

static void *allocate(size_t bytes, const char *file, int line)
{
	(void)file;
	(void)line;
	return may_allocate() ? malloc(bytes) : NULL;
}

static void *reallocate(void *old, size_t bytes, const char *file, int line)
{
	(void)file;
	(void)line;
	return may_allocate() ? realloc(old, bytes) : NULL;
}

static void release_memory(void *old, const char *file, int line)
{
	(void)file;
	(void)line;
	free(old);
}

/* What one try left in it would spare the next one its allocations. */
static struct wipecert_trust *new_trust(void **state, const char *const *lists)
{
	struct wipecert_trust *trust;

	assert_int_equal(wipecert_trust_new(&trust, NULL), 0);
	assert_int_equal(wipecert_trust_add_anchors(trust, in(state, "root.pem"), NULL), 0);
	for (; lists && *lists; lists++)
		assert_int_equal(wipecert_trust_add_crl(trust, in(state, *lists), NULL), 0);
	return trust;
}

/* One try with so many allocations; true while the last of them was not enough. */
static bool verify_with(void **state, const struct scene *scene, const char *const *lists,
			long allocations, enum wipecert_authentic best)
{
	struct wipecert_trust *trust = new_trust(state, lists);
	struct wipecert_result result;
	int code;

	has_failed = false;
	allocations_left = allocations;
	code = wipecert_verify(trust, scene->der, scene->der_bytes, NOW_S, &result, NULL);
	allocations_left = -1;
	if (code)
		assert_int_equal(code, WIPE_E_NOMEM);
	if (code)
		assert_int_equal(result.authentic, WIPECERT_INVALID);
	assert_true(result.authentic >= best);
	wipecert_result_clear(&result);
	wipecert_trust_free(trust);
	return has_failed;
}

static void test_verify(void **state)
{
	struct order order = signer_order("P-256");
	struct scene scene = open_scene(state, &order);
	long allocations = 0;

	while (verify_with(state, &scene, NULL, allocations, WIPECERT_VALID))
		allocations++;
	assert_true(allocations > 500);
	scene.der[scene.der_bytes - 1] ^= 1;
	for (allocations = 0; verify_with(state, &scene, NULL, allocations, WIPECERT_INVALID);)
		allocations++;
	assert_true(allocations > 500);
	close_scene(&scene);
}

/* Whoever is revoked does not become acceptable by lack of memory. */
static void test_revoked(void **state)
{
	static const char *const lists[] = { "2.crl", "1.crl", NULL };
	struct order order = signer_order("P-256");
	struct scene scene = open_scene(state, &order);
	long allocations = 0;

	write_crl(in(state, "1.crl"), &scene.authority, scene.signer_identity.certificate, 10);
	write_crl(in(state, "2.crl"), &scene.authority, NULL, 20);
	while (verify_with(state, &scene, lists, allocations, WIPECERT_UNDETERMINED))
		allocations++;
	assert_true(allocations > 500);
	close_scene(&scene);
}

static bool sign_with(const struct scene *scene, long allocations)
{
	unsigned char *der;
	size_t bytes;
	int code;

	has_failed = false;
	allocations_left = allocations;
	code = wipecert_sign(scene->signer, scene->json, scene->json_bytes, &der, &bytes, NULL,
			     NULL);
	allocations_left = -1;
	if (code) {
		assert_null(der);
	} else {
		struct wipecert_result result;

		assert_int_equal(wipecert_verify(scene->trust, der, bytes, NOW_S, &result, NULL),
				 0);
		assert_int_equal(result.authentic, WIPECERT_VALID);
		wipecert_result_clear(&result);
		free(der);
	}
	return has_failed;
}

static void test_sign(void **state)
{
	struct order order = signer_order("P-256");
	struct scene scene = open_scene(state, &order);
	long allocations = 0;

	while (sign_with(&scene, allocations))
		allocations++;
	assert_true(allocations > 500);
	close_scene(&scene);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FOLDER(test_verify),
		WITH_FOLDER(test_revoked),
		WITH_FOLDER(test_sign),
	};

	/* Before libcrypto allocates anything. */
	if (CRYPTO_set_mem_functions(allocate, reallocate, release_memory) != 1)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
