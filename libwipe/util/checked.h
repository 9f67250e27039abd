/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arithmetic on sizes of media that says so when it would wrap. */
#ifndef UTIL_CHECKED_H
#define UTIL_CHECKED_H

#include <stdbool.h>
#include <stdint.h>

static inline bool checked_add_u64(uint64_t a, uint64_t b, uint64_t *sum)
{
	return !__builtin_add_overflow(a, b, sum);
}

static inline bool checked_mul_u64(uint64_t a, uint64_t b, uint64_t *product)
{
	return !__builtin_mul_overflow(a, b, product);
}

static inline uint64_t checked_min_u64(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

#endif
