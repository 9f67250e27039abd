/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a PKCS#11 module answers, in words. */
#ifndef TOKEN_RV_H
#define TOKEN_RV_H

#include <p11-kit/pkcs11.h>

#include <wipe/error.h>

/*
 * Fills err with "SUBJECT: what it means (CKR_NAME)" and returns code. subject is
 * a token or a module.
 */
int rv_fail(struct wipe_error *err, int code, const char *subject, CK_RV rv);

#endif
