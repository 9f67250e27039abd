/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <openssl/err.h>
#include <openssl/store.h>
#include <openssl/ui.h>

#include "blob.h"
#include "crypto_error.h"
#include "key.h"
#include "secret.h"
#include "text.h"

#define KEY_FILE_MAX_BYTES ((size_t)1 << 20)
#define MAX_ATTEMPTS 3

/* One attempt asks once, however often libcrypto wants to hear the passphrase. */
struct prompt {
	const struct wipecert_signer_source *source;
	int attempt;
	bool asked;
	bool given_up;
	struct secret *passphrase;
};

static void ask(struct prompt *prompt)
{
	const struct wipecert_signer_source *source = prompt->source;
	struct secret *secret = prompt->passphrase;

	prompt->asked = true;
	secret->bytes = -1;
	if (source->passphrase)
		secret->bytes = source->passphrase(source->passphrase_arg, source->key,
						   prompt->attempt, secret->text,
						   sizeof(secret->text));
	if (secret->bytes > (int)sizeof(secret->text))
		secret->bytes = -1;
	prompt->given_up = secret->bytes < 0;
}

/* pem_password_cb */
static int on_passphrase(char *buffer, int size, int writing, void *arg)
{
	struct prompt *prompt = arg;
	const struct secret *secret = prompt->passphrase;

	(void)writing;
	if (!prompt->asked)
		ask(prompt);
	if (secret->bytes < 0 || secret->bytes > size)
		return -1;
	memcpy(buffer, secret->text, (size_t)secret->bytes);
	return secret->bytes;
}

/* False: no memory, or a second private key. */
static bool take(OSSL_STORE_INFO *info, struct key_file *out, bool *ambiguous)
{
	X509 *certificate;

	switch (OSSL_STORE_INFO_get_type(info)) {
	case OSSL_STORE_INFO_PKEY:
		*ambiguous = out->key != NULL;
		if (!*ambiguous)
			out->key = OSSL_STORE_INFO_get1_PKEY(info);
		return out->key && !*ambiguous;
	case OSSL_STORE_INFO_CERT:
		certificate = OSSL_STORE_INFO_get1_CERT(info);
		if (certificate && sk_X509_push(out->certificates, certificate))
			return true;
		X509_free(certificate);
		return false;
	default:
		return true; /* EC parameters, lists: not needed */
	}
}

static bool drain(OSSL_STORE_CTX *store, struct key_file *out, bool *ambiguous)
{
	bool good = true;

	while (good && !OSSL_STORE_eof(store)) {
		OSSL_STORE_INFO *info = OSSL_STORE_load(store);

		if (info)
			good = take(info, out, ambiguous);
		else if (OSSL_STORE_error(store))
			good = false;
		OSSL_STORE_INFO_free(info);
	}
	return good && out->key;
}

static void drop_contents(struct key_file *file)
{
	EVP_PKEY_free(file->key);
	file->key = NULL;
	while (sk_X509_num(file->certificates) > 0)
		X509_free(sk_X509_pop(file->certificates));
}

/* One pass over the bytes, with one passphrase. */
static bool try_once(const unsigned char *bytes, size_t length, UI_METHOD *ui,
		     struct prompt *prompt, struct key_file *out, bool *ambiguous)
{
	BIO *bio = BIO_new_mem_buf(bytes, (int)length);
	OSSL_STORE_CTX *store;
	bool good = false;

	ERR_clear_error();
	drop_contents(out);
	prompt->asked = false;
	store = bio ? OSSL_STORE_attach(bio, "file", NULL, NULL, ui, prompt, NULL, NULL, NULL) :
		      NULL;
	if (store)
		good = drain(store, out, ambiguous);
	OSSL_STORE_close(store);
	BIO_free(bio);
	secret_wipe(prompt->passphrase);
	return good;
}

static int explain(const struct prompt *prompt, bool ambiguous, struct wipe_error *err)
{
	const char *path = prompt->source->key;

	if (ambiguous)
		return crypto_error_set(err, WIPE_E_FORMAT,
					_("%s: more than one private key in it"), path);
	if (prompt->asked && !prompt->source->passphrase)
		return crypto_error_set(err, WIPE_E_REFUSED,
					_("%s: the key is encrypted and there is no way to ask "
					  "for its passphrase"),
					path);
	if (prompt->asked && prompt->given_up)
		return crypto_error_set(err, WIPE_E_CRYPTO, _("%s: no passphrase was given"), path);
	if (prompt->asked)
		return crypto_error_set(err, WIPE_E_CRYPTO,
					_("%s: the passphrase is wrong or the file is damaged"),
					path);
	return crypto_error_set(err, WIPE_E_FORMAT, _("%s: no private key in it"), path);
}

static int load_bytes(const struct wipecert_signer_source *source, const unsigned char *bytes,
		      size_t length, struct key_file *out, struct wipe_error *err)
{
	struct prompt prompt = { .source = source, .passphrase = secret_new() };
	UI_METHOD *ui = UI_UTIL_wrap_read_pem_callback(on_passphrase, 0);
	bool good = false, ambiguous = false, again = true;
	int code = 0;

	if (!ui || !prompt.passphrase) {
		code = crypto_error_nomem(err);
		goto out;
	}
	for (int attempt = 1; !good && again && attempt <= MAX_ATTEMPTS; attempt++) {
		prompt.attempt = attempt;
		good = try_once(bytes, length, ui, &prompt, out, &ambiguous);
		again = prompt.asked && !prompt.given_up && !ambiguous;
	}
	if (!good)
		code = explain(&prompt, ambiguous, err);
out:
	secret_free(prompt.passphrase);
	UI_destroy_method(ui);
	return code;
}

int key_load(const struct wipecert_signer_source *source, struct key_file *out,
	     struct wipe_error *err)
{
	unsigned char *bytes = NULL;
	size_t length = 0;
	int code;

	*out = (struct key_file){ .certificates = sk_X509_new_null() };
	if (!out->certificates)
		return crypto_error_nomem(err);
	code = blob_read(source->key, KEY_FILE_MAX_BYTES, BLOB_PRIVATE, &bytes, &length, err);
	if (!code)
		code = load_bytes(source, bytes, length, out, err);
	blob_wipe(bytes, length);
	if (code)
		key_clear(out);
	return code;
}

void key_clear(struct key_file *file)
{
	EVP_PKEY_free(file->key);
	sk_X509_pop_free(file->certificates, X509_free);
	*file = (struct key_file){ 0 };
}
