/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>

#include "blob.h"
#include "certificate.h"
#include "crypto_error.h"
#include "text.h"
#include "trust.h"

#define ANCHOR_FILE_MAX_BYTES ((size_t)4 << 20)
#define CRL_FILE_MAX_BYTES ((size_t)64 << 20)

int wipecert_trust_new(struct wipecert_trust **trust, struct wipe_error *err)
{
	*trust = calloc(1, sizeof(**trust));
	if (!*trust)
		return crypto_error_nomem(err);
	(*trust)->store = X509_STORE_new();
	(*trust)->lists = sk_X509_CRL_new_null();
	if ((*trust)->store && (*trust)->lists)
		return 0;
	wipecert_trust_free(*trust);
	*trust = NULL;
	return crypto_error_nomem(err);
}

void wipecert_trust_free(struct wipecert_trust *trust)
{
	if (!trust)
		return;
	wipecert_trust_free(trust->tsa);
	sk_X509_CRL_pop_free(trust->lists, X509_CRL_free);
	X509_STORE_free(trust->store);
	free(trust);
}

size_t wipecert_trust_anchor_count(const struct wipecert_trust *trust)
{
	return trust->anchors;
}

enum strictness {
	NAMED_FILE,   /* every certificate must be an anchor */
	FOLDER_ENTRY, /* those of signers lie beside them: passed over */
};

static int add_certificates(struct wipecert_trust *trust, STACK_OF(X509) * list, const char *path,
			    enum strictness strictness, struct wipe_error *err)
{
	for (int i = 0; i < sk_X509_num(list); i++) {
		X509 *certificate = sk_X509_value(list, i);

		if (!certificate_is_ca(certificate)) {
			if (strictness == FOLDER_ENTRY)
				continue;
			return wipe_error_set(err, WIPE_E_REFUSED, 0,
					      _("%s: not a certificate of an authority"), path);
		}
		if (!X509_STORE_add_cert(trust->store, certificate))
			return crypto_error_nomem(err);
		trust->anchors++;
	}
	return 0;
}

static int add_file(struct wipecert_trust *trust, const char *path, enum strictness strictness,
		    struct wipe_error *err)
{
	STACK_OF(X509) *list = NULL;
	unsigned char *bytes = NULL;
	size_t length;
	int code = blob_read(path, ANCHOR_FILE_MAX_BYTES, BLOB_PUBLIC, &bytes, &length, err);

	if (!code)
		code = certificate_parse_all(bytes, length, path, &list, err);
	if (!code)
		code = add_certificates(trust, list, path, strictness, err);
	sk_X509_pop_free(list, X509_free);
	free(bytes);
	return code;
}

static bool has_certificate_ending(const char *name)
{
	static const char *const endings[] = { ".pem", ".crt", ".cer" };
	size_t length = strlen(name);

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (length > 4 && strcmp(name + length - 4, endings[i]) == 0)
			return true;
	return false;
}

static int add_folder(struct wipecert_trust *trust, const char *path, struct wipe_error *err)
{
	char file[PATH_MAX];
	size_t before = trust->anchors;
	struct dirent *entry;
	DIR *folder = opendir(path);
	int code = 0;

	if (!folder)
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", path);
	while (!code && (errno = 0, entry = readdir(folder))) {
		if (!has_certificate_ending(entry->d_name))
			continue;
		if (snprintf(file, sizeof(file), "%s/%s", path, entry->d_name) >= (int)sizeof(file))
			code = wipe_error_set(err, WIPE_E_SYSTEM, ENAMETOOLONG, "%s", path);
		else
			code = add_file(trust, file, FOLDER_ENTRY, err);
	}
	if (!code && errno)
		code = wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", path);
	closedir(folder);
	if (!code && trust->anchors == before)
		code = wipe_error_set(err, WIPE_E_NOTFOUND, 0,
				      _("%s: no certificate of an authority in this folder"), path);
	return code;
}

int wipecert_trust_add_anchors(struct wipecert_trust *trust, const char *path,
			       struct wipe_error *err)
{
	struct stat st;

	if (stat(path, &st))
		return wipe_error_set(err, errno == ENOENT ? WIPE_E_NOTFOUND : WIPE_E_SYSTEM, errno,
				      "%s", path);
	return S_ISDIR(st.st_mode) ? add_folder(trust, path, err) :
				     add_file(trust, path, NAMED_FILE, err);
}

/* RFC 5280, 5.1.2.5: nextUpdate is required; without it a list never grows stale. */
static int add_crl(struct wipecert_trust *trust, X509_CRL *crl, const char *path,
		   struct wipe_error *err)
{
	if (!X509_CRL_get0_nextUpdate(crl))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("%s: a revocation list without nextUpdate"), path);
	if (!X509_STORE_add_crl(trust->store, crl) || !sk_X509_CRL_push(trust->lists, crl))
		return crypto_error_nomem(err);
	X509_CRL_up_ref(crl);
	trust->crls++;
	return 0;
}

static int add_crls_pem(struct wipecert_trust *trust, BIO *bio, const char *path,
			struct wipe_error *err)
{
	size_t before = trust->crls;
	X509_CRL *crl;
	int code = 0;

	while (!code && (crl = PEM_read_bio_X509_CRL(bio, NULL, NULL, NULL))) {
		code = add_crl(trust, crl, path, err);
		X509_CRL_free(crl);
	}
	if (code)
		return code;
	if (trust->crls == before || ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
		return crypto_error_set(err, WIPE_E_FORMAT, _("%s: a malformed revocation list"),
					path);
	ERR_clear_error();
	return 0;
}

static int add_crl_der(struct wipecert_trust *trust, const unsigned char *bytes, size_t length,
		       const char *path, struct wipe_error *err)
{
	const unsigned char *at = bytes;
	X509_CRL *crl = d2i_X509_CRL(NULL, &at, (long)length);
	int code;

	if (crl && at == bytes + length)
		code = add_crl(trust, crl, path, err);
	else
		code = crypto_error_set(err, WIPE_E_FORMAT, _("%s: no revocation list in it"),
					path);
	X509_CRL_free(crl);
	return code;
}

int wipecert_trust_add_crl(struct wipecert_trust *trust, const char *path, struct wipe_error *err)
{
	unsigned char *bytes;
	size_t length;
	BIO *bio;
	int code = blob_read(path, CRL_FILE_MAX_BYTES, BLOB_PUBLIC, &bytes, &length, err);

	if (code)
		return code;
	ERR_clear_error();
	if (!memmem(bytes, length, "-----BEGIN ", 11)) {
		code = add_crl_der(trust, bytes, length, path, err);
	} else {
		bio = BIO_new_mem_buf(bytes, (int)length);
		code = bio ? add_crls_pem(trust, bio, path, err) : crypto_error_nomem(err);
		BIO_free(bio);
	}
	free(bytes);
	return code;
}

static int need_tsa(struct wipecert_trust *trust, struct wipe_error *err)
{
	return trust->tsa ? 0 : wipecert_trust_new(&trust->tsa, err);
}

int wipecert_trust_add_tsa_anchors(struct wipecert_trust *trust, const char *path,
				   struct wipe_error *err)
{
	int code = need_tsa(trust, err);

	return code ? code : wipecert_trust_add_anchors(trust->tsa, path, err);
}

int wipecert_trust_add_tsa_crl(struct wipecert_trust *trust, const char *path,
			       struct wipe_error *err)
{
	int code = need_tsa(trust, err);

	return code ? code : wipecert_trust_add_crl(trust->tsa, path, err);
}
