/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "erased.h"
#include "file_terms.h"
#include "text.h"

int wipecert_files_new(const uint8_t *salt, struct wipecert_files **files, struct wipe_error *err)
{
	struct wipecert_files *made = calloc(1, sizeof(*made));
	int rc;

	*files = NULL;
	if (!made)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	if (salt) {
		memcpy(made->salt, salt, sizeof(made->salt));
	} else if (getrandom(made->salt, sizeof(made->salt), 0) != sizeof(made->salt)) {
		rc = wipe_error_set(err, WIPE_E_SYSTEM, errno, "getrandom");
		free(made);
		return rc;
	}
	*files = made;
	return 0;
}

static uint8_t index_of(const char *(*term)(unsigned int index), unsigned int count,
			const char *text)
{
	int index = file_term_find(term, count, text);

	return index < 0 ? ERASED_NONE : (uint8_t)index;
}

static bool is_identifier(const char *text)
{
	size_t bytes = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return bytes && !text[bytes] && bytes < sizeof((struct erased){ 0 }.error);
}

static const char *terms_fault(const struct wipecert_file *file, const struct erased *item)
{
	if (item->kind == ERASED_NONE || item->state == ERASED_NONE ||
	    (file->level && item->level == ERASED_NONE) ||
	    (file->reason && item->reason == ERASED_NONE) ||
	    (file->error && !is_identifier(file->error)))
		return _("a term that is not known");
	if (!file->path || !*file->path ||
	    strnlen(file->path, WIPECERT_FILES_PATH_MAX + 1) > WIPECERT_FILES_PATH_MAX)
		return _("a path that a list cannot hold");
	return NULL;
}

/* All of them add up; as many as there is room for are kept. */
static int take_extents(const struct wipecert_file *file, struct erased *item,
			struct wipe_error *err)
{
	size_t count = file->extent_count;

	for (size_t i = 0; i < count; i++)
		if (__builtin_add_overflow(item->overwritten_bytes, file->extents[i].length_bytes,
					   &item->overwritten_bytes))
			return wipe_error_set(err, WIPE_E_FORMAT, 0,
					      _("the sizes are more than can be"));
	item->extent_count = count < WIPECERT_FILES_EXTENTS_MAX ? count :
								  WIPECERT_FILES_EXTENTS_MAX;
	item->extents_not_listed = count - item->extent_count;
	if (!count)
		return 0;
	item->extents = calloc(item->extent_count, sizeof(*item->extents));
	if (!item->extents)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	memcpy(item->extents, file->extents, item->extent_count * sizeof(*item->extents));
	return 0;
}

static int take(const struct wipecert_files *files, const struct wipecert_file *file,
		struct erased *item, struct wipe_error *err)
{
	const char *fault = terms_fault(file, item);
	int rc;

	if (fault)
		return wipe_error_set(err, WIPE_E_FORMAT, 0, "%s", fault);
	if (file->error)
		snprintf(item->error, sizeof(item->error), "%s", file->error);
	memcpy(item->sha256, file->sha256, sizeof(item->sha256));
	rc = erased_name_hash(files->salt, file->path, item->name_sha256, err);
	if (!rc)
		rc = take_extents(file, item, err);
	if (rc)
		return rc;
	fault = erased_fault(item);
	if (fault)
		return wipe_error_set(err, WIPE_E_FORMAT, 0, "%s", fault);
	item->path = strdup(file->path);
	return item->path ? 0 : wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
}

int wipecert_files_add(struct wipecert_files *files, const struct wipecert_file *file,
		       struct wipe_error *err)
{
	struct erased item = {
		.kind = index_of(file_kind_term, WIPECERT_FILE_KINDS, file->kind),
		.state = index_of(file_state_term, WIPECERT_FILE_STATES, file->state),
		.level = index_of(file_level_term, WIPECERT_FILE_LEVELS, file->level),
		.reason = index_of(file_reason_term, WIPECERT_FILE_REASONS, file->reason),
		.touched = file->touched,
		.has_sha256 = file->has_sha256,
		.name_count = file->name_count,
		.size_bytes = file->size_bytes,
		.verified_bytes = file->verified_bytes,
		.attributes = file->attributes,
		.attributes_left = file->attributes_left,
	};
	int rc;

	if (files->by_name)
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("the list is sealed"));
	rc = take(files, file, &item, err);
	if (!rc)
		rc = erased_push(files, &item, err);
	if (rc)
		erased_clear(&item);
	return rc;
}

static int compare_paths(const void *a, const void *b)
{
	const struct erased *first = a, *second = b;
	int order = strcmp(first->path, second->path);

	return order ? order : (first->order > second->order) - (first->order < second->order);
}

int wipecert_files_seal(struct wipecert_files *files, struct wipe_error *err)
{
	if (files->by_name)
		return 0;
	if (files->count)
		qsort(files->items, files->count, sizeof(*files->items), compare_paths);
	return erased_index(files, err);
}

enum wipecert_manifest_form wipecert_files_form(const struct wipecert_files *files)
{
	return files->form;
}

size_t wipecert_files_count(const struct wipecert_files *files)
{
	return files->count;
}

void wipecert_files_at(const struct wipecert_files *files, size_t index, struct wipecert_file *file)
{
	const struct erased *item = &files->items[index];

	*file = (struct wipecert_file){
		.path = item->path,
		.kind = file_kind_term(item->kind),
		.state = file_state_term(item->state),
		.level = item->level == ERASED_NONE ? NULL : file_level_term(item->level),
		.reason = item->reason == ERASED_NONE ? NULL : file_reason_term(item->reason),
		.touched = item->touched,
		.name_count = item->name_count,
		.size_bytes = item->size_bytes,
		.has_sha256 = item->has_sha256,
		.overwritten_bytes = item->overwritten_bytes,
		.verified_bytes = item->verified_bytes,
		.attributes = item->attributes,
		.attributes_left = item->attributes_left,
		.error = *item->error ? item->error : NULL,
		.extents = item->extents,
		.extent_count = item->extent_count,
		.extents_not_listed = item->extents_not_listed,
	};
	memcpy(file->name_sha256, item->name_sha256, sizeof(file->name_sha256));
	memcpy(file->sha256, item->sha256, sizeof(file->sha256));
}

void wipecert_files_sum(const struct wipecert_files *files, struct wipecert_files_sums *sums)
{
	*sums = files->sums;
}

const char *wipecert_file_kind_name(enum wipecert_file_kind kind)
{
	return file_kind_term(kind);
}

const char *wipecert_file_state_name(enum wipecert_file_state state)
{
	return file_state_term(state);
}

const char *wipecert_file_level_name(unsigned int level)
{
	return file_level_term(level);
}

const char *wipecert_file_reason_name(unsigned int reason)
{
	return file_reason_term(reason);
}
