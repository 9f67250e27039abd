/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goal: anchors are authorities and nothing else; lists are lists and grow stale. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "certificate.h"
#include "roles.h"
#include "scene.h"

static void append_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "a");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void test_revocation_lists(void **state)
{
	struct order order = signer_order("P-256");
	struct scene scene = open_scene(state, &order);
	struct wipecert_result result;

	write_crl(in(state, "forever.crl"), &scene.authority, NULL, 0);
	assert_int_equal(wipecert_trust_add_crl(scene.trust, in(state, "forever.crl"), NULL),
			 WIPE_E_FORMAT);
	write_crl(in(state, "good.crl"), &scene.authority, NULL, 10);
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

#define OFFICER ROLES_BIT(WIPECERT_OFFICER)
#define ENGINEER ROLES_BIT(WIPECERT_ENGINEER)

/* Trust as a folder gives it; officer: hash that the policy pins. NULL: none. */
static struct wipecert_trust *trust_of(const char *officer)
{
	struct wipecert_trust *trust;
	char json[512];

	assert_int_equal(wipecert_trust_new(&trust, NULL), 0);
	snprintf(json, sizeof(json),
		 "{\"schema\":\"massho-trust/1\",\"name\":\"t\",\"algorithms\":\"massho-2026\","
		 "\"confirmation\":\"required\",\"roster\":\"optional\","
		 "\"revocation\":{\"kind\":\"none\"},\"officers\":[%s%s%s],\"anchors\":[]}",
		 officer ? "\"" : "", officer ? officer : "", officer ? "\"" : "");
	assert_int_equal(policy_parse(json, strlen(json), &trust->policy, NULL), 0);
	return trust;
}

static void add_anchor(struct wipecert_trust *trust, const struct identity *authority,
		       unsigned int roles)
{
	STACK_OF(X509) *list = sk_X509_new_null();

	assert_true(sk_X509_push(list, authority->certificate) > 0);
	assert_int_equal(trust_add_authorities(trust, list, "", roles, NULL), 0);
	sk_X509_free(list);
}

static void add_member(struct wipecert_trust *trust, uint8_t first, enum wipecert_role role)
{
	trust->members =
		reallocarray(trust->members, trust->member_count + 1, sizeof(*trust->members));
	assert_non_null(trust->members);
	trust->members[trust->member_count] = (struct wipecert_member){ .role = role };
	memset(trust->members[trust->member_count++].certificate_sha256, first, 32);
	trust->has_roster = true;
}

static void test_officers_by_anchor(void **state)
{
	struct identity ministry = issue(&authority_order, NULL);
	struct identity other = issue(&authority_order, NULL);
	struct wipecert_trust *outer = trust_of(NULL), *inner = trust_of(NULL);

	(void)state;
	/* Where nobody is one, no officer is another. */
	assert_true(wipecert_trust_officers_within(inner, outer));
	add_anchor(inner, &other, ENGINEER);
	assert_true(wipecert_trust_officers_within(inner, outer));
	add_anchor(inner, &ministry, OFFICER);
	assert_false(wipecert_trust_officers_within(inner, outer));
	/* It has to stand for officers. */
	add_anchor(outer, &ministry, ENGINEER);
	assert_false(wipecert_trust_officers_within(inner, outer));
	add_anchor(outer, &ministry, OFFICER);
	assert_true(wipecert_trust_officers_within(inner, outer));
	/* One too many is enough. */
	add_anchor(inner, &other, OFFICER);
	assert_false(wipecert_trust_officers_within(inner, outer));
	assert_true(wipecert_trust_officers_within(outer, inner));
	wipecert_trust_free(outer);
	wipecert_trust_free(inner);
	release(&ministry);
	release(&other);
}

#define HASH_OF(two)                                                                            \
	two two two two two two two two two two two two two two two two two two two two two two \
		two two two two two two two two two two

static void test_officers_by_name(void **state)
{
	struct identity ministry = issue(&authority_order, NULL);
	struct wipecert_trust *pins = trust_of(HASH_OF("11")), *roster = trust_of(NULL);
	struct wipecert_trust *any = trust_of(NULL), *other = trust_of(HASH_OF("22"));
	struct wipecert_trust *all[] = { pins, roster, any, other };

	(void)state;
	for (size_t i = 0; i < 4; i++)
		add_anchor(all[i], &ministry, OFFICER);
	add_member(roster, 0x11, WIPECERT_OFFICER);
	add_member(roster, 0x33, WIPECERT_ENGINEER);
	/* Whoever names none has them all. */
	for (size_t i = 0; i < 4; i++)
		assert_true(wipecert_trust_officers_within(all[i], any));
	assert_false(wipecert_trust_officers_within(any, pins));
	assert_false(wipecert_trust_officers_within(any, roster));
	/* Named is named, one way or the other. */
	assert_true(wipecert_trust_officers_within(pins, roster));
	assert_true(wipecert_trust_officers_within(roster, pins));
	assert_false(wipecert_trust_officers_within(other, pins));
	assert_false(wipecert_trust_officers_within(other, roster));
	add_member(roster, 0x22, WIPECERT_OFFICER);
	assert_true(wipecert_trust_officers_within(other, roster));
	assert_false(wipecert_trust_officers_within(roster, pins));
	/* An engineer of that hash is no officer. */
	add_member(pins, 0x22, WIPECERT_ENGINEER);
	assert_false(wipecert_trust_officers_within(other, pins));
	for (size_t i = 0; i < 4; i++)
		wipecert_trust_free(all[i]);
	release(&ministry);
}

#define LIST(days) "{\"kind\":\"list\",\"max_age_days\":" days "}"
#define LIST_AFTER "{\"kind\":\"list-after-signature\"}"
#define NO_LIST "{\"kind\":\"none\"}"
#define UNTIL(year) \
	"{\"algorithm\":\"rsa-2048\",\"until\":\"" year "-01-01T00:00:00Z\",\"reason\":\"x\"}"

struct terms {
	const char *algorithms, *roster;
	const char *others;    /* what holds for anchors that are not named */
	const char *lists;     /* NULL: the anchor is not named */
	const char *exception; /* may be "" */
	bool is_demonstration;
};

static struct wipecert_trust *trust_with(const struct terms *terms, const struct identity *anchor)
{
	char json[1024], named[512] = "", hash[2 * 32 + 1];
	struct wipecert_trust *trust;
	uint8_t sha256[32];

	assert_true(certificate_sha256(anchor->certificate, sha256));
	for (size_t i = 0; i < sizeof(sha256); i++)
		snprintf(hash + 2 * i, 3, "%02x", sha256[i]);
	if (terms->lists)
		snprintf(named, sizeof(named),
			 "{\"sha256\":\"%s\",\"note\":\"n\",\"revocation\":%s,\"demonstration\":%s,"
			 "\"exceptions\":[%s]}",
			 hash, terms->lists, terms->is_demonstration ? "true" : "false",
			 terms->exception);
	snprintf(json, sizeof(json),
		 "{\"schema\":\"massho-trust/1\",\"name\":\"t\",\"algorithms\":\"%s\","
		 "\"confirmation\":\"required\",\"roster\":\"%s\",\"revocation\":%s,"
		 "\"officers\":[],\"anchors\":[%s]}",
		 terms->algorithms, terms->roster, terms->others, named);
	assert_int_equal(wipecert_trust_new(&trust, NULL), 0);
	assert_int_equal(policy_parse(json, strlen(json), &trust->policy, NULL), 0);
	add_anchor(trust, anchor, ENGINEER);
	return trust;
}

/* In each row the second asks for less than the first; the other way round it does not. */
static void test_asking_for_less(void **state)
{
	static const struct terms pairs[][2] = {
		{ { "massho-2031", "optional", NO_LIST, NULL, "", false },
		  { "massho-2026", "optional", NO_LIST, NULL, "", false } },
		{ { "massho-2026", "required", NO_LIST, NULL, "", false },
		  { "massho-2026", "optional", NO_LIST, NULL, "", false } },
		{ { "massho-2026", "optional", LIST("7"), NULL, "", false },
		  { "massho-2026", "optional", NO_LIST, NULL, "", false } },
		{ { "massho-2026", "optional", LIST("7"), NULL, "", false },
		  { "massho-2026", "optional", LIST("8"), NULL, "", false } },
		{ { "massho-2026", "optional", LIST_AFTER, NULL, "", false },
		  { "massho-2026", "optional", LIST("1"), NULL, "", false } },
		/* Named, or not, or by one of them. */
		{ { "massho-2026", "optional", NO_LIST, LIST("7"), "", false },
		  { "massho-2026", "optional", NO_LIST, NULL, "", false } },
		{ { "massho-2026", "optional", LIST("7"), NULL, "", false },
		  { "massho-2026", "optional", LIST("7"), NO_LIST, "", false } },
		{ { "massho-2026", "optional", NO_LIST, NULL, "", false },
		  { "massho-2026", "optional", NO_LIST, NO_LIST, UNTIL("2027"), false } },
		{ { "massho-2026", "optional", NO_LIST, NO_LIST, UNTIL("2027"), false },
		  { "massho-2026", "optional", NO_LIST, NO_LIST, UNTIL("2028"), false } },
		{ { "massho-2026", "optional", NO_LIST, NO_LIST, "", true },
		  { "massho-2026", "optional", NO_LIST, NO_LIST, "", false } },
	};
	struct identity anchor = issue(&authority_order, NULL);
	struct wipecert_trust *none;

	(void)state;
	assert_int_equal(wipecert_trust_new(&none, NULL), 0);
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct wipecert_trust *strict = trust_with(&pairs[i][0], &anchor);
		struct wipecert_trust *lax = trust_with(&pairs[i][1], &anchor);

		assert_true(wipecert_trust_asks_less(lax, strict));
		assert_false(wipecert_trust_asks_less(strict, lax));
		assert_false(wipecert_trust_asks_less(lax, lax));
		/* Without a policy nothing is asked. */
		assert_true(wipecert_trust_asks_less(none, lax));
		assert_false(wipecert_trust_asks_less(lax, none));
		wipecert_trust_free(strict);
		wipecert_trust_free(lax);
	}
	wipecert_trust_free(none);
	release(&anchor);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FOLDER(test_revocation_lists),	 WITH_FOLDER(test_anchor_folder),
		WITH_FOLDER(test_anchor_forms),		 cmocka_unit_test(test_officers_by_anchor),
		cmocka_unit_test(test_officers_by_name), cmocka_unit_test(test_asking_for_less),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
