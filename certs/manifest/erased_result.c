/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what libwipe tells of a file to a line of a list. */
#include <stdlib.h>

#include <wipecert/files.h>

#include "text.h"

static struct wipecert_file file_of(const struct wipe_file_result *result)
{
	struct wipecert_file file = {
		.path = result->path,
		.kind = wipe_file_kind_name(result->kind),
		.state = wipe_file_state_name(result->state),
		.touched = result->touched && result->state != WIPE_FILE_PLANNED,
		.name_count = result->name_count,
		.size_bytes = result->size_bytes,
		.attributes = result->xattr_count,
		.attributes_left = result->xattrs_left,
		.error = result->error && result->error->code ?
				 wipe_code_name(result->error->code) :
				 NULL,
	};

	if (result->kind != WIPE_FILE_REGULAR)
		return file;
	if (result->state != WIPE_FILE_CHANGED && result->state != WIPE_FILE_MISSING &&
	    result->state != WIPE_FILE_EQUAL_LEFT) {
		file.level = wipe_file_level_name(result->level);
		file.reason = wipe_file_reason_name(result->reason);
	}
	file.has_sha256 = result->has_sha256;
	for (size_t i = 0; i < sizeof(file.sha256); i++)
		file.sha256[i] = result->sha256[i];
	return file;
}

static struct wipecert_file_extent *extents_of(const struct wipe_file_result *result,
					       uint64_t *bytes)
{
	struct wipecert_file_extent *extents = calloc(result->extent_count + 1, sizeof(*extents));

	*bytes = 0;
	for (size_t i = 0; extents && i < result->extent_count; i++) {
		const struct wipe_file_extent *from = &result->extents[i];

		extents[i] = (struct wipecert_file_extent){ from->offset_bytes, from->device_bytes,
							    from->length_bytes, from->device };
		if (__builtin_add_overflow(*bytes, from->length_bytes, bytes))
			*bytes = UINT64_MAX; /* _add() refuses these extents */
	}
	return extents;
}

int wipecert_files_add_result(struct wipecert_files *files, const struct wipe_file_result *result,
			      struct wipe_error *err)
{
	bool is_planned = result->state == WIPE_FILE_PLANNED;
	struct wipecert_file file = file_of(result);
	struct wipecert_file_extent *extents;
	uint64_t bytes;
	int rc;

	if (result->kind != WIPE_FILE_REGULAR || is_planned)
		return wipecert_files_add(files, &file, err);
	extents = extents_of(result, &bytes);
	if (!extents)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	file.extents = extents;
	file.extent_count = result->extent_count;
	/* Only what is told to lie somewhere was read back there. */
	file.verified_bytes = result->verified_bytes < bytes ? result->verified_bytes : bytes;
	rc = wipecert_files_add(files, &file, err);
	free(extents);
	return rc;
}
