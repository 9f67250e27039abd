/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which level can be reached for a file, and why not more. Pure. */
#ifndef FILE_ERASE_ASSESS_H
#define FILE_ERASE_ASSESS_H

#include <wipe/file.h>

#include "file_extents.h"
#include "file_facts.h"

struct erase_facts {
	const struct wipe_filesystem *fs; /* NULL: nothing is known */
	const struct fs_extents *extents; /* NULL: they cannot be read */
	struct fs_file file;
	bool medium_opens, journal_wipes;
};

struct erase_verdict {
	enum wipe_file_level level;
	enum wipe_file_reason reason;
};

struct erase_verdict erase_assess(const struct erase_facts *facts);

/* Is there any use in overwriting, or would that only write elsewhere? */
bool erase_assess_overwrites(enum wipe_file_reason reason);

#endif
