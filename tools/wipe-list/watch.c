/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "watch.h"

#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include <wipe/watch.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "stop.h"

#define TOOL "wipe-list"

/* A drive that is plugged in comes in several steps: its disk, its partitions, udev's rules. */
#define SETTLE_MS 300
/* One with a bad contact comes and goes without end: it is told of all the same. */
#define SETTLE_MOST_MS 2000
/* Where nobody tells of changes. */
#define LOOK_AGAIN_MS 2000
/* In which a request to stop is noticed. */
#define TICK_MS 500

static bool same(const struct wipe_device *one, const struct wipe_device *other)
{
	return one->major_no == other->major_no && one->minor_no == other->minor_no &&
	       one->diskseq == other->diskseq && one->capacity_bytes == other->capacity_bytes;
}

static bool is_in(const struct wipe_device_list *list, const struct wipe_device *dev)
{
	for (size_t i = 0; i < list->count; i++)
		if (same(&list->items[i], dev))
			return true;
	return false;
}

/* What is in list and not in other. */
static const struct wipe_device *next_new(const struct wipe_device_list *list,
					  const struct wipe_device_list *other, bool all,
					  size_t *at)
{
	while (*at < list->count) {
		const struct wipe_device *dev = &list->items[(*at)++];

		if ((all || dev->capacity_bytes) && !is_in(other, dev))
			return dev;
	}
	return NULL;
}

/* Nobody reads any more: a pipe whose other end is closed, a terminal that is gone. */
static bool is_unread(const struct pollfd *out)
{
	return out->revents & (POLLERR | POLLHUP);
}

static bool is_over(const struct pollfd *out)
{
	return stop_requested() || is_unread(out) || ferror(stdout);
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void settle(struct wipe_watch *watch, struct pollfd fds[2])
{
	int64_t end = now_ms() + SETTLE_MOST_MS;

	while (!is_over(&fds[0]) && now_ms() < end && poll(fds, 2, SETTLE_MS) > 0)
		if (fds[1].revents)
			(void)wipe_watch_take(watch);
}

/* Waits until something may have changed. False: it is time to end. */
static bool wait_for_change(struct wipe_watch *watch)
{
	struct pollfd fds[] = { { .fd = STDOUT_FILENO },
				{ .fd = watch ? wipe_watch_fd(watch) : -1, .events = POLLIN } };
	int waited = 0;

	while (!is_over(&fds[0])) {
		if (!watch && waited >= LOOK_AGAIN_MS)
			return true;
		waited += TICK_MS;
		if (poll(fds, 2, TICK_MS) > 0 && fds[1].revents && wipe_watch_take(watch))
			break;
	}
	settle(watch, fds);
	return !is_over(&fds[0]);
}

static void tell(const struct wipe_device_list *before, const struct wipe_device_list *now,
		 bool all, const struct watch_view *view)
{
	const struct wipe_device *dev;
	size_t at = 0;

	while ((dev = next_new(before, now, all, &at)))
		view->removed(view->arg, dev);
	at = 0;
	while ((dev = next_new(now, before, all, &at)))
		view->added(view->arg, dev);
}

static int list(struct wipe_source *source, struct wipe_device_list **devices)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	if (!wipe_device_list(source, devices, &err))
		return EXIT_DONE;
	output_wipe_error(TOOL, NULL, &err);
	return exit_from_error(&err);
}

int watch_run(struct wipe_source *source, bool all, const struct watch_view *view)
{
	struct wipe_device_list *known = NULL, *now;
	struct pollfd out = { .fd = STDOUT_FILENO };
	struct wipe_watch *watch;
	struct wipe_error err;
	int code;

	wipe_error_clear(&err);
	/* Before the first look, so that nothing is missed between the two. */
	if (wipe_watch_open(&watch, &err))
		output_error(TOOL, NULL, _("%s; looking every two seconds"), err.message);
	code = list(source, &known);
	if (code == EXIT_DONE)
		code = view->begin(view->arg);
	while (code == EXIT_DONE && wait_for_change(watch)) {
		code = list(source, &now);
		if (code != EXIT_DONE)
			break;
		tell(known, now, all, view);
		wipe_device_list_free(known);
		known = now;
	}
	if (poll(&out, 1, 0) > 0 && is_unread(&out))
		output_unread();
	wipe_device_list_free(known);
	wipe_watch_close(watch);
	return code;
}
