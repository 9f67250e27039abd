/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder for one test, certificates to order, and a clock that stands still. */
#ifndef CERTS_CMS_SUPPORT_H
#define CERTS_CMS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <wipe/sys/env.h>
#include <wipecert/sign.h>
#include <wipecert/verify.h>

#define NOW_S INT64_C(1780272000) /* 2026-06-01T00:00:00Z */
#define DAY_S INT64_C(86400)

/* realtime_s is NOW_S; random counts up. */
extern const struct wipe_env fixed_env;
/* The same, but random fails. */
extern const struct wipe_env no_random_env;

struct order {
	const char *key; /* "P-256", "P-384", "P-521", "ED25519", or a file of fixtures/keys */
	const char *organisation;
	const char *basic_constraints, *key_usage, *extended_key_usage; /* NULL: none */
	int from_days, to_days; /* relative to NOW_S; both 0: -1 and 365 */
};

struct identity {
	EVP_PKEY *key;
	X509 *certificate;
};

/* A signer as it should be, with this key. */
struct order signer_order(const char *key);
extern const struct order authority_order;

/* issuer NULL: self-signed. Fails the test on any error. */
struct identity issue(const struct order *order, const struct identity *issuer);
void release(struct identity *identity);

/* Setup and teardown: *state is the path of a new folder; its files are removed. */
int make_folder(void **state);
int remove_folder(void **state);

/* folder/name, in one of a few static buffers. */
const char *in(void **state, const char *name);

void write_file(const char *path, const void *bytes, size_t length, unsigned int mode);
/* PKCS#8 PEM, encrypted if there is a passphrase; mode 0600. */
void write_key(const char *path, EVP_PKEY *key, const char *passphrase);
void write_certificate(const char *path, X509 *certificate);
/* The number of entries in the folder, hidden ones too. */
size_t count_files(const char *folder);

/* Writes KEY and CERT of the identity into the folder and loads them. */
int load_identity(void **state, const struct identity *identity, struct wipecert_signer **signer,
		  struct wipe_error *err);

#endif
