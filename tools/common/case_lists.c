/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "case_lists.h"

#include <stdlib.h>
#include <string.h>

#include <wipecert/save.h>

#define PATH_BYTES 4096

/* READ: *bytes are the caller's. */
static enum case_list load(const struct wipecert_case *opened, const uint8_t sha256[32],
			   unsigned char **bytes, size_t *length)
{
	char path[PATH_BYTES];

	*bytes = NULL;
	if (!wipecert_case_attachment(opened, sha256, path, sizeof(path)))
		return CASE_LIST_MISSING;
	return wipecert_load(path, WIPECERT_MANIFEST_MAX_BYTES, bytes, length, NULL) ?
		       CASE_LIST_ALTERED :
		       CASE_LIST_READ;
}

/* A file of this name may hold something else by now. */
static enum case_list manifest_of(const struct wipecert_case *opened, const uint8_t sha256[32],
				  struct wipecert_manifest **manifest)
{
	unsigned char *bytes;
	uint8_t found[32];
	size_t length;
	enum case_list state = load(opened, sha256, &bytes, &length);

	*manifest = NULL;
	if (state == CASE_LIST_READ && wipecert_manifest_parse(bytes, length, manifest, NULL))
		*manifest = NULL;
	free(bytes);
	if (state != CASE_LIST_READ)
		return state;
	if (*manifest &&
	    !wipecert_manifest_hash(*manifest, wipecert_manifest_form(*manifest), found, NULL) &&
	    memcmp(found, sha256, sizeof(found)) == 0)
		return CASE_LIST_READ;
	wipecert_manifest_free(*manifest);
	*manifest = NULL;
	return CASE_LIST_ALTERED;
}

struct wipecert_manifest *case_lists_manifest(const struct wipecert_case *opened, size_t record,
					      enum case_list *state)
{
	struct wipecert_manifest *manifest = NULL;
	struct wipecert_result result;
	uint8_t sha256[32];

	*state = CASE_LIST_FAILED;
	if (wipecert_case_load_record(opened, record, &result, NULL))
		return NULL;
	if (!result.record || !wipecert_record_hex(result.record, "manifest/sha256", sha256, 32))
		*state = CASE_LIST_NONE;
	else
		*state = manifest_of(opened, sha256, &manifest);
	/* An export may have left the names out; it puts nothing else in their place. */
	if (*state == CASE_LIST_MISSING &&
	    wipecert_record_hex(result.record, "manifest/public_sha256", sha256, 32))
		*state = manifest_of(opened, sha256, &manifest);
	wipecert_result_clear(&result);
	return manifest;
}

static enum case_list files_of(const struct wipecert_case *opened,
			       const struct wipecert_record *record, const uint8_t sha256[32],
			       struct wipecert_files **files)
{
	unsigned char *bytes;
	size_t length;
	enum case_list state = load(opened, sha256, &bytes, &length);

	*files = NULL;
	if (state == CASE_LIST_READ && wipecert_files_parse(bytes, length, files, NULL))
		*files = NULL;
	free(bytes);
	if (state != CASE_LIST_READ)
		return state;
	if (*files && !wipecert_record_check_files(record, *files, NULL))
		return CASE_LIST_READ;
	wipecert_files_free(*files);
	*files = NULL;
	return CASE_LIST_ALTERED;
}

struct wipecert_files *case_lists_erased(const struct wipecert_case *opened, size_t record,
					 enum case_list *state)
{
	struct wipecert_files_stated stated;
	struct wipecert_files *files = NULL;
	struct wipecert_result result;

	*state = CASE_LIST_FAILED;
	if (wipecert_case_load_record(opened, record, &result, NULL))
		return NULL;
	if (!result.record || !wipecert_record_files(result.record, &stated) || !stated.has_list)
		*state = CASE_LIST_NONE;
	else
		*state = files_of(opened, result.record, stated.list_sha256, &files);
	if (*state == CASE_LIST_MISSING)
		*state = files_of(opened, result.record, stated.list_public_sha256, &files);
	wipecert_result_clear(&result);
	return files;
}
