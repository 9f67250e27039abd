/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan destroys the keys of, and what that rests on: for people and programs. */
#ifndef WIPE_DEVICE_KEYS_SHOW_H
#define WIPE_DEVICE_KEYS_SHOW_H

#include <jansson.h>

#include <wipe/plan.h>

/* Nothing if the plan destroys none. */
void keys_print(const struct wipe_plan *plan);
#define KEYS_COPY_BYTES 512
/* A sentence of a place where a volume's UUID was seen, too. */
void keys_copy_text(const struct wipe_uuid_copy *copy, char text[KEYS_COPY_BYTES]);
/* Where else a volume's UUID was seen, and whether all that is here could be searched. */
void keys_print_copies(const struct wipe_crypto *crypto);
/* null if it destroys none. */
json_t *keys_json(const struct wipe_plan *plan);

#endif
