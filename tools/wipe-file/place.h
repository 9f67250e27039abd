/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WIPE_FILE_PLACE_H
#define WIPE_FILE_PLACE_H

#include "config.h"

/*
 * Records that lie in what is erased would be erased with it, or keep it from being
 * removed; and so would a case. EXIT_DONE, or EXIT_REFUSED after a message.
 */
int place_check(const struct config *config);

#endif
