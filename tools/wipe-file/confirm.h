/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WIPE_FILE_CONFIRM_H
#define WIPE_FILE_CONFIRM_H

#include "config.h"

/*
 * Shows what will be erased and asks for its name, or of several paths for the number
 * of files; --confirm gives it beforehand. EXIT_DONE, or EXIT_REFUSED after a message.
 */
int confirm_ask(const struct config *config, const struct wipe_file_totals *totals);

#endif
