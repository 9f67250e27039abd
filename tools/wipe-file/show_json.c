/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "exit.h"
#include "holders_show.h"
#include "keys.h"
#include "output.h"
#include "show.h"

static json_t *extents_json(const struct wipe_file_result *result)
{
	json_t *extents = json_array();

	for (size_t i = 0; i < result->extent_count; i++) {
		const struct wipe_file_extent *extent = &result->extents[i];

		json_array_append_new(
			extents, json_pack("{s:o,s:o,s:o,s:I}", "offset_bytes",
					   output_json_bytes(extent->offset_bytes), "device_bytes",
					   output_json_bytes(extent->device_bytes), "length_bytes",
					   output_json_bytes(extent->length_bytes), "device",
					   (json_int_t)extent->device));
	}
	return extents;
}

/* Names are bytes: where they are no UTF-8, their hexadecimal digits tell them too. */
static json_t *path_hex(const char *path)
{
	json_t *as_text = json_string(path);

	if (as_text) {
		json_decref(as_text);
		return json_null();
	}
	return output_json_hex((const uint8_t *)path, strlen(path));
}

void show_result_json(const struct wipe_file_result *result)
{
	bool is_file = result->kind == WIPE_FILE_REGULAR && result->state != WIPE_FILE_CHANGED &&
		       result->state != WIPE_FILE_MISSING && result->state != WIPE_FILE_EQUAL_LEFT;
	const char *listed = result->wanted ? result->wanted->path : NULL;

	output_json(json_pack(
		"{s:s,s:o,s:o,s:o,s:o,s:o,s:s,s:I,s:s,s:o,s:o,s:b,s:o,s:o,s:o,s:o,s:I,s:I,s:o,s:o}",
		"object", "file", "path", output_json_text(result->path), "path_hex",
		path_hex(result->path), "match",
		result->match == WIPE_FILE_NAMED ? json_null() :
						   json_string(wipe_file_match_name(result->match)),
		"listed", output_json_text(listed), "listed_hex",
		listed ? path_hex(listed) : json_null(), "kind", wipe_file_kind_name(result->kind),
		"names", (json_int_t)result->name_count, "state",
		wipe_file_state_name(result->state), "level",
		is_file ? json_string(wipe_file_level_name(result->level)) : json_null(), "reason",
		is_file ? json_string(wipe_file_reason_name(result->reason)) : json_null(),
		"touched", (int)result->touched, "size_bytes",
		output_json_bytes(result->size_bytes), "sha256",
		result->has_sha256 ? output_json_hex(result->sha256, sizeof(result->sha256)) :
				     json_null(),
		"extents", extents_json(result), "verified_bytes",
		output_json_bytes(result->verified_bytes), "xattrs",
		(json_int_t)result->xattr_count, "xattrs_left", (json_int_t)result->xattrs_left,
		"error", output_json_error(result->error), "held_by", holders_json(result)));
}

static json_t *counts_json(const uint64_t *counts, size_t count, const char *(*name)(int))
{
	json_t *object = json_object();

	for (size_t i = 0; i < count; i++)
		json_object_set_new(object, name((int)i), json_integer((json_int_t)counts[i]));
	return object;
}

static const char *state_name(int state)
{
	return wipe_file_state_name((enum wipe_file_state)state);
}

static const char *level_name(int level)
{
	return wipe_file_level_name((enum wipe_file_level)level);
}

static json_t *findings_json(const struct wipe_file_findings *findings)
{
	return json_pack("{s:I,s:I,s:I,s:I,s:I,s:I,s:I}", "found", (json_int_t)findings->found,
			 "moved", (json_int_t)findings->moved, "changed",
			 (json_int_t)findings->changed, "missing", (json_int_t)findings->missing,
			 "unread", (json_int_t)findings->unread, "equal",
			 (json_int_t)findings->equal, "equal_taken",
			 (json_int_t)findings->equal_taken);
}

void show_totals_json(const struct config *config, const struct wipe_file_totals *totals,
		      const struct record *record, int code)
{
	const struct records_saved *saved = &record->saved;

	output_json(json_pack(
		"{s:s,s:b,s:I,s:I,s:I,s:o,s:o,s:I,s:I,s:I,s:o,s:o,s:s,s:o,s:s,s:o,s:o,s:b,s:o,s:o,s:b,s:o,s:i}",
		"object", "files", "dry_run", (int)config->dry_run, "files",
		(json_int_t)totals->files, "folders", (json_int_t)totals->folders, "others",
		(json_int_t)totals->others, "bytes", output_json_bytes(totals->bytes),
		"verified_bytes", output_json_bytes(totals->verified_bytes), "xattrs",
		(json_int_t)totals->xattrs, "xattrs_left", (json_int_t)totals->xattrs_left,
		"not_hashed", (json_int_t)totals->not_hashed, "by_state",
		counts_json(totals->by_state, WIPE_FILE_STATES, state_name), "by_level",
		counts_json(totals->by_level, WIPE_FILE_F3 + 1, level_name), "level",
		wipe_file_level_name(totals->level), "manifest",
		config->manifest ? findings_json(&totals->findings) : json_null(), "journal",
		wipe_file_journal_name(totals->journal), "deleted_open", deleted_json(totals),
		"keys", keys_json(totals), "touched", (int)totals->touched, "record",
		output_json_text(saved->path), "list", output_json_text(saved->list), "signed",
		(int)saved->is_signed, "case", casework_json(config, &record->casework, saved),
		"exit", code));
}
