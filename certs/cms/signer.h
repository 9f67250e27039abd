/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMS_SIGNER_H
#define CMS_SIGNER_H

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <wipecert/sign.h>

#include "algorithm.h"
#include "token.h"

struct wipecert_signer {
	EVP_PKEY *key;		 /* of a key on a token its public part */
	struct token *token;	 /* NULL: the key is here */
	wipecert_relay_fn relay; /* NULL: the token was opened by this process */
	void *relay_arg;
	X509 *certificate;
	STACK_OF(X509) * intermediates; /* embedded for the verifier */
	const struct algorithm_digest *digest;
	char name[512];
	uint8_t sha256[32];
};

#endif
