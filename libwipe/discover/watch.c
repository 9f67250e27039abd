/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <libudev.h>
#include <stdlib.h>

#include <wipe/watch.h>

#include "sysfs.h"
#include "text.h"

/* At most so many at a time, so that a storm of them cannot hold the caller. */
#define EVENTS_MAX 4096

struct wipe_watch {
	struct udev *udev;
	struct udev_monitor *monitor;
};

int wipe_watch_open(struct wipe_watch **watch, struct wipe_error *err)
{
	struct wipe_watch *made = calloc(1, sizeof(*made));
	int failure;

	*watch = NULL;
	if (made)
		made->udev = udev_new();
	if (!made || !made->udev) {
		wipe_watch_close(made);
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	}
	made->monitor =
		udev_monitor_new_from_netlink(made->udev, sysfs_udev_runs("") ? "udev" : "kernel");
	if (!made->monitor ||
	    udev_monitor_filter_add_match_subsystem_devtype(made->monitor, "block", NULL) < 0 ||
	    udev_monitor_enable_receiving(made->monitor) < 0) {
		failure = errno;
		wipe_watch_close(made);
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, failure,
				      _("the kernel does not tell here when devices come and go"));
	}
	*watch = made;
	return 0;
}

void wipe_watch_close(struct wipe_watch *watch)
{
	if (!watch)
		return;
	udev_monitor_unref(watch->monitor);
	udev_unref(watch->udev);
	free(watch);
}

int wipe_watch_fd(const struct wipe_watch *watch)
{
	return udev_monitor_get_fd(watch->monitor);
}

bool wipe_watch_take(struct wipe_watch *watch)
{
	bool any = false;

	for (int i = 0; i < EVENTS_MAX; i++) {
		struct udev_device *device;

		errno = 0;
		device = udev_monitor_receive_device(watch->monitor);
		if (!device && errno == ENOBUFS) {
			any = true;
			continue;
		}
		if (!device)
			break;
		any = true;
		udev_device_unref(device);
	}
	return any;
}
