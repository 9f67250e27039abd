/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which program is running: its own build id and the SHA-256 of its file. */
#ifndef RECORD_PROGRAM_H
#define RECORD_PROGRAM_H

#include <stddef.h>

/* GNU build id in hex, whole bytes as many as fit; "" if there is none. */
void program_build_id(char *text, size_t text_bytes);

/* Of /proc/self/exe, in hex; "" if it cannot be read. */
void program_sha256(char text[65]);

#endif
