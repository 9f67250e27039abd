/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PATTERN_SHA256_H
#define PATTERN_SHA256_H

#include <stddef.h>
#include <stdint.h>

#include <wipe/report.h>

/* SHA-256 (FIPS 180-4) of first and second, one after the other. WIPE_E_CRYPTO. */
int sha256_of(const void *first, size_t first_bytes, const void *second, size_t second_bytes,
	      uint8_t sha256[WIPE_SHA256_BYTES], struct wipe_error *err);

#endif
