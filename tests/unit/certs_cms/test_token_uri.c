/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goal: a URI names a key and nothing else, never holds a PIN, and what is
 * registered for p11-kit is found as its administrator meant it.
 */
#include "support.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "token/registered.h"
#include "token/token.h"
#include "token/uri.h"

static void test_what_is_a_uri(void **state)
{
	(void)state;
	assert_true(token_is_uri("pkcs11:"));
	assert_true(token_is_uri("PKCS11:token=x"));
	assert_false(token_is_uri("pkcs11"));
	assert_false(token_is_uri("./pkcs11:token=x"));
	assert_false(token_is_uri("key.pem"));
}

static void test_refused(void **state)
{
	static const struct {
		const char *uri, *message;
	} cases[] = {
		{ "pkcs11:token=%zz", "malformed" },
		{ "pkcs11:token", "malformed" },
		{ "pkcs11:type=nonsense", "RFC 7512" },
		{ "pkcs11:object=x?pin-value=9876543", "pin-value" },
		{ "pkcs11:object=x?pin-source=file:/x&pin-value=9876543", "pin-value" },
		{ "pkcs11:object=x;shoe=9876543", "RFC 7512" },
		{ "pkcs11:type=cert", "private key" },
		{ "pkcs11:type=public", "private key" },
		{ "pkcs11:?module-name=a&module-path=/b", "exclude each other" },
		{ "pkcs11:?pin-source=%7C/bin/9876543", "programs are not started" },
		{ "pkcs11:?pin-source=9876543", "absolute" },
		{ "pkcs11:?pin-source=file:9876543", "absolute" },
		{ "pkcs11:?pin-source=file://host/9876543", "absolute" },
		{ "pkcs11:?pin-source=https://host/9876543", "absolute" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wipe_error err;
		P11KitUri *uri;

		wipe_error_clear(&err);
		assert_int_equal(uri_parse(cases[i].uri, &uri, &err), WIPE_E_USAGE);
		assert_null(uri);
		if (!strstr(err.message, cases[i].message))
			fail_msg("%s: %s", cases[i].uri, err.message);
		assert_null(strstr(err.message, "9876543"));
	}
}

static void test_pin_files(void **state)
{
	static const struct {
		const char *uri, *path;
	} cases[] = {
		{ "pkcs11:", NULL },
		{ "pkcs11:token=x;type=private?pin-source=file:/run/a%20b", "/run/a b" },
		{ "pkcs11:?pin-source=file:///run/pin", "/run/pin" },
		{ "pkcs11:?pin-source=/run/pin", "/run/pin" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		P11KitUri *uri;
		const char *path;

		assert_int_equal(uri_parse(cases[i].uri, &uri, NULL), 0);
		assert_int_equal(uri_pin_file(uri, &path, NULL), 0);
		if (cases[i].path)
			assert_string_equal(path, cases[i].path);
		else
			assert_null(path);
		p11_kit_uri_free(uri);
	}
}

static void put(void **state, const char *name, const char *text)
{
	write_file(in(state, name), text, strlen(text), 0644);
}

static void test_registered(void **state)
{
	char first[512], second[512];
	const char *folders[] = { first, second, "/nonexistent", NULL };
	struct registered found;

	snprintf(first, sizeof(first), "%s", in(state, "first"));
	snprintf(second, sizeof(second), "%s", in(state, "second"));
	assert_int_equal(mkdir(first, 0755), 0);
	assert_int_equal(mkdir(second, 0755), 0);
	put(state, "first/a.module",
	    "# a comment: no field\n module :  /lib/a.so \n\ncritical: no");
	put(state, "first/b.module", "module: b.so\n");
	put(state, "first/c.module", "remote: |ssh host p11-kit remote\n");
	put(state, "first/d.module", "module: d.so\nremote: unix:path=/run/x\n");
	put(state, "first/e.module", "module: /lib/e.so\ntrust-policy: yes\n");
	put(state, "first/f.module", "module: /lib/f.so\nenable-in: gnutls-cli, curl\n");
	put(state, "first/g.module", "module: /lib/g.so\ndisable-in: curl, ");
	put(state, "first/h.module", "module: /lib/h.so\n");
	put(state, "first/h.conf", "module: /lib/none.so\n");
	put(state, "first/.module", "module: /lib/none.so\n");
	put(state, "first/i.module", "nothing of interest");
	put(state, "second/a.module", "module: /lib/other.so\n");
	put(state, "second/h.module", "disable-in: ");
	{
		char line[128];

		snprintf(line, sizeof(line), "disable-in: x %s\n", program_invocation_short_name);
		put(state, "second/h.module", line);
		snprintf(line, sizeof(line), "enable-in: x,%s\nmodule: /lib/j.so\n",
			 program_invocation_short_name);
		put(state, "second/j.module", line);
	}
	assert_int_equal(mkdir(in(state, "second/k.module"), 0755), 0);
	registered_read(folders, &found);
	assert_int_equal(found.count, 4);
	assert_string_equal(found.items[0].name, "a");
	assert_string_equal(found.items[0].path, "/lib/other.so");
	assert_string_equal(found.items[1].name, "b");
	assert_string_equal(strrchr(found.items[1].path, '/'), "/b.so");
	assert_int_equal(found.items[1].path[0], '/');
	assert_string_equal(found.items[2].path, "/lib/g.so");
	assert_string_equal(found.items[3].path, "/lib/j.so");
}

static void test_more_registered_than_are_read(void **state)
{
	const char *folders[] = { *state, NULL };
	struct registered found;
	char name[64];

	for (int i = 0; i < REGISTERED_MAX + 5; i++) {
		snprintf(name, sizeof(name), "m%02d.module", i);
		put(state, name, "module: /lib/m.so\n");
	}
	registered_read(folders, &found);
	assert_int_equal(found.count, REGISTERED_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_a_uri),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_pin_files),
		cmocka_unit_test_setup_teardown(test_registered, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(test_more_registered_than_are_read, make_folder,
						remove_folder),
	};

	return cmocka_run_group_tests_name("token-uri", tests, NULL, NULL);
}
