/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a medium is to lose its keys, and what that rests on. */
#ifndef WIPE_DEVICE_KEYS_H
#define WIPE_DEVICE_KEYS_H

#include <stdbool.h>

#include <wipe/crypto.h>
#include <wipe/plan.h>

#include "config.h"

/* Does the command ask for keys to be destroyed? */
bool keys_are_wanted(const struct config *config);

/*
 * --conditions FILE: a JSON object with the name of each condition and "yes", "no" or
 * "unknown". EXIT_DONE, or EXIT_USAGE after a message.
 */
int keys_read_conditions(const char *path, enum wipe_answer answers[WIPE_CONDITIONS]);

/*
 * The volumes on device, or in its partition (NULL: all), their header on header
 * (NULL: where they lie), what else has their UUID, and the answers: of the file, else
 * of who is at the terminal, if may_ask and something rests on them. EXIT_DONE, or another after a message.
 */
int keys_find(const struct config *config, struct wipe_source *source,
	      const struct wipe_device *device, const char *partition,
	      const struct wipe_device *header, bool may_ask, struct wipe_crypto *crypto);

/* Says why keys cannot be destroyed, and what else can be done. The exit code. */
int keys_fail(const struct config *config, const struct wipe_error *err);

/* Before it is too late for another method: that keys alone will not count, and why. */
void keys_tell_level(const struct wipe_device *device, const struct wipe_plan *plan);

/* What will be done, if more or less than erasing the medium as a whole; else NULL. */
const char *keys_task(const struct wipe_plan *plan, char *out, size_t out_bytes);

#endif
