/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "entries.h"
#include "text.h"

int wipecert_manifest_new(const uint8_t *salt, struct wipecert_manifest **manifest,
			  struct wipe_error *err)
{
	int rc = entries_new(WIPECERT_MANIFEST_FULL, manifest, err);

	if (rc)
		return rc;
	if (salt) {
		memcpy((*manifest)->salt, salt, WIPECERT_MANIFEST_SALT_BYTES);
		return 0;
	}
	if (getrandom((*manifest)->salt, WIPECERT_MANIFEST_SALT_BYTES, 0) ==
	    WIPECERT_MANIFEST_SALT_BYTES)
		return 0;
	rc = wipe_error_set(err, WIPE_E_SYSTEM, errno, "getrandom");
	wipecert_manifest_free(*manifest);
	*manifest = NULL;
	return rc;
}

int wipecert_manifest_add(struct wipecert_manifest *manifest, const char *path, uint64_t size_bytes,
			  const uint8_t sha256[32], struct wipe_error *err)
{
	struct wipecert_manifest_entry entry = { .path = path, .size_bytes = size_bytes };
	int rc;

	if (manifest->by_name)
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("the manifest is sealed"));
	if (!entries_path_is_plain(path))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("a path that a manifest cannot hold"));
	memcpy(entry.sha256, sha256, sizeof(entry.sha256));
	rc = entries_name_hash(manifest, path, entry.name_sha256, err);
	return rc ? rc : entries_push(manifest, &entry, err);
}

static int compare_paths(const void *a, const void *b)
{
	const struct wipecert_manifest_entry *first = a, *second = b;

	return strcmp(first->path, second->path);
}

int wipecert_manifest_seal(struct wipecert_manifest *manifest, struct wipe_error *err)
{
	if (manifest->by_name)
		return 0;
	if (manifest->count)
		qsort(manifest->entries, manifest->count, sizeof(*manifest->entries),
		      compare_paths);
	return entries_index(manifest, err);
}

enum wipecert_manifest_form wipecert_manifest_form(const struct wipecert_manifest *manifest)
{
	return manifest->form;
}

const uint8_t *wipecert_manifest_salt(const struct wipecert_manifest *manifest)
{
	return manifest->form == WIPECERT_MANIFEST_FULL ? manifest->salt : NULL;
}

size_t wipecert_manifest_count(const struct wipecert_manifest *manifest)
{
	return manifest->count;
}

uint64_t wipecert_manifest_bytes(const struct wipecert_manifest *manifest)
{
	return manifest->bytes;
}

const struct wipecert_manifest_entry *wipecert_manifest_at(const struct wipecert_manifest *manifest,
							   size_t index)
{
	return &manifest->entries[index];
}

const struct wipecert_manifest_entry *
wipecert_manifest_find(const struct wipecert_manifest *manifest, const char *path)
{
	const struct wipecert_manifest_entry wanted = { .path = path };

	if (manifest->form != WIPECERT_MANIFEST_FULL || !manifest->count)
		return NULL;
	return bsearch(&wanted, manifest->entries, manifest->count, sizeof(wanted), compare_paths);
}

static int compare_name(const void *key, const void *element)
{
	const struct wipecert_manifest_entry *const *entry = element;

	return memcmp(key, (*entry)->name_sha256, sizeof((*entry)->name_sha256));
}

const struct wipecert_manifest_entry *
wipecert_manifest_find_name(const struct wipecert_manifest *manifest, const uint8_t name_sha256[32])
{
	const struct wipecert_manifest_entry *const *found;

	found = bsearch(name_sha256, manifest->by_name, manifest->count, sizeof(*found),
			compare_name);
	return found ? *found : NULL;
}
