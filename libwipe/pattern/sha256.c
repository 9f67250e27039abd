/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sha256.h"

#include <gcrypt.h>
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
