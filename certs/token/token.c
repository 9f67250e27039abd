/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <openssl/err.h>

#include "crypto_error.h"
#include "login.h"
#include "mechanism.h"
#include "private_key.h"
#include "registered.h"
#include "rv.h"
#include "text.h"
#include "token.h"
#include "uri.h"

#define CERTIFICATE_MAX_BYTES ((size_t)64 << 10)

struct token {
	struct session session;
	struct private_key key;
	struct mechanism mechanism;
	struct secret *pin; /* kept only for a key that wants it for every signature */
	struct wipecert_signer_source source; /* its functions; no text of it is kept */
};

bool token_is_uri(const char *key)
{
	return strncasecmp(key, P11_KIT_URI_SCHEME ":", P11_KIT_URI_SCHEME_LEN + 1) == 0;
}

static int open_session(struct session *session, struct wipe_error *err)
{
	CK_SESSION_HANDLE handle = CK_INVALID_HANDLE;
	CK_RV rv = session->slot.module.calls->C_OpenSession(session->slot.id, CKF_SERIAL_SESSION,
							     NULL, NULL, &handle);

	if (rv != CKR_OK)
		return rv_fail(err, WIPE_E_CRYPTO, session->slot.label, rv);
	session->handle = handle;
	return 0;
}

static int use_key(struct token *token, P11KitUri *uri, struct wipe_error *err)
{
	struct login login = { .source = &token->source };
	int code = uri_pin_file(uri, &login.pin_file, err);

	token->pin = secret_new();
	if (!token->pin)
		return crypto_error_nomem(err);
	if (!code)
		code = login_user(&token->session, &login, token->pin, err);
	if (!code)
		code = private_key_find(&token->session, uri, &token->key, err);
	if (code || !token->key.always_authenticate)
		secret_wipe(token->pin);
	return code;
}

static int open_by_uri(struct token *token, P11KitUri *uri, const char *const *folders,
		       struct wipe_error *err)
{
	int code =
		slot_find(uri, folders ? folders : registered_folders, &token->session.slot, err);

	if (!code)
		code = open_session(&token->session, err);
	if (!code)
		code = use_key(token, uri, err);
	return code;
}

int token_open(const struct wipecert_signer_source *source, const char *const *folders,
	       struct token **token, struct wipe_error *err)
{
	struct token *new = calloc(1, sizeof(*new));
	P11KitUri *uri = NULL;
	int code;

	*token = NULL;
	if (!new)
		return crypto_error_nomem(err);
	new->source = (struct wipecert_signer_source){ .pin = source->pin,
						       .token = source->token,
						       .passphrase_arg = source->passphrase_arg };
	code = uri_parse(source->key, &uri, err);
	if (!code)
		code = open_by_uri(new, uri, folders, err);
	p11_kit_uri_free(uri);
	if (code)
		token_close(new);
	else
		*token = new;
	return code;
}

static bool is_mine(const struct token *token)
{
	return token->session.slot.module.calls && token->session.slot.module.owner == getpid();
}

void token_close(struct token *token)
{
	if (!token)
		return;
	secret_free(token->pin);
	private_key_clear(&token->key);
	/* Closing the last session ends the login. */
	if (is_mine(token) && token->session.handle != CK_INVALID_HANDLE)
		token->session.slot.module.calls->C_CloseSession(token->session.handle);
	slot_close(&token->session.slot);
	free(token);
}

const char *token_label(const struct token *token)
{
	return token->session.slot.label;
}

/* Certificates that cannot be read are none; *certificate is NULL then. */
static int read_certificate(const struct token *token, CK_OBJECT_HANDLE object, X509 **certificate,
			    struct wipe_error *err)
{
	unsigned char *der;
	const unsigned char *at;
	size_t bytes;
	int code = object_bytes(&token->session, object, CKA_VALUE, CERTIFICATE_MAX_BYTES, &der,
				&bytes, err);

	*certificate = NULL;
	if (code || !der)
		return code;
	at = der;
	*certificate = d2i_X509(NULL, &at, (long)bytes);
	if (*certificate && at != der + bytes) {
		X509_free(*certificate);
		*certificate = NULL;
	}
	free(der);
	ERR_clear_error();
	return 0;
}

static int append(const struct token *token, const struct objects *objects, STACK_OF(X509) * list,
		  struct wipe_error *err)
{
	for (size_t i = 0; i < objects->count && i < OBJECTS_MAX; i++) {
		X509 *certificate;
		int code = read_certificate(token, objects->items[i], &certificate, err);

		if (code)
			return code;
		if (certificate && !sk_X509_push(list, certificate)) {
			X509_free(certificate);
			return crypto_error_nomem(err);
		}
	}
	return 0;
}

