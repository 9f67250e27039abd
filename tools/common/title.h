/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MASSHO_TOOLS_TITLE_H
#define MASSHO_TOOLS_TITLE_H

#include <stddef.h>

#include <wipe/device.h>

/* Holds the longest vendor and model. */
#define TITLE_BYTES 256

/* "Vendor Model", what is known of it; "image file"; "-" if nothing is known. */
void title_of(const struct wipe_device *dev, char out[TITLE_BYTES]);

#endif
