/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan destroys the keys of, and what that rests on: for people and programs. */
#ifndef WIPE_DEVICE_KEYS_SHOW_H
#define WIPE_DEVICE_KEYS_SHOW_H

#include <jansson.h>

#include <wipe/plan.h>

/* Nothing if the plan destroys none. */
void keys_print(const struct wipe_plan *plan);
/* null if it destroys none. */
json_t *keys_json(const struct wipe_plan *plan);

#endif
