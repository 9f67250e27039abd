/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "show.h"

#include <stdio.h>

#include "copied_there.h"
#include "holders_show.h"
#include "i18n.h"
#include "keys.h"
#include "output.h"
#include "text.h"

#define HOLDERS_BYTES 4096
#define BEGUN_BYTES (4 * WIPE_FILE_PATH_MAX + 512)

static const char *const state_texts[] = {
	[WIPE_FILE_PLANNED] = N_("can reach"),
	[WIPE_FILE_ERASED] = N_("erased"),
	[WIPE_FILE_REMOVED] = N_("only its name is removed"),
	[WIPE_FILE_OVERWRITTEN] = N_("overwritten, but its name is still there"),
	[WIPE_FILE_REFUSED] = N_("refused, not touched"),
	[WIPE_FILE_FAILED] = N_("failed"),
	[WIPE_FILE_SKIPPED] = N_("left alone"),
	[WIPE_FILE_NOT_REACHED] = N_("not reached"),
	[WIPE_FILE_CHANGED] = N_("changed: it is not the file that is listed, and was not touched"),
	[WIPE_FILE_MISSING] = N_("missing: listed, and found nowhere"),
	[WIPE_FILE_EQUAL_LEFT] = N_("equal to a listed file, and not listed itself: left"),
};

static bool is_file(const struct wipe_file_result *result)
{
	return result->kind == WIPE_FILE_REGULAR;
}

/* A thousand lines of what went well hide the one that did not. */
static bool is_worth_a_line(const struct config *config, const struct wipe_file_result *result)
{
	if (config->options.quiet)
		return false;
	if (config->dry_run)
		return is_file(result) || result->state != WIPE_FILE_PLANNED;
	return result->state == WIPE_FILE_REMOVED && is_file(result);
}

static bool is_trouble(const struct wipe_file_result *result)
{
	return result->error || result->state == WIPE_FILE_SKIPPED ||
	       result->state == WIPE_FILE_CHANGED || result->state == WIPE_FILE_MISSING ||
	       result->state == WIPE_FILE_EQUAL_LEFT;
}

static void print_line(const struct wipe_file_result *result)
{
	char path[4 * WIPE_FILE_PATH_MAX], size[TEXT_SIZE_BYTES];

	text_escape(result->path, path, sizeof(path));
	text_size(result->size_bytes, size);
	printf("%s  %-8s  %s\n      %s%s%s\n", wipe_file_level_name(result->level), size, path,
	       wipe_file_reason_text(result->reason), result->why ? ": " : "",
	       result->why ? result->why : "");
	if (result->match != WIPE_FILE_MOVED && result->match != WIPE_FILE_EQUAL)
		return;
	text_escape(result->wanted->path, path, sizeof(path));
	printf(result->match == WIPE_FILE_MOVED ? _("      listed as %s\n") :
						  _("      not listed, equal to %s\n"),
	       path);
}

/* Nothing tells what a run overwrote that was killed from what somebody changed: so it is asked. */
static void begun_text(const struct wipe_file_result *result, char *text, size_t size)
{
	char path[4 * WIPE_FILE_PATH_MAX];

	*text = '\0';
	if (result->state != WIPE_FILE_CHANGED || !result->wanted ||
	    !copied_there_may_be(result->size_bytes, result->wanted->size_bytes))
		return;
	text_quote(result->path, path, sizeof(path));
	snprintf(
		text, size,
		/* TRANSLATORS: behind "changed: it is not the file that is listed, and was not touched" */
		_("; if a run that was cut off had begun to overwrite it, this erases it "
		  "(with the same options, but no --manifest): wipe-file %s"),
		path);
}

void show_result(const struct config *config, const struct wipe_file_result *result)
{
	char holders[HOLDERS_BYTES], begun[BEGUN_BYTES];

	if (config->options.json)
		show_result_json(result);
	/* Of thousands of folders above it that would hide why it stays. */
	if (result->holds_rest)
		return;
	holders_text(result, holders, sizeof(holders));
	begun_text(result, begun, sizeof(begun));
	if (is_trouble(result))
		output_error(TOOL, result->path, "%s%s%s%s%s", _(state_texts[result->state]),
			     result->error ? ": " : "", result->error ? result->error->message : "",
			     holders, begun);
	else if (!config->options.json && is_worth_a_line(config, result))
		print_line(result);
}

/* A line for each state that files are in, in this order. */
static const struct {
	enum wipe_file_state state;
	const char *text;
} counts[] = {
	{ WIPE_FILE_OVERWRITTEN, N_("Overwritten, but the name is still there") },
	{ WIPE_FILE_REFUSED, N_("Refused, not touched") },
	{ WIPE_FILE_FAILED, N_("Failed") },
	{ WIPE_FILE_SKIPPED, N_("Left alone") },
	{ WIPE_FILE_NOT_REACHED, N_("Not reached") },
};

/* Of files that is little, of folders and links all there is. */
static void print_removed(const struct wipe_file_totals *totals)
{
	uint64_t files = totals->by_level[WIPE_FILE_F0];
	uint64_t others = totals->by_state[WIPE_FILE_REMOVED] - files;

	if (files)
		printf(_("Files of which the name is removed, no more: %llu\n"),
		       (unsigned long long)files);
	if (others)
		printf(_("Folders, links and others removed: %llu\n"), (unsigned long long)others);
}

