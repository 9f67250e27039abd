/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verdict_files.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <wipecert/files.h>

#include "copied.h"
#include "i18n.h"
#include "text.h"
#include "verdict_show.h"

/* Of a manifest: they are not among the files that were to be erased. */
static uint64_t absent_of(const struct wipecert_files_sums *sums)
{
	return sums->by_state[WIPECERT_FILE_CHANGED] + sums->by_state[WIPECERT_FILE_MISSING];
}

static uint64_t equal_of(const struct wipecert_files_sums *sums)
{
	return sums->by_state[WIPECERT_FILE_EQUAL];
}

/* "; label: 3"; nothing where there is none. */
static void add(char *out, size_t size, const char *label, uint64_t count)
{
	size_t used = strlen(out);

	if (count)
		snprintf(out + used, size - used, "; %s: %" PRIu64, label, count);
}

/* ", F1", or of how many each level is; where no file is gone there is none. */
static void add_levels(char *out, size_t size, const struct wipecert_files_sums *sums)
{
	uint64_t gone = wipecert_files_gone(sums, 0);
	bool is_all = gone == sums->count && !absent_of(sums) && !equal_of(sums);

	for (unsigned int i = WIPECERT_FILE_LEVELS; i-- > 0;) {
		const char *level = wipecert_file_level_name(i);
		size_t used = strlen(out);

		if (sums->by_level[i] == gone && gone && is_all)
			snprintf(out + used, size - used, ", %s", level);
		else if (sums->by_level[i])
			snprintf(out + used, size - used, ", %s: %" PRIu64, level,
				 sums->by_level[i]);
	}
	if (!gone && sums->count)
		snprintf(out + strlen(out), size - strlen(out), ", %s", _("none of them is gone"));
}

void verdict_files_print(const struct verdict_record *record)
{
	char line[256], size[TEXT_SIZE_BYTES], copied[COPIED_BYTES];

	if (record->is_of_rest) {
		verdict_show_field(_("Files"), _("none: free space or swap areas"));
		return;
	}
	text_size(record->file_bytes, size);
	snprintf(line, sizeof(line), "%" PRIu64 ", %s", record->file_count, size);
	if (record->file_sums)
		add_levels(line, sizeof(line), record->file_sums);
	verdict_show_field(_("Files"), line);
	if (!record->has_copied)
		return;
	copied_words(&record->copied, copied);
	verdict_show_field(_("Of what was copied"), copied);
}

/* Where each file that was to be erased has come to. */
static void tell_counts(const struct wipecert_files_sums *sums, char *out, size_t size)
{
	uint64_t files = sums->count + absent_of(sums) + equal_of(sums);
	uint64_t gone = wipecert_files_gone(sums, 0);
	uint64_t all = sums->count + sums->folders + sums->others;
	uint64_t left =
		all - sums->by_state[WIPECERT_FILE_ERASED] - sums->by_state[WIPECERT_FILE_REMOVED];

	if (files)
		snprintf(out, size,
			 _("overwritten, read back and removed are %" PRIu64 " of %" PRIu64
			   " files"),
			 gone - sums->by_level[0] - sums->by_level[3], files);
	else
		snprintf(out, size, "%s", _("there was no file"));
	add(out, size, _("removed, and their key destroyed"), sums->by_level[3]);
	add(out, size, _("only the name is removed"), sums->by_level[0]);
	add(out, size, _("still there"), sums->count - gone);
	add(out, size, _("changed or missing"), absent_of(sums));
	add(out, size, _("equal to a listed one, and left"), equal_of(sums));
	add(out, size, _("folders, links and others still there"), left - (sums->count - gone));
	add(out, size, _("attributes that may be left"), sums->attributes_left);
}

const char *verdict_files_no(const struct verdict_record *record, char *out, size_t size)
{
	bool is_partial = record->verdict && strcmp(record->verdict, "partial") == 0;
	bool is_interrupted = record->verdict && strcmp(record->verdict, "interrupted") == 0;
	char counts[VERDICT_FILES_BYTES];

	if (record->is_of_rest)
		return is_partial ? _("NO, only in part: not all of the free space or of the swap "
				      "areas was overwritten") :
				    NULL;
	if (!record->file_sums || (!is_partial && !is_interrupted))
		return NULL;
	tell_counts(record->file_sums, counts, sizeof(counts));
	snprintf(out, size,
		 is_partial ? _("NO, only in part: %s") : _("NO: it was interrupted; %s"), counts);
	return out;
}
