/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "token_scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cms/envelope.h"
#include "x509/ecdsa.h"

static const char content[] = "{\"not\":\"a record, signing does not look\"}";

void token_modes(void **state, const char *modes)
{
	write_file(in(state, "modes"), modes, strlen(modes), 0644);
}

void token_tries(void **state, int tries)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", tries);
	write_file(in(state, "tries"), text, strlen(text), 0644);
}

int token_tries_left(void **state)
{
	FILE *file = fopen(in(state, "tries"), "re");
	int tries = -1;

	assert_non_null(file);
	assert_int_equal(fscanf(file, "%d", &tries), 1);
	fclose(file);
	return tries;
}

size_t token_log_count(void **state, const char *line)
{
	FILE *file = fopen(in(state, "log"), "re");
	char text[256];
	size_t count = 0;

	while (file && fgets(text, sizeof(text), file)) {
		text[strcspn(text, "\n")] = '\0';
		count += strcmp(text, line) == 0;
	}
	if (file)
		fclose(file);
	return count;
}

void token_fill(void **state, const struct identity *identity, bool certificate)
{
	unsigned char *der = NULL;
	int bytes = i2d_X509(identity->certificate, &der);

	write_key(in(state, "key.pem"), identity->key, NULL);
	unlink(in(state, "cert.der"));
	unlink(in(state, "tries"));
	unlink(in(state, "removed"));
	unlink(in(state, "log"));
	if (certificate)
		write_file(in(state, "cert.der"), der, (size_t)bytes, 0644);
	OPENSSL_free(der);
	token_modes(state, "");
	setenv("FAKE_TOKEN", *state, 1);
}

const char *token_uri(const char *attributes)
{
	static char uri[TOKEN_URI_BYTES];
	const char *build = getenv("MASSHO_BUILD");

	assert_non_null(build);
	snprintf(uri, sizeof(uri), "pkcs11:%s%smodule-path=%s/tests/lib/fake_token.so", attributes,
		 strchr(attributes, '?') ? "&" : "?", build);
	return uri;
}

static int give_pin(void *arg, const char *label, int attempt, char *buf, size_t size)
{
	struct holder *holder = arg;

	holder->asked++;
	assert_int_equal(attempt, 1);
	snprintf(holder->label, sizeof(holder->label), "%s", label);
	if (!holder->pin)
		return -1;
	assert_true(strlen(holder->pin) <= size);
	memcpy(buf, holder->pin, strlen(holder->pin));
	return (int)strlen(holder->pin);
}

static bool hear(void *arg, enum wipecert_token_event event, const char *label)
{
	struct holder *holder = arg;

	snprintf(holder->label, sizeof(holder->label), "%s", label);
	holder->few_tries += event == WIPECERT_TOKEN_FEW_TRIES;
	holder->last_tries += event == WIPECERT_TOKEN_LAST_TRY;
	holder->at_reader += event == WIPECERT_TOKEN_AT_READER;
	return event != WIPECERT_TOKEN_LAST_TRY || holder->uses_last_try;
}

int token_load(const char *uri, const char *cert, struct holder *holder,
	       struct wipecert_signer **signer, struct wipe_error *err)
{
	struct wipecert_signer_source source = {
		.key = uri, .cert = cert, .pin = give_pin, .token = hear, .passphrase_arg = holder
	};
	int code;

	wipe_error_clear(err);
	code = wipecert_signer_load(&source, signer, err);
	assert_int_equal(code, err->code);
	assert_int_equal(code == 0, *signer != NULL);
	if (holder->pin && holder->pin[0])
		assert_null(strstr(err->message, holder->pin));
	return code;
}

/* Of the two ECDSA signatures that are equally good, the one with the smaller s. */
static void check_low(const struct envelope *envelope)
{
	struct der_slice signature = envelope->signed_data.signature;
	const EVP_PKEY *key = X509_get0_pubkey(envelope->signer);
	unsigned char *low;
	size_t bytes;

	if (EVP_PKEY_get_base_id(key) != EVP_PKEY_EC)
		return;
	assert_true(ecdsa_normalise(key, signature.at, signature.bytes, &low, &bytes));
	assert_true(der_equal(signature, low, bytes));
	OPENSSL_free(low);
}

int token_sign_something(struct wipecert_signer *signer, struct wipecert_link *link,
			 struct wipe_error *err)
{
	struct finding finding = { .reason = WIPECERT_REASON_NONE };
	struct envelope envelope;
	unsigned char *der;
	size_t bytes;
	int code;

	wipe_error_clear(err);
	code = wipecert_sign(signer, content, sizeof(content), &der, &bytes, link, err);
	assert_int_equal(code, err->code);
	assert_int_equal(code == 0, der != NULL);
	if (code)
		return code;
	assert_true(
		envelope_open(der, bytes, algorithm_edition_default(), NULL, &envelope, &finding));
	assert_true(der_equal(envelope.signed_data.content, content, sizeof(content)));
	assert_true(envelope.attributes.has_signing_time);
	check_low(&envelope);
	envelope_close(&envelope);
	free(der);
	return 0;
}
