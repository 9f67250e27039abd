/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verdict_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/save.h>

#include "exit.h"
#include "i18n.h"
#include "verdict_show.h"

/* The caller frees it; NULL: no memory. */
static char *path_of(const char *record)
{
	static const char *const known[] = { ".p7m", ".json" };
	size_t stem = strlen(record);
	char *path = NULL;

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		size_t end = strlen(known[i]);

		if (stem > end && strcmp(record + stem - end, known[i]) == 0) {
			stem -= end;
			break;
		}
	}
	return asprintf(&path, "%.*s.files.jsonl", (int)stem, record) < 0 ? NULL : path;
}

/* In either form. */
static bool is_that(const struct verdict_record *record, const unsigned char *bytes, size_t length)
{
	struct wipecert_files *files = NULL;
	uint8_t sha256[32];
	bool is_full, is_it = false;

	if (wipecert_files_parse(bytes, length, &files, NULL))
		return false;
	is_full = wipecert_files_form(files) == WIPECERT_MANIFEST_FULL;
	if (!wipecert_files_hash(files, wipecert_files_form(files), sha256, NULL))
		is_it = memcmp(sha256, is_full ? record->list_sha256 : record->list_public_sha256,
			       sizeof(sha256)) == 0;
	wipecert_files_free(files);
	return is_it;
}

static enum verdict_list look(const struct verdict *verdict)
{
	char *path = path_of(verdict->path);
	unsigned char *bytes = NULL;
	struct wipe_error err;
	enum verdict_list found = VERDICT_LIST_RIGHT;
	size_t length = 0;
	int rc;

	if (!path)
		return VERDICT_LIST_UNREAD;
	wipe_error_clear(&err);
	rc = wipecert_load(path, WIPECERT_MANIFEST_MAX_BYTES, &bytes, &length, &err);
	if (rc == WIPE_E_NOTFOUND)
		found = VERDICT_LIST_MISSING;
	else if (rc && rc != WIPE_E_FORMAT)
		found = VERDICT_LIST_UNREAD;
	else if (rc || !is_that(verdict->record, bytes, length))
		found = VERDICT_LIST_ALTERED;
	free(bytes);
	free(path);
	return found;
}

void verdict_list_check(struct verdict *verdict)
{
	const struct verdict_record *record = verdict->record;

	if (!record || !record->has_list || record->has_place)
		return;
	verdict->list = look(verdict);
	if (verdict->list == VERDICT_LIST_ALTERED)
		verdict->exit = exit_combine(verdict->exit, EXIT_FAILED);
}

const char *verdict_list_name(enum verdict_list list)
{
	static const char *const names[] = {
		[VERDICT_LIST_RIGHT] = "right",
		[VERDICT_LIST_MISSING] = "missing",
		[VERDICT_LIST_ALTERED] = "altered",
		[VERDICT_LIST_UNREAD] = "unread",
	};

	return names[list];
}

void verdict_list_print(const struct verdict *verdict)
{
	static const char *const words[] = {
		[VERDICT_LIST_RIGHT] = N_("the one that the record names"),
		[VERDICT_LIST_MISSING] = N_("not here: nothing tells which files these are"),
		[VERDICT_LIST_ALTERED] = N_("NOT the one that the record names"),
		[VERDICT_LIST_UNREAD] = N_("it could not be read"),
	};
	char *path = verdict->list == VERDICT_LIST_NONE ? NULL : path_of(verdict->path);
	char *line = NULL;

	if (path && asprintf(&line, "%s: %s", path, _(words[verdict->list])) >= 0)
		verdict_show_field(_("List of files"), line);
	free(line);
	free(path);
}
