/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rest_lines.h"

#include <stdio.h>
#include <string.h>

#include "files_facts.h"
#include "get.h"
#include "parsed.h"
#include "text.h"
#include "words.h"

#define VALUE_BYTES 512

/* The term itself: it has none. */
static const char *or_itself(const char *text, const char *term)
{
	return text ? text : term;
}

#define WORD_OF(table, term) or_itself(WORDS_OF(table, term), term)

static const struct word parts[] = {
	{ "data", N_("free blocks") },	       { "inodes", N_("free inodes") },
	{ "names", N_("room between names") }, { "trees", N_("free blocks of trees") },
	{ "journal", N_("journal") },
};

static const struct word part_states[] = {
	{ "not-done", N_("not done") },
	{ "wiped", N_("overwritten") },
	{ "partly", N_("overwritten in part") },
};

static const struct word reasons[] = {
	{ "open-deleted", N_("deleted files that a process still has open") },
	{ "reserved", N_("blocks that the file system gives to nobody") },
	{ "quota", N_("a quota ended the filling") },
	{ "time-limit", N_("the time limit") },
	{ "folders", N_("folders that cannot be changed or filled up, or are not seen") },
	{ "clusters", N_("the rest of the last cluster of files that stay") },
	{ "journal-kept", N_("the journal") },
	{ "realtime", N_("the realtime section") },
	{ "part-mounted", N_("folders outside what is mounted") },
	{ "snapshots", N_("what snapshots and other subvolumes hold") },
	{ "medium", N_("places that could not be written") },
	{ "differs", N_("places that hold something else than was written") },
	{ "unread", N_("blocks that were written but not read back") },
	{ "beneath-copies", N_("old copies that what lies beneath may keep") },
	{ "unwritten", N_("blocks of files that stay, allocated but never written") },
	{ "attributes",
	  N_("what removed attributes and names left in the inodes of files, folders and links that stay") },
};

static const struct word swap_states[] = {
	{ "in-use", N_("in use, not wiped") },
	{ "left", N_("not in use, not wiped") },
	{ "verified", N_("overwritten, all of it read back") },
	{ "partly", N_("overwritten in part") },
	{ "in-memory", N_("lies in memory, on no medium") },
	{ "refused", N_("refused by a safety rule, not touched") },
	{ "failed", N_("failed") },
	{ "interrupted", N_("interrupted") },
};

bool rest_is(const struct wipecert_record *record)
{
	struct wipecert_files_stated stated;

	return wipecert_record_files(record, &stated) && !stated.names_files;
}

/* Of all parts only the free blocks are. */
static void tell_read_back(const json_t *space, const char *key, const char *state,
			   char out[VALUE_BYTES])
{
	char bytes[WORDS_BYTES];

	out[0] = '\0';
	if (strcmp(state, "wiped") != 0 && strcmp(state, "partly") != 0)
		return;
	if (strcmp(key, "data") != 0) {
		snprintf(out, VALUE_BYTES, _(", not read back"));
		return;
	}
	words_bytes(get_u64(space, "verified_bytes"), bytes);
	snprintf(out, VALUE_BYTES, _(", read back: %s"), bytes);
}

static void tell_part(const json_t *space, const char *key, file_line_fn *line, void *arg)
{
	const json_t *part = get_value(get_value(space, "parts"), key);
	const char *state = get_text(part, "state");
	char value[2 * VALUE_BYTES], bytes[WORDS_BYTES], read_back[VALUE_BYTES];
	bool is_fine = strcmp(state, "wiped") == 0;

	if (strcmp(state, "none") == 0) /* of this kind of file system */
		return;
	words_bytes(get_u64(part, "bytes"), bytes);
	tell_read_back(space, key, state, read_back);
	snprintf(value, sizeof(value), "%s: %s%s%s%s", WORD_OF(parts, key),
		 WORD_OF(part_states, state), get_u64(part, "bytes") ? ", " : "",
		 get_u64(part, "bytes") ? bytes : "", read_back);
	line(arg, is_fine ? WIPECERT_LINE_PLAIN : WIPECERT_LINE_MARK, "", value);
}

static void tell_more(size_t count, size_t most, file_line_fn *line, void *arg)
{
	char value[VALUE_BYTES];

	if (count <= most)
		return;
	snprintf(value, sizeof(value), _("and %zu more, which the record lists"), count - most);
	line(arg, WIPECERT_LINE_MARK, "", value);
}

static void tell_space(const json_t *space, size_t most, file_line_fn *line, void *arg)
{
	const json_t *not_reached = get_value(space, "not_reached");
	const char *uuid = get_text(space, "uuid"), *reason = get_text(space, "reason");
	char value[VALUE_BYTES];
	size_t index;
	json_t *item;

	snprintf(value, sizeof(value), "%s%s%s", get_text(space, "type"), uuid ? ", UUID " : "",
		 uuid ? uuid : "");
	line(arg, WIPECERT_LINE_PLAIN, _("Free space"), value);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		tell_part(space, parts[i].term, line, arg);
	json_array_foreach(not_reached, index, item)
	{
		if (index < most)
			line(arg, WIPECERT_LINE_MARK, _("Out of reach"),
			     WORD_OF(reasons, json_string_value(item)));
	}
	tell_more(json_array_size(not_reached), most, line, arg);
	if (reason)
		line(arg, WIPECERT_LINE_MARK, _("Ended early by"), reason);
}

