/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does what a record of kind "file" tells besides files agree with itself? */
#include <string.h>

#include <wipe/error.h>

#include "files_facts.h"
#include "files_rest.h"
#include "get.h"
#include "text.h"

#define PAGE_BYTES 4096 /* the smallest there is: swap areas are made of pages */

static bool is(const char *text, const char *word)
{
	return text && strcmp(text, word) == 0;
}

static bool is_same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

enum has { NEVER, MAYBE, ALWAYS };

/* What the kinds that can be wiped have; inodes and names of btrfs lie in its trees. */
static const struct kind {
	const char *type;
	enum has inodes, names, data, trees, journal;
} kinds[] = {
	{ "ext2", ALWAYS, ALWAYS, ALWAYS, NEVER, MAYBE },
	{ "ext3", ALWAYS, ALWAYS, ALWAYS, NEVER, MAYBE },
	{ "ext4", ALWAYS, ALWAYS, ALWAYS, NEVER, MAYBE },
	{ "xfs", ALWAYS, ALWAYS, ALWAYS, NEVER, ALWAYS },
	{ "btrfs", NEVER, NEVER, ALWAYS, ALWAYS, NEVER },
};

static const struct kind *kind_of(const char *type)
{
	static const struct kind none = { "", NEVER, NEVER, NEVER, NEVER, NEVER };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].type, type) == 0)
			return &kinds[i];
	return &none;
}

static bool fits(const json_t *space, const char *key, enum has has)
{
	const char *state = get_text(get_value(get_value(space, "parts"), key), "state");

	if (has == ALWAYS)
		return !is(state, "none");
	return has == MAYBE || is(state, "none") || is(state, "not-done");
}

static int check_parts(const json_t *space, struct wipe_error *err)
{
	const struct kind *kind = kind_of(get_text(space, "type"));
	const json_t *data = get_value(get_value(space, "parts"), "data");
	uint64_t bytes = get_u64(data, "bytes"), count = get_count(data, "count");

	if (!fits(space, "inodes", kind->inodes) || !fits(space, "names", kind->names) ||
	    !fits(space, "data", kind->data) || !fits(space, "trees", kind->trees) ||
	    !fits(space, "journal", kind->journal))
		return files_deny(err,
				  _("what is said of free space does not fit its file system"));
	if (bytes != get_u64(space, "bytes") || count != get_count(space, "files") ||
	    (bytes && !count) || (count && !files_rest_part_was_written(space, "data")))
		return files_deny(err, _("what is said of free space does not fit its parts"));
	return 0;
}

static int check_space(const json_t *space, struct wipe_error *err)
{
	bool is_whole = get_text(space, "reason") == NULL &&
			!json_array_size(get_value(space, "not_reached"));
	bool did = false;
	const char *result = get_text(space, "result");
	uint64_t bytes = get_u64(space, "bytes"), verified = get_u64(space, "verified_bytes");

	for (size_t i = 0; i < FILES_REST_PARTS; i++) {
		const char *key = files_rest_parts[i];
		const char *state = get_text(get_value(get_value(space, "parts"), key), "state");

		is_whole = is_whole && (is(state, "wiped") || is(state, "none"));
		did = did || files_rest_part_was_written(space, key);
	}
	if (verified > bytes || (is(result, "wiped") && verified != bytes))
		return files_deny(err,
				  _("what is said of free space does not fit what was read back"));
	/* What is free of the trees of btrfs nothing tells. */
	if (is(result, "wiped") != (is_whole && did) ||
	    (is(result, "wiped") && is(get_text(space, "type"), "btrfs")))
		return files_deny(err,
				  _("free space is called wiped, and not all of it was reached"));
	if (!is_whole && is(result, "partial") != did)
		return files_deny(err, _("what is said of free space does not fit its parts"));
	return check_parts(space, err);
}

static bool fits_journal(const json_t *space, const char *journal)
{
	if (is(journal, "no"))
		return !files_rest_part_was_written(space, "journal");
	return !is(journal, "yes") || fits(space, "journal", ALWAYS);
}

/* By its UUID; alone, a record names no other. */
static int check_system(const json_t *files, const json_t *space, bool is_alone,
			struct wipe_error *err)
{
	const char *type = get_text(space, "type"), *uuid = get_text(space, "uuid");
	size_t index;
	json_t *one;

