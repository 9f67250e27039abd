/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MASSHO_WIPE_LIST_WATCH_H
#define MASSHO_WIPE_LIST_WATCH_H

#include <stdbool.h>

#include <wipe/device.h>

struct watch_view {
	void *arg;
	/* What is there when it begins; nothing that comes from then on is missed. */
	int (*begin)(void *arg); /* an exit status: anything but EXIT_DONE is the end */
	void (*added)(void *arg, const struct wipe_device *dev);
	void (*removed)(void *arg, const struct wipe_device *dev);
};

/*
 * Tells of every disk that comes or goes until somebody asks to stop, or nobody reads; one whose
 * medium or size changes goes and comes. Those without any size count only if all
 * is set. An exit status.
 */
int watch_run(struct wipe_source *source, bool all, const struct watch_view *view);

#endif
