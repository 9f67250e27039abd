/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A hierarchy for trials. The key of its root is thrown away when it is done:
 * nothing can be added to it later.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <wipecert/sign.h>

#include "blob.h"
#include "crypto_error.h"
#include "name.h"
#include "text.h"

#define DAY_S (INT64_C(24) * 60 * 60)
#define VALID_DAYS (2 * 365)

struct part {
	const char *name; /* of the files; also what it is called */
	const char *common_name;
	const char *basic_constraints, *key_usage, *extended_key_usage;
	bool save_key;
};

#define SIGNER_USAGE "critical,digitalSignature,nonRepudiation"
static const struct part parts[] = {
	{ "root", "massho DEMO Root CA", "critical,CA:TRUE", "critical,keyCertSign,cRLSign", NULL,
	  false },
	{ "engineer", "massho DEMO Engineer", "critical,CA:FALSE", SIGNER_USAGE, NULL, true },
	{ "officer", "massho DEMO Officer", "critical,CA:FALSE", SIGNER_USAGE, NULL, true },
	{ "tsa", "massho DEMO Time Stamping Authority", "critical,CA:FALSE",
	  "critical,digitalSignature", "critical,timeStamping", true },
};
#define PARTS (sizeof(parts) / sizeof(parts[0]))

struct issued {
	EVP_PKEY *key;
	X509 *certificate;
};

static bool set_name(X509_NAME *name, const char *common_name)
{
	static const struct {
		const char *field, *value;
	} fixed[] = {
		{ "C", "JP" },
		{ "O", NAME_DEMO_ORGANISATION },
	};

	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (!X509_NAME_add_entry_by_txt(name, fixed[i].field, MBSTRING_UTF8,
						(const unsigned char *)fixed[i].value, -1, -1, 0))
			return false;
	return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
					  (const unsigned char *)common_name, -1, -1, 0) == 1;
}

/* 127 bits that nobody can foresee, and never negative. */
static bool set_serial(X509 *certificate, const struct wipe_env *env)
{
	unsigned char random[16];
	BIGNUM *number;
	bool done;

	if (env->ops->random(env, random, sizeof(random)))
		return false;
	random[0] = (unsigned char)((random[0] & 0x7f) | 0x40);
	number = BN_bin2bn(random, sizeof(random), NULL);
	done = number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
	BN_free(number);
	return done;
}

static bool set_validity(X509 *certificate, int64_t now_s)
{
	time_t base = (time_t)(now_s - DAY_S);

	return ASN1_TIME_adj(X509_getm_notBefore(certificate), base, 0, 0) &&
	       ASN1_TIME_adj(X509_getm_notAfter(certificate), base, VALID_DAYS, 0);
}

static bool add_extension(X509 *certificate, X509 *issuer, int nid, const char *value)
{
	X509_EXTENSION *extension;
	X509V3_CTX context;
	bool done;

	if (!value)
		return true;
	X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
	done = extension && X509_add_ext(certificate, extension, -1) == 1;
	X509_EXTENSION_free(extension);
	return done;
}

static bool add_extensions(const struct part *part, X509 *certificate, X509 *issuer)
{
	return add_extension(certificate, issuer, NID_basic_constraints, part->basic_constraints) &&
	       add_extension(certificate, issuer, NID_key_usage, part->key_usage) &&
	       add_extension(certificate, issuer, NID_ext_key_usage, part->extended_key_usage) &&
	       add_extension(certificate, issuer, NID_subject_key_identifier, "hash") &&
	       add_extension(certificate, issuer, NID_authority_key_identifier, "keyid");
}

/* issuer: the root, which issues itself. */
static bool issue(const struct part *part, const struct wipe_env *env, struct issued *out,
		  const struct issued *issuer)
{
	X509 *certificate = out->certificate = X509_new();

	out->key = EVP_EC_gen("P-256");
	return certificate && out->key && X509_set_version(certificate, X509_VERSION_3) &&
	       set_serial(certificate, env) &&
	       set_name(X509_get_subject_name(certificate), part->common_name) &&
	       X509_set_issuer_name(certificate, X509_get_subject_name(issuer->certificate)) &&
	       set_validity(certificate, env->ops->realtime_s(env)) &&
	       X509_set_pubkey(certificate, out->key) &&
	       add_extensions(part, certificate, issuer->certificate) &&
	       X509_sign(certificate, issuer->key, EVP_sha256()) > 0;
}

