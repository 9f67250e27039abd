/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Being told when block devices come, go or change. */
#ifndef WIPE_WATCH_H
#define WIPE_WATCH_H

#include <stdbool.h>

#include <wipe/error.h>
#include <wipe/export.h>

#ifdef __cplusplus
extern "C" {
#endif

struct wipe_watch;

/*
 * Listens from now on: to the udev daemon, whose rules have run by then, or to the
 * kernel where there is none. *watch is the caller's: wipe_watch_close().
 * WIPE_E_UNSUPPORTED where events cannot be had (some containers), WIPE_E_NOMEM.
 */
WIPE_API int wipe_watch_open(struct wipe_watch **watch, struct wipe_error *err);
WIPE_API void wipe_watch_close(struct wipe_watch *watch); /* NULL: no-op */

/* For poll(2): readable when something came. */
WIPE_API int wipe_watch_fd(const struct wipe_watch *watch);

/*
 * Takes all that came, without waiting; true if any of it was about a block
 * device, or if so much came that some was lost. What happened is not told:
 * list the devices again.
 */
WIPE_API bool wipe_watch_take(struct wipe_watch *watch);

#ifdef __cplusplus
}
#endif
#endif
