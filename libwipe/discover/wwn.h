/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DISCOVER_WWN_H
#define DISCOVER_WWN_H

#include <wipe/device.h>

#include "raw.h"

/* wwn and its source; needs bus. */
void wwn_classify(const struct wipe_raw_device *raw, struct wipe_device *dev);

#endif
