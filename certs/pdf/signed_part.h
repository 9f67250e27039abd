/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PDF_SIGNED_PART_H
#define PDF_SIGNED_PART_H

#include <stddef.h>

/*
 * What the signature of a PDF covers: all but /Contents, its brackets included. The
 * caller's (free()); NULL: no memory.
 */
unsigned char *signed_part(const unsigned char *pdf, size_t length, size_t hex_at, size_t *bytes);

#endif
