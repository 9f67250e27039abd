/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include <openssl/err.h>

#include "certificate.h"
#include "crypto_error.h"
#include "key.h"
#include "name.h"
#include "signed_data.h"
#include "signer.h"
#include "text.h"

#define CERTIFICATE_FILE_MAX_BYTES ((size_t)1 << 20)

/* Takes the first certificate of the list that belongs to the key out of it. */
static int pick_certificate(struct wipecert_signer *signer, STACK_OF(X509) * list, const char *path,
			    struct wipe_error *err)
{
	for (int i = 0; i < sk_X509_num(list); i++) {
		EVP_PKEY *public_key = X509_get0_pubkey(sk_X509_value(list, i));

		if (!public_key || EVP_PKEY_eq(public_key, signer->key) != 1)
			continue;
		signer->certificate = sk_X509_delete(list, i);
		ERR_clear_error();
		return 0;
	}
	ERR_clear_error();
	if (sk_X509_num(list) == 0)
		return wipe_error_set(err, WIPE_E_NOTFOUND, 0,
				      _("%s: no certificate in it, and none was given"), path);
	return wipe_error_set(err, WIPE_E_CRYPTO, 0,
			      _("%s: the certificate does not belong to the key"), path);
}

/*
 * From one issuer to the next, once each: a verifier refuses a file with others.
 * Roots are left out: a verifier has its own, and believes no other.
 */
static int take_intermediates(struct wipecert_signer *signer, STACK_OF(X509) * list,
			      const char *path, struct wipe_error *err)
{
	X509 *issuer = signer->certificate;

	signer->intermediates = sk_X509_new_null();
	if (!signer->intermediates)
		return crypto_error_nomem(err);
	while ((issuer = certificate_find_issuer(list, issuer)) &&
	       X509_self_signed(issuer, 0) == 0) {
		if (sk_X509_num(signer->intermediates) == SIGNED_DATA_MAX_CERTIFICATES - 1)
			return wipe_error_set(err, WIPE_E_REFUSED, 0,
					      _("%s: more than %d certificates"), path,
					      SIGNED_DATA_MAX_CERTIFICATES - 1);
		if (!X509_add_cert(signer->intermediates, issuer, X509_ADD_FLAG_UP_REF))
			return crypto_error_nomem(err);
	}
	ERR_clear_error();
	return 0;
}

/* Takes the first certificate that the token does not disown out of the list. */
static int pick_of_token(struct wipecert_signer *signer, STACK_OF(X509) * list, const char *path,
			 struct wipe_error *err)
{
	for (int i = 0; i < sk_X509_num(list); i++) {
		if (!token_may_own(signer->token, sk_X509_value(list, i)))
			continue;
		signer->certificate = sk_X509_delete(list, i);
		signer->key = X509_get_pubkey(signer->certificate);
		return signer->key ? 0 : crypto_error_nomem(err);
	}
	return wipe_error_set(err, WIPE_E_CRYPTO, 0,
			      _("%s: the certificate does not belong to the key"), path);
}

static int collect(struct wipecert_signer *signer, const struct wipecert_signer_source *source,
		   STACK_OF(X509) * beside_key, struct wipe_error *err)
{
	STACK_OF(X509) *from_cert = NULL, *from_chain = NULL;
	STACK_OF(X509) *list = beside_key;
	const char *path = source->cert	 ? source->cert :
			   signer->token ? token_label(signer->token) :
					   source->key;
	int code = 0;

	if (source->cert) {
		code = certificate_read_all(source->cert, CERTIFICATE_FILE_MAX_BYTES, &from_cert,
					    err);
		list = from_cert;
	}
	if (!code)
		code = signer->token ? pick_of_token(signer, list, path, err) :
				       pick_certificate(signer, list, path, err);
	if (!code && source->chain) {
		code = certificate_read_all(source->chain, CERTIFICATE_FILE_MAX_BYTES, &from_chain,
					    err);
		list = from_chain;
		path = source->chain;
	}
	if (!code)
		code = take_intermediates(signer, list, path, err);
	sk_X509_pop_free(from_chain, X509_free);
	sk_X509_pop_free(from_cert, X509_free);
	return code;
}

