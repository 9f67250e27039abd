/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys of the file system that were to be removed, of a record of kind "file". */
#ifndef RENDER_KEY_LINES_H
#define RENDER_KEY_LINES_H

#include <jansson.h>

#include "file_lines.h"

/* files: of the record. At most so many keys; nothing where there are none. */
void key_lines(const json_t *files, size_t most, file_line_fn *line, void *arg);

#endif
