/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mount_table.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "cleanup.h"
#include "text.h"

int mount_table_each(bool (*take)(void *arg, const struct mountinfo *entry), void *arg,
		     struct wipe_error *err)
{
	CLEANUP_FILE FILE *file = fopen("/proc/self/mountinfo", "re");
	CLEANUP_FREE struct mountinfo *entry = malloc(sizeof(*entry));
	CLEANUP_FREE char *line = NULL;
	size_t size = 0;

	if (!entry)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	if (!file)
		return wipe_error_set(err, WIPE_E_SYSTEM, errno,
				      _("the table of mounts cannot be read"));
	while (getline(&line, &size, file) > 0)
		if (mountinfo_parse(line, entry) && !take(arg, entry))
			break;
	return 0;
}
