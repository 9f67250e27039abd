/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <openssl/evp.h>

#include "digest.h"

bool digest_sha256(const void *data, size_t bytes, uint8_t sha256[32])
{
	return EVP_Digest(data, bytes, sha256, NULL, EVP_sha256(), NULL) == 1;
}
