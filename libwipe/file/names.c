/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <wipe/copy.h>

const char *wipe_copy_state_name(enum wipe_copy_state state)
{
	static const char *const names[] = { "copied",	"already", "hashed",
					     "skipped", "failed",  "not-reached" };

	return (size_t)state < sizeof(names) / sizeof(names[0]) ? names[state] : "unknown";
}

const char *wipe_copy_kind_name(enum wipe_copy_kind kind)
{
	static const char *const names[] = { "file",   "folder", "symlink", "fifo",
					     "socket", "device", "mount",   "unknown" };

	return (size_t)kind < sizeof(names) / sizeof(names[0]) ? names[kind] : "unknown";
}
