/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WIPE_FILE_CONFIRM_H
#define WIPE_FILE_CONFIRM_H

#include "config.h"
#include "space.h"

/*
 * Shows what will be erased and asks for its name, or of several paths for the number of
 * files; without files for the mount point's or the swap area's, or of several areas for
 * their number. --confirm gives it beforehand. EXIT_DONE, or EXIT_REFUSED after a message.
 */
int confirm_ask(const struct config *config, const struct wipe_file_totals *totals,
		const struct space *space);

#endif