static void print_done(const struct wipe_file_totals *totals)
{
	char size[TEXT_SIZE_BYTES];

	text_size(totals->verified_bytes, size);
	printf(_("Files erased and read back: %llu (%s)\n"),
	       (unsigned long long)(totals->by_state[WIPE_FILE_ERASED] -
				    totals->by_level[WIPE_FILE_F3]),
	       size);
	if (totals->by_level[WIPE_FILE_F3])
		printf(_("Files removed whose key is destroyed, not overwritten: %llu\n"),
		       (unsigned long long)totals->by_level[WIPE_FILE_F3]);
	print_removed(totals);
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		if (totals->by_state[counts[i].state])
			printf("%s: %llu\n", _(counts[i].text),
			       (unsigned long long)totals->by_state[counts[i].state]);
	if (totals->holding)
		printf(_("Folders among these that stay for what is in them: %llu\n"),
		       (unsigned long long)totals->holding);
	if (totals->not_hashed)
		printf(_("Files without a SHA-256 in the list, as they were holes for the most part: "
			 "%llu\n"),
		       (unsigned long long)totals->not_hashed);
	if (totals->xattrs_left)
		printf(_("Extended attributes that may still be where they lay: %llu\n"),
		       (unsigned long long)totals->xattrs_left);
	if (totals->journal == WIPE_FILE_JOURNAL_LEFT)
		printf("%s",
		       _("The journal of a file system could not be wiped: old names may be in "
			 "it.\n"));
	deleted_print(totals);
}

/* F1 is about contents. */
static void print_rest(const struct config *config, const struct wipe_file_totals *totals)
{
	if (!config->free_space && totals->files && totals->touched)
		printf("%s", _("Not wiped: free space. Older versions of the files, and names in "
			       "folders that stay and on xfs of removed folders, may be there: "
			       "--free-space.\n"));
}

static void print_findings(const struct wipe_file_findings *findings)
{
	printf(_("Of the manifest: at their paths %llu, elsewhere %llu, changed %llu, missing %llu, "
		 "unreadable %llu\n"),
	       (unsigned long long)findings->found, (unsigned long long)findings->moved,
	       (unsigned long long)findings->changed, (unsigned long long)findings->missing,
	       (unsigned long long)findings->unread);
	if (findings->equal)
		printf(_("Equal to a listed file, not listed, and left: %llu (--equal-files erases "
			 "them, too)\n"),
		       (unsigned long long)findings->equal);
	if (findings->equal_taken)
		printf(_("Equal to a listed file, not listed, and taken, too: %llu\n"),
		       (unsigned long long)findings->equal_taken);
}

static void print_record(const struct records_saved *saved)
{
	char shown[2 * RECORDS_PATH_BYTES];

	if (!*saved->path)
		return;
	text_escape(saved->path, shown, sizeof(shown));
	printf(saved->is_signed ? _("Record: %s\n") : _("Record (not signed): %s\n"), shown);
	if (!*saved->list)
		return;
	text_escape(saved->list, shown, sizeof(shown));
	printf(_("List of the files: %s\n"), shown);
}

/* What is still there, or not found, has no level: it is told beside it. */
static void print_level(const struct wipe_file_totals *totals)
{
	uint64_t absent = totals->by_state[WIPE_FILE_CHANGED] +
			  totals->by_state[WIPE_FILE_MISSING] + totals->by_state[WIPE_FILE_EQUAL];
	uint64_t gone = 0;

	for (size_t i = 0; i <= WIPE_FILE_F3; i++)
		gone += totals->by_level[i];
	if (gone == totals->files && !absent && gone) {
		printf(_("Level of all files together: %s\n"), wipe_file_level_name(totals->level));
		return;
	}
	for (unsigned int i = WIPE_FILE_F3 + 1; i-- > 0;)
		if (totals->by_level[i])
			printf(_("Files at level %s: %llu\n"),
			       wipe_file_level_name((enum wipe_file_level)i),
			       (unsigned long long)totals->by_level[i]);
	if (!gone && totals->files)
		printf("%s", _("Level of all files together: none, for no file is gone\n"));
}

void show_record(const struct config *config, const struct records_saved *saved)
{
	if (!config->options.json && !config->options.quiet)
		print_record(saved);
}

void show_totals(const struct config *config, const struct wipe_file_totals *totals,
		 const struct record *record, int code)
{
	if (config->options.json) {
		show_totals_json(config, totals, record, code);
		return;
	}
	if (config->options.quiet)
		return;
	if (!config->dry_run) {
		print_done(totals);
		print_rest(config, totals);
	}
	if (config->dry_run && totals->xattrs_left)
		printf(_("Extended attributes that would stay where they lie: %llu\n"),
		       (unsigned long long)totals->xattrs_left);
	keys_print(config, totals);
	if (config->manifest)
		print_findings(&totals->findings);
	print_level(totals);
	print_record(&record->saved);
	casework_print(config, &record->casework, &record->saved, code);
}
