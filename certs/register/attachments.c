/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files beside the records, named by their hash: "attachments/HASH.SUFFIX". */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <wipecert/confirm.h>
#include <wipecert/save.h>

#include "case.h"
#include "digest.h"
#include "hex.h"
#include "text.h"

#define NAME_BYTES 80

static bool is_named_by_hash(const char *name)
{
	size_t length = strlen(name);

	return length >= 64 && length < NAME_BYTES && (name[64] == '.' || !name[64]);
}

/* "" if none of that hash is there. */
static void find_name(const struct wipecert_case *opened, const uint8_t sha256[32],
		      char name[NAME_BYTES])
{
	char path[PATH_MAX], digits[65];
	struct dirent *one;
	DIR *folder = NULL;

	*name = '\0';
	hex_encode(sha256, 32, digits);
	if (!case_path(opened, WIPECERT_FOLDER_ATTACHMENTS, NULL, path, NULL))
		folder = opendir(path);
	while (folder && !*name && (one = readdir(folder)) != NULL)
		if (strncmp(one->d_name, digits, 64) == 0 && is_named_by_hash(one->d_name))
			memccpy(name, one->d_name, '\0', NAME_BYTES);
	if (folder)
		closedir(folder);
}

bool wipecert_case_attachment(const struct wipecert_case *opened, const uint8_t sha256[32],
			      char *path, size_t path_bytes)
{
	char name[NAME_BYTES], full[PATH_MAX];

	find_name(opened, sha256, name);
	if (!*name || case_path(opened, WIPECERT_FOLDER_ATTACHMENTS, name, full, NULL) ||
	    strlen(full) >= path_bytes)
		return false;
	snprintf(path, path_bytes, "%s", full);
	return true;
}

static int make_folder(const struct wipecert_case *opened, struct wipe_error *err)
{
	char path[PATH_MAX];
	int rc = case_path(opened, WIPECERT_FOLDER_ATTACHMENTS, NULL, path, err);

	if (rc || mkdir(path, 0755) == 0 || errno == EEXIST)
		return rc;
	return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", path);
}

static bool is_suffix(const char *suffix, size_t room)
{
	return strlen(suffix) < room &&
	       strspn(suffix, "abcdefghijklmnopqrstuvwxyz0123456789") == strlen(suffix);
}

static bool is_file_of(const char *path, const uint8_t sha256[32])
{
	unsigned char *bytes = NULL;
	uint8_t found[32] = { 0 };
	size_t length;

	if (!case_is_link(path) &&
	    !wipecert_load(path, WIPECERT_SCAN_MAX_BYTES, &bytes, &length, NULL))
		digest_sha256(bytes, length, found);
	free(bytes);
	return memcmp(found, sha256, sizeof(found)) == 0;
}

static int take_bytes(struct wipecert_attachment *attachment, const char *suffix,
		      struct wipe_error *err)
{
	if (is_suffix(suffix, sizeof(attachment->suffix)))
		memcpy(attachment->suffix, suffix, strlen(suffix) + 1);
	if (!attachment->length || attachment->length > WIPECERT_SCAN_MAX_BYTES)
		return wipe_error_set(err, WIPE_E_FORMAT, 0, "%s",
				      _("an attachment is empty or too large"));
	if (!digest_sha256(attachment->bytes, attachment->length, attachment->sha256))
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	return 0;
}

int wipecert_attachment_load(const char *path, struct wipecert_attachment *attachment,
			     struct wipe_error *err)
{
	const char *slash = strrchr(path, '/'), *dot = strrchr(slash ? slash : path, '.');
	int rc;

	*attachment = (struct wipecert_attachment){ .bytes = NULL };
	rc = wipecert_load(path, WIPECERT_SCAN_MAX_BYTES, &attachment->bytes, &attachment->length,
			   err);
	if (!rc)
		rc = take_bytes(attachment, dot ? dot + 1 : "", err);
	if (rc) {
		wipe_error_context(err, "%s", path);
		wipecert_attachment_clear(attachment);
	}
	return rc;
}

int wipecert_attachment_make(const void *bytes, size_t length, const char *suffix,
			     struct wipecert_attachment *attachment, struct wipe_error *err)
{
	int rc;

	*attachment = (struct wipecert_attachment){ .bytes = malloc(length ? length : 1) };
	if (!attachment->bytes)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	memcpy(attachment->bytes, bytes, length);
	attachment->length = length;
	rc = take_bytes(attachment, suffix, err);
	if (rc)
		wipecert_attachment_clear(attachment);
	return rc;
}

