/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sha256.h"

#include <gcrypt.h>
#include <stdlib.h>
#include <string.h>

#include "gcrypt_ready.h"
#include "text.h"

int sha256_of(const void *first, size_t first_bytes, const void *second, size_t second_bytes,
	      uint8_t sha256[WIPE_SHA256_BYTES], struct wipe_error *err)
{
	gcry_md_hd_t md;
	int rc = gcrypt_ready(err);

	if (rc)
		return rc;
	if (gcry_md_open(&md, GCRY_MD_SHA256, 0))
		return wipe_error_set(err, WIPE_E_CRYPTO, 0, _("SHA-256 is not available"));
	gcry_md_write(md, first, first_bytes);
	gcry_md_write(md, second, second_bytes);
	memcpy(sha256, gcry_md_read(md, GCRY_MD_SHA256), WIPE_SHA256_BYTES);
	gcry_md_close(md);
	return 0;
}

struct sha256 {
	gcry_md_hd_t md;
};

int sha256_new(struct sha256 **sha, struct wipe_error *err)
{
	struct sha256 *made;
	int rc = gcrypt_ready(err);

	*sha = NULL;
	if (rc)
		return rc;
	made = calloc(1, sizeof(*made));
	if (!made)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	if (gcry_md_open(&made->md, GCRY_MD_SHA256, 0)) {
		free(made);
		return wipe_error_set(err, WIPE_E_CRYPTO, 0, _("SHA-256 is not available"));
	}
	*sha = made;
	return 0;
}

void sha256_free(struct sha256 *sha)
{
	if (!sha)
		return;
	gcry_md_close(sha->md);
	free(sha);
}

void sha256_begin(struct sha256 *sha)
{
	gcry_md_reset(sha->md);
}

void sha256_update(struct sha256 *sha, const void *bytes, size_t len)
{
	gcry_md_write(sha->md, bytes, len);
}

void sha256_finish(struct sha256 *sha, uint8_t sha256[WIPE_SHA256_BYTES])
{
	memcpy(sha256, gcry_md_read(sha->md, GCRY_MD_SHA256), WIPE_SHA256_BYTES);
}
