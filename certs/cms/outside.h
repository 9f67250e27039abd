/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signed data put together by hand: for keys on a token, which libcrypto does not
 * have, and for signatures without the signing-time that it always adds.
 */
#ifndef CMS_OUTSIDE_H
#define CMS_OUTSIDE_H

#include <openssl/cms.h>

#include "signer.h"

/*
 * *out is the caller's (CMS_ContentInfo_free()). has_time: with signing-time, now. The
 * signature is not verified here, nor is s made low.
 */
int outside_make(const struct wipecert_signer *signer, const void *content, size_t bytes,
		 bool has_time, CMS_ContentInfo **out, struct wipe_error *err);

#endif
