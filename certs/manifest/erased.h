/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of erased files in memory, and its lines as text. */
#ifndef MANIFEST_ERASED_H
#define MANIFEST_ERASED_H

#include <stdbool.h>

#include <wipecert/files.h>

#define ERASED_NONE 0xff /* no level, no reason */

struct erased {
	char *path;   /* NULL in the public form */
	size_t order; /* in which it was added: among those with one path */
	uint8_t name_sha256[32], sha256[32];
	uint8_t kind, state, level, reason; /* file_*_term() */
	bool touched, has_sha256;
	char error[32]; /* "": none */
	uint64_t name_count, size_bytes, overwritten_bytes, verified_bytes;
	uint64_t attributes, attributes_left, extents_not_listed;
	struct wipecert_file_extent *extents;
	size_t extent_count;
};

struct wipecert_files {
	enum wipecert_manifest_form form;
	uint8_t salt[WIPECERT_MANIFEST_SALT_BYTES];
	struct erased *items; /* sorted by path; public: by name_sha256 */
	size_t count, room;
	const struct erased **by_name; /* NULL: not sealed */
	struct wipecert_files_sums sums;
};

/* Text that grows; what has failed (no memory) stays so. */
struct erased_text {
	char *at;
	size_t used, room;
	bool failed;
};

void erased_clear(struct erased *item);
/* Takes item over if it returns 0. WIPE_E_NOMEM; WIPE_E_FORMAT if a sum overflows. */
int erased_push(struct wipecert_files *files, struct erased *item, struct wipe_error *err);
/* Makes by_name of items that are sorted. */
int erased_index(struct wipecert_files *files, struct wipe_error *err);
int erased_name_hash(const uint8_t salt[WIPECERT_MANIFEST_SALT_BYTES], const char *path,
		     uint8_t name_sha256[32], struct wipe_error *err);

/* What does not fit together in item, for people; NULL: nothing. */
const char *erased_fault(const struct erased *item);
/* Adds item to sums; false: a sum is more than can be. */
bool erased_sum(const struct erased *item, struct wipecert_files_sums *sums);

/* Each appends one line with its newline. */
void erased_put_head(const struct wipecert_files *files, enum wipecert_manifest_form form,
		     struct erased_text *text);
void erased_put_line(const struct erased *item, enum wipecert_manifest_form form,
		     struct erased_text *text);

#endif
