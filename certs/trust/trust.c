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
#include "chain_cache.h"
#include "crypto_error.h"
#include "text.h"
#include "trust.h"

int wipecert_trust_new(struct wipecert_trust **trust, struct wipe_error *err)
{
	*trust = calloc(1, sizeof(**trust));
	if (!*trust)
		return crypto_error_nomem(err);
	(*trust)->store = X509_STORE_new();
	(*trust)->lists = sk_X509_CRL_new_null();
	(*trust)->lenient = *algorithm_edition_default();
	(*trust)->pool = certificate_pool_new();
	(*trust)->cache = chain_cache_new();
	if ((*trust)->store && (*trust)->lists && (*trust)->pool && (*trust)->cache)
		return 0;
	wipecert_trust_free(*trust);
	*trust = NULL;
	return crypto_error_nomem(err);
}

void wipecert_trust_free(struct wipecert_trust *trust)
{
	if (!trust)
		return;
	/* Its policy is this one's. */
	if (trust->tsa)
		trust->tsa->policy = NULL;
	wipecert_trust_free(trust->tsa);
	certificate_pool_free(trust->pool);
	chain_cache_free(trust->cache);
	for (size_t i = 0; i < trust->anchor_count; i++)
		X509_free(trust->anchors[i].certificate);
	free(trust->anchors);
	free(trust->members);
	policy_free(trust->policy);
	sk_X509_CRL_pop_free(trust->lists, X509_CRL_free);
	X509_STORE_free(trust->store);
	free(trust);
}

size_t wipecert_trust_anchor_count(const struct wipecert_trust *trust)
{
	return trust->anchor_count;
}

const char *wipecert_trust_policy_name(const struct wipecert_trust *trust)
{
	return trust->policy ? trust->policy->name : NULL;
}

bool wipecert_trust_asks_confirmation(const struct wipecert_trust *trust)
{
	return trust->policy && trust->policy->asks_confirmation;
}

const struct trust_anchor *trust_find_anchor(const struct wipecert_trust *trust, X509 *certificate)
{
	for (size_t i = 0; i < trust->anchor_count; i++)
		if (X509_cmp(trust->anchors[i].certificate, certificate) == 0)
			return &trust->anchors[i];
	return NULL;
}

static int add_new(struct wipecert_trust *trust, X509 *certificate, unsigned int roles,
		   struct wipe_error *err)
{
	struct trust_anchor *grown =
		reallocarray(trust->anchors, trust->anchor_count + 1, sizeof(*grown));
	struct trust_anchor *anchor;

	if (!grown)
		return crypto_error_nomem(err);
	trust->anchors = grown;
	anchor = &grown[trust->anchor_count];
	*anchor = (struct trust_anchor){ .certificate = certificate, .roles = roles };
	if (!certificate_sha256(certificate, anchor->sha256) ||
	    !X509_STORE_add_cert(trust->store, certificate))
		return crypto_error_nomem(err);
	if (trust->policy)
		anchor->rule = policy_rule_for(trust->policy, anchor->sha256);
	X509_up_ref(certificate);
	trust->anchor_count++;
	chain_cache_empty(trust->cache);
	return 0;
}

static int add_authority(struct wipecert_trust *trust, X509 *certificate, unsigned int roles,
			 struct wipe_error *err)
{
	for (size_t i = 0; i < trust->anchor_count; i++) {
		if (X509_cmp(trust->anchors[i].certificate, certificate) != 0)
			continue;
		trust->anchors[i].roles |= roles;
		chain_cache_empty(trust->cache);
		return 0;
	}
	return add_new(trust, certificate, roles, err);
}

static int not_an_authority(const char *path, struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_REFUSED, 0, _("%s: not a certificate of an authority"),
			      path);
}

int trust_add_authorities(struct wipecert_trust *trust, STACK_OF(X509) * list, const char *path,
			  unsigned int roles, struct wipe_error *err)
{
	int code = 0;

	for (int i = 0; i < sk_X509_num(list) && !code; i++) {
		X509 *certificate = sk_X509_value(list, i);

		code = certificate_is_ca(certificate) ?
			       add_authority(trust, certificate, roles, err) :
			       not_an_authority(path, err);
	}
	return code;
}

enum strictness {
	NAMED_FILE,   /* every certificate must be an anchor */
	FOLDER_ENTRY, /* those of signers lie beside them: passed over */
};

