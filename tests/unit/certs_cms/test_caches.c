/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goal: what was seen before answers faster and never otherwise. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/x509v3.h>

#include "certificate_pool.h"
#include "chain_cache.h"
#include "scene.h"

static enum wipecert_reason reason_at(const struct scene *scene, int64_t time_s)
{
	struct wipecert_result result;
	enum wipecert_reason reason;

	assert_int_equal(wipecert_verify(scene->trust, scene->der, scene->der_bytes, time_s,
					 &result, NULL),
			 0);
	reason = result.reason;
	wipecert_result_clear(&result);
	return reason;
}

/* Twice each: the second time it comes out of the cache. */
static void check_reason(const struct scene *scene, int64_t time_s, enum wipecert_reason wanted)
{
	assert_int_equal(reason_at(scene, time_s), wanted);
	assert_int_equal(reason_at(scene, time_s), wanted);
}

static void test_trust_that_changes(void **state)
{
	struct order order = signer_order("P-256");
	struct scene scene = open_scene(state, &order);
	struct identity other = issue(&authority_order, NULL);

	wipecert_trust_free(scene.trust);
	assert_int_equal(wipecert_trust_new(&scene.trust, NULL), 0);
	check_reason(&scene, NOW_S, WIPECERT_REASON_NO_TRUST);
	write_certificate(in(state, "other.pem"), other.certificate);
	assert_int_equal(wipecert_trust_add_anchors(scene.trust, in(state, "other.pem"), NULL), 0);
	check_reason(&scene, NOW_S, WIPECERT_REASON_UNTRUSTED);
	assert_int_equal(wipecert_trust_add_anchors(scene.trust, in(state, "root.pem"), NULL), 0);
	check_reason(&scene, NOW_S, WIPECERT_REASON_NONE);
	write_crl(in(state, "1.crl"), &scene.authority, scene.signer_identity.certificate, 10);
	assert_int_equal(wipecert_trust_add_crl(scene.trust, in(state, "1.crl"), NULL), 0);
	check_reason(&scene, NOW_S, WIPECERT_REASON_REVOKED);
	release(&other);
	close_scene(&scene);
}

static void test_each_moment_by_itself(void **state)
{
	struct order order = signer_order("P-256");
	struct scene scene = open_scene(state, &order);

	check_reason(&scene, NOW_S, WIPECERT_REASON_NONE);
	check_reason(&scene, NOW_S + 366 * DAY_S, WIPECERT_REASON_EXPIRED);
	check_reason(&scene, NOW_S - 2 * DAY_S, WIPECERT_REASON_NOT_YET_VALID);
	check_reason(&scene, NOW_S, WIPECERT_REASON_NONE);
	close_scene(&scene);
}

static void test_pool(void **state)
{
	struct certificate_pool *pool = certificate_pool_new();
	struct identity authority = issue(&authority_order, NULL);
	unsigned char *bytes = NULL;
	struct der_slice der = { NULL, (size_t)i2d_X509(authority.certificate, &bytes) };
	X509 *first, *again, *alone, *changed;

	(void)state;
	der.at = bytes;
	first = certificate_pool_take(pool, der);
	again = certificate_pool_take(pool, der);
	alone = certificate_pool_take(NULL, der);
	assert_ptr_equal(first, again);
	assert_ptr_not_equal(first, alone);
	assert_int_equal(X509_cmp(first, authority.certificate), 0);
	/* Another one with the same end, and so in the same place. */
	bytes[der.bytes / 2] ^= 1;
	changed = certificate_pool_take(pool, der);
	assert_ptr_not_equal(changed, first);
	X509_free(changed);
	bytes[der.bytes / 2] ^= 1;
	changed = certificate_pool_take(pool, der);
	assert_int_equal(X509_cmp(changed, authority.certificate), 0);
	assert_null(certificate_pool_take(pool, (struct der_slice){ der.at, der.bytes - 1 }));
	assert_null(certificate_pool_take(pool, (struct der_slice){ der.at, 3 }));
	X509_free(changed);
	X509_free(alone);
	X509_free(again);
	certificate_pool_free(pool);
	assert_int_equal(X509_cmp(first, authority.certificate), 0); /* outlives the pool */
	X509_free(first);
	OPENSSL_free(bytes);
	release(&authority);
}

/* With a comment of so many bytes. */
static X509 *enlarge(const struct identity *identity, size_t bytes)
{
	X509 *large = X509_dup(identity->certificate);
	char *text = calloc(1, bytes + 1);
	X509_EXTENSION *comment;

	memset(text, 'x', bytes);
	comment = X509V3_EXT_conf_nid(NULL, NULL, NID_netscape_comment, text);
	assert_int_equal(X509_add_ext(large, comment, -1), 1);
	assert_true(X509_sign(large, identity->key, EVP_sha256()) > 0);
	X509_EXTENSION_free(comment);
	free(text);
	return large;
}

/* What anybody can blow up is not kept: hundreds of them would fill the memory. */
static void test_large_ones_are_not_kept(void **state)
{
	static const struct {
		size_t bytes;
		bool is_kept;
	} sizes[] = { { 100, true }, { 7000, true }, { 9000, false } };
	struct identity authority = issue(&authority_order, NULL);
	const struct chain_moment moment = { NOW_S, NOW_S };

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct chain_cache *cache = chain_cache_new();
		X509 *signer = enlarge(&authority, sizes[i].bytes);
		const struct chain_input input = { .signer = signer };
		const struct chain_question question = { CHAIN_RECORD, &input, &moment };
		struct finding found = { .reason = WIPECERT_REASON_UNTRUSTED };
		struct chain chain = { .anchor_at = -1 };
		bool is_found;

		chain_cache_keep(cache, &question, &chain, &found, false);
		assert_int_equal(chain_cache_find(cache, &question, &chain, &found, &is_found),
				 sizes[i].is_kept);
		chain_cache_free(cache);
		X509_free(signer);
	}
	release(&authority);
}

#define THREADS 4
#define TURNS 50

static void *verify_often(void *arg)
{
	const struct scene *scene = arg;
	uintptr_t wrong = 0;

	for (int i = 0; i < TURNS; i++) {
		int64_t time_s = NOW_S + (i % 3) * 366 * DAY_S;

		wrong += reason_at(scene, time_s) !=
			 (i % 3 ? WIPECERT_REASON_EXPIRED : WIPECERT_REASON_NONE);
	}
	return (void *)wrong;
}

static void test_threads(void **state)
{
	struct order order = signer_order("P-256");
	struct scene scene = open_scene(state, &order);
	pthread_t threads[THREADS];
	void *wrong;

	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, verify_often, &scene), 0);
	for (size_t i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(threads[i], &wrong), 0);
		assert_null(wrong);
	}
	close_scene(&scene);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FOLDER(test_trust_that_changes),
		WITH_FOLDER(test_each_moment_by_itself),
		cmocka_unit_test(test_pool),
		cmocka_unit_test(test_large_ones_are_not_kept),
		WITH_FOLDER(test_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
