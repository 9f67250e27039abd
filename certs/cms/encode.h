/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMS_ENCODE_H
#define CMS_ENCODE_H

#include <stddef.h>

#include <openssl/cms.h>

#include <wipe/error.h>

/* Copies into memory that free() takes, and OPENSSL_free()s der in any case. */
int encode_hand_over(unsigned char *der, size_t bytes, unsigned char **out, struct wipe_error *err);

/* DER in memory that free() takes. */
int encode_cms(CMS_ContentInfo *cms, unsigned char **der, size_t *der_bytes,
	       struct wipe_error *err);

/* Tag, shortest length, body; the caller's (free()). NULL: no memory. */
unsigned char *encode_element(unsigned char tag, const void *body, size_t bytes, size_t *out_bytes);

#endif
