/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_CRYPTO_ERROR_H
#define COMMON_CRYPTO_ERROR_H

#include <wipe/error.h>

/*
 * wipe_error_set() with libcrypto's own reason behind the message (in English;
 * only its fixed texts, never the data that came with it), or WIPE_E_NOMEM if
 * that was the reason. Empties libcrypto's queue.
 */
int crypto_error_set(struct wipe_error *err, int code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* No memory: what nearly every constructor of libcrypto fails with. */
int crypto_error_nomem(struct wipe_error *err);

#endif
