/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A signer whose key lies on the fake token (tests/support/fake_token.c). */
#ifndef CERTS_CMS_TOKEN_SCENE_H
#define CERTS_CMS_TOKEN_SCENE_H

#include "support.h"

#define TOKEN_URI_BYTES 1024

/* Who is asked, what is answered, and what was told. */
struct holder {
	const char *pin; /* NULL gives up */
	bool uses_last_try;
	int asked, few_tries, last_tries, at_reader;
	char label[256]; /* of the token, as the holder saw it */
};

/*
 * Puts key and certificate of the identity onto the token; certificate false: only
 * the key. Sets FAKE_TOKEN.
 */
void token_fill(void **state, const struct identity *identity, bool certificate);
void token_modes(void **state, const char *modes);
/* How often a wrong PIN may still be given. */
void token_tries(void **state, int tries);
int token_tries_left(void **state);
/* How often a line with this text is in the token's log. */
size_t token_log_count(void **state, const char *line);

/* "pkcs11:...?module-path=FAKE"; attributes as "object=sign" or "". */
const char *token_uri(const char *attributes);

/* cert NULL: from the token. */
int token_load(const char *uri, const char *cert, struct holder *holder,
	       struct wipecert_signer **signer, struct wipe_error *err);

/* Signs and opens what came out; 0 or the code of wipecert_sign(). */
int token_sign_something(struct wipecert_signer *signer, struct wipecert_link *link,
			 struct wipe_error *err);

#endif
