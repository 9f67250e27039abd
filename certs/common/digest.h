/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_DIGEST_H
#define COMMON_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* False only if libcrypto fails (no memory, no provider). */
bool digest_sha256(const void *data, size_t bytes, uint8_t sha256[32]);

#endif