/* What a verifier would refuse is refused here, before anything is signed with it. */
static int check_fitness(struct wipecert_signer *signer, const char *path, struct wipe_error *err)
{
	struct finding finding = { .reason = WIPECERT_REASON_NONE };

	if (!certificate_check_key(signer->certificate, algorithm_edition_default(), &finding) ||
	    !certificate_check_usage(signer->certificate, &finding))
		return finding.no_memory ? crypto_error_nomem(err) :
					   wipe_error_set(err, WIPE_E_REFUSED, 0, "%s: %s", path,
							  finding.detail);
	signer->digest = algorithm_digest_for(signer->key);
	if (!signer->digest)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("%s: the key insists on a digest that is not allowed"),
				      path);
	if (!name_render(X509_get_subject_name(signer->certificate), signer->name,
			 sizeof(signer->name)) ||
	    !certificate_sha256(signer->certificate, signer->sha256))
		return crypto_error_nomem(err);
	return 0;
}

static int load_key_file(struct wipecert_signer *signer,
			 const struct wipecert_signer_source *source, struct wipe_error *err)
{
	struct key_file file = { 0 };
	int code = key_load(source, &file, err);

	if (!code) {
		signer->key = file.key;
		file.key = NULL;
		code = collect(signer, source, file.certificates, err);
	}
	if (!code)
		code = check_fitness(signer, source->cert ? source->cert : source->key, err);
	key_clear(&file);
	return code;
}

/* The URI is in no message: it is long, and a PIN might be in it. */
static int load_token(struct wipecert_signer *signer, const struct wipecert_signer_source *source,
		      struct wipe_error *err)
{
	STACK_OF(X509) *on_token = sk_X509_new_null();
	int code = on_token ? token_open(source, NULL, &signer->token, err) :
			      crypto_error_nomem(err);

	if (!code && !source->cert)
		code = token_certificates(signer->token, on_token, err);
	if (!code)
		code = collect(signer, source, on_token, err);
	if (!code)
		code = check_fitness(signer,
				     source->cert ? source->cert : token_label(signer->token), err);
	if (!code)
		code = token_prepare(signer->token, signer->key, signer->digest->nid, err);
	sk_X509_pop_free(on_token, X509_free);
	return code;
}

int wipecert_signer_load(const struct wipecert_signer_source *source,
			 struct wipecert_signer **signer, struct wipe_error *err)
{
	struct wipecert_signer *new = calloc(1, sizeof(*new));
	int code;

	*signer = NULL;
	if (!new)
		return crypto_error_nomem(err);
	code = token_is_uri(source->key) ? load_token(new, source, err) :
					   load_key_file(new, source, err);
	if (code)
		wipecert_signer_free(new);
	else
		*signer = new;
	return code;
}

void wipecert_signer_free(struct wipecert_signer *signer)
{
	if (!signer)
		return;
	sk_X509_pop_free(signer->intermediates, X509_free);
	X509_free(signer->certificate);
	EVP_PKEY_free(signer->key);
	token_close(signer->token);
	free(signer);
}

const char *wipecert_signer_name(const struct wipecert_signer *signer)
{
	return signer->name;
}

void wipecert_signer_sha256(const struct wipecert_signer *signer, uint8_t sha256[32])
{
	for (size_t i = 0; i < sizeof(signer->sha256); i++)
		sha256[i] = signer->sha256[i];
}

const char *wipecert_signer_flag_at(const struct wipecert_signer *signer, int64_t time_s)
{
	struct finding finding = { .reason = WIPECERT_REASON_NONE };

	if (certificate_check_time(signer->certificate, time_s, &finding))
		return NULL;
	return finding.reason == WIPECERT_REASON_EXPIRED ? "signer-expired" :
							   "signer-not-yet-valid";
}
