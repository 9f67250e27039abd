/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

static int64_t fixed_realtime_s(const struct wipe_env *env)
{
	(void)env;
	return NOW_S;
}

static int counting_random(const struct wipe_env *env, void *buf, size_t len)
{
	static unsigned char next;

	(void)env;
	for (size_t i = 0; i < len; i++)
		((unsigned char *)buf)[i] = next++;
	return 0;
}

static int failing_random(const struct wipe_env *env, void *buf, size_t len)
{
	(void)env;
	(void)buf;
	(void)len;
	return WIPE_E_SYSTEM;
}

static const struct wipe_env_ops fixed_ops = { .realtime_s = fixed_realtime_s,
					       .random = counting_random };
static const struct wipe_env_ops no_random_ops = { .realtime_s = fixed_realtime_s,
						   .random = failing_random };
const struct wipe_env fixed_env = { &fixed_ops };
const struct wipe_env no_random_env = { &no_random_ops };

const struct order authority_order = {
	.key = "P-256",
	.organisation = "Test Authority",
	.basic_constraints = "critical,CA:TRUE",
	.key_usage = "critical,keyCertSign,cRLSign",
	.from_days = -100,
	.to_days = 3650,
};

struct order signer_order(const char *key)
{
	return (struct order){ .key = key,
			       .organisation = "Test Company",
			       .basic_constraints = "critical,CA:FALSE",
			       .key_usage = "critical,digitalSignature,nonRepudiation" };
}

static EVP_PKEY *make_key(const char *name)
{
	char path[512];
	EVP_PKEY *key = NULL;
	FILE *file;

	if (strcmp(name, "ED25519") == 0)
		return EVP_PKEY_Q_keygen(NULL, NULL, name);
	if (strncmp(name, "P-", 2) == 0)
		return EVP_EC_gen(name);
	snprintf(path, sizeof(path), "%s/tests/fixtures/keys/%s", getenv("MASSHO_SOURCE"), name);
	file = fopen(path, "r");
	assert_non_null(file);
	key = PEM_read_PrivateKey(file, NULL, NULL, NULL);
	fclose(file);
	return key;
}

static void add_extension(X509 *certificate, X509 *issuer, int nid, const char *value)
{
	X509_EXTENSION *extension;
	X509V3_CTX context;

	if (!value)
		return;
	X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
	assert_non_null(extension);
	assert_int_equal(X509_add_ext(certificate, extension, -1), 1);
	X509_EXTENSION_free(extension);
}

static void fill(X509 *certificate, const struct order *order, X509 *issuer, EVP_PKEY *key)
{
	static long serial = 1000;
	int to_days = order->from_days || order->to_days ? order->to_days : 365;
	int from_days = order->from_days || order->to_days ? order->from_days : -1;
	X509_NAME *name = X509_get_subject_name(certificate);

	X509_set_version(certificate, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
	assert_true(X509_NAME_add_entry_by_txt(
		name, "O", MBSTRING_UTF8, (const unsigned char *)order->organisation, -1, -1, 0));
	X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
	ASN1_TIME_adj(X509_getm_notBefore(certificate), NOW_S, from_days, 0);
	ASN1_TIME_adj(X509_getm_notAfter(certificate), NOW_S, to_days, 0);
	X509_set_pubkey(certificate, key);
	add_extension(certificate, issuer, NID_basic_constraints, order->basic_constraints);
	add_extension(certificate, issuer, NID_key_usage, order->key_usage);
	add_extension(certificate, issuer, NID_ext_key_usage, order->extended_key_usage);
	add_extension(certificate, issuer, NID_subject_key_identifier, "hash");
	add_extension(certificate, issuer, NID_authority_key_identifier, "keyid");
}

struct identity issue(const struct order *order, const struct identity *issuer)
{
	struct identity new = { make_key(order->key), X509_new() };
	EVP_PKEY *issuer_key = issuer ? issuer->key : new.key;
	const EVP_MD *digest = EVP_PKEY_get_base_id(issuer_key) == EVP_PKEY_ED25519 ? NULL :
										      EVP_sha256();

	assert_non_null(new.key);
	assert_non_null(new.certificate);
	fill(new.certificate, order, issuer ? issuer->certificate : new.certificate, new.key);
	assert_true(X509_sign(new.certificate, issuer_key, digest) > 0);
	return new;
}

void release(struct identity *identity)
{
	X509_free(identity->certificate);
	EVP_PKEY_free(identity->key);
	*identity = (struct identity){ 0 };
}

int make_folder(void **state)
{
	const char *base = getenv("TMPDIR");
	char path[256];

	snprintf(path, sizeof(path), "%s/massho-test-XXXXXX", base ? base : "/tmp");
	if (!mkdtemp(path))
		return -1;
	*state = strdup(path);
	return *state ? 0 : -1;
}

static void remove_tree(const char *path)
{
	char name[512];
	struct dirent *entry;
	DIR *folder = opendir(path);

	while (folder && (entry = readdir(folder))) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		if (unlink(name))
			remove_tree(name);
	}
	if (folder)
		closedir(folder);
	rmdir(path);
}

int remove_folder(void **state)
{
	remove_tree(*state);
	free(*state);
	return 0;
}

const char *in(void **state, const char *name)
{
	static char paths[6][512];
	static size_t next;
	char *path = paths[next++ % 6];

	snprintf(path, sizeof(paths[0]), "%s/%s", (const char *)*state, name);
	return path;
}

void write_file(const char *path, const void *bytes, size_t length, unsigned int mode)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, mode), 0);
}

void write_key(const char *path, EVP_PKEY *key, const char *passphrase)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(PEM_write_PKCS8PrivateKey(
				 file, key, passphrase ? EVP_aes_256_cbc() : NULL, passphrase,
				 passphrase ? (int)strlen(passphrase) : 0, NULL, NULL),
			 1);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, 0600), 0);
}

void write_certificate(const char *path, X509 *certificate)
{
	FILE *file = fopen(path, "a");

	assert_non_null(file);
	assert_int_equal(PEM_write_X509(file, certificate), 1);
	assert_int_equal(fclose(file), 0);
}

size_t count_files(const char *folder)
{
	DIR *open_folder = opendir(folder);
	size_t count = 0;

	assert_non_null(open_folder);
	while (readdir(open_folder))
		count++;
	closedir(open_folder);
	return count - 2;
}

int load_identity(void **state, const struct identity *identity, struct wipecert_signer **signer,
		  struct wipe_error *err)
{
	struct wipecert_signer_source source = { .key = in(state, "s.key"),
						 .cert = in(state, "s.pem") };

	unlink(source.cert);
	write_key(source.key, identity->key, NULL);
	write_certificate(source.cert, identity->certificate);
	return wipecert_signer_load(&source, signer, err);
}
