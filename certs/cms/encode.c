/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "crypto_error.h"
#include "encode.h"
#include "text.h"

int encode_hand_over(unsigned char *der, size_t bytes, unsigned char **out, struct wipe_error *err)
{
	*out = malloc(bytes);
	if (*out)
		memcpy(*out, der, bytes);
	OPENSSL_free(der);
	return *out ? 0 : crypto_error_nomem(err);
}

int encode_cms(CMS_ContentInfo *cms, unsigned char **der, size_t *der_bytes, struct wipe_error *err)
{
	unsigned char *encoded = NULL;
	int bytes = i2d_CMS_ContentInfo(cms, &encoded);

	if (bytes <= 0)
		return crypto_error_set(err, WIPE_E_CRYPTO, "%s", _("cannot encode signed data"));
	*der_bytes = (size_t)bytes;
	return encode_hand_over(encoded, (size_t)bytes, der, err);
}

unsigned char *encode_element(unsigned char tag, const void *body, size_t bytes, size_t *out_bytes)
{
	unsigned char header[2 + sizeof(bytes)], *element;
	size_t used = 1, octets = 0;

	for (size_t left = bytes; left; left >>= 8)
		octets++;
	header[0] = tag;
	if (bytes >= 0x80)
		header[used++] = (unsigned char)(0x80 | octets);
	else
		octets = 1;
	for (size_t i = octets; i--;)
		header[used++] = (unsigned char)(bytes >> (8 * i));
	element = malloc(used + bytes);
	if (!element)
		return NULL;
	memcpy(element, header, used);
	memcpy(element + used, body, bytes);
	*out_bytes = used + bytes;
	return element;
}
