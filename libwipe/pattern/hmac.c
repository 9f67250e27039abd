/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hmac.h"

#include <gcrypt.h>

#include "gcrypt_ready.h"
#include "text.h"

int hmac_sha256(const uint8_t *key, size_t key_bytes, const uint8_t *message, size_t message_bytes,
		uint8_t mac[32], struct wipe_error *err)
{
	gcry_mac_hd_t handle = NULL;
	size_t mac_bytes = 32;
	gcry_error_t failure;
	int rc = gcrypt_ready(err);

	if (rc)
		return rc;
	failure = gcry_mac_open(&handle, GCRY_MAC_HMAC_SHA256, 0, NULL);
	if (!failure)
		failure = gcry_mac_setkey(handle, key, key_bytes);
	if (!failure)
		failure = gcry_mac_write(handle, message, message_bytes);
	if (!failure)
		failure = gcry_mac_read(handle, mac, &mac_bytes);
	gcry_mac_close(handle);
	if (failure || mac_bytes != 32)
		return wipe_error_set(err, WIPE_E_CRYPTO, 0, _("HMAC-SHA-256 failed: %s"),
				      gcry_strerror(failure));
	return 0;
}
