/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what was counted and measured to level, verdict and areas, and from nothing else. */
#include <string.h>

#include "files_facts.h"

uint64_t wipecert_files_gone(const struct wipecert_files_sums *sums, unsigned int level)
{
	uint64_t gone = 0;

	for (unsigned int i = level; i < WIPECERT_FILE_LEVELS; i++)
		gone += sums->by_level[i]; /* each below 2^53 */
	return gone;
}

static uint64_t gone_of(const struct wipecert_files_sums *sums)
{
	return sums->by_state[WIPECERT_FILE_ERASED] + sums->by_state[WIPECERT_FILE_REMOVED];
}

unsigned int files_level(const struct wipecert_files_sums *sums)
{
	unsigned int level = 0;

	if (sums->by_state[WIPECERT_FILE_CHANGED] || sums->by_state[WIPECERT_FILE_MISSING] ||
	    sums->by_state[WIPECERT_FILE_EQUAL])
		return 0;
	/* Whatever stays was not looked into, or is in the way of what was named. */
	if (gone_of(sums) != sums->count + sums->folders + sums->others)
		return 0;
	if (!sums->count || wipecert_files_gone(sums, 0) != sums->count)
		return 0;
	while (level < WIPECERT_FILE_LEVELS - 1 && !sums->by_level[level])
		level++;
	return level;
}

bool files_named(const struct wipecert_files_sums *sums)
{
	return sums->count || sums->folders || sums->others;
}

/* Of every file that was to be erased, whatever became of names and attributes. */
static bool are_contents_erased(const struct wipecert_files_sums *sums)
{
	return sums->count && !sums->by_level[0] && wipecert_files_gone(sums, 0) == sums->count &&
	       sums->verified_bytes == sums->overwritten_bytes &&
	       !sums->by_state[WIPECERT_FILE_CHANGED] && !sums->by_state[WIPECERT_FILE_MISSING] &&
	       !sums->by_state[WIPECERT_FILE_EQUAL];
}

static bool is_all_erased(const struct files_facts *facts)
{
	const struct wipecert_files_sums *sums = &facts->sums;

	return !facts->has_error && files_level(sums) >= 1 && !sums->attributes_left &&
	       gone_of(sums) == sums->count + sums->folders + sums->others &&
	       sums->verified_bytes == sums->overwritten_bytes;
}

enum wipe_verdict files_verdict(const struct files_facts *facts)
{
	if (!files_named(&facts->sums) && !facts->manifest.files)
		return files_rest_verdict(&facts->rest, facts->has_error, facts->interrupted);
	if (is_all_erased(facts))
		return facts->sums.by_level[3] ? WIPE_VERDICT_KEY_DESTROYED :
						 WIPE_VERDICT_ERASED_VERIFIED;
	if (facts->interrupted)
		return WIPE_VERDICT_INTERRUPTED;
	return gone_of(&facts->sums) || facts->sums.by_state[WIPECERT_FILE_OVERWRITTEN] ?
		       WIPE_VERDICT_PARTIAL :
		       WIPE_VERDICT_FAILED;
}

bool files_names_only(const struct files_facts *facts)
{
	const struct wipecert_files_sums *sums = &facts->sums;

	return gone_of(sums) && !wipecert_files_gone(sums, 1) && !sums->overwritten_bytes &&
	       !sums->by_state[WIPECERT_FILE_OVERWRITTEN] && !files_rest_did(&facts->rest);
}

/*
 * Only contents and free blocks are read back. What of the rest was wiped is told, and
 * called unknown here: also inodes and the room between names, which are free space, too.
 */
uint32_t files_areas(const struct files_facts *facts, struct wipe_area areas[FILES_AREAS_MAX])
{
	uint64_t verified = facts->sums.verified_bytes;
	bool is_erased = are_contents_erased(&facts->sums);
	enum wipe_area_state of_files = files_named(&facts->sums) ? WIPE_AREA_UNKNOWN :
								    WIPE_AREA_ABSENT;
	uint32_t count = 0;

	if ((is_erased && facts->sums.by_level[3] != facts->sums.count) || verified)
		areas[count++] = (struct wipe_area){ WIPE_AREA_FILE_CONTENTS,
						     WIPE_AREA_ERASED_VERIFIED, verified };
	if (is_erased && facts->sums.by_level[3])
		areas[count++] =
			(struct wipe_area){ WIPE_AREA_FILE_CONTENTS, WIPE_AREA_KEY_DESTROYED, 0 };
	if (!is_erased)
		areas[count++] = (struct wipe_area){ WIPE_AREA_FILE_CONTENTS, of_files, 0 };
	areas[count++] = (struct wipe_area){ WIPE_AREA_FILE_NAMES, of_files, 0 };
	areas[count++] = (struct wipe_area){
		WIPE_AREA_JOURNAL, facts->may_have_journal ? WIPE_AREA_UNKNOWN : WIPE_AREA_ABSENT, 0
	};
	if (facts->rest.space_verified_bytes)
		areas[count++] = (struct wipe_area){ WIPE_AREA_FREE_SPACE,
						     WIPE_AREA_ERASED_VERIFIED,
						     facts->rest.space_verified_bytes };
	areas[count++] = (struct wipe_area){ WIPE_AREA_FREE_SPACE, WIPE_AREA_UNKNOWN, 0 };
	/* Retired sectors of a disk, spare blocks of flash; else nothing is known of it. */
	areas[count++] = (struct wipe_area){ WIPE_AREA_BACKING_STORAGE,
					     facts->lies_on_hardware ? WIPE_AREA_NOT_REACHABLE :
								       WIPE_AREA_UNKNOWN,
					     0 };
	return files_rest_areas(&facts->rest, areas, count);
}