static int add_certificates(struct wipecert_trust *trust, STACK_OF(X509) * list, const char *path,
			    enum strictness strictness, struct wipe_error *err)
{
	int code;

	for (int i = 0; i < sk_X509_num(list); i++) {
		X509 *certificate = sk_X509_value(list, i);

		if (!certificate_is_ca(certificate)) {
			if (strictness == FOLDER_ENTRY)
				continue;
			return not_an_authority(path, err);
		}
		if ((code = add_authority(trust, certificate, 0, err)))
			return code;
	}
	return 0;
}

/* found, if not NULL, becomes true if there is an authority in it. */
static int add_file(struct wipecert_trust *trust, const char *path, enum strictness strictness,
		    bool *found, struct wipe_error *err)
{
	STACK_OF(X509) *list = NULL;
	int code = certificate_read_all(path, TRUST_ANCHORS_MAX_BYTES, &list, err);

	if (!code)
		code = add_certificates(trust, list, path, strictness, err);
	for (int i = 0; found && i < sk_X509_num(list); i++)
		*found |= certificate_is_ca(sk_X509_value(list, i));
	sk_X509_pop_free(list, X509_free);
	return code;
}

int wipecert_certificate_fingerprint(const char *path, uint8_t sha256[32], struct wipe_error *err)
{
	STACK_OF(X509) *list = NULL;
	int code = certificate_read_all(path, TRUST_ANCHORS_MAX_BYTES, &list, err);

	if (!code && sk_X509_num(list) != 1)
		code = wipe_error_set(err, WIPE_E_FORMAT, 0, _("%s: not exactly one certificate"),
				      path);
	if (!code && !certificate_sha256(sk_X509_value(list, 0), sha256))
		code = crypto_error_nomem(err);
	sk_X509_pop_free(list, X509_free);
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
	struct dirent *entry;
	DIR *folder = opendir(path);
	bool found = false;
	int code = 0;

	if (!folder)
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", path);
	while (!code && (errno = 0, entry = readdir(folder))) {
		if (!has_certificate_ending(entry->d_name))
			continue;
		if (snprintf(file, sizeof(file), "%s/%s", path, entry->d_name) >= (int)sizeof(file))
			code = wipe_error_set(err, WIPE_E_SYSTEM, ENAMETOOLONG, "%s", path);
		else
			code = add_file(trust, file, FOLDER_ENTRY, &found, err);
	}
	if (!code && errno)
		code = wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", path);
	closedir(folder);
	if (!code && !found)
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
				     add_file(trust, path, NAMED_FILE, NULL, err);
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
	chain_cache_empty(trust->cache);
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

int trust_add_lists(struct wipecert_trust *trust, const unsigned char *bytes, size_t length,
		    const char *path, struct wipe_error *err)
{
	BIO *bio;
	int code;

	ERR_clear_error();
	if (!memmem(bytes, length, "-----BEGIN ", 11))
		return add_crl_der(trust, bytes, length, path, err);
	bio = BIO_new_mem_buf(bytes, (int)length);
	code = bio ? add_crls_pem(trust, bio, path, err) : crypto_error_nomem(err);
	BIO_free(bio);
	return code;
}

int wipecert_trust_add_crl(struct wipecert_trust *trust, const char *path, struct wipe_error *err)
{
	unsigned char *bytes;
	size_t length;
	int code = blob_read(path, TRUST_LIST_MAX_BYTES, BLOB_PUBLIC, &bytes, &length, err);

	if (code)
		return code;
	code = trust_add_lists(trust, bytes, length, path, err);
	free(bytes);
	return code;
}

int trust_need_tsa(struct wipecert_trust *trust, struct wipe_error *err)
{
	int code = trust->tsa ? 0 : wipecert_trust_new(&trust->tsa, err);

	if (!code)
		trust->tsa->policy = trust->policy;
	return code;
}

int wipecert_trust_add_tsa_anchors(struct wipecert_trust *trust, const char *path,
				   struct wipe_error *err)
{
	int code = trust_need_tsa(trust, err);

	return code ? code : wipecert_trust_add_anchors(trust->tsa, path, err);
}

int wipecert_trust_add_tsa_crl(struct wipecert_trust *trust, const char *path,
			       struct wipe_error *err)
{
	int code = trust_need_tsa(trust, err);

	return code ? code : wipecert_trust_add_crl(trust->tsa, path, err);
}
