/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far the erasure of files reaches, for each level that some of them are gone at. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "file_lines.h"
#include "text.h"

#define VALUE_BYTES 512

/* Those that were to be erased, and those that a manifest tells of besides: none is gone. */
static uint64_t wanted_of(const struct wipecert_files_sums *sums)
{
	return sums->count + sums->by_state[WIPECERT_FILE_CHANGED] +
	       sums->by_state[WIPECERT_FILE_MISSING] + sums->by_state[WIPECERT_FILE_EQUAL];
}

static bool is_at_one_level(const struct wipecert_files_sums *sums, unsigned int level)
{
	return sums->by_level[level] && sums->by_level[level] == wanted_of(sums);
}

void file_level_short(const struct wipecert_files_sums *sums, char text[FILE_NAME_BYTES])
{
	size_t used = 0;

	*text = '\0';
	for (unsigned int i = WIPECERT_FILE_LEVELS; i-- > 0;)
		if (sums->by_level[i])
			used += (size_t)snprintf(text + used, FILE_NAME_BYTES - used, "%s%s",
						 used ? ", " : "", wipecert_file_level_name(i));
}

/* What is left where it was has no level: its lines follow. */
void file_level_lines(const struct wipecert_files_sums *sums, file_line_fn *line, void *arg)
{
	const char *label = _("Level of the files");
	char value[VALUE_BYTES];

	if (!wipecert_files_gone(sums, 0))
		line(arg, WIPECERT_LINE_MARK, label,
		     wanted_of(sums) ? _("none: no file is gone") :
				       _("none: there was no file among what was named"));
	for (unsigned int i = WIPECERT_FILE_LEVELS; i-- > 0;) {
		const char *level = file_words_level(wipecert_file_level_name(i));

		if (!sums->by_level[i])
			continue;
		snprintf(value, sizeof(value), _("%" PRIu64 " of %" PRIu64 " files: %s"),
			 sums->by_level[i], wanted_of(sums), level);
		line(arg, i ? WIPECERT_LINE_PLAIN : WIPECERT_LINE_MARK, label,
		     is_at_one_level(sums, i) ? level : value);
		label = "";
	}
}

static const char *meaning_of_partial(const struct wipecert_files_sums *sums)
{
	if (!wanted_of(sums))
		return _("Only names of folders, links and the like were removed: there was no "
			 "file among what was named.");
	if (is_at_one_level(sums, 0))
		return _("Of every file only the name was removed. Their contents may remain.");
	if (sums->by_level[0] || wipecert_files_gone(sums, 0) < wanted_of(sums))
		return _("Of some files only the name was removed, or they are still there, or "
			 "were not found. Their contents may remain.");
	if (sums->by_level[3])
		return _("Every file was removed, and overwritten and read back or its key "
			 "destroyed. Folders, links or attributes are left, or the work ended with "
			 "an error.");
	return _("Every file was overwritten, read back and removed. Folders, links or attributes "
		 "are left, or the work ended with an error.");
}

static const char *meaning_of_interrupted(const struct wipecert_files_sums *sums)
{
	if (!wipecert_files_gone(sums, 0))
		return _("The work was interrupted before any file was gone.");
	if (wipecert_files_gone(sums, 0) < wanted_of(sums))
		return _("The work was interrupted before its end. Files remain.");
	return _("The work was interrupted before its end, when the files were gone already.");
}

const char *file_words_meaning(const struct wipecert_files_sums *sums, enum wipe_verdict verdict)
{
	switch (verdict) {
	case WIPE_VERDICT_ERASED_VERIFIED:
		return _("The blocks of every file were overwritten where they lay, read back from "
			 "the medium at their addresses and found equal; then the names were "
			 "removed. This is about these files, not about the medium.");
	case WIPE_VERDICT_KEY_DESTROYED:
		return _(
			"The names were removed, and the kernel no longer has the key by which the "
			"file system encrypted the files: what still lies on the medium can be read "
			"by nobody who lacks it. That there is no other copy of the key, and that "
			"nothing was ever stored in the clear, rests on the answers below.");
	case WIPE_VERDICT_PARTIAL:
		return meaning_of_partial(sums);
	case WIPE_VERDICT_INTERRUPTED:
		return meaning_of_interrupted(sums);
	default:
		return _("No file was erased.");
	}
}
