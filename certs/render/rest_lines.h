/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Free space and swap areas of a record of kind "file", in words. */
#ifndef RENDER_REST_LINES_H
#define RENDER_REST_LINES_H

#include <jansson.h>

#include "file_lines.h"

/* Is it about these alone, without a file? */
bool rest_is(const struct wipecert_record *record);

/* What became of each part and area. */
void rest_lines(const struct wipecert_record *record, size_t most, file_line_fn *line, void *arg);

/* Of a record that is about these alone. */
const char *rest_words_what(const struct wipecert_record *record);
const char *rest_words_title(enum wipecert_type type, bool is_sound);
const char *rest_words_verdict(enum wipe_verdict verdict);
const char *rest_words_meaning(enum wipecert_type type, enum wipe_verdict verdict);

#endif
