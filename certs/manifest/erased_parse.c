/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is accepted is what would be written, as of manifests: each line is taken
 * apart, written again and compared.
 */
#include <stdlib.h>
#include <string.h>

#include "cursor.h"
#include "erased.h"
#include "file_terms.h"
#include "line.h"
#include "text.h"

struct parser {
	struct wipecert_files *files;
	struct cursor rest;
	struct erased_text written;
	size_t line;		 /* from 1 */
	uint64_t entries, bytes; /* as the first line tells */
	struct wipe_error *err;
};

static int malformed(const struct parser *parser, const char *what)
{
	return wipe_error_set(parser->err, WIPE_E_FORMAT, 0, _("line %zu: %s"), parser->line, what);
}

static bool take_number(struct cursor *line, const char *before, uint64_t *value)
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

	if (!take_number(line, "[\"", &extent->offset_bytes) ||
	    !take_number(line, ",\"", &extent->device_bytes) ||
	    !take_number(line, ",\"", &extent->length_bytes) ||
	    !take_number(line, ",\"", &device) || device > UINT32_MAX)
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

	if (!line_take_path(line, path) || !*path)
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

static bool take_item(struct cursor line, enum wipecert_manifest_form form, struct erased *item)
{
	if (!cursor_take(&line, "{") || (form == WIPECERT_MANIFEST_FULL && !take_path(&line, item)))
		return false;
	return cursor_take(&line, "\"name_sha256\":\"") &&
	       cursor_take_hex(&line, item->name_sha256, 32) && cursor_take(&line, "\"") &&
	       take_terms(&line, item) && cursor_take(&line, ",\"touched\":") &&
	       take_bool(&line, &item->touched) &&
	       take_number(&line, ",\"names\":\"", &item->name_count) &&
	       take_number(&line, ",\"size\":\"", &item->size_bytes) && take_sha256(&line, item) &&
	       take_number(&line, ",\"overwritten\":\"", &item->overwritten_bytes) &&
	       take_number(&line, ",\"verified\":\"", &item->verified_bytes) &&
	       take_number(&line, ",\"attributes\":\"", &item->attributes) &&
	       take_number(&line, ",\"attributes_left\":\"", &item->attributes_left) &&
	       take_word(&line, ",\"error\":", item->error) && take_extents(&line, item) &&
	       take_number(&line, ",\"extents_not_listed\":\"", &item->extents_not_listed) &&
	       cursor_take(&line, "}") && line.at == line.end;
}

static int check_same(const struct parser *parser, const char *begin)
{
	const struct erased_text *written = &parser->written;

	if (written->failed)
		return wipe_error_set(parser->err, WIPE_E_NOMEM, 0, _("out of memory"));
	if ((size_t)(parser->rest.at - begin) == written->used &&
	    !memcmp(begin, written->at, written->used))
		return 0;
	return malformed(parser, _("not written in the one way that it can be"));
}

static bool is_error(const char *error)
{
	return !error[strspn(error, "abcdefghijklmnopqrstuvwxyz0123456789-")];
}

static int check_name(const struct parser *parser, const struct erased *item)
{
	uint8_t name_sha256[32];
	int rc;

	if (!item->path)
		return 0;
	rc = erased_name_hash(parser->files->salt, item->path, name_sha256, parser->err);
	if (!rc && memcmp(name_sha256, item->name_sha256, sizeof(name_sha256)) != 0)
		rc = malformed(parser, _("name_sha256 is not that of the path"));
	return rc;
}

/* A path may come more than once. */
static int check_order(const struct parser *parser, const struct erased *item)
{
	const struct wipecert_files *files = parser->files;
	const struct erased *last;
	int order;

	if (!files->count)
		return 0;
	last = &files->items[files->count - 1];
	order = item->path ? strcmp(last->path, item->path) :
			     memcmp(last->name_sha256, item->name_sha256, 32);
	return order <= 0 ? 0 : malformed(parser, _("not in order"));
}

static int check_item(struct parser *parser, const char *begin, const struct erased *item)
{
	const char *fault;
	int rc;

	parser->written.used = 0;
	erased_put_line(item, parser->files->form, &parser->written);
	rc = check_same(parser, begin);
	if (rc)
		return rc;
	fault = is_error(item->error) ? erased_fault(item) : _("a term that is not known");
	if (fault)
		return malformed(parser, fault);
	rc = check_name(parser, item);
	return rc ? rc : check_order(parser, item);
}

static int take_line(struct parser *parser, struct cursor *line)
{
	struct cursor *rest = &parser->rest;
	const char *newline = memchr(rest->at, '\n', (size_t)(rest->end - rest->at));

	parser->line++;
	if (!newline)
		return malformed(parser, _("too long, or without an end"));
	*line = (struct cursor){ rest->at, newline };
	rest->at = newline + 1;
	return 0;
}

static int parse_item(struct parser *parser)
{
	struct erased item = { 0 };
	struct cursor line;
	int rc = take_line(parser, &line);

	if (rc)
		return rc;
	if (!take_item(line, parser->files->form, &item))
		rc = malformed(parser, _("not a file as it must be written"));
	if (!rc)
		rc = check_item(parser, line.at, &item);
	if (!rc)
		rc = erased_push(parser->files, &item, parser->err);
	if (rc)
		erased_clear(&item);
	return rc;
}

static bool take_head(struct parser *parser, struct cursor line)
{
	struct wipecert_files *files = parser->files;

	if (!cursor_take(&line, "{\"schema\":\"" WIPECERT_FILES_SCHEMA "\""))
		return false;
	if (!cursor_take(&line, ",\"salt\":\""))
		files->form = WIPECERT_MANIFEST_PUBLIC;
	else if (!cursor_take_hex(&line, files->salt, sizeof(files->salt)) ||
		 !cursor_take(&line, "\""))
		return false;
	return take_number(&line, ",\"entries\":\"", &parser->entries) &&
	       take_number(&line, ",\"bytes\":\"", &parser->bytes) && cursor_take(&line, "}") &&
	       line.at == line.end;
}

static int parse(struct parser *parser)
{
	struct cursor line;
	int rc = take_line(parser, &line);

	if (rc)
		return rc;
	if (!take_head(parser, line))
		return malformed(parser, _("not the begin of a list of erased files"));
	while (parser->rest.at < parser->rest.end && !rc)
		rc = parse_item(parser);
	if (!rc &&
	    (parser->files->count != parser->entries || parser->files->sums.bytes != parser->bytes))
		rc = wipe_error_set(parser->err, WIPE_E_FORMAT, 0,
				    _("the first line does not tell how many files there are, or "
				      "how large they are"));
	return rc ? rc : erased_index(parser->files, parser->err);
}

int wipecert_files_parse(const void *bytes, size_t length, struct wipecert_files **files,
			 struct wipe_error *err)
{
	const char *text = bytes;
	struct parser parser = { .rest = { text, text + length }, .err = err };
	int rc;

	*files = NULL;
	if (!length)
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("empty"));
	if (length > WIPECERT_MANIFEST_MAX_BYTES)
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("larger than %zu bytes"),
				      WIPECERT_MANIFEST_MAX_BYTES);
	parser.files = calloc(1, sizeof(*parser.files));
	if (!parser.files)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	rc = parse(&parser);
	free(parser.written.at);
	if (rc) {
		wipecert_files_free(parser.files);
		return rc;
	}
	*files = parser.files;
	return 0;
}