void wipecert_attachment_clear(struct wipecert_attachment *attachment)
{
	free(attachment->bytes);
	*attachment = (struct wipecert_attachment){ .bytes = NULL };
}

/* What is there under the hash must be what it says. */
static int check_there(const struct wipecert_case *opened, const char *name,
		       const uint8_t sha256[32], struct wipe_error *err)
{
	char path[PATH_MAX];
	int rc = case_path(opened, WIPECERT_FOLDER_ATTACHMENTS, name, path, err);

	if (rc || is_file_of(path, sha256))
		return rc;
	return wipe_error_set(err, WIPE_E_REFUSED, 0, "%s: %s", path,
			      wipecert_case_problem_text(WIPECERT_CASE_ATTACHMENT_ALTERED));
}

int case_attach(const struct wipecert_case *opened, const struct wipecert_attachment *attachment,
		struct wipe_error *err)
{
	char name[NAME_BYTES], path[PATH_MAX], digits[65];
	int rc;

	find_name(opened, attachment->sha256, name);
	if (*name)
		return check_there(opened, name, attachment->sha256, err);
	hex_encode(attachment->sha256, 32, digits);
	snprintf(name, sizeof(name), "%s%s%s", digits, *attachment->suffix ? "." : "",
		 attachment->suffix);
	rc = make_folder(opened, err);
	if (!rc)
		rc = case_path(opened, WIPECERT_FOLDER_ATTACHMENTS, name, path, err);
	return rc ? rc : wipecert_save(path, attachment->bytes, attachment->length, err);
}

static int list_names(const struct wipecert_case *opened, struct arena *arena, struct table *names,
		      struct wipe_error *err)
{
	char path[PATH_MAX];
	struct dirent *one;
	int rc = case_path(opened, WIPECERT_FOLDER_ATTACHMENTS, NULL, path, err);
	DIR *folder = rc ? NULL : opendir(path);

	while (folder && !rc && (one = readdir(folder)) != NULL) {
		const char *name = arena_text(arena, one->d_name);

		if (!name)
			rc = wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
		else if (is_named_by_hash(name))
			rc = table_add(names, name, 64, (size_t)(uintptr_t)name, err);
	}
	if (folder)
		closedir(folder);
	table_sort(names);
	return rc;
}

enum presence {
	ABSENT,
	PRESENT,
	ALTERED,
};

/* Whichever file of that name somebody opens, it has to be the one. */
static enum presence look(const struct wipecert_case *opened, const struct table *names,
			  const uint8_t sha256[32])
{
	const struct table_row *rows;
	char path[PATH_MAX], digits[65];
	size_t count;

	hex_encode(sha256, 32, digits);
	count = table_find(names, digits, 64, &rows);
	for (size_t i = 0; i < count; i++)
		if (case_path(opened, WIPECERT_FOLDER_ATTACHMENTS, rows[i].key, path, NULL) ||
		    !is_file_of(path, sha256))
			return ALTERED;
	return count ? PRESENT : ABSENT;
}

static int check_one(struct wipecert_case *opened, const struct table *names, size_t entry,
		     const struct wanted *wanted, struct wipe_error *err)
{
	enum wipecert_case_problem problem = wanted->may_be_left_out ?
						     WIPECERT_CASE_ATTACHMENT_LEFT_OUT :
						     WIPECERT_CASE_ATTACHMENT_MISSING;
	enum presence presence = look(opened, names, wanted->sha256);

	if (presence == PRESENT)
		return 0;
	if (presence == ABSENT && wanted->has_bare) {
		presence = look(opened, names, wanted->bare_sha256);
		if (presence == PRESENT)
			problem = WIPECERT_CASE_ATTACHMENT_LEFT_OUT;
	}
	if (presence == ALTERED)
		problem = WIPECERT_CASE_ATTACHMENT_ALTERED;
	return case_note(opened, problem, entry, WIPECERT_NO_INDEX, wanted->sha256, "", err);
}

int wipecert_case_check_attachments(struct wipecert_case *opened, struct wipe_error *err)
{
	struct table names = { 0 };
	struct arena arena = { 0 };
	int rc = list_names(opened, &arena, &names, err);

	for (size_t i = 0; i < opened->count && !rc; i++)
		for (size_t k = 0; k < opened->entries[i].wanted_count && !rc; k++)
			rc = check_one(opened, &names, i, &opened->entries[i].wanted[k], err);
	table_clear(&names);
	arena_clear(&arena);
	return rc ? rc : case_check_included_attachments(opened, err);
}
