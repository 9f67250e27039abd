/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PATTERN_HMAC_H
#define PATTERN_HMAC_H

#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>

/* HMAC-SHA-256 (RFC 2104, FIPS 198-1) of message into mac, 32 bytes. WIPE_E_CRYPTO. */
int hmac_sha256(const uint8_t *key, size_t key_bytes, const uint8_t *message, size_t message_bytes,
		uint8_t mac[32], struct wipe_error *err);

#endif
