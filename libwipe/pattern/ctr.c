/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ctr.h"

#include <gcrypt.h>
#include <stdlib.h>
#include <string.h>

#include "gcrypt_ready.h"
#include "text.h"

/*
 * Encrypting a constant buffer that stays in cache beats clearing the output first,
 * and what is encrypted is exclusive-ored: ones give the inverted stream.
 */
#define PIECE_BYTES ((size_t)16 << 10)
static const unsigned char zeros[PIECE_BYTES];
static const unsigned char ones[PIECE_BYTES] = { [0 ... PIECE_BYTES - 1] = 0xff };

struct ctr {
	gcry_cipher_hd_t cipher;
	unsigned char difference[PIECE_BYTES];
};

int ctr_new(const uint8_t key[32], struct ctr **ctr, struct wipe_error *err)
{
	struct ctr *made;
	gcry_error_t failure;
	int rc = gcrypt_ready(err);

	*ctr = NULL;
	if (rc)
		return rc;
	made = calloc(1, sizeof(*made));
	if (!made)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	failure = gcry_cipher_open(&made->cipher, GCRY_CIPHER_AES256, GCRY_CIPHER_MODE_CTR, 0);
	if (!failure)
		failure = gcry_cipher_setkey(made->cipher, key, 32);
	if (failure) {
		ctr_free(made);
		return wipe_error_set(err, WIPE_E_CRYPTO, 0, _("AES-256-CTR failed: %s"),
				      gcry_strerror(failure));
	}
	*ctr = made;
	return 0;
}

void ctr_free(struct ctr *ctr)
{
	if (!ctr)
		return;
	gcry_cipher_close(ctr->cipher);
	free(ctr);
}

int ctr_fill(struct ctr *ctr, const uint8_t counter[16], bool inverted, unsigned char *out,
	     size_t len)
{
	const unsigned char *plain = inverted ? ones : zeros;

	if (gcry_cipher_setctr(ctr->cipher, counter, 16))
		return WIPE_E_CRYPTO;
	while (len) {
		size_t piece = len < PIECE_BYTES ? len : PIECE_BYTES;

		if (gcry_cipher_encrypt(ctr->cipher, out, piece, plain, piece))
			return WIPE_E_CRYPTO;
		out += piece;
		len -= piece;
	}
	return 0;
}

/*
 * What is encrypted is exclusive-ored with the stream: zeros are left where it is the
 * stream. So the bytes go through the cache once, and the rest stays in the first one.
 */
int ctr_matches(struct ctr *ctr, const uint8_t counter[16], bool inverted,
		const unsigned char *bytes, size_t len, bool *same)
{
	const unsigned char *equal = inverted ? ones : zeros;
	bool all = true;

	*same = false;
	if (gcry_cipher_setctr(ctr->cipher, counter, 16))
		return WIPE_E_CRYPTO;
	while (len && all) {
		size_t piece = len < PIECE_BYTES ? len : PIECE_BYTES;

		if (gcry_cipher_encrypt(ctr->cipher, ctr->difference, piece, bytes, piece))
			return WIPE_E_CRYPTO;
		all = memcmp(ctr->difference, equal, piece) == 0;
		bytes += piece;
		len -= piece;
	}
	*same = all;
	return 0;
}
