/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file_terms.h"

#include <string.h>

static const char *const kinds[WIPECERT_FILE_KINDS] = {
	[WIPECERT_FILE_REGULAR] = "regular", [WIPECERT_FILE_FOLDER] = "folder",
	[WIPECERT_FILE_SYMLINK] = "symlink", [WIPECERT_FILE_FIFO] = "fifo",
	[WIPECERT_FILE_SOCKET] = "socket",   [WIPECERT_FILE_DEVICE] = "device",
	[WIPECERT_FILE_MOUNT] = "mount",     [WIPECERT_FILE_UNKNOWN] = "unknown",
};

static const char *const states[WIPECERT_FILE_STATES] = {
	[WIPECERT_FILE_PLANNED] = "planned", [WIPECERT_FILE_ERASED] = "erased",
	[WIPECERT_FILE_REMOVED] = "removed", [WIPECERT_FILE_OVERWRITTEN] = "overwritten",
	[WIPECERT_FILE_REFUSED] = "refused", [WIPECERT_FILE_FAILED] = "failed",
	[WIPECERT_FILE_SKIPPED] = "skipped", [WIPECERT_FILE_NOT_REACHED] = "not-reached",
	[WIPECERT_FILE_CHANGED] = "changed", [WIPECERT_FILE_MISSING] = "missing",
	[WIPECERT_FILE_EQUAL] = "equal",
};

static const char *const levels[WIPECERT_FILE_LEVELS] = { "F0", "F1", "F2", "F3" };

/* Those of <wipe/file.h>, with what can be reached where they hold. */
static const struct {
	const char *term;
	unsigned int level;
} reasons[WIPECERT_FILE_REASONS] = {
	{ "in-place", 1 },
	{ "empty", 1 },
	{ "journaled", 1 },
	{ "inline", 1 },
	{ "copy-on-write", 0 },
	{ "shared", 0 },
	{ "encoded", 0 },
	{ "inline-tree", 0 },
	{ "extents-unknown", 0 },
	{ "in-memory", 0 },
	{ "overlay", 0 },
	{ "network", 0 },
	{ "file-system-unknown", 0 },
	{ "beneath-copies", 0 },
	{ "medium-closed", 0 },
	{ "journal-stays", 0 },
	{ "other-device", 0 },
	{ "key-destroyed", 3 },
	{ "key-removed", 0 },
	{ "key-stays", 0 },
};

const char *file_kind_term(unsigned int kind)
{
	return kind < WIPECERT_FILE_KINDS ? kinds[kind] : "unknown";
}

const char *file_state_term(unsigned int state)
{
	return state < WIPECERT_FILE_STATES ? states[state] : "unknown";
}

const char *file_level_term(unsigned int level)
{
	return level < WIPECERT_FILE_LEVELS ? levels[level] : "unknown";
}

const char *file_reason_term(unsigned int reason)
{
	return reason < WIPECERT_FILE_REASONS ? reasons[reason].term : "unknown";
}

int file_term_find(const char *(*term)(unsigned int index), unsigned int count, const char *text)
{
	for (unsigned int i = 0; text && i < count; i++)
		if (strcmp(term(i), text) == 0)
			return (int)i;
	return -1;
}

bool file_state_is_gone(unsigned int state)
{
	return state == WIPECERT_FILE_ERASED || state == WIPECERT_FILE_REMOVED;
}

bool file_state_is_only_told(unsigned int state)
{
	return state == WIPECERT_FILE_CHANGED || state == WIPECERT_FILE_MISSING ||
	       state == WIPECERT_FILE_EQUAL;
}

unsigned int file_reason_level(unsigned int reason)
{
	return reason < WIPECERT_FILE_REASONS ? reasons[reason].level : 0;
}
