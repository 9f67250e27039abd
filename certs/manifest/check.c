/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "entries.h"
#include "text.h"

struct wipecert_manifest_check {
	const struct wipecert_manifest *manifest;
	bool there[]; /* of each entry */
};

int wipecert_manifest_check_new(const struct wipecert_manifest *manifest,
				struct wipecert_manifest_check **check, struct wipe_error *err)
{
	*check = NULL;
	if (manifest->form != WIPECERT_MANIFEST_FULL || !manifest->by_name)
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("only a manifest with names can be compared with files"));
	*check = calloc(1, sizeof(**check) + manifest->count * sizeof((*check)->there[0]));
	if (!*check)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	(*check)->manifest = manifest;
	return 0;
}

void wipecert_manifest_check_free(struct wipecert_manifest_check *check)
{
	free(check);
}

/* The entry, which is no longer missing; NULL if there is none. */
static const struct wipecert_manifest_entry *found(struct wipecert_manifest_check *check,
						   const char *path)
{
	const struct wipecert_manifest_entry *entry = wipecert_manifest_find(check->manifest, path);

	if (entry)
		check->there[entry - check->manifest->entries] = true;
	return entry;
}

enum wipecert_manifest_state wipecert_manifest_check_file(struct wipecert_manifest_check *check,
							  const char *path, uint64_t size_bytes,
							  const uint8_t sha256[32])
{
	const struct wipecert_manifest_entry *entry = found(check, path);

	if (!entry)
		return WIPECERT_MANIFEST_ADDITIONAL;
	if (entry->size_bytes != size_bytes || memcmp(entry->sha256, sha256, sizeof(entry->sha256)))
		return WIPECERT_MANIFEST_CHANGED;
	return WIPECERT_MANIFEST_SAME;
}

void wipecert_manifest_check_there(struct wipecert_manifest_check *check, const char *path)
{
	found(check, path);
}

const struct wipecert_manifest_entry *
wipecert_manifest_check_missing(const struct wipecert_manifest_check *check, size_t *cursor)
{
	const struct wipecert_manifest *manifest = check->manifest;

	while (*cursor < manifest->count && check->there[*cursor])
		++*cursor;
	return *cursor < manifest->count ? &manifest->entries[(*cursor)++] : NULL;
}

const char *wipecert_manifest_state_name(enum wipecert_manifest_state state)
{
	static const char *const names[WIPECERT_MANIFEST_STATES] = { "same",	"changed",
								     "missing", "additional",
								     "other",	"unreadable" };

	return (size_t)state < WIPECERT_MANIFEST_STATES ? names[state] : "unknown";
}