static bool swap_is_fine(const json_t *swap)
{
	const char *state = get_text(swap, "state");

	return (strcmp(state, "verified") == 0 && !get_text(swap, "reason")) ||
	       strcmp(state, "in-memory") == 0;
}

static void tell_swap(const json_t *swap, file_line_fn *line, void *arg)
{
	const char *state = get_text(swap, "state"), *uuid = get_text(swap, "uuid");
	const char *reason = get_text(swap, "reason");
	uint64_t bytes = strcmp(state, "verified") == 0 || strcmp(state, "partly") == 0 ?
				 get_u64(swap, "verified_bytes") :
				 get_u64(swap, "bytes");
	char value[VALUE_BYTES], size[WORDS_BYTES];

	words_bytes(bytes, size);
	snprintf(value, sizeof(value), "%s: %s%s%s%s%s%s%s%s",
		 strcmp(get_text(swap, "kind"), "file") == 0 ? _("file") : _("device"),
		 WORD_OF(swap_states, state), bytes ? ", " : "", bytes ? size : "",
		 uuid ? ", UUID " : "", uuid ? uuid : "", reason ? " (" : "", reason ? reason : "",
		 reason ? ")" : "");
	line(arg, swap_is_fine(swap) ? WIPECERT_LINE_PLAIN : WIPECERT_LINE_MARK, _("Swap area"),
	     value);
}

/* Where not all have room, those come first of which something is to be said. */
static void tell_swaps(const json_t *list, size_t most, file_line_fn *line, void *arg)
{
	bool has_room = json_array_size(list) <= most;
	size_t index, told = 0;
	json_t *swap;

	for (int fine = 0; fine < (has_room ? 1 : 2); fine++) {
		json_array_foreach(list, index, swap)
		{
			if ((has_room || swap_is_fine(swap) == fine) && told++ < most)
				tell_swap(swap, line, arg);
		}
	}
	tell_more(json_array_size(list), most, line, arg);
}

static void tell_planned(const json_t *files, file_line_fn *line, void *arg)
{
	char value[VALUE_BYTES];
	uint64_t swaps = get_count(files, "swap_planned");

	if (get_bool(files, "free_space_planned"))
		line(arg, WIPECERT_LINE_PLAIN, _("Free space"), _("is to be wiped"));
	if (!swaps)
		return;
	snprintf(value, sizeof(value), _("areas to be wiped: %llu"), (unsigned long long)swaps);
	line(arg, WIPECERT_LINE_PLAIN, _("Swap"), value);
}

void rest_lines(const struct wipecert_record *record, size_t most, file_line_fn *line, void *arg)
{
	const json_t *files = get_value(record->root, "files");

	if (record->type == WIPECERT_ATTEMPT) {
		tell_planned(files, line, arg);
		return;
	}
	if (json_is_object(get_value(files, "free_space")))
		tell_space(get_value(files, "free_space"), most, line, arg);
	tell_swaps(get_value(files, "swap"), most, line, arg);
}

const char *rest_words_what(const struct wipecert_record *record)
{
	const json_t *files = get_value(record->root, "files");
	bool has_space = get_bool(files, "free_space_planned") ||
			 json_is_object(get_value(files, "free_space"));
	struct files_rest rest;

	files_rest_read(files, &rest);
	if (!has_space)
		return _("swap areas");
	return rest.swaps || get_count(files, "swap_planned") ? _("free space and swap areas") :
								_("free space");
}

const char *rest_words_title(enum wipecert_type type, bool is_sound)
{
	if (type == WIPECERT_ATTEMPT)
		return _("RECORD OF THE START OF WIPING FREE SPACE OR SWAP AREAS");
	return is_sound ? _("CERTIFICATE OF WIPING SWAP AREAS") :
			  _("RECORD OF WIPING FREE SPACE OR SWAP AREAS (NOT A CERTIFICATE)");
}

const char *rest_words_verdict(enum wipe_verdict verdict)
{
	switch (verdict) {
	case WIPE_VERDICT_ERASED_VERIFIED:
		return _("SWAP AREAS OVERWRITTEN AND VERIFIED");
	case WIPE_VERDICT_ERASED_UNVERIFIED:
		return _("FREE SPACE OVERWRITTEN, VERIFIED IN PART");
	case WIPE_VERDICT_PARTIAL:
		return _("WIPED IN PART");
	default:
		return words_verdict(verdict);
	}
}

const char *rest_words_meaning(enum wipecert_type type, enum wipe_verdict verdict)
{
	if (type == WIPECERT_ATTEMPT)
		return _("Free space or swap areas were about to be wiped. What came of it is told "
			 "by the record that closes this one.");
	switch (verdict) {
	case WIPE_VERDICT_ERASED_VERIFIED:
		return _("Every page of these swap areas but the header was overwritten, read back "
			 "from the medium and found equal. No file was erased, and no medium.");
	case WIPE_VERDICT_ERASED_UNVERIFIED:
		return _(
			"The free blocks were overwritten, read back and freed again; free inodes and "
			"the room between names were overwritten and not read back. Swap areas, if "
			"there were any, were read back. No file was erased, and no medium.");
	case WIPE_VERDICT_PARTIAL:
		return _("Not all of the free space or of the swap areas was overwritten. What was "
			 "there may remain.");
	case WIPE_VERDICT_INTERRUPTED:
		return _("The work was interrupted before its end. What was there may remain.");
	default:
		return _("Nothing was wiped.");
	}
}
