/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a record of kind "file" does not claim, said in words. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "file_lines.h"
#include "get.h"
#include "parsed.h"
#include "phrases.h"
#include "rest_lines.h"
#include "text.h"
#include "words.h"

#define VALUE_BYTES 512

static bool has_read_back(const struct wipe_report *report)
{
	for (uint32_t i = 0; i < report->area_count; i++)
		if (report->areas[i].kind == WIPE_AREA_FREE_SPACE &&
		    report->areas[i].state == WIPE_AREA_ERASED_VERIFIED)
			return true;
	return false;
}

/* Of free space only blocks are read back: the rest is an area beside them. */
static const char *name_of(const struct wipe_report *report, const struct wipe_area *area)
{
	switch (area->kind) {
	case WIPE_AREA_BACKING_STORAGE:
		return _("what lies beneath the file system");
	case WIPE_AREA_FREE_SPACE:
		if (area->state == WIPE_AREA_ERASED_VERIFIED)
			return _("free blocks (what was removed before)");
		return has_read_back(report) ?
			       _("the rest of free space (inodes, the room between names)") :
			       words_area(area->kind);
	default:
		return words_area(area->kind);
	}
}

static const char *state_of(const struct wipe_report *report, const struct wipe_area *area)
{
	if (area->state == WIPE_AREA_ABSENT)
		return _("there is none");
	if (area->state == WIPE_AREA_KEY_DESTROYED)
		return _("not overwritten, their key is destroyed");
	if (area->kind == WIPE_AREA_FREE_SPACE && area->state == WIPE_AREA_ERASED_VERIFIED)
		return _("overwritten and read back");
	if (area->kind == WIPE_AREA_FREE_SPACE && has_read_back(report))
		return _("not read back");
	return words_area_state(area->state);
}

/* What the limits tell in full, and files in a record of none. */
static bool is_told_elsewhere(const struct wipecert_record *record, const struct wipe_area *area)
{
	const char *journal = get_text(get_value(record->root, "files"), "journal");

	if (area->kind == WIPE_AREA_JOURNAL && area->state == WIPE_AREA_UNKNOWN)
		return journal && strcmp(journal, "none") != 0;
	return area->state == WIPE_AREA_ABSENT && area->kind != WIPE_AREA_JOURNAL &&
	       rest_is(record);
}

size_t file_lines_areas(const struct wipecert_record *record, const struct wipe_report *report,
			bool covered, file_line_fn *line, void *arg)
{
	char value[VALUE_BYTES], bytes[WORDS_BYTES];
	size_t told = 0;

	for (uint32_t i = 0; i < report->area_count; i++) {
		const struct wipe_area *area = &report->areas[i];

		if (phrase_area_is_covered(area) != covered || is_told_elsewhere(record, area))
			continue;
		words_bytes(area->bytes, bytes);
		snprintf(value, sizeof(value), "%s: %s%s%s", name_of(report, area),
			 state_of(report, area), area->bytes ? ", " : "", area->bytes ? bytes : "");
		line(arg, covered ? WIPECERT_LINE_PLAIN : WIPECERT_LINE_MARK, "", value);
		told++;
	}
	return told;
}

static bool lies_on(const json_t *file_systems, const char *const *terms)
{
	size_t i, k;
	json_t *one, *item;

	json_array_foreach(file_systems, i, one) json_array_foreach(
		get_value(one, "beneath"), k,
		item) for (const char *const *term = terms; *term;
			   term++) if (strcmp(json_string_value(item), *term) == 0) return true;
	return false;
}

static void tell_beneath(const json_t *files, file_line_fn *line, void *arg)
{
	static const char *const flash[] = { "flash", NULL };
	static const char *const disks[] = { "hdd", NULL };
	static const char *const layers[] = { "virtual", "network", "thin",	     "snapshot",
					      "cache",	 "loop",    "copy-on-write", "other",
					      "unknown", NULL };
	const json_t *list = get_value(files, "file_systems");

	if (lies_on(list, flash))
		line(arg, WIPECERT_LINE_MARK, "",
		     _("Flash writes elsewhere inside: what was overwritten may remain in blocks that "
		       "only the drive reaches. This holds at the device's interface only."));
	if (lies_on(list, disks))
		line(arg, WIPECERT_LINE_MARK, "",
		     _("Sectors that the disk had retired before are not reached."));
	if (lies_on(list, layers) || !json_array_size(list))
		line(arg, WIPECERT_LINE_MARK, "",
		     _("Of what lies beneath the file system not all is known: this holds at the "
		       "interface of the device that the file system uses only."));
}

