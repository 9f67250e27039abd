/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory for a passphrase or a PIN: not swapped where the system allows that, in
 * no core dump, empty in a child, wiped when it is freed.
 */
#ifndef COMMON_SECRET_H
#define COMMON_SECRET_H

#define SECRET_BYTES 1024

struct secret {
	int bytes; /* of text that are used; -1: nothing was given */
	char text[SECRET_BYTES];
};

/* Zeroed. NULL: no memory. */
struct secret *secret_new(void);
void secret_wipe(struct secret *secret); /* as new again */
void secret_free(struct secret *secret); /* NULL: no-op */

#endif
