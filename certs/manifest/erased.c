/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erased.h"

#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "file_terms.h"
#include "text.h"

/* Records have no room for more (their numbers have 19 digits at most). */
#define BYTES_MAX ((uint64_t)INT64_MAX)

void erased_clear(struct erased *item)
{
	free(item->path);
	free(item->extents);
	item->path = NULL;
	item->extents = NULL;
}

void wipecert_files_free(struct wipecert_files *files)
{
	if (!files)
		return;
	for (size_t i = 0; i < files->count; i++)
		erased_clear(&files->items[i]);
	free(files->items);
	free(files->by_name);
	free(files);
}

static bool make_room(struct wipecert_files *files)
{
	size_t room = files->room ? 2 * files->room : 16;
	struct erased *grown;

	if (files->count < files->room)
		return true;
	grown = reallocarray(files->items, room, sizeof(*grown));
	if (!grown)
		return false;
	files->items = grown;
	files->room = room;
	return true;
}

static bool add(uint64_t *sum, uint64_t bytes)
{
	return !__builtin_add_overflow(*sum, bytes, sum) && *sum <= BYTES_MAX;
}

/* Sizes cost nothing: those of files that are holes are more than any medium holds. */
static uint64_t add_size(uint64_t sum, uint64_t bytes)
{
	return bytes < BYTES_MAX - sum ? sum + bytes : BYTES_MAX;
}

static bool sum_file(const struct erased *item, struct wipecert_files_sums *sums)
{
	bool counts = file_state_is_gone(item->state) || item->state == WIPECERT_FILE_PLANNED;

	sums->count++;
	if (item->reason < WIPECERT_FILE_REASONS)
		sums->by_reason[item->reason]++;
	if (counts && item->level < WIPECERT_FILE_LEVELS)
		sums->by_level[item->level]++;
	sums->bytes = add_size(sums->bytes, item->size_bytes);
	return add(&sums->overwritten_bytes, item->overwritten_bytes) &&
	       add(&sums->verified_bytes, item->verified_bytes);
}

bool erased_sum(const struct erased *item, struct wipecert_files_sums *sums)
{
	sums->by_state[item->state]++;
	if (file_state_is_only_told(item->state))
		return true;
	if (!add(&sums->attributes, item->attributes) ||
	    !add(&sums->attributes_left, item->attributes_left))
		return false;
	if (item->kind == WIPECERT_FILE_REGULAR)
		return sum_file(item, sums);
	if (item->kind == WIPECERT_FILE_FOLDER)
		sums->folders++;
	else
		sums->others++;
	return true;
}

int erased_push(struct wipecert_files *files, struct erased *item, struct wipe_error *err)
{
	struct wipecert_files_sums sums = files->sums;

	if (!erased_sum(item, &sums))
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("the sizes are more than can be"));
	if (!make_room(files))
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	item->order = files->count;
	files->items[files->count++] = *item;
	files->sums = sums;
	return 0;
}

/* Items are sorted: of one name, the order in memory is that of the full form. */
static int compare_names(const void *a, const void *b)
{
	const struct erased *const *first = a, *const *second = b;
	int order = memcmp((*first)->name_sha256, (*second)->name_sha256, 32);

	return order ? order : (*first > *second) - (*first < *second);
}

int erased_index(struct wipecert_files *files, struct wipe_error *err)
{
	const struct erased **index = calloc(files->count + 1, sizeof(*index));

	if (!index)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	for (size_t i = 0; i < files->count; i++)
		index[i] = &files->items[i];
	qsort(index, files->count, sizeof(*index), compare_names);
	files->by_name = index;
	return 0;
}

int erased_name_hash(const uint8_t salt[WIPECERT_MANIFEST_SALT_BYTES], const char *path,
		     uint8_t name_sha256[32], struct wipe_error *err)
{
	uint8_t salted[WIPECERT_MANIFEST_SALT_BYTES + WIPECERT_FILES_PATH_MAX];
	size_t bytes = strlen(path);

	memcpy(salted, salt, WIPECERT_MANIFEST_SALT_BYTES);
	memcpy(salted + WIPECERT_MANIFEST_SALT_BYTES, path, bytes);
	if (!digest_sha256(salted, WIPECERT_MANIFEST_SALT_BYTES + bytes, name_sha256))
		return wipe_error_set(err, WIPE_E_CRYPTO, 0, _("SHA-256 is not available"));
	return 0;
}

