/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WIPE_DEVICE_TWICE_H
#define WIPE_DEVICE_TWICE_H

#include <stdbool.h>

#include <wipe/device.h>

/* Is it one file by two names? */
bool twice_same_file(const char *a, const char *b);

/* Would the same bits be erased twice: one file, one node, or one drive by two paths? */
bool twice_same_medium(const struct wipe_device *a, const struct wipe_device *b);

#endif
