/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMS_SIGN_H
#define CMS_SIGN_H

#include <stdbool.h>

#include <openssl/cms.h>

/* Of the two ECDSA signatures that are equally good, the one that we write. */
bool sign_make_low(const EVP_PKEY *key, CMS_ContentInfo *cms);

#endif
