/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Do the levels of a record of kind "file" follow from its reasons, and from what was read? */
#include <string.h>

#include "file_terms.h"
#include "files_facts.h"
#include "get.h"
#include "text.h"

#define SECTOR_BYTES 512 /* no file system has smaller blocks */

/* Through the journal, F1 is reached only if that is wiped, or there is none. */
static bool allows_f1(unsigned int reason, const struct files_facts *facts)
{
	const char *term = file_reason_term(reason);
	bool is_wiped = strcmp(facts->journal, "wiped") == 0;

	if (!file_reason_level(reason) || !facts->reaches_f1)
		return false;
	if (strcmp(term, "key-destroyed") == 0)
		return false; /* F3, or nothing */
	if (strcmp(term, "inline") == 0)
		return facts->has_ext && (is_wiped || (facts->has_ext_without_journal &&
						       strcmp(facts->journal, "none") == 0));
	return strcmp(term, "journaled") != 0 || (facts->has_ext && is_wiped);
}

static uint64_t count_of(const struct wipecert_files_sums *sums, const char *reason)
{
	int index = file_term_find(file_reason_term, WIPECERT_FILE_REASONS, reason);

	return index < 0 ? 0 : sums->by_reason[index];
}

static uint64_t beyond(uint64_t count, uint64_t others)
{
	return count > others ? count - others : 0;
}

/*
 * A file without blocks is "empty", and whatever else is gone at F1 has one that was read
 * back: a sector of it at least, but of what lies in an inode. Only blocks are overwritten.
 */
static int check_blocks(const struct wipecert_files_sums *sums, struct wipe_error *err)
{
	uint64_t has_blocks =
		beyond(wipecert_files_gone(sums, 1), count_of(sums, "empty") + sums->by_level[3]);
	uint64_t is_inline = count_of(sums, "inline");
	uint64_t sectors = beyond(has_blocks, is_inline);

	if (sums->verified_bytes / SECTOR_BYTES < sectors ||
	    sums->verified_bytes - sectors * SECTOR_BYTES < has_blocks - sectors)
		return files_deny(err,
				  _("files are called erased of which nothing was overwritten"));
	if (sums->overwritten_bytes &&
	    !(count_of(sums, "in-place") + count_of(sums, "journaled") + is_inline))
		return files_deny(err, _("bytes were overwritten of files that have none"));
	return 0;
}

/*
 * Below what was required a file is gone only if its journal could not be wiped, or its key
 * removed, after all.
 */
static int check_below(const json_t *files, const struct files_facts *facts, struct wipe_error *err)
{
	const struct wipecert_files_sums *sums = &facts->sums;
	bool is_left = strcmp(facts->journal, "left") == 0;

	if (strcmp(get_text(files, "level_requested"), file_level_term(0)) != 0 &&
	    sums->by_level[0] > (is_left ? count_of(sums, "journal-stays") : 0) +
					count_of(sums, "key-removed") + count_of(sums, "key-stays"))
		return files_deny(err, _("files are gone below the level that was required"));
	if (!facts->has_system &&
	    wipecert_files_gone(sums, 0) > count_of(sums, "file-system-unknown"))
		return files_deny(err, _("files are gone, and no file system is told of"));
	return 0;
}

int files_levels_check(const json_t *files, const struct files_facts *facts, struct wipe_error *err)
{
	const struct wipecert_files_sums *sums = &facts->sums;
	const char *achieved = file_level_term(files_level(sums));
	uint64_t can = 0;
	int rc;

	for (unsigned int i = 0; i < WIPECERT_FILE_REASONS; i++)
		can += allows_f1(i, facts) ? sums->by_reason[i] : 0;
	if (wipecert_files_gone(sums, 1) - sums->by_level[3] > can)
		return files_deny(err, _("a level that its reason does not allow"));
	/* Nothing that a record tells measures F2; F3 its keys do. */
	if (sums->by_level[2] || sums->by_level[3] > count_of(sums, "key-destroyed"))
		return files_deny(err, _("a level is claimed that nothing in the record measures"));
	if (strcmp(get_text(files, "level_achieved"), achieved) != 0)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("level \"%s\" is claimed, what was measured gives \"%s\""),
				      get_text(files, "level_achieved"), achieved);
	rc = check_below(files, facts, err);
	return rc ? rc : check_blocks(sums, err);
}
