/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erased_take.h"

#include <stdlib.h>
#include <string.h>

#include "file_terms.h"
#include "line.h"

bool erased_take_number(struct cursor *line, const char *before, uint64_t *value)
{
	return cursor_take(line, before) && cursor_take_u64(line, value) && cursor_take(line, "\"");
}

/* An identifier or null after before, into room for 32. */
static bool take_word(struct cursor *line, const char *before, char word[32])
{
	*word = '\0';
	if (!cursor_take(line, before))
		return false;
	if (cursor_take(line, "null"))
		return true;
	return cursor_take(line, "\"") && cursor_take_text(line, word, 31) &&
	       cursor_take(line, "\"");
}

/* ERASED_NONE: null, which may_be_null tells whether that is allowed. */
static bool take_term(struct cursor *line, const char *before,
		      const char *(*term)(unsigned int index), unsigned int count, bool may_be_null,
		      uint8_t *index)
{
	char word[32];
	int found;

	if (!take_word(line, before, word))
		return false;
	found = file_term_find(term, count, word);
	*index = found < 0 ? ERASED_NONE : (uint8_t)found;
	return found >= 0 || (may_be_null && !*word);
}

static bool take_bool(struct cursor *line, bool *value)
{
	*value = cursor_take(line, "true");
	return *value || cursor_take(line, "false");
}

static bool take_sha256(struct cursor *line, struct erased *item)
{
	if (!cursor_take(line, ",\"sha256\":"))
		return false;
	if (cursor_take(line, "null"))
		return true;
	item->has_sha256 = true;
	return cursor_take(line, "\"") && cursor_take_hex(line, item->sha256, 32) &&
	       cursor_take(line, "\"");
}

static bool take_extent(struct cursor *line, struct wipecert_file_extent *extent)
{
	uint64_t device;

	if (!erased_take_number(line, "[\"", &extent->offset_bytes) ||
	    !erased_take_number(line, ",\"", &extent->device_bytes) ||
	    !erased_take_number(line, ",\"", &extent->length_bytes) ||
	    !erased_take_number(line, ",\"", &device) || device > UINT32_MAX)
		return false;
	extent->device = (uint32_t)device;
	return cursor_take(line, "]");
}

/* Commas tell how many there can be; nobody gets more memory than the line has bytes. */
static bool make_extents(const struct cursor *line, struct erased *item)
{
	size_t count = 1;

	for (const char *at = line->at; at < line->end; at++)
		count += *at == '[';
	if (count > WIPECERT_FILES_EXTENTS_MAX + 1)
		return false;
	item->extents = calloc(count, sizeof(*item->extents));
	return item->extents;
}

static bool take_extents(struct cursor *line, struct erased *item)
{
	if (!cursor_take(line, ",\"extents\":["))
		return false;
	if (cursor_take(line, "]"))
		return true;
	if (!make_extents(line, item))
		return false;
	do {
		if (!take_extent(line, &item->extents[item->extent_count]))
			return false;
		item->extent_count++;
	} while (cursor_take(line, ","));
	return cursor_take(line, "]");
}

static bool take_path(struct cursor *line, struct erased *item)
{
	char path[WIPECERT_FILES_PATH_MAX + 1];

	if (!line_take_path(line, path, WIPECERT_FILES_PATH_MAX) || !*path)
		return false;
	item->path = strdup(path);
	return item->path;
}

static bool take_terms(struct cursor *line, struct erased *item)
{
	return take_term(line, ",\"kind\":", file_kind_term, WIPECERT_FILE_KINDS, false,
			 &item->kind) &&
	       take_term(line, ",\"state\":", file_state_term, WIPECERT_FILE_STATES, false,
			 &item->state) &&
	       take_term(line, ",\"level\":", file_level_term, WIPECERT_FILE_LEVELS, true,
			 &item->level) &&
	       take_term(line, ",\"reason\":", file_reason_term, WIPECERT_FILE_REASONS, true,
			 &item->reason);
}

bool erased_take_line(struct cursor line, enum wipecert_manifest_form form, struct erased *item)
{
	if (!cursor_take(&line, "{") || (form == WIPECERT_MANIFEST_FULL && !take_path(&line, item)))
		return false;
	return cursor_take(&line, "\"name_sha256\":\"") &&
	       cursor_take_hex(&line, item->name_sha256, 32) && cursor_take(&line, "\"") &&
	       take_terms(&line, item) && cursor_take(&line, ",\"touched\":") &&
	       take_bool(&line, &item->touched) &&
	       erased_take_number(&line, ",\"names\":\"", &item->name_count) &&
	       erased_take_number(&line, ",\"size\":\"", &item->size_bytes) &&
	       take_sha256(&line, item) &&
	       erased_take_number(&line, ",\"overwritten\":\"", &item->overwritten_bytes) &&
	       erased_take_number(&line, ",\"verified\":\"", &item->verified_bytes) &&
	       erased_take_number(&line, ",\"attributes\":\"", &item->attributes) &&
	       erased_take_number(&line, ",\"attributes_left\":\"", &item->attributes_left) &&
	       take_word(&line, ",\"error\":", item->error) && take_extents(&line, item) &&
	       erased_take_number(&line, ",\"extents_not_listed\":\"", &item->extents_not_listed) &&
	       cursor_take(&line, "}") && line.at == line.end;
}
