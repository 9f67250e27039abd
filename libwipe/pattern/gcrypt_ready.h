/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PATTERN_GCRYPT_READY_H
#define PATTERN_GCRYPT_READY_H

#include <wipe/error.h>

/* Makes libgcrypt ready unless the program did. Every user in this layer calls it first. */
int gcrypt_ready(struct wipe_error *err);

#endif
