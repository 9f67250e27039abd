/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmocka.h wants these before it. */
#ifndef MASSHO_TESTS_CMOCKA_ALL_H
#define MASSHO_TESTS_CMOCKA_ALL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
