/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WIPE_EXPORT_H
#define WIPE_EXPORT_H

/* Both libraries are built with hidden visibility; only what carries this is exported. */
#define WIPE_API __attribute__((visibility("default")))

#endif
