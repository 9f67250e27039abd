/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one private key that a URI means, and what the token tells about it. */
#ifndef TOKEN_PRIVATE_KEY_H
#define TOKEN_PRIVATE_KEY_H

#include <p11-kit/uri.h>

#include <openssl/x509.h>

#include "object.h"

#define PRIVATE_KEY_ID_MAX_BYTES 256

struct private_key {
	CK_OBJECT_HANDLE handle;
	CK_KEY_TYPE type;
	unsigned char *id; /* CKA_ID; NULL: none */
	size_t id_bytes;
	unsigned char *public_part; /* modulus or point; NULL: the token does not tell */
	size_t public_bytes;
	bool always_authenticate;
};

/*
 * Exactly one key that can sign must fit, else WIPE_E_USAGE and a message that
 * lists those that do. private_key_clear() in every case.
 */
int private_key_find(const struct session *session, P11KitUri *uri, struct private_key *out,
		     struct wipe_error *err);
void private_key_clear(struct private_key *key);

/* False: the certificate is of another key. True if the token does not tell. */
bool private_key_may_be_of(const struct private_key *key, const X509 *certificate);

#endif
