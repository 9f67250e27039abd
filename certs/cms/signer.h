/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMS_SIGNER_H
#define CMS_SIGNER_H

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <wipecert/sign.h>

#include "algorithm.h"

struct wipecert_signer {
	EVP_PKEY *key;
	X509 *certificate;
	STACK_OF(X509) * intermediates; /* embedded for the verifier */
	const struct algorithm_digest *digest;
	char name[512];
	uint8_t sha256[32];
};

#endif
