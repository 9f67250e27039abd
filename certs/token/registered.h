/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The modules that the system's administrator has registered for p11-kit
 * (pkcs11.conf(5)). Only the folders of the system are read, never that of a user:
 * what HOME says must not decide which code runs with the rights of root.
 */
#ifndef TOKEN_REGISTERED_H
#define TOKEN_REGISTERED_H

#include <stddef.h>

#include <wipe/error.h>

#define REGISTERED_MAX 32
#define REGISTERED_PATH_BYTES 512
#define REGISTERED_NAME_BYTES 64

struct registered {
	size_t count;
	struct {
		char name[REGISTERED_NAME_BYTES]; /* of the file, without .module */
		char path[REGISTERED_PATH_BYTES];
	} items[REGISTERED_MAX];
};

/* Folders in the order of p11-kit: what a later one says replaces what one before said. */
extern const char *const registered_folders[];

/*
 * Modules of the .module files in these folders (NULL ends the list) that this
 * program may use. Left out: those that p11-kit reaches by a program or a socket
 * (remote:), lists of certificates (trust-policy:), and those that are disabled
 * for this program. Folders that are not there hold none.
 */
void registered_read(const char *const *folders, struct registered *out);

#endif
