/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <wipe/file.h>

#include "text.h"

#define N_(message) message

static const char *const levels[] = { "F0", "F1", "F2", "F3" };

static const struct {
	const char *name;
	enum wipe_file_level level; /* that can be reached with it */
	const char *text;
} reasons[WIPE_FILE_REASONS] = {
	[WIPE_FILE_IN_PLACE] = { "in-place", WIPE_FILE_F1,
				 N_("its blocks are overwritten where they lie") },
	[WIPE_FILE_EMPTY] = { "empty", WIPE_FILE_F1, N_("it has no blocks") },
	[WIPE_FILE_JOURNALED] = { "journaled", WIPE_FILE_F1,
				  N_("its data also went through the journal, which is wiped") },
	[WIPE_FILE_INLINE] = { "inline", WIPE_FILE_F1,
			       N_("it lies in its inode, and went through the journal, which is "
				  "wiped") },
	[WIPE_FILE_COPY_ON_WRITE] = { "copy-on-write", WIPE_FILE_F0,
				      N_("the file system writes elsewhere and leaves the old "
					 "blocks") },
	[WIPE_FILE_SHARED] = { "shared", WIPE_FILE_F0,
			       N_("it shares blocks with another file or a snapshot") },
	[WIPE_FILE_ENCODED] = { "encoded", WIPE_FILE_F0,
				N_("the file system compresses or encrypts it") },
	[WIPE_FILE_INLINE_TREE] = { "inline-tree", WIPE_FILE_F0,
				    N_("it lies in the file system's tree, which is copied at each "
				       "change") },
	[WIPE_FILE_EXTENTS_UNKNOWN] = { "extents-unknown", WIPE_FILE_F0,
					N_("the file system does not tell where it lies") },
	[WIPE_FILE_IN_MEMORY] = { "in-memory", WIPE_FILE_F0,
				  N_("it lies in memory; what of it was swapped out is unknown") },
	[WIPE_FILE_OVERLAY] = { "overlay", WIPE_FILE_F0,
				N_("it lies on an overlay: the file beneath stays") },
	[WIPE_FILE_NETWORK] = { "network", WIPE_FILE_F0,
				N_("another machine or a program keeps it") },
	[WIPE_FILE_FS_UNKNOWN] = { "file-system-unknown", WIPE_FILE_F0,
				   N_("what this file system does with it is not known here") },
	[WIPE_FILE_BENEATH_COPIES] = { "beneath-copies", WIPE_FILE_F0,
				       N_("what lies beneath (snapshot, thin volume, cache, image) "
					  "may keep a copy") },
	[WIPE_FILE_MEDIUM_CLOSED] = { "medium-closed", WIPE_FILE_F0,
				      N_("the medium cannot be read back") },
	[WIPE_FILE_JOURNAL_STAYS] = { "journal-stays", WIPE_FILE_F0,
				      N_("a copy is in the journal, which cannot be wiped") },
	[WIPE_FILE_OTHER_DEVICE] = { "other-device", WIPE_FILE_F0,
				     N_("it lies on a device that is not looked at") },
	[WIPE_FILE_KEY_DESTROYED] = { "key-destroyed", WIPE_FILE_F3,
				      N_("by destroying its key: it was only ever stored "
					 "encrypted, as was answered") },
	[WIPE_FILE_KEY_REMOVED] = { "key-removed", WIPE_FILE_F0,
				    N_("the kernel forgets its key, which is not known to be "
				       "destroyed") },
	[WIPE_FILE_KEY_STAYS] = { "key-stays", WIPE_FILE_F0,
				  N_("its key is not removed from the kernel") },
};

static const char *const kinds[] = {
	[WIPE_FILE_REGULAR] = "regular", [WIPE_FILE_FOLDER] = "folder",
	[WIPE_FILE_SYMLINK] = "symlink", [WIPE_FILE_FIFO] = "fifo",
	[WIPE_FILE_SOCKET] = "socket",	 [WIPE_FILE_DEVICE] = "device",
	[WIPE_FILE_MOUNT] = "mount",	 [WIPE_FILE_UNKNOWN] = "unknown",
};

static const char *const states[] = {
	[WIPE_FILE_PLANNED] = "planned",  [WIPE_FILE_ERASED] = "erased",
	[WIPE_FILE_REMOVED] = "removed",  [WIPE_FILE_OVERWRITTEN] = "overwritten",
	[WIPE_FILE_REFUSED] = "refused",  [WIPE_FILE_FAILED] = "failed",
	[WIPE_FILE_SKIPPED] = "skipped",  [WIPE_FILE_NOT_REACHED] = "not-reached",
	[WIPE_FILE_CHANGED] = "changed",  [WIPE_FILE_MISSING] = "missing",
	[WIPE_FILE_EQUAL_LEFT] = "equal",
};

static const char *const matches[] = {
	[WIPE_FILE_NAMED] = "named",   [WIPE_FILE_FOUND] = "found", [WIPE_FILE_MOVED] = "moved",
	[WIPE_FILE_UNREAD] = "unread", [WIPE_FILE_EQUAL] = "equal",
};

static const char *const journals[] = {
	[WIPE_FILE_JOURNAL_NONE] = "none",
	[WIPE_FILE_JOURNAL_WIPED] = "wiped",
	[WIPE_FILE_JOURNAL_LEFT] = "left",
};

static const char *const holders[] = {
	[WIPE_FILE_HOLDER_UNKNOWN] = "unknown",
	[WIPE_FILE_HOLDER_PROCESS] = "process",
	[WIPE_FILE_HOLDER_LOOP] = "loop",
	[WIPE_FILE_HOLDER_SWAP] = "swap",
};

#define NAME_OF(table, value) \
	((size_t)(value) < sizeof(table) / sizeof((table)[0]) ? (table)[value] : "unknown")

const char *wipe_file_level_name(enum wipe_file_level level)
{
	return NAME_OF(levels, level);
}

const char *wipe_file_kind_name(enum wipe_file_kind kind)
{
	return NAME_OF(kinds, kind);
}

const char *wipe_file_state_name(enum wipe_file_state state)
{
	return NAME_OF(states, state);
}

const char *wipe_file_match_name(enum wipe_file_match match)
{
	return NAME_OF(matches, match);
}

const char *wipe_file_journal_name(enum wipe_file_journal journal)
{
	return NAME_OF(journals, journal);
}

const char *wipe_file_holder_name(enum wipe_file_holder_kind kind)
{
	return NAME_OF(holders, kind);
}

const char *wipe_file_reason_name(enum wipe_file_reason reason)
{
	return (size_t)reason < WIPE_FILE_REASONS ? reasons[reason].name : "unknown";
}

const char *wipe_file_reason_text(enum wipe_file_reason reason)
{
	return (size_t)reason < WIPE_FILE_REASONS ? _(reasons[reason].text) : "";
}

enum wipe_file_level wipe_file_reason_level(enum wipe_file_reason reason)
{
	return (size_t)reason < WIPE_FILE_REASONS ? reasons[reason].level : WIPE_FILE_F0;
}

bool wipe_file_level_parse(const char *text, enum wipe_file_level *level)
{
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		if (strcmp(text, levels[i]) == 0) {
			*level = (enum wipe_file_level)i;
			return true;
		}
	}
	return false;
}
