/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking a line of a list of erased files apart. */
#ifndef MANIFEST_ERASED_TAKE_H
#define MANIFEST_ERASED_TAKE_H

#include "cursor.h"
#include "erased.h"

/* What stands before, a number, and the quotation mark behind it. */
bool erased_take_number(struct cursor *line, const char *before, uint64_t *value);
/*
 * All of the line. Whether it was written in the one way that it can be is not looked at. What
 * item holds is the caller's in any case: erased_clear().
 */
bool erased_take_line(struct cursor line, enum wipecert_manifest_form form, struct erased *item);

#endif