static const char *extents_fault(const struct erased *item)
{
	uint64_t sum = 0, end;

	for (size_t i = 0; i < item->extent_count; i++) {
		const struct wipecert_file_extent *extent = &item->extents[i];

		if (!extent->length_bytes ||
		    __builtin_add_overflow(extent->offset_bytes, extent->length_bytes, &end) ||
		    end > BYTES_MAX ||
		    __builtin_add_overflow(extent->device_bytes, extent->length_bytes, &end) ||
		    end > BYTES_MAX || !add(&sum, extent->length_bytes))
			return _("an extent that cannot be");
	}
	if (item->extents_not_listed ? sum >= item->overwritten_bytes ||
					       item->extent_count < WIPECERT_FILES_EXTENTS_MAX :
				       sum != item->overwritten_bytes)
		return _("the extents do not add up to what was overwritten");
	return NULL;
}

static bool has_key(unsigned int reason)
{
	return strcmp(file_reason_term(reason), "key-destroyed") == 0;
}

/* Of one without blocks, or with a key that is destroyed, nothing is overwritten. */
static bool is_left_as_it_is(unsigned int reason)
{
	return strcmp(file_reason_term(reason), "empty") == 0 || has_key(reason);
}

static const char *file_fault(const struct erased *item)
{
	if (item->level >= WIPECERT_FILE_LEVELS || item->reason >= WIPECERT_FILE_REASONS)
		return _("a file without a level and its reason");
	if (item->level > file_reason_level(item->reason))
		return _("a level that its reason does not allow");
	if (item->state == WIPECERT_FILE_ERASED && !item->level)
		return _("called erased at level F0");
	if (item->state == WIPECERT_FILE_REMOVED && item->level)
		return _("called removed only, at a higher level than F0");
	if (item->verified_bytes > item->overwritten_bytes)
		return _("more was verified than was overwritten");
	if (item->state == WIPECERT_FILE_ERASED && item->verified_bytes != item->overwritten_bytes)
		return _("called erased, and not all of it was read back");
	if (has_key(item->reason) && item->level && item->level != file_reason_level(item->reason))
		return _("a level that its reason does not allow");
	if (item->state == WIPECERT_FILE_ERASED &&
	    (item->overwritten_bytes == 0) != is_left_as_it_is(item->reason))
		return _("what was overwritten does not fit its reason");
	return extents_fault(item);
}

/* Nothing was done to it, and nothing is claimed of it. */
static const char *only_told_fault(const struct erased *item)
{
	if (item->kind != WIPECERT_FILE_REGULAR)
		return _("what only a file has, of something else");
	if (item->level != ERASED_NONE || item->reason != ERASED_NONE || item->touched ||
	    item->overwritten_bytes || item->verified_bytes || item->attributes ||
	    item->attributes_left || item->extent_count || item->extents_not_listed)
		return _("changed, missing or left, and something was done to it");
	if (item->state == WIPECERT_FILE_MISSING && !item->has_sha256)
		return _("missing, and not told what it held");
	if (item->state == WIPECERT_FILE_EQUAL && (!item->has_sha256 || !item->size_bytes))
		return _("equal to another, and not told in what");
	return NULL;
}

const char *erased_fault(const struct erased *item)
{
	if (item->size_bytes > BYTES_MAX || item->name_count > BYTES_MAX)
		return _("the sizes are more than can be");
	if (item->state == WIPECERT_FILE_PLANNED &&
	    (item->touched || item->overwritten_bytes || item->verified_bytes || item->attributes ||
	     item->attributes_left))
		return _("only planned, and something was done to it");
	if (file_state_is_only_told(item->state))
		return only_told_fault(item);
	if (item->kind == WIPECERT_FILE_REGULAR)
		return file_fault(item);
	if (item->level != ERASED_NONE || item->reason != ERASED_NONE || item->has_sha256 ||
	    item->overwritten_bytes || item->verified_bytes || item->extent_count ||
	    item->extents_not_listed)
		return _("what only a file has, of something else");
	return NULL;
}
