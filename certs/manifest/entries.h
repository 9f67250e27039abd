/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A manifest in memory. */
#ifndef MANIFEST_ENTRIES_H
#define MANIFEST_ENTRIES_H

#include <stdbool.h>

#include <wipecert/manifest.h>

struct wipecert_manifest {
	enum wipecert_manifest_form form;
	uint8_t salt[WIPECERT_MANIFEST_SALT_BYTES];
	struct wipecert_manifest_entry *entries; /* sorted by path; public: by name_sha256 */
	size_t count, room;
	const struct wipecert_manifest_entry **by_name; /* NULL: not sealed */
	uint64_t bytes;
};

int entries_new(enum wipecert_manifest_form form, struct wipecert_manifest **manifest,
		struct wipe_error *err);

/* entry->path is copied; NULL stays NULL. WIPE_E_NOMEM; WIPE_E_FORMAT if the sum overflows. */
int entries_push(struct wipecert_manifest *manifest, const struct wipecert_manifest_entry *entry,
		 struct wipe_error *err);

/*
 * Makes by_name of entries that are sorted. WIPE_E_FORMAT if two have one name.
 */
int entries_index(struct wipecert_manifest *manifest, struct wipe_error *err);

/* Relative, no part empty, "." or "..", not too long. */
bool entries_path_is_plain(const char *path);

/* SHA-256 of salt and path. WIPE_E_CRYPTO. */
int entries_name_hash(const struct wipecert_manifest *manifest, const char *path,
		      uint8_t name_sha256[32], struct wipe_error *err);

#endif
