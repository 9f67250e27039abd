/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signed data whose signature is made where libcrypto has no key: on a token. */
#ifndef CMS_OUTSIDE_H
#define CMS_OUTSIDE_H

#include <openssl/cms.h>

#include "signer.h"

/* *out is the caller's (CMS_ContentInfo_free()). The signature is not verified here. */
int outside_make(const struct wipecert_signer *signer, const void *content, size_t bytes,
		 CMS_ContentInfo **out, struct wipe_error *err);

#endif
