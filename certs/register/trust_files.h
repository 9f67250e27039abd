/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a trust folder that its first record names: all but revocation lists. */
#ifndef REGISTER_TRUST_FILES_H
#define REGISTER_TRUST_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>

#define TRUST_FILE_NAME_BYTES 320 /* "engineer/root.pem" */

struct trust_file {
	char name[TRUST_FILE_NAME_BYTES];
	uint8_t sha256[32];
	unsigned char *bytes;
	size_t length;
};

struct trust_files {
	struct trust_file *items; /* by name */
	size_t count;
};

/*
 * Reads the folder at path. Links, folders within folders, and what is no regular file
 * are WIPE_E_REFUSED. The caller always calls trust_files_clear().
 */
int trust_files_read(const char *path, struct trust_files *files, struct wipe_error *err);
/*
 * Writes them into the folder at path, which is made if need be. is_resumed: what is there
 * already stays, and is no error.
 */
int trust_files_save(const struct trust_files *files, const char *path, bool is_resumed,
		     struct wipe_error *err);
void trust_files_clear(struct trust_files *files);

#endif
