/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "erased.h"
#include "file_terms.h"
#include "hex.h"
#include "line.h"

#define SHORT_BYTES 160

static char *reserve(struct erased_text *text, size_t bytes)
{
	if (!text->failed && text->room - text->used < bytes) {
		size_t room = 2 * text->room + bytes;
		char *grown = realloc(text->at, room);

		text->failed = !grown;
		if (grown) {
			text->at = grown;
			text->room = room;
		}
	}
	return text->failed ? NULL : text->at + text->used;
}

static void put(struct erased_text *text, const char *piece)
{
	size_t bytes = strlen(piece);
	char *at = reserve(text, bytes);

	if (!at)
		return;
	memcpy(at, piece, bytes);
	text->used += bytes;
}

static void put_number(struct erased_text *text, const char *key, uint64_t value)
{
	char piece[SHORT_BYTES];

	snprintf(piece, sizeof(piece), ",\"%s\":\"%" PRIu64 "\"", key, value);
	put(text, piece);
}

/* value: an identifier; NULL: null. */
static void put_word(struct erased_text *text, const char *key, const char *value)
{
	char piece[SHORT_BYTES];

	if (value)
		snprintf(piece, sizeof(piece), ",\"%s\":\"%s\"", key, value);
	else
		snprintf(piece, sizeof(piece), ",\"%s\":null", key);
	put(text, piece);
}

static void put_sha256(struct erased_text *text, const char *key, const uint8_t sha256[32],
		       bool is_known)
{
	char digits[65];

	hex_encode(sha256, 32, digits);
	put_word(text, key, is_known ? digits : NULL);
}

static void put_path(struct erased_text *text, const char *path)
{
	char *at = reserve(text, LINE_PATH_BYTES(WIPECERT_FILES_PATH_MAX));

	if (at)
		text->used += line_put_path(at, path);
}

static void put_extents(struct erased_text *text, const struct erased *item)
{
	char piece[SHORT_BYTES];

	put(text, ",\"extents\":[");
	for (size_t i = 0; i < item->extent_count; i++) {
		const struct wipecert_file_extent *extent = &item->extents[i];

		snprintf(piece, sizeof(piece),
			 "%s[\"%" PRIu64 "\",\"%" PRIu64 "\",\"%" PRIu64 "\",\"%" PRIu32 "\"]",
			 i ? "," : "", extent->offset_bytes, extent->device_bytes,
			 extent->length_bytes, extent->device);
		put(text, piece);
	}
	put(text, "]");
}

void erased_put_head(const struct wipecert_files *files, enum wipecert_manifest_form form,
		     struct erased_text *text)
{
	char salt[2 * WIPECERT_MANIFEST_SALT_BYTES + 1];

	put(text, "{\"schema\":\"" WIPECERT_FILES_SCHEMA "\"");
	if (form == WIPECERT_MANIFEST_FULL) {
		hex_encode(files->salt, WIPECERT_MANIFEST_SALT_BYTES, salt);
		put_word(text, "salt", salt);
	}
	put_number(text, "entries", files->count);
	put_number(text, "bytes", files->sums.bytes);
	put(text, "}\n");
}

void erased_put_line(const struct erased *item, enum wipecert_manifest_form form,
		     struct erased_text *text)
{
	char name[65];

	put(text, "{");
	if (form == WIPECERT_MANIFEST_FULL)
		put_path(text, item->path);
	hex_encode(item->name_sha256, sizeof(item->name_sha256), name);
	put(text, "\"name_sha256\":\"");
	put(text, name);
	put(text, "\"");
	put_word(text, "kind", file_kind_term(item->kind));
	put_word(text, "state", file_state_term(item->state));
	put_word(text, "level", item->level == ERASED_NONE ? NULL : file_level_term(item->level));
	put_word(text, "reason",
		 item->reason == ERASED_NONE ? NULL : file_reason_term(item->reason));
	put(text, item->touched ? ",\"touched\":true" : ",\"touched\":false");
	put_number(text, "names", item->name_count);
	put_number(text, "size", item->size_bytes);
	put_sha256(text, "sha256", item->sha256, item->has_sha256);
	put_number(text, "overwritten", item->overwritten_bytes);
	put_number(text, "verified", item->verified_bytes);
	put_number(text, "attributes", item->attributes);
	put_number(text, "attributes_left", item->attributes_left);
	put_word(text, "error", *item->error ? item->error : NULL);
	put_extents(text, item);
	put_number(text, "extents_not_listed", item->extents_not_listed);
	put(text, "}\n");
}
