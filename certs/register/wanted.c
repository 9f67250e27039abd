/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which files a record names: attachments, its manifest, the scan of its paper. */
#include <stdio.h>
#include <string.h>

#include <wipecert/files.h>

#include "case.h"
#include "text.h"

static void take_listed(const struct wipecert_record *record, size_t index, struct wanted *wanted)
{
	char path[48];

	snprintf(path, sizeof(path), "attachments/%zu/sha256", index);
	wipecert_record_hex(record, path, wanted->sha256, 32);
	snprintf(path, sizeof(path), "attachments/%zu/personal", index);
	wanted->may_be_left_out = wipecert_record_bool(record, path);
}

/* That of a copy, or the list of files that were erased. */
static bool take_manifest(const struct wipecert_record *record, struct wanted *wanted)
{
	struct wipecert_files_stated stated;

	wanted->has_bare = true;
	if (wipecert_record_files(record, &stated)) {
		memcpy(wanted->sha256, stated.list_sha256, 32);
		memcpy(wanted->bare_sha256, stated.list_public_sha256, 32);
		return stated.has_list;
	}
	return wipecert_record_hex(record, "manifest/sha256", wanted->sha256, 32) &&
	       wipecert_record_hex(record, "manifest/public_sha256", wanted->bare_sha256, 32);
}

/* A confirmation that was signed elsewhere came without its scan. */
static bool take_scan(const struct wipecert_record *record, const struct entry *entry,
		      struct wanted *wanted)
{
	wanted->may_be_left_out = true;
	return entry->has_place &&
	       wipecert_record_hex(record, "means/scan_sha256", wanted->sha256, 32);
}

int case_take_wanted(struct wipecert_case *opened, const struct wipecert_record *record,
		     struct entry *entry, struct wipe_error *err)
{
	size_t listed = wipecert_record_count(record, "attachments");
	struct wanted manifest = { 0 }, scan = { 0 };
	bool has_manifest = take_manifest(record, &manifest);
	bool has_scan = take_scan(record, entry, &scan);

	if (!listed && !has_manifest && !has_scan)
		return 0;
	entry->wanted = arena_take(&opened->arena, (listed + 2) * sizeof(*entry->wanted));
	if (!entry->wanted)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	for (; entry->wanted_count < listed; entry->wanted_count++)
		take_listed(record, entry->wanted_count, &entry->wanted[entry->wanted_count]);
	if (has_manifest)
		entry->wanted[entry->wanted_count++] = manifest;
	if (has_scan)
		entry->wanted[entry->wanted_count++] = scan;
	return 0;
}
