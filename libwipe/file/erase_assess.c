/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erase_assess.h"

#include <linux/fiemap.h>

#include "beneath.h"

#define NOT_IN_PLACE (FIEMAP_EXTENT_ENCODED | FIEMAP_EXTENT_DATA_ENCRYPTED)
#define NOT_KNOWN (FIEMAP_EXTENT_UNKNOWN | FIEMAP_EXTENT_DELALLOC)

static bool is_ext(const struct wipe_filesystem *fs)
{
	return fs->kind == WIPE_FS_EXT2 || fs->kind == WIPE_FS_EXT3 || fs->kind == WIPE_FS_EXT4;
}

/* What the kind of file system says. WIPE_FILE_IN_PLACE: nothing against it. */
static enum wipe_file_reason of_kind(const struct wipe_filesystem *fs)
{
	if (!fs)
		return WIPE_FILE_FS_UNKNOWN;
	switch (fs->kind) {
	case WIPE_FS_EXT2:
	case WIPE_FS_EXT3:
	case WIPE_FS_EXT4:
	case WIPE_FS_XFS:
	case WIPE_FS_BTRFS:
		return WIPE_FILE_IN_PLACE;
	case WIPE_FS_TMPFS:
		return WIPE_FILE_IN_MEMORY;
	case WIPE_FS_OVERLAY:
		return WIPE_FILE_OVERLAY;
	case WIPE_FS_NETWORK:
	case WIPE_FS_FUSE:
		return WIPE_FILE_NETWORK;
	default:
		return WIPE_FILE_FS_UNKNOWN;
	}
}

/* What its extents say, the worst first. */
static enum wipe_file_reason of_extents(const struct erase_facts *facts)
{
	uint32_t flags = 0;

	if (!facts->extents)
		return facts->file.realtime ? WIPE_FILE_OTHER_DEVICE : WIPE_FILE_EXTENTS_UNKNOWN;
	for (size_t i = 0; i < facts->extents->count; i++)
		flags |= facts->extents->items[i].flags;
	if (flags & NOT_IN_PLACE || facts->file.encrypted || facts->file.compressed)
		return WIPE_FILE_ENCODED;
	if (flags & FIEMAP_EXTENT_SHARED)
		return WIPE_FILE_SHARED;
	if (flags & FIEMAP_EXTENT_DATA_INLINE)
		return is_ext(facts->fs) ? WIPE_FILE_INLINE : WIPE_FILE_INLINE_TREE;
	if (flags & NOT_KNOWN)
		return WIPE_FILE_EXTENTS_UNKNOWN;
	return WIPE_FILE_IN_PLACE;
}

static bool goes_through_journal(const struct erase_facts *facts, enum wipe_file_reason reason)
{
	return reason == WIPE_FILE_INLINE || facts->file.writes == WIPE_FS_IN_PLACE_JOURNALED;
}

static enum wipe_file_reason reason_of(const struct erase_facts *facts)
{
	enum wipe_file_reason reason = of_kind(facts->fs);

	if (reason == WIPE_FILE_IN_PLACE)
		reason = of_extents(facts);
	/* Whether it can be mapped to devices does not matter then. */
	if (reason == WIPE_FILE_EXTENTS_UNKNOWN && facts->file.writes == WIPE_FS_COPY_ON_WRITE)
		return WIPE_FILE_COPY_ON_WRITE;
	if (reason != WIPE_FILE_IN_PLACE && reason != WIPE_FILE_INLINE)
		return reason;
	if (facts->extents->count && facts->file.writes == WIPE_FS_COPY_ON_WRITE)
		return WIPE_FILE_COPY_ON_WRITE;
	if (facts->extents->count && facts->file.writes != WIPE_FS_IN_PLACE &&
	    facts->file.writes != WIPE_FS_IN_PLACE_JOURNALED)
		return WIPE_FILE_FS_UNKNOWN;
	if (facts->fs->beneath & BENEATH_KEEPS_COPIES)
		return WIPE_FILE_BENEATH_COPIES;
	if (!facts->extents->count)
		return WIPE_FILE_EMPTY;
	if (!facts->medium_opens)
		return WIPE_FILE_MEDIUM_CLOSED;
	if (facts->fs->beneath & BENEATH_MAY_KEEP_COPIES)
		return WIPE_FILE_BENEATH_COPIES;
	if (!goes_through_journal(facts, reason))
		return reason;
	if (facts->fs->journal != WIPE_FS_NO && !facts->journal_wipes)
		return WIPE_FILE_JOURNAL_STAYS;
	return reason == WIPE_FILE_INLINE ? reason : WIPE_FILE_JOURNALED;
}

struct erase_verdict erase_assess(const struct erase_facts *facts)
{
	enum wipe_file_reason reason = reason_of(facts);

	return (struct erase_verdict){ wipe_file_reason_level(reason), reason };
}

bool erase_assess_overwrites(enum wipe_file_reason reason)
{
	switch (reason) {
	case WIPE_FILE_COPY_ON_WRITE:
	case WIPE_FILE_SHARED:
	case WIPE_FILE_ENCODED:
	case WIPE_FILE_INLINE_TREE:
	case WIPE_FILE_OVERLAY:
	case WIPE_FILE_KEY_DESTROYED:
	case WIPE_FILE_KEY_REMOVED:
	case WIPE_FILE_KEY_STAYS:
		return false;
	default:
		return true;
	}
}
