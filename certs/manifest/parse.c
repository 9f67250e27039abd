/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is accepted is what would be written: each line is taken apart, written
 * again and compared. So no rule of the form has to be known twice.
 */
#include <string.h>

#include "cursor.h"
#include "line.h"
#include "text.h"

struct parser {
	struct wipecert_manifest *manifest;
	struct cursor rest;
	size_t line;	       /* from 1 */
	uint64_t files, bytes; /* as the first line tells */
	struct wipe_error *err;
};

static int malformed(const struct parser *parser, const char *what)
{
	return wipe_error_set(parser->err, WIPE_E_FORMAT, 0, _("line %zu: %s"), parser->line, what);
}

/* The next line without its newline. */
static int take_line(struct parser *parser, struct cursor *line)
{
	struct cursor *rest = &parser->rest;
	size_t left = (size_t)(rest->end - rest->at);
	const char *newline = memchr(rest->at, '\n', left < LINE_BYTES ? left : LINE_BYTES);

	parser->line++;
	if (!newline)
		return malformed(parser, _("too long, or without an end"));
	*line = (struct cursor){ rest->at, newline };
	rest->at = newline + 1;
	return 0;
}

static int check_same(const struct parser *parser, const char *begin, const char *written,
		      size_t length)
{
	if ((size_t)(parser->rest.at - begin) == length && !memcmp(begin, written, length))
		return 0;
	return malformed(parser, _("not written in the one way that it can be"));
}

static bool take_head(struct parser *parser, struct cursor line)
{
	struct wipecert_manifest *manifest = parser->manifest;

	if (!cursor_take(&line, "{\"schema\":\"" WIPECERT_MANIFEST_SCHEMA "\","))
		return false;
	if (!cursor_take(&line, "\"salt\":\""))
		manifest->form = WIPECERT_MANIFEST_PUBLIC;
	else if (!cursor_take_hex(&line, manifest->salt, sizeof(manifest->salt)) ||
		 !cursor_take(&line, "\","))
		return false;
	return cursor_take(&line, "\"files\":\"") && cursor_take_u64(&line, &parser->files) &&
	       cursor_take(&line, "\",\"bytes\":\"") && cursor_take_u64(&line, &parser->bytes) &&
	       cursor_take(&line, "\"}") && line.at == line.end;
}

/* path: room for one; entry->path leads there in the full form. */
static bool take_entry(struct cursor line, enum wipecert_manifest_form form, char *path,
		       struct wipecert_manifest_entry *entry)
{
	if (!cursor_take(&line, "{"))
		return false;
	if (form == WIPECERT_MANIFEST_FULL) {
		entry->path = path;
		if (!line_take_path(&line, path, WIPECERT_MANIFEST_PATH_MAX))
			return false;
	}
	return cursor_take(&line, "\"name_sha256\":\"") &&
	       cursor_take_hex(&line, entry->name_sha256, sizeof(entry->name_sha256)) &&
	       cursor_take(&line, "\",\"size\":\"") && cursor_take_u64(&line, &entry->size_bytes) &&
	       cursor_take(&line, "\",\"sha256\":\"") &&
	       cursor_take_hex(&line, entry->sha256, sizeof(entry->sha256)) &&
	       cursor_take(&line, "\"}") && line.at == line.end;
}

static int check_order(const struct parser *parser, const struct wipecert_manifest_entry *entry)
{
	const struct wipecert_manifest *manifest = parser->manifest;
	const struct wipecert_manifest_entry *last;
	int order;

	if (!manifest->count)
		return 0;
	last = &manifest->entries[manifest->count - 1];
	order = entry->path ?
			strcmp(last->path, entry->path) :
			memcmp(last->name_sha256, entry->name_sha256, sizeof(last->name_sha256));
	return order < 0 ? 0 : malformed(parser, _("not in order, or there twice"));
}

static int check_name(const struct parser *parser, const struct wipecert_manifest_entry *entry)
{
	uint8_t name_sha256[32];
	int rc;

	if (!entry->path)
		return 0;
	if (!entries_path_is_plain(entry->path))
		return malformed(parser, _("a path that a manifest cannot hold"));
	rc = entries_name_hash(parser->manifest, entry->path, name_sha256, parser->err);
	if (!rc && memcmp(name_sha256, entry->name_sha256, sizeof(name_sha256)) != 0)
		rc = malformed(parser, _("name_sha256 is not that of the path"));
	return rc;
}

static int parse_entry(struct parser *parser)
{
	enum wipecert_manifest_form form = parser->manifest->form;
	struct wipecert_manifest_entry entry = { 0 };
	char path[WIPECERT_MANIFEST_PATH_MAX + 1], written[LINE_BYTES];
	struct cursor line;
	int rc = take_line(parser, &line);

	if (rc)
		return rc;
	if (!take_entry(line, form, path, &entry))
		return malformed(parser, _("not a file as it must be written"));
	rc = check_same(parser, line.at, written, line_of_entry(&entry, form, written));
	if (!rc)
		rc = check_name(parser, &entry);
	if (!rc)
		rc = check_order(parser, &entry);
	return rc ? rc : entries_push(parser->manifest, &entry, parser->err);
}

/* Counts are compared at the end; only what is written here is looked at now. */
static int parse(struct parser *parser)
{
	struct cursor line;
	int rc = take_line(parser, &line);

	if (rc)
		return rc;
	if (!take_head(parser, line))
		return malformed(parser, _("not the begin of a manifest"));
	while (parser->rest.at < parser->rest.end && !rc)
		rc = parse_entry(parser);
	if (!rc &&
	    (parser->manifest->count != parser->files || parser->manifest->bytes != parser->bytes))
		rc = wipe_error_set(parser->err, WIPE_E_FORMAT, 0,
				    _("the first line does not tell how many files there are, or "
				      "how large they are"));
	return rc ? rc : entries_index(parser->manifest, parser->err);
}

int wipecert_manifest_parse(const void *bytes, size_t length, struct wipecert_manifest **manifest,
			    struct wipe_error *err)
{
	const char *text = bytes;
	struct parser parser = { .rest = { text, text + length }, .err = err };
	int rc;

	*manifest = NULL;
	if (!length)
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("empty"));
	if (length > WIPECERT_MANIFEST_MAX_BYTES)
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("larger than %zu bytes"),
				      WIPECERT_MANIFEST_MAX_BYTES);
	rc = entries_new(WIPECERT_MANIFEST_FULL, &parser.manifest, err);
	if (rc)
		return rc;
	rc = parse(&parser);
	if (rc) {
		wipecert_manifest_free(parser.manifest);
		return rc;
	}
	*manifest = parser.manifest;
	return 0;
}