static int append_all(const struct token *token, STACK_OF(X509) * list, struct wipe_error *err)
{
	CK_OBJECT_CLASS class = CKO_CERTIFICATE;
	CK_CERTIFICATE_TYPE type = CKC_X_509;
	CK_ATTRIBUTE wanted[] = { { CKA_CLASS, &class, sizeof(class) },
				  { CKA_CERTIFICATE_TYPE, &type, sizeof(type) },
				  { CKA_ID, token->key.id, token->key.id_bytes } };
	struct objects *objects = malloc(sizeof(*objects));
	int code;

	if (!objects)
		return crypto_error_nomem(err);
	/* A key without id has no certificate; every object would fit an empty one. */
	objects->count = 0;
	code = token->key.id ? object_find(&token->session, wanted, 3, objects, err) : 0;
	if (!code && objects->count > 1)
		code = wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("%s: several certificates on the token are of this key; "
					"give the one to use with --cert"),
				      token_label(token));
	if (!code)
		code = append(token, objects, list, err);
	if (!code && !sk_X509_num(list))
		code = wipe_error_set(err, WIPE_E_NOTFOUND, 0,
				      _("%s: the token holds no certificate of this key; give it "
					"with --cert"),
				      token_label(token));
	if (!code)
		code = object_find(&token->session, wanted, 2, objects, err);
	if (!code)
		code = append(token, objects, list, err);
	free(objects);
	return code;
}

int token_certificates(const struct token *token, STACK_OF(X509) * list, struct wipe_error *err)
{
	ERR_clear_error();
	return append_all(token, list, err);
}

bool token_may_own(const struct token *token, const X509 *certificate)
{
	bool may = private_key_may_be_of(&token->key, certificate);

	ERR_clear_error();
	return may;
}

int token_prepare(struct token *token, const EVP_PKEY *public_key, int digest_nid,
		  struct wipe_error *err)
{
	return mechanism_choose(&token->session.slot, public_key, digest_nid, &token->mechanism,
				err);
}

bool token_uses_pss(const struct token *token)
{
	return token->mechanism.is_pss;
}

/*
 * A signature that was begun and not made leaves its session busy. The new session
 * comes first: the login lasts as long as one is open.
 */
static void renew_session(struct token *token)
{
	CK_SESSION_HANDLE before = token->session.handle;

	if (open_session(&token->session, NULL) == 0)
		token->session.slot.module.calls->C_CloseSession(before);
}

static int sign_raw(struct token *token, unsigned char *input, size_t input_bytes,
		    unsigned char *raw, CK_ULONG *raw_bytes, struct wipe_error *err)
{
	const CK_FUNCTION_LIST *calls = token->session.slot.module.calls;
	CK_SESSION_HANDLE handle = token->session.handle;
	CK_MECHANISM mechanism = { .mechanism = token->mechanism.type };
	int code = 0;
	CK_RV rv;

	if (token->mechanism.is_pss) {
		mechanism.pParameter = &token->mechanism.pss;
		mechanism.ulParameterLen = sizeof(token->mechanism.pss);
	}
	rv = calls->C_SignInit(handle, &mechanism, token->key.handle);
	if (rv == CKR_OK && token->key.always_authenticate)
		code = login_again(&token->session, &token->source, token->pin, err);
	if (rv == CKR_OK && !code)
		rv = calls->C_Sign(handle, input, input_bytes, raw, raw_bytes);
	if (code || rv != CKR_OK)
		renew_session(token);
	if (code)
		return code;
	return rv == CKR_OK ? 0 : rv_fail(err, WIPE_E_CRYPTO, token_label(token), rv);
}

int token_sign(struct token *token, const unsigned char *digest, size_t digest_bytes,
	       unsigned char **signature, size_t *signature_bytes, struct wipe_error *err)
{
	unsigned char input[MECHANISM_INPUT_BYTES], raw[MECHANISM_OUTPUT_BYTES] = { 0 };
	size_t input_bytes = mechanism_input(&token->mechanism, digest, digest_bytes, input);
	CK_ULONG raw_bytes = sizeof(raw);
	int code;

	*signature = NULL;
	if (!is_mine(token))
		return wipe_error_set(err, WIPE_E_CRYPTO, 0,
				      _("%s: another process opened the token"),
				      token_label(token));
	if (!input_bytes)
		return wipe_error_set(err, WIPE_E_CRYPTO, 0, "%s", _("cannot sign"));
	code = sign_raw(token, input, input_bytes, raw, &raw_bytes, err);
	if (!code &&
	    !mechanism_output(&token->mechanism, raw, raw_bytes, signature, signature_bytes))
		code = wipe_error_set(err, WIPE_E_CRYPTO, 0,
				      _("%s: the PKCS#11 module answers with nonsense"),
				      token_label(token));
	return code;
}
