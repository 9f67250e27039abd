/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <wipe/stream.h>

#include "endian.h"
#include "hmac.h"
#include "text.h"

static uint8_t *put_field(uint8_t *at, const uint8_t *bytes, uint32_t length)
{
	endian_put_u32be(at, length);
	memcpy(at + 4, bytes, length);
	return at + 4 + length;
}

int wipe_stream_message(const struct wipe_stream_inputs *in, uint8_t *out, size_t *out_bytes,
			struct wipe_error *err)
{
	uint8_t *at = out;

	if (in->challenge_bytes > WIPE_CHALLENGE_MAX_BYTES ||
	    (in->challenge_bytes && in->challenge_bytes < WIPE_CHALLENGE_MIN_BYTES) ||
	    in->serial_bytes > WIPE_SERIAL_MAX_BYTES || in->wwn_bytes > WIPE_WWN_MAX_BYTES ||
	    !in->pass || !in->attempt)
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("an input of the stream's key is out of range"));
	memcpy(at, WIPE_STREAM_KDF, sizeof(WIPE_STREAM_KDF) - 1);
	at += sizeof(WIPE_STREAM_KDF) - 1;
	at = put_field(at, in->challenge, in->challenge_bytes);
	at = put_field(at, in->serial, in->serial_bytes);
	at = put_field(at, in->wwn, in->wwn_bytes);
	endian_put_u64be(at, in->capacity_bytes);
	endian_put_u32be(at + 8, in->pass);
	endian_put_u32be(at + 12, in->attempt);
	*out_bytes = (size_t)(at + 16 - out);
	return 0;
}

int wipe_stream_key(const struct wipe_stream_inputs *in, uint8_t key[WIPE_KEY_BYTES],
		    struct wipe_error *err)
{
	uint8_t message[WIPE_STREAM_MESSAGE_MAX_BYTES];
	size_t message_bytes;
	int rc = wipe_stream_message(in, message, &message_bytes, err);

	if (rc)
		return rc;
	return hmac_sha256(in->secret, sizeof(in->secret), message, message_bytes, key, err);
}
