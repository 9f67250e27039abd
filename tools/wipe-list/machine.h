/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MASSHO_WIPE_LIST_MACHINE_H
#define MASSHO_WIPE_LIST_MACHINE_H

#include <stdbool.h>

/*
 * --machine: everything in this computer that could hold data, what of it cannot be
 * seen, and whether that is all. EXIT_DONE if it is, else EXIT_UNCONFIRMED.
 */
int machine_run(bool json);

#endif