static void tell_journal(const char *journal, file_line_fn *line, void *arg)
{
	if (strcmp(journal, "left") == 0)
		line(arg, WIPECERT_LINE_MARK, "",
		     _("Journal: not wiped. Old names, and what else went through it, may remain."));
	else if (strcmp(journal, "wiped") == 0)
		line(arg, WIPECERT_LINE_MARK, "",
		     _("Journal: wiped by the file system, which says so; it was not read back."));
}

static void tell_space(const json_t *space, file_line_fn *line, void *arg)
{
	const char *result = get_text(space, "result");
	char value[VALUE_BYTES], bytes[WORDS_BYTES], verified[WORDS_BYTES];

	if (!result || strcmp(result, "failed") == 0) {
		line(arg, WIPECERT_LINE_MARK, "",
		     _("Free space: not wiped. Earlier versions and copies of the files may remain "
		       "there."));
		return;
	}
	words_bytes(get_u64(space, "bytes"), bytes);
	words_bytes(get_u64(space, "verified_bytes"), verified);
	if (strcmp(result, "wiped") == 0)
		snprintf(
			value, sizeof(value),
			_("Free space: filled with %s, read back and freed again. Free inodes and the "
			  "room between names were written, not read back."),
			bytes);
	else
		snprintf(value, sizeof(value),
			 _("Free space: only a part was wiped (%s, of which %s were read back). "
			   "Earlier versions and copies of the files may remain there."),
			 bytes, verified);
	line(arg, strcmp(result, "wiped") == 0 ? WIPECERT_LINE_PLAIN : WIPECERT_LINE_MARK, "",
	     value);
}

/* Nobody can reach them by a name, and their blocks are not free. */
static void tell_deleted(const json_t *deleted, file_line_fn *line, void *arg)
{
	uint64_t count = get_count(deleted, "count");
	char value[VALUE_BYTES], bytes[WORDS_BYTES];

	if (count) {
		words_bytes(get_u64(deleted, "bytes"), bytes);
		snprintf(value, sizeof(value),
			 _("Deleted files that programs still had open: %" PRIu64
			   " (%s). Earlier versions of the files may remain in them."),
			 count, bytes);
		line(arg, WIPECERT_LINE_MARK, "", value);
	}
	if (!deleted || !json_is_object(deleted) || !get_bool(deleted, "all_processes"))
		line(arg, WIPECERT_LINE_MARK, "",
		     _("Whether programs still had deleted files open is not known of all programs."));
}

static void tell_swap(const json_t *list, file_line_fn *line, void *arg)
{
	uint64_t left = 0;
	size_t index;
	json_t *item;
	char value[VALUE_BYTES];

	json_array_foreach(list, index, item)
	{
		const char *state = get_text(item, "state");

		left += strcmp(state, "verified") != 0 && strcmp(state, "in-memory") != 0;
	}
	if (!left)
		return;
	snprintf(value, sizeof(value),
		 _("Swap areas that were not wiped: %" PRIu64
		   ". What programs had open may remain there."),
		 left);
	line(arg, WIPECERT_LINE_MARK, "", value);
}

void file_lines_limits(const struct wipecert_record *record, file_line_fn *line, void *arg)
{
	const json_t *files = get_value(record->root, "files");

	if (record->type == WIPECERT_ATTEMPT)
		return;
	tell_journal(get_text(files, "journal"), line, arg);
	/* What programs hold open hides nothing in a swap area. */
	if (!rest_is(record) || json_is_object(get_value(files, "free_space")))
		tell_deleted(get_value(files, "deleted_open"), line, arg);
	tell_space(get_value(files, "free_space"), line, arg);
	tell_swap(get_value(files, "swap"), line, arg);
	tell_beneath(files, line, arg);
	line(arg, WIPECERT_LINE_MARK, "",
	     rest_is(record) ? _("Copies elsewhere (backups, other machines) are not covered.") :
			       _("Copies of the files elsewhere (backups, other folders, other "
				 "machines) are not covered."));
}
