/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "line.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "hex.h"
#include "utf8.h"

/* Controls, and what some readers take for the end of a line. */
static bool breaks_a_line(uint32_t code_point)
{
	return code_point < 0x20 || (code_point >= 0x7f && code_point <= 0x9f) ||
	       code_point == 0x2028 || code_point == 0x2029;
}

static bool is_text(const char *path)
{
	size_t bytes = strlen(path);
	uint32_t code_point;

	for (size_t at = 0, step; at < bytes; at += step) {
		step = utf8_decode(path + at, bytes - at, &code_point);
		if (!step || breaks_a_line(code_point))
			return false;
	}
	return true;
}

/* Only these two have to be escaped, and so nothing else is. */
static size_t put_escaped(char *out, const char *path)
{
	char *at = out;

	for (; *path; path++) {
		if (*path == '"' || *path == '\\')
			*at++ = '\\';
		*at++ = *path;
	}
	return (size_t)(at - out);
}

static size_t put_text(char *out, const char *text)
{
	size_t bytes = strlen(text);

	memcpy(out, text, bytes);
	return bytes;
}

size_t line_put_path(char *out, const char *path)
{
	size_t used, bytes = strlen(path);

	if (is_text(path)) {
		used = put_text(out, "\"path\":\"");
		used += put_escaped(out + used, path);
	} else {
		used = put_text(out, "\"path_hex\":\"");
		hex_encode((const uint8_t *)path, bytes, out + used);
		used += 2 * bytes;
	}
	return used + put_text(out + used, "\",");
}

bool line_take_path(struct cursor *line, char *path, size_t most)
{
	if (cursor_take(line, "\"path\":\""))
		return cursor_take_text(line, path, most) && cursor_take(line, "\",");
	return cursor_take(line, "\"path_hex\":\"") && cursor_take_hex_text(line, path, most) &&
	       cursor_take(line, "\",");
}

size_t line_of_head(const struct wipecert_manifest *manifest, enum wipecert_manifest_form form,
		    char out[LINE_BYTES])
{
	char salt[2 * WIPECERT_MANIFEST_SALT_BYTES + 1] = "";
	bool is_full = form == WIPECERT_MANIFEST_FULL;

	if (is_full)
		hex_encode(manifest->salt, WIPECERT_MANIFEST_SALT_BYTES, salt);
	return (size_t)snprintf(out, LINE_BYTES,
				"{\"schema\":\"" WIPECERT_MANIFEST_SCHEMA
				"\",%s%s%s\"files\":\"%zu\",\"bytes\":\"%" PRIu64 "\"}\n",
				is_full ? "\"salt\":\"" : "", salt, is_full ? "\"," : "",
				manifest->count, manifest->bytes);
}

size_t line_of_entry(const struct wipecert_manifest_entry *entry, enum wipecert_manifest_form form,
		     char out[LINE_BYTES])
{
	char name[65], sha256[65];
	size_t used = put_text(out, "{");

	hex_encode(entry->name_sha256, sizeof(entry->name_sha256), name);
	hex_encode(entry->sha256, sizeof(entry->sha256), sha256);
	if (form == WIPECERT_MANIFEST_FULL)
		used += line_put_path(out + used, entry->path);
	return used + (size_t)snprintf(out + used, LINE_BYTES - used,
				       "\"name_sha256\":\"%s\",\"size\":\"%" PRIu64
				       "\",\"sha256\":\"%s\"}\n",
				       name, entry->size_bytes, sha256);
}
