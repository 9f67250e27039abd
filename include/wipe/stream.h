/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The keyed stream, "massho-stream-1": the overwrite that anyone can check.
 *
 *   K    = HMAC-SHA-256(secret, M)
 *   M    = "massho-stream-1"                    15 bytes, no terminator
 *          u32be(len) challenge                 16..64 bytes, or len 0 if absent
 *          u32be(len) serial                    as read from the drive, ASCII
 *          u32be(len) wwn                       as read from the drive, ASCII
 *          u64be(capacity_bytes) u32be(pass) u32be(attempt)
 *   byte at address a = byte a of AES-256-CTR(K, IV = 0) over zeros
 *
 * Sources: HMAC RFC 2104 / FIPS 198-1, AES FIPS 197, CTR NIST SP 800-38A. The
 * counter is the whole 128-bit block, big-endian, as OpenSSL's aes-256-ctr.
 * The secret is published in the record: it makes a stream unique, not hidden.
 */
#ifndef WIPE_STREAM_H
#define WIPE_STREAM_H

#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>
#include <wipe/export.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WIPE_STREAM_KDF "massho-stream-1"
#define WIPE_SECRET_BYTES 32
#define WIPE_KEY_BYTES 32
#define WIPE_IV_BYTES 16
#define WIPE_CHALLENGE_MIN_BYTES 16
#define WIPE_CHALLENGE_MAX_BYTES 64
#define WIPE_SERIAL_MAX_BYTES 128
#define WIPE_WWN_MAX_BYTES 128

struct wipe_stream_inputs {
	uint8_t secret[WIPE_SECRET_BYTES];
	uint8_t challenge[WIPE_CHALLENGE_MAX_BYTES];
	uint32_t challenge_bytes; /* 0: absent */
	uint8_t serial[WIPE_SERIAL_MAX_BYTES];
	uint32_t serial_bytes;
	uint8_t wwn[WIPE_WWN_MAX_BYTES];
	uint32_t wwn_bytes;
	uint64_t capacity_bytes;
	uint32_t pass;	  /* from 1 */
	uint32_t attempt; /* from 1 */
};

/* Longest M of the derivation above. */
#define WIPE_STREAM_MESSAGE_MAX_BYTES                                                             \
	(15 + 4 + WIPE_CHALLENGE_MAX_BYTES + 4 + WIPE_SERIAL_MAX_BYTES + 4 + WIPE_WWN_MAX_BYTES + \
	 8 + 4 + 4)

/*
 * Writes M to out (WIPE_STREAM_MESSAGE_MAX_BYTES long) and its length to
 * *out_bytes. WIPE_E_USAGE if a length is out of range.
 */
WIPE_API int wipe_stream_message(const struct wipe_stream_inputs *in, uint8_t *out,
				 size_t *out_bytes, struct wipe_error *err);

/* Derives K into key. WIPE_E_USAGE or WIPE_E_CRYPTO on failure. */
WIPE_API int wipe_stream_key(const struct wipe_stream_inputs *in, uint8_t key[WIPE_KEY_BYTES],
			     struct wipe_error *err);

/*
 * Challenges as people speak them: 16 bytes as 26 symbols of Crockford's base32
 * (no I L O U; most significant first, two leading zero bits) and two decimal
 * check digits, ISO/IEC 7064 MOD 97-10: (value * 100 + check) mod 97 == 1. So
 * every wrong symbol, every exchange of neighbours and of any two of the 26 is
 * found. Groups of four, joined by "-"; 28 symbols.
 */
#define WIPE_CHALLENGE_TEXT_BYTES 35 /* 28 symbols, 6 hyphens, NUL */

WIPE_API void wipe_challenge_format(const uint8_t challenge[WIPE_CHALLENGE_MIN_BYTES],
				    char text[WIPE_CHALLENGE_TEXT_BYTES]);

/*
 * Reads the text above: case, hyphens and blanks are ignored, O reads as 0, I
 * and L as 1. WIPE_E_USAGE with a message that says what is wrong.
 */
WIPE_API int wipe_challenge_parse(const char *text, uint8_t challenge[WIPE_CHALLENGE_MIN_BYTES],
				  struct wipe_error *err);

#ifdef __cplusplus
}
#endif
#endif
