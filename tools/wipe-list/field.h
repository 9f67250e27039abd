/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the list, the tree and the survey say alike in a cell. */
#ifndef MASSHO_WIPE_LIST_FIELD_H
#define MASSHO_WIPE_LIST_FIELD_H

#include "cell.h"
#include "entry.h"
#include "table.h"

/* A node without "/dev/". */
const char *field_short_name(const char *node);

/* What is in a place, as blkid calls it, or in words where blkid has none. */
const char *field_content_type(const struct wipe_content *content);

/* Untrusted text, or a dash if there is none. */
void field_text(struct cell *cell, const char *text);

/* The serial number, marked if it does not tell drives apart. */
void field_serial(struct cell *cell, const struct wipe_device *dev);

/* A line for each other node of the same drive: whoever erases one erases all. */
void field_other_paths(struct cell *cell, const struct wipe_device *dev);

void field_model(struct cell *cell, const char *vendor, const char *model);
void field_size(struct cell *cell, uint64_t bytes);

/* "mounted /srv": a line of its own. */
void field_use(struct cell *cell, const struct wipe_use *use);

/* A disk's row: in use, or uses unknown; free to be erased; neither. */
enum table_mood field_mood(const struct entry *entry);

#endif
