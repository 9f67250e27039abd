/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What records of every type begin and end with, and the way from them to bytes. */
#ifndef RECORD_PUT_FRAME_H
#define RECORD_PUT_FRAME_H

#include <wipecert/record.h>

#include "put.h"

/* NULL: null. */
json_t *put_link(const struct wipecert_link *link, bool with_id);

/* From "schema" to "previous". */
void put_frame_begin(struct put *put, enum wipecert_type type, const struct wipecert_meta *meta);
/* From "flags" to "people". clock_stepped: the clock was set during the work. */
void put_frame_end(struct put *put, bool clock_stepped, const struct wipecert_meta *meta);

/*
 * The bytes of root, which is taken over (NULL: no memory), parsed once more. They
 * are the caller's (free()), with a NUL after the end.
 */
int put_frame_print(json_t *root, char **json, size_t *json_bytes, struct wipe_error *err);

#endif
