/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Keys that were destroyed, line by line: for glance and text alike. Of a report whose plan
 * destroys keys; of others there are no lines.
 */
#ifndef RENDER_KEYS_LINES_H
#define RENDER_KEYS_LINES_H

#include <stdbool.h>

#include <wipe/report.h>
#include <wipecert/glance.h>

#define KEYS_LINES_SHOWN 2 /* volumes on a sheet; the text has all */

/* label "": goes on from the line before. Both are valid during the call. */
typedef void keys_line_fn(void *arg, enum wipecert_line_style style, const char *label,
			  const char *value);

/* Does anything rest on keys? Not where all was overwritten after them, or is to be. */
bool keys_lines_matter(const struct wipe_report *report, enum wipecert_type type);
/* Whose keys, and what became of them; of an attempt, whose they are. most: volumes. */
void keys_lines_destroyed(const struct wipe_report *report, enum wipecert_type type, uint32_t most,
			  keys_line_fn *line, void *arg);
/* Where that matters: conditions and who answered, ciphers, what was seen, and that the encrypted data is still there. */
void keys_lines_rests(const struct wipe_report *report, uint32_t most, keys_line_fn *line,
		      void *arg);
/* The same, and keys are gone: what would bring the data back. */
void keys_lines_undo(const struct wipe_report *report, keys_line_fn *line, void *arg);

#endif
