/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What writing and reading acts have in common. */
#ifndef RECORD_ACT_H
#define RECORD_ACT_H

#include <jansson.h>

#include <wipecert/act.h>

#define ACT_STEP_BYTES 64

/* The empty body of an act, a JSON object as text, keys in their order; NULL: not an act. */
const char *act_empty_body(enum wipecert_type type);

/*
 * The part of path up to the next slash; what follows it, or NULL at the end. A part
 * that is too long becomes "", which names nothing.
 */
const char *act_take_step(const char *path, char step[ACT_STEP_BYTES]);

/* Is step the index of an element? Nothing else names one. */
bool act_is_index(const char *step);
/* What step names in at, of whatever sort that is; NULL: nothing. */
json_t *act_step_into(const json_t *at, const char *step);

/* What is at path below root; NULL: nothing. */
json_t *act_find(const json_t *root, const char *path);

#endif
