/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record against which a medium is held. */
#ifndef WIPE_CHECK_RECORD_H
#define WIPE_CHECK_RECORD_H

#include <wipecert/verify.h>

#include "config.h"

/*
 * Loads and verifies the record. result is always to be cleared. EXIT_DONE: it
 * tells of an erasure and nothing in it is wrong; it may be undetermined.
 */
int record_load(const struct config *config, struct wipecert_result *result);

#endif
