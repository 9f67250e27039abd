/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "title.h"

#include <stdio.h>

#include "i18n.h"

void title_of(const struct wipe_device *dev, char out[TITLE_BYTES])
{
	if (dev->kind == WIPE_KIND_IMAGE)
		snprintf(out, TITLE_BYTES, "%s", _("image file"));
	else if (!*dev->vendor && !*dev->model)
		snprintf(out, TITLE_BYTES, "-");
	else
		snprintf(out, TITLE_BYTES, "%s%s%s", dev->vendor,
			 *dev->vendor && *dev->model ? " " : "", dev->model);
}
