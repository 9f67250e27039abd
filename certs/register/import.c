/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Taking over what another copy of the case has. Each record is verified before it is
 * saved, and what this copy has already is not touched.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <wipecert/save.h>

#include "case.h"
#include "hex.h"
#include "text.h"

struct importing {
	struct wipecert_case *opened;
	wipecert_case_refused_fn told;
	void *told_arg;
	struct wipecert_case_import *counts;
};

static void refuse(const struct importing *importing, const char *path, const char *why)
{
	importing->counts->refused++;
	if (importing->told)
		importing->told(importing->told_arg, path, why);
}

/* Also one that nothing follows yet: what is invalid would only be in the way. */
static const char *reason_against(struct wipecert_case *opened, const struct entry *entry)
{
	const struct entry *init = &opened->entries[opened->init];

	if (!entry->is_known || entry->voice.authentic == WIPECERT_INVALID)
		return wipecert_reason_text(entry->voice.reason);
	if (entry->has_place && entry->voice.type != WIPECERT_INIT &&
	    memcmp(entry->place.init_sha256, init->voice.link.econtent_sha256, 32) != 0)
		return wipecert_fault_text(WIPECERT_FAULT_OTHER_CASE);
	if (entry->voice.type == WIPECERT_INIT)
		return wipecert_fault_text(WIPECERT_FAULT_OTHER_CASE);
	if (!entry->has_place && entry->voice.type != WIPECERT_CONFIRMATION &&
	    entry->voice.type != WIPECERT_CHECK && entry->voice.type != WIPECERT_ROSTER)
		return wipecert_fault_text(WIPECERT_FAULT_OTHER_CASE);
	if (!entry->voice.is_signed)
		return wipecert_fault_text(WIPECERT_FAULT_NOT_AUTHENTIC);
	return NULL;
}

static int save_record(const struct importing *importing, const char *source,
		       const struct entry *entry, const unsigned char *bytes, size_t length,
		       struct wipe_error *err)
{
	char name[CASE_NAME_BYTES], path[PATH_MAX];
	struct wipe_error why;
	int rc;

	case_name(entry, entry->voice.is_signed ? ".p7m" : ".json", name);
	rc = case_path(importing->opened, WIPECERT_FOLDER_RECORDS, name, path, err);
	if (rc)
		return rc;
	wipe_error_clear(&why);
	rc = wipecert_save(path, bytes, length, &why);
	if (rc == WIPE_E_REFUSED) {
		/* Another record under the same id: both stay where they are. */
		refuse(importing, source, why.message);
		return 0;
	}
	if (rc) {
		if (err)
			*err = why;
		return rc;
	}
	importing->counts->added++;
	return 0;
}

static int take_record(const struct importing *importing, const char *path, struct wipe_error *err)
{
	struct wipecert_case *opened = importing->opened;
	struct wipecert_result result;
	unsigned char *bytes = NULL;
	struct entry entry;
	struct wipe_error why;
	const char *against;
	size_t length;
	int rc;

	wipe_error_clear(&why);
	if (wipecert_load(path, WIPECERT_P7M_MAX_BYTES, &bytes, &length, &why)) {
		refuse(importing, path, why.message);
		return 0;
	}
	rc = wipecert_verify(wipecert_case_trust(opened), bytes, length, opened->options.time_s,
			     &result, err);
	if (!rc)
		rc = case_take(opened, &result, path, &entry, err);
	wipecert_result_clear(&result);
	against = rc ? NULL : reason_against(opened, &entry);
	if (!rc && entry.is_known && case_find(opened, &entry.voice.link) != WIPECERT_NO_INDEX)
		importing->counts->known++;
	else if (!rc && against)
		refuse(importing, path, against);
	else if (!rc)
		rc = save_record(importing, path, &entry, bytes, length, err);
	free(bytes);
	return rc;
}

/* It bears its hash as name, or it is none. */
static int take_attachment(const struct importing *importing, const char *path,
			   struct wipe_error *err)
{
	struct wipecert_attachment attachment;
	uint8_t named[32];
	char digits[65];
	struct wipe_error why;
	int rc = 0;

	snprintf(digits, sizeof(digits), "%.64s", strrchr(path, '/') + 1);
	wipe_error_clear(&why);
	if (wipecert_attachment_load(path, &attachment, &why))
		refuse(importing, path, why.message);
	else if (!hex_decode(digits, named, sizeof(named)) ||
		 memcmp(named, attachment.sha256, sizeof(named)) != 0)
		refuse(importing, path, _("it is not what its name says"));
	else
		rc = case_attach(importing->opened, &attachment, err);
	wipecert_attachment_clear(&attachment);
	return rc;
}

typedef int (*take_fn)(const struct importing *importing, const char *path, struct wipe_error *err);

static int take_folder(const struct importing *importing, const char *folder, take_fn take,
		       struct wipe_error *err)
{
	DIR *stream = opendir(folder);
	struct dirent *one;
	char path[PATH_MAX];
	int rc = 0;

	if (!stream)
		return errno == ENOENT ? 0 :
					 wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", folder);
	while (!rc && (one = readdir(stream)) != NULL) {
		if (one->d_name[0] == '.')
			continue;
		if (snprintf(path, sizeof(path), "%s/%s", folder, one->d_name) < (int)sizeof(path))
			rc = take(importing, path, err);
	}
	closedir(stream);
	return rc;
}

/* Attachments first: a record is never there without them. */
static int take_copy(const struct importing *importing, const char *path, struct wipe_error *err)
{
	char folder[PATH_MAX];
	int rc = 0;

	if (snprintf(folder, sizeof(folder), "%s/%s", path, WIPECERT_FOLDER_ATTACHMENTS) <
	    (int)sizeof(folder))
		rc = take_folder(importing, folder, take_attachment, err);
	if (!rc && snprintf(folder, sizeof(folder), "%s/%s", path, WIPECERT_FOLDER_RECORDS) <
			   (int)sizeof(folder))
		rc = take_folder(importing, folder, take_record, err);
	return rc;
}

int wipecert_case_import(struct wipecert_case *opened, const char *path,
			 wipecert_case_refused_fn told, void *told_arg,
			 struct wipecert_case_import *counts, struct wipe_error *err)
{
	const struct importing importing = { opened, told, told_arg, counts };
	int fd, rc = case_lock(opened, &fd, err);

	memset(counts, 0, sizeof(*counts));
	if (!rc)
		rc = wipecert_case_refresh(opened, err);
	if (!rc)
		rc = wipecert_case_is_at(path) ? take_copy(&importing, path, err) :
						 take_record(&importing, path, err);
	if (!rc)
		rc = wipecert_case_refresh(opened, err);
	case_unlock(fd);
	return rc;
}
