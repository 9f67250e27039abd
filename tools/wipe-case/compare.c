/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare.h"

#include <stdio.h>
#include <stdlib.h>

#include <wipecert/save.h>

#include "output.h"

#define PATH_BYTES 4096

/* The list of the files that came, from beside its record. NULL: none, or not to be read. */
static struct wipecert_manifest *load_received(const struct session *session, size_t record,
					       bool *is_listed)
{
	struct wipecert_manifest *manifest = NULL;
	struct wipecert_result result;
	unsigned char *bytes = NULL;
	char path[PATH_BYTES];
	uint8_t sha256[32];
	size_t length;

	*is_listed = false;
	if (wipecert_case_load_record(session->opened, record, &result, NULL))
		return NULL;
	*is_listed = result.record &&
		     wipecert_record_hex(result.record, "manifest/sha256", sha256, 32);
	wipecert_result_clear(&result);
	if (*is_listed && wipecert_case_attachment(session->opened, sha256, path, sizeof(path)) &&
	    !wipecert_load(path, WIPECERT_MANIFEST_MAX_BYTES, &bytes, &length, NULL) &&
	    wipecert_manifest_parse(bytes, length, &manifest, NULL))
		manifest = NULL;
	free(bytes);
	return manifest;
}

static bool compare(const struct wipecert_manifest *received,
		    const struct wipecert_manifest *returned,
		    size_t count[WIPECERT_MANIFEST_STATES])
{
	struct wipecert_manifest_check *check = NULL;
	size_t cursor = 0;

	if (wipecert_manifest_check_new(received, &check, NULL))
		return false;
	for (size_t i = 0; i < wipecert_manifest_count(returned); i++) {
		const struct wipecert_manifest_entry *entry = wipecert_manifest_at(returned, i);

		count[wipecert_manifest_check_file(check, entry->path, entry->size_bytes,
						   entry->sha256)]++;
	}
	while (wipecert_manifest_check_missing(check, &cursor))
		count[WIPECERT_MANIFEST_MISSING]++;
	wipecert_manifest_check_free(check);
	return true;
}

static void tell(const struct session *session, const size_t count[WIPECERT_MANIFEST_STATES])
{
	size_t changed = count[WIPECERT_MANIFEST_CHANGED];
	size_t missing = count[WIPECERT_MANIFEST_MISSING];
	size_t added = count[WIPECERT_MANIFEST_ADDITIONAL];

	if (session->options->json)
		output_json(json_pack("{s:s, s:I, s:I, s:I, s:I}", "object", "compared", "same",
				      (json_int_t)count[WIPECERT_MANIFEST_SAME], "changed",
				      (json_int_t)changed, "missing", (json_int_t)missing,
				      "additional", (json_int_t)added));
	else if (!session->options->quiet)
		printf(_("Against the files that were received: the same %zu, changed %zu, missing "
			 "%zu, new %zu\n"),
		       count[WIPECERT_MANIFEST_SAME], changed, missing, added);
	if (changed || missing || added)
		output_error(session->tool, NULL, "%s",
			     _("what goes back is not what was received: the officer has to know "
			       "why"));
}

void compare_tell(const struct session *session, const struct wipecert_case_added *added,
		  const struct field_parts *parts)
{
	size_t count[WIPECERT_MANIFEST_STATES] = { 0 };
	struct wipecert_case_record record;
	struct wipecert_manifest *received = NULL;
	struct wipecert_item item;
	bool is_listed = false;

	wipecert_case_record(session->opened, added->record, &record);
	if (!parts->files || record.item == WIPECERT_NO_INDEX)
		return;
	wipecert_case_item(session->opened, record.item, &item);
	if (item.origin == WIPECERT_RECEIVED)
		received = load_received(session, item.record, &is_listed);
	if (received && compare(received, parts->files, count))
		tell(session, count);
	else if (is_listed)
		output_error(session->tool, NULL, "%s",
			     _("the list of the files that were received cannot be read with its "
			       "names: they are not compared"));
	wipecert_manifest_free(received);
}
