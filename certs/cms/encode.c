/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <limits.h>
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
	const int constructed = (tag & V_ASN1_CONSTRUCTED) != 0;
	const int number = tag & V_ASN1_PRIMITIVE_TAG;
	unsigned char *element, *at;
	int whole;

	if (bytes > INT_MAX)
		return NULL;
	whole = ASN1_object_size(constructed, (int)bytes, number);
	element = whole > 0 ? malloc((size_t)whole) : NULL;
	if (!element)
		return NULL;
	at = element;
	ASN1_put_object(&at, constructed, (int)bytes, number, tag & V_ASN1_PRIVATE);
	memcpy(at, body, bytes);
	*out_bytes = (size_t)whole;
	return element;
}
