/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What no tool may do, refused by the kernel for the rest of the process: reach
 * a network, start or look into other programs, change mounts, keys or the
 * kernel. Nor does it leave core dumps, since keys are in its memory.
 */
#ifndef MASSHO_TOOLS_SANDBOX_H
#define MASSHO_TOOLS_SANDBOX_H

#include <stdbool.h>

#include <wipe/error.h>

/*
 * Right after the options are read, before anything is opened; cannot be undone,
 * and no option or variable switches it off. Children and threads inherit it, but
 * a thread that exists already does not get it: there must be none.
 * rings: those that were made before by wipe_ring_open(), which can only read and
 * write files, may be used; none can be made in any case.
 * WIPE_E_SYSTEM: it is not, or not wholly, in force; the tool must end then.
 *
 * What it cannot do: take away sockets that the caller hands over as open
 * descriptors, or keep root from harm through files it may write.
 */
int sandbox_enter(bool rings, struct wipe_error *err);

/* For main(): enters, or says why not. EXIT_DONE or EXIT_FAILED. */
int sandbox_start(const char *tool);
int sandbox_start_with_rings(const char *tool);
/* Swap areas may be switched off and on: for whoever was asked to wipe some. */
int sandbox_start_with_swap(const char *tool);

#endif
