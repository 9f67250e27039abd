/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <wipe/space.h>

#define NAME_AT(table, value) \
	((size_t)(value) < sizeof(table) / sizeof((table)[0]) ? (table)[value] : "unknown")

const char *wipe_space_part_name(enum wipe_space_part part)
{
	static const char *const names[WIPE_SPACE_PARTS] = { "inodes", "names", "data", "trees",
							     "journal" };

	return NAME_AT(names, part);
}

const char *wipe_space_state_name(enum wipe_space_state state)
{
	static const char *const names[] = { "not-done", "wiped", "partly", "none" };

	return NAME_AT(names, state);
}

const char *wipe_space_reason_name(enum wipe_space_reason reason)
{
	static const char *const names[] = {
		"open-deleted", "reserved",	  "quota",	  "time-limit",
		"folders",	"clusters",	  "journal-kept", "realtime",
		"part-mounted", "snapshots",	  "medium",	  "differs",
		"unread",	"beneath-copies", "unwritten",	  "attributes",
	};

	return NAME_AT(names, reason);
}
