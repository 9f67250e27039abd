/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "beneath.h"

int beneath_describe(struct wipe_filesystem *fs, struct wipe_source *source, const char *root)
{
	(void)source;
	(void)root;
	/* Not looked at yet. */
	fs->beneath |= WIPE_BENEATH_UNKNOWN;
	return 0;
}
