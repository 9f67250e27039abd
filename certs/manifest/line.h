/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of a manifest as text: the one way to write them. */
#ifndef MANIFEST_LINE_H
#define MANIFEST_LINE_H

#include "cursor.h"
#include "entries.h"

/* Room for any line of a manifest: every byte of a path takes two at most. */
#define LINE_BYTES (2 * WIPECERT_MANIFEST_PATH_MAX + 512)
/* The same for a path of most bytes, with its key and the comma after it. */
#define LINE_PATH_BYTES(most) (2 * (most) + 16)

/* Both end with a newline and a NUL; the length is without the NUL. */
size_t line_of_head(const struct wipecert_manifest *manifest, enum wipecert_manifest_form form,
		    char out[LINE_BYTES]);
size_t line_of_entry(const struct wipecert_manifest_entry *entry, enum wipecert_manifest_form form,
		     char out[LINE_BYTES]);

/* A path as every list has it. out has room for LINE_PATH_BYTES, path for most and a NUL. */
size_t line_put_path(char *out, const char *path);
bool line_take_path(struct cursor *line, char *path, size_t most);

#endif
