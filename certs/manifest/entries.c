/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "entries.h"

#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "text.h"

static int no_memory(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
}

int entries_new(enum wipecert_manifest_form form, struct wipecert_manifest **manifest,
		struct wipe_error *err)
{
	*manifest = calloc(1, sizeof(**manifest));
	if (!*manifest)
		return no_memory(err);
	(*manifest)->form = form;
	return 0;
}

void wipecert_manifest_free(struct wipecert_manifest *manifest)
{
	if (!manifest)
		return;
	for (size_t i = 0; i < manifest->count; i++)
		free((char *)(uintptr_t)manifest->entries[i].path);
	free(manifest->entries);
	free(manifest->by_name);
	free(manifest);
}

static bool make_room(struct wipecert_manifest *manifest)
{
	size_t room = manifest->room ? 2 * manifest->room : 16;
	struct wipecert_manifest_entry *grown;

	if (manifest->count < manifest->room)
		return true;
	grown = reallocarray(manifest->entries, room, sizeof(*grown));
	if (!grown)
		return false;
	manifest->entries = grown;
	manifest->room = room;
	return true;
}

int entries_push(struct wipecert_manifest *manifest, const struct wipecert_manifest_entry *entry,
		 struct wipe_error *err)
{
	char *path = NULL;
	uint64_t sum;

	if (__builtin_add_overflow(manifest->bytes, entry->size_bytes, &sum))
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("the sizes are more than can be"));
	if (!make_room(manifest) || (entry->path && !(path = strdup(entry->path))))
		return no_memory(err);
	manifest->entries[manifest->count] = *entry;
	manifest->entries[manifest->count++].path = path;
	manifest->bytes = sum;
	return 0;
}

static int compare_names(const void *a, const void *b)
{
	const struct wipecert_manifest_entry *const *first = a, *const *second = b;

	return memcmp((*first)->name_sha256, (*second)->name_sha256, sizeof((*first)->name_sha256));
}

int entries_index(struct wipecert_manifest *manifest, struct wipe_error *err)
{
	const struct wipecert_manifest_entry **index;

	index = calloc(manifest->count + 1, sizeof(*index));
	if (!index)
		return no_memory(err);
	manifest->by_name = index;
	for (size_t i = 0; i < manifest->count; i++)
		index[i] = &manifest->entries[i];
	qsort(index, manifest->count, sizeof(*index), compare_names);
	for (size_t i = 1; i < manifest->count; i++)
		if (!compare_names(&index[i - 1], &index[i]))
			return wipe_error_set(err, WIPE_E_FORMAT, 0, _("a name occurs twice"));
	return 0;
}

bool entries_path_is_plain(const char *path)
{
	if (strnlen(path, WIPECERT_MANIFEST_PATH_MAX + 1) > WIPECERT_MANIFEST_PATH_MAX)
		return false;
	for (;;) {
		size_t bytes = strcspn(path, "/");

		if (!bytes || (bytes == 1 && path[0] == '.') ||
		    (bytes == 2 && path[0] == '.' && path[1] == '.'))
			return false;
		if (!path[bytes])
			return true;
		path += bytes + 1;
	}
}

int entries_name_hash(const struct wipecert_manifest *manifest, const char *path,
		      uint8_t name_sha256[32], struct wipe_error *err)
{
	uint8_t salted[WIPECERT_MANIFEST_SALT_BYTES + WIPECERT_MANIFEST_PATH_MAX];
	size_t bytes = strlen(path);

	memcpy(salted, manifest->salt, WIPECERT_MANIFEST_SALT_BYTES);
	memcpy(salted + WIPECERT_MANIFEST_SALT_BYTES, path, bytes);
	if (!digest_sha256(salted, WIPECERT_MANIFEST_SALT_BYTES + bytes, name_sha256))
		return wipe_error_set(err, WIPE_E_CRYPTO, 0, _("SHA-256 is not available"));
	return 0;
}
