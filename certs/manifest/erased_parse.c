/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is accepted is what would be written, as of manifests: each line is taken
 * apart, written again and compared.
 */
#include <stdlib.h>
#include <string.h>

#include "erased_take.h"
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
	if (!erased_take_line(line, parser->files->form, &item))
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
	return erased_take_number(&line, ",\"entries\":\"", &parser->entries) &&
	       erased_take_number(&line, ",\"bytes\":\"", &parser->bytes) &&
	       cursor_take(&line, "}") && line.at == line.end;
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
