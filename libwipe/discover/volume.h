/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Volumes that a controller makes of drives, and shows as one drive. */
#ifndef DISCOVER_VOLUME_H
#define DISCOVER_VOLUME_H

#include <stdbool.h>

/* Does the model say so itself? */
bool volume_names_itself(const char *model);

/* By whom nothing else is made than volumes: RAID controllers, and software that serves them. */
bool volume_is_made_by(const char *vendor, const char *model);

#endif
