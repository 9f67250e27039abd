/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmocka with the headers it wants before itself. */
#ifndef SUPPORT_UNIT_H
#define SUPPORT_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/*
 * How far a loop over every byte, width or length goes at once: 1, but step with a sanitizer
 * and under valgrind (tests/house/memcheck.py), which look at the same code in fewer places.
 */
static inline size_t test_step(size_t step)
{
	const char *sanitize = getenv("MASSHO_SANITIZE");

	return sanitize && *sanitize ? step : 1;
}

#endif