	json_array_foreach(get_value(files, "file_systems"), index, one)
	{
		bool is_it = is_same(get_text(one, "uuid"), uuid) && (uuid || is_alone);

		if ((is_alone && (index || !is_it)) ||
		    (is_it && (!is(get_text(one, "type"), type) ||
			       !fits_journal(space, get_text(one, "journal")))))
			return files_deny(
				err, _("what is said of free space does not fit its file system"));
	}
	return 0;
}

static bool tells_open(const json_t *space)
{
	size_t index;
	json_t *item;

	json_array_foreach(get_value(space, "not_reached"), index, item)
	{
		if (is(json_string_value(item), "open-deleted"))
			return true;
	}
	return false;
}

/* Without files these are told of that file system, too, and looked for once. */
static int check_alone(const json_t *files, const json_t *space, struct wipe_error *err)
{
	const char *state = get_text(get_value(get_value(space, "parts"), "journal"), "state");
	const char *journal = is(state, "none") || is(state, "wiped") ? state : "left";
	const json_t *deleted = get_value(files, "deleted_open");

	if (!is(get_text(files, "journal"), journal))
		return files_deny(err,
				  _("what is said of the journal does not fit that of free space"));
	if (json_is_object(deleted) && (get_count(deleted, "count") != 0) != tells_open(space))
		return files_deny(err, _("deleted files that were open are told in two ways"));
	return 0;
}

static bool was_touched(const char *state)
{
	return is(state, "verified") || is(state, "partly") || is(state, "failed") ||
	       is(state, "interrupted");
}

/* An area that was wiped may be one that could not be switched on again. */
static bool fits_reason(const char *state, const char *reason)
{
	if (is(state, "refused") || is(state, "failed") || is(state, "interrupted"))
		return reason;
	return !reason || ((is(state, "verified") || is(state, "partly")) &&
			   is(reason, wipe_code_name(WIPE_E_SYSTEM)));
}

static int check_swap(const json_t *swap, struct wipe_error *err)
{
	const char *state = get_text(swap, "state");
	uint64_t bytes = get_u64(swap, "bytes");
	uint64_t written = get_u64(swap, "overwritten_bytes");
	uint64_t verified = get_u64(swap, "verified_bytes");

	if (written > bytes || verified > written)
		return files_deny(err, _("more of a swap area was verified than was overwritten"));
	if ((is(state, "verified") && (!bytes || verified != bytes)) ||
	    (written && bytes % PAGE_BYTES))
		return files_deny(err, _("what is said of a swap area does not fit its bytes"));
	if (!was_touched(state) && written)
		return files_deny(err, _("a swap area that was not touched was overwritten"));
	if (!fits_reason(state, get_text(swap, "reason")))
		return files_deny(err, _("what is said of a swap area does not fit its reason"));
	return 0;
}

static bool is_told_before(const json_t *list, size_t count, const char *uuid)
{
	for (size_t i = 0; i < count && uuid; i++)
		if (is(get_text(json_array_get(list, i), "uuid"), uuid))
			return true;
	return false;
}

static int check_swaps(const json_t *list, struct wipe_error *err)
{
	uint64_t sum = 0;
	size_t index;
	json_t *swap;
	int rc;

	json_array_foreach(list, index, swap)
	{
		if (is_told_before(list, index, get_text(swap, "uuid")))
			return files_deny(err, _("a swap area is told twice"));
		if (get_u64(swap, "overwritten_bytes") > UINT64_MAX - sum)
			return files_deny(err,
					  _("what is said of a swap area does not fit its bytes"));
		sum += get_u64(swap, "overwritten_bytes");
		rc = check_swap(swap, err);
		if (rc)
			return rc;
	}
	return 0;
}

int files_rest_check(const json_t *files, bool is_alone, struct wipe_error *err)
{
	const json_t *space = get_value(files, "free_space");
	int rc = 0;

	if (json_is_object(space)) {
		rc = check_space(space, err);
		if (!rc)
			rc = check_system(files, space, is_alone, err);
		if (!rc && is_alone)
			rc = check_alone(files, space, err);
	}
	return rc ? rc : check_swaps(get_value(files, "swap"), err);
}
