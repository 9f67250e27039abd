/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "case_lists.h"

#include <stdlib.h>
#include <string.h>

#include <wipecert/save.h>

#define PATH_BYTES 4096

/* NULL: it is not there. */
static unsigned char *load(const struct wipecert_case *opened, const uint8_t sha256[32],
			   size_t *length)
{
	unsigned char *bytes = NULL;
	char path[PATH_BYTES];

	if (!wipecert_case_attachment(opened, sha256, path, sizeof(path)) ||
	    wipecert_load(path, WIPECERT_MANIFEST_MAX_BYTES, &bytes, length, NULL))
		return NULL;
	return bytes;
}

/* A file of this name may hold something else by now. */
static struct wipecert_manifest *manifest_of(const struct wipecert_case *opened,
					     const uint8_t sha256[32])
{
	struct wipecert_manifest *manifest = NULL;
	uint8_t found[32];
	size_t length;
	unsigned char *bytes = load(opened, sha256, &length);

	if (bytes && wipecert_manifest_parse(bytes, length, &manifest, NULL))
		manifest = NULL;
	free(bytes);
	if (!manifest ||
	    (!wipecert_manifest_hash(manifest, wipecert_manifest_form(manifest), found, NULL) &&
	     memcmp(found, sha256, sizeof(found)) == 0))
		return manifest;
	wipecert_manifest_free(manifest);
	return NULL;
}

struct wipecert_manifest *case_lists_manifest(const struct wipecert_case *opened, size_t record,
					      bool *is_listed)
{
	struct wipecert_manifest *manifest = NULL;
	struct wipecert_result result;
	uint8_t sha256[32], bare_sha256[32];

	*is_listed = false;
	if (wipecert_case_load_record(opened, record, &result, NULL))
		return NULL;
	*is_listed = result.record &&
		     wipecert_record_hex(result.record, "manifest/sha256", sha256, 32);
	if (*is_listed)
		manifest = manifest_of(opened, sha256);
	if (*is_listed && !manifest &&
	    wipecert_record_hex(result.record, "manifest/public_sha256", bare_sha256, 32))
		manifest = manifest_of(opened, bare_sha256);
	wipecert_result_clear(&result);
	return manifest;
}

static struct wipecert_files *files_of(const struct wipecert_case *opened,
				       const struct wipecert_record *record,
				       const uint8_t sha256[32])
{
	struct wipecert_files *files = NULL;
	size_t length;
	unsigned char *bytes = load(opened, sha256, &length);

	if (bytes && wipecert_files_parse(bytes, length, &files, NULL))
		files = NULL;
	free(bytes);
	if (!files || !wipecert_record_check_files(record, files, NULL))
		return files;
	wipecert_files_free(files);
	return NULL;
}

struct wipecert_files *case_lists_erased(const struct wipecert_case *opened, size_t record)
{
	struct wipecert_files_stated stated;
	struct wipecert_files *files = NULL;
	struct wipecert_result result;

	if (wipecert_case_load_record(opened, record, &result, NULL))
		return NULL;
	if (result.record && wipecert_record_files(result.record, &stated) && stated.has_list) {
		files = files_of(opened, result.record, stated.list_sha256);
		if (!files)
			files = files_of(opened, result.record, stated.list_public_sha256);
	}
	wipecert_result_clear(&result);
	return files;
}
