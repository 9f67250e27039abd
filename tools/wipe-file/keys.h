/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys of folders that the file system encrypts. */
#ifndef WIPE_FILE_KEYS_H
#define WIPE_FILE_KEYS_H

#include <jansson.h>

#include "config.h"

/* What --conditions answers; without it all is unknown. EXIT_DONE or an exit code after a message. */
int keys_read_answers(const struct config *config, enum wipe_answer answers[WIPE_FILE_CONDITIONS]);

/* A paragraph for each key. */
void keys_print(const struct config *config, const struct wipe_file_totals *totals);
json_t *keys_json(const struct wipe_file_totals *totals);

#endif