static int issue_all(const struct wipe_env *env, struct issued issued[PARTS],
		     struct wipe_error *err)
{
	ERR_clear_error();
	for (size_t i = 0; i < PARTS; i++)
		if (!issue(&parts[i], env, &issued[i], &issued[0]))
			return crypto_error_set(err, WIPE_E_CRYPTO,
						_("cannot make the certificate \"%s\""),
						parts[i].name);
	return 0;
}

static void file_name(char out[32], const struct part *part, const char *ending)
{
	snprintf(out, 32, "%s.%s", part->name, ending);
}

static int save_key(int folder_fd, const struct part *part, EVP_PKEY *key, struct wipe_error *err)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char name[32], *text = NULL;
	long bytes;
	int code;

	file_name(name, part, "key");
	if (bio && PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL) == 1) {
		bytes = BIO_get_mem_data(bio, &text);
		code = blob_create(folder_fd, name, 0600, text, (size_t)bytes, err);
		OPENSSL_cleanse(text, (size_t)bytes);
	} else {
		code = crypto_error_set(err, WIPE_E_CRYPTO, "%s", name);
	}
	BIO_free(bio);
	return code;
}

static int save_certificate(int folder_fd, const struct part *part, X509 *certificate,
			    struct wipe_error *err)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char name[32], *text = NULL;
	long bytes;
	int code;

	file_name(name, part, "pem");
	if (bio && PEM_write_bio_X509(bio, certificate) == 1) {
		bytes = BIO_get_mem_data(bio, &text);
		code = blob_create(folder_fd, name, 0644, text, (size_t)bytes, err);
	} else {
		code = crypto_error_set(err, WIPE_E_CRYPTO, "%s", name);
	}
	BIO_free(bio);
	return code;
}

static int save_all(int folder_fd, const struct issued issued[PARTS], const char *dir,
		    struct wipe_error *err)
{
	int code = 0;

	for (size_t i = 0; !code && i < PARTS; i++) {
		if (parts[i].save_key)
			code = save_key(folder_fd, &parts[i], issued[i].key, err);
		if (!code)
			code = save_certificate(folder_fd, &parts[i], issued[i].certificate, err);
	}
	return code ? code : blob_sync_folder(folder_fd, dir, err);
}

/* The folder was empty, so whatever bears these names is ours. */
static void remove_all(int folder_fd)
{
	char name[32];

	for (size_t i = 0; i < PARTS; i++) {
		file_name(name, &parts[i], "key");
		unlinkat(folder_fd, name, 0);
		file_name(name, &parts[i], "pem");
		unlinkat(folder_fd, name, 0);
	}
}

static int check_empty(int folder_fd, const char *dir, struct wipe_error *err)
{
	int copy = openat(folder_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = copy < 0 ? NULL : fdopendir(copy);
	unsigned int entries = 0;
	int code = 0;

	if (!folder) {
		code = wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", dir);
		if (copy >= 0)
			close(copy);
		return code;
	}
	errno = 0;
	while (readdir(folder))
		entries++;
	if (errno)
		code = wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", dir);
	else if (entries > 2) /* . and .. */
		code = wipe_error_set(err, WIPE_E_REFUSED, 0, _("%s: the folder is not empty"),
				      dir);
	closedir(folder);
	return code;
}

static int fill_folder(const char *dir, const struct issued issued[PARTS], struct wipe_error *err)
{
	int folder_fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int code;

	if (folder_fd < 0)
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", dir);
	code = check_empty(folder_fd, dir, err);
	if (!code) {
		code = save_all(folder_fd, issued, dir, err);
		if (code)
			remove_all(folder_fd);
	}
	close(folder_fd);
	return code;
}

static int save_folder(const char *dir, const struct issued issued[PARTS], struct wipe_error *err)
{
	bool made = mkdir(dir, 0700) == 0;
	int code;

	if (!made && errno != EEXIST)
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", dir);
	code = fill_folder(dir, issued, err);
	if (code && made)
		rmdir(dir);
	return code;
}

int wipecert_demo_create(const char *dir, const struct wipe_env *env, struct wipe_error *err)
{
	struct issued issued[PARTS] = { { 0 } };
	int code = issue_all(env, issued, err);

	if (!code)
		code = save_folder(dir, issued, err);
	for (size_t i = 0; i < PARTS; i++) {
		X509_free(issued[i].certificate);
		EVP_PKEY_free(issued[i].key);
	}
	return code;
}
