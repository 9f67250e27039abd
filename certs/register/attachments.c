/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files beside the records, named by their hash: "attachments/HASH.SUFFIX". */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/confirm.h>
#include <wipecert/save.h>

#include "case.h"
#include "digest.h"
#include "folders.h"
#include "hex.h"
#include "stock.h"
#include "text.h"

#define NAME_BYTES 80

/* "" if none of that hash is there. That the folder could not be read is another thing. */
static int find_name(const struct wipecert_case *opened, const uint8_t sha256[32],
		     char name[NAME_BYTES], struct wipe_error *err)
{
	char path[PATH_MAX], digits[65];
	struct dirent *one;
	DIR *folder;
	int rc = case_path(opened, WIPECERT_FOLDER_ATTACHMENTS, NULL, path, err);

	*name = '\0';
	if (rc)
		return rc;
	hex_encode(sha256, 32, digits);
	folder = opendir(path);
	if (!folder)
		return errno == ENOENT ? 0 : wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", path);
	while (!*name && (errno = 0, one = readdir(folder)) != NULL)
		if (strncmp(one->d_name, digits, 64) == 0 && stock_is_name(one->d_name))
			memccpy(name, one->d_name, '\0', NAME_BYTES);
	if (!*name && errno)
		rc = wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", path);
	closedir(folder);
	return rc;
}

bool wipecert_case_attachment(const struct wipecert_case *opened, const uint8_t sha256[32],
			      char *path, size_t path_bytes)
{
	char name[NAME_BYTES], full[PATH_MAX];

	if (find_name(opened, sha256, name, NULL) || !*name ||
	    case_path(opened, WIPECERT_FOLDER_ATTACHMENTS, name, full, NULL) ||
	    strlen(full) >= path_bytes)
		return false;
	snprintf(path, path_bytes, "%s", full);
	return true;
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

	if (!folders_read(path, WIPECERT_SCAN_MAX_BYTES, &bytes, &length, NULL))
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
	if (!rc) {
		rc = take_bytes(attachment, dot ? dot + 1 : "", err);
		if (rc)
			wipe_error_context(err, "%s", path);
	}
	if (rc)
		wipecert_attachment_clear(attachment);
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
	int rc = find_name(opened, attachment->sha256, name, err);

	if (rc || *name)
		return rc ? rc : check_there(opened, name, attachment->sha256, err);
	hex_encode(attachment->sha256, 32, digits);
	snprintf(name, sizeof(name), "%s%s%s", digits, *attachment->suffix ? "." : "",
		 attachment->suffix);
	rc = case_path(opened, WIPECERT_FOLDER_ATTACHMENTS, NULL, path, err);
	if (!rc)
		rc = folders_make(path, err);
	if (!rc)
		rc = case_path(opened, WIPECERT_FOLDER_ATTACHMENTS, name, path, err);
	return rc ? rc : folders_save(path, attachment->bytes, attachment->length, err);
}

static int check_one(struct wipecert_case *opened, struct stock *stock, size_t entry,
		     const struct wanted *wanted, struct wipe_error *err)
{
	enum wipecert_case_problem problem = wanted->may_be_left_out ?
						     WIPECERT_CASE_ATTACHMENT_LEFT_OUT :
						     WIPECERT_CASE_ATTACHMENT_MISSING;
	enum presence presence = stock_look(stock, wanted->sha256);

	if (presence == STOCK_PRESENT)
		return 0;
	if (presence == STOCK_ABSENT && wanted->has_bare) {
		presence = stock_look(stock, wanted->bare_sha256);
		if (presence == STOCK_PRESENT)
			problem = WIPECERT_CASE_ATTACHMENT_LEFT_OUT;
	}
	if (presence == STOCK_ALTERED)
		problem = WIPECERT_CASE_ATTACHMENT_ALTERED;
	return case_note(opened, problem, entry, WIPECERT_NO_INDEX, wanted->sha256, "", err);
}

/* What stands there and cannot be read hides what was left out, and what was altered. */
static int open_stock(struct wipecert_case *opened, struct stock *stock, struct wipe_error *err)
{
	struct wipe_error why;
	int rc;

	wipe_error_clear(&why);
	rc = stock_open(opened->path, stock, &why);
	if (!rc)
		return 0;
	if (rc == WIPE_E_NOMEM)
		return wipe_error_set(err, rc, 0, "%s", why.message);
	return case_note(opened, WIPECERT_CASE_ATTACHMENT_ALTERED, WIPECERT_NO_INDEX,
			 WIPECERT_NO_INDEX, NULL, why.message, err);
}

int wipecert_case_check_attachments(struct wipecert_case *opened, struct wipe_error *err)
{
	struct stock stock;
	int rc = open_stock(opened, &stock, err);

	for (size_t i = 0; i < opened->count && !rc; i++)
		for (size_t k = 0; k < opened->entries[i].wanted_count && !rc; k++)
			rc = check_one(opened, &stock, i, &opened->entries[i].wanted[k], err);
	stock_close(&stock);
	return rc ? rc : case_check_included_attachments(opened, err);
}
