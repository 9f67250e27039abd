/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file_lines.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "file_words.h"
#include "get.h"
#include "hex.h"
#include "key_lines.h"
#include "parsed.h"
#include "rest_lines.h"
#include "text.h"
#include "words.h"

#define VALUE_BYTES 512

/* What lines go to. */
struct to {
	file_line_fn *line;
	void *arg;
};

static void tell(const struct to *to, enum wipecert_line_style style, const char *label,
		 const char *value)
{
	to->line(to->arg, style, label, value);
}

static void tell_bytes(const struct to *to, const char *label, uint64_t bytes)
{
	char text[WORDS_BYTES];

	words_bytes(bytes, text);
	tell(to, WIPECERT_LINE_PLAIN, label, text);
}

static void tell_counts(const struct to *to, const struct wipecert_files_sums *sums)
{
	char count[FILE_NAME_BYTES], bytes[WORDS_BYTES], value[VALUE_BYTES];

	file_words_count(sums->count, count);
	file_words_bytes(sums, bytes);
	snprintf(value, sizeof(value), "%s, %s", count, bytes);
	tell(to, WIPECERT_LINE_PLAIN, _("Files"), value);
	if (!sums->folders && !sums->others)
		return;
	snprintf(value, sizeof(value), _("folders: %" PRIu64 ", links and others: %" PRIu64),
		 sums->folders, sums->others);
	tell(to, WIPECERT_LINE_PLAIN, "", value);
}

/* Words of a list, joined, as many as there is room for. */
static void join(const json_t *list, const char *(*word)(const char *term), char *out, size_t size)
{
	size_t index, used = 0;
	json_t *item;

	*out = '\0';
	json_array_foreach(list, index, item)
	{
		const char *text = json_string_value(item);

		if (used < size)
			used += (size_t)snprintf(out + used, size - used, "%s%s", used ? ", " : "",
						 word ? word(text) : text);
	}
}

static void tell_medium(const struct to *to, const json_t *medium)
{
	const char *model = get_text(medium, "model"), *serial = get_text(medium, "serial");
	char value[VALUE_BYTES];

	snprintf(value, sizeof(value), "%s, %s", model ? model : _("unknown"),
		 file_words_media(get_text(medium, "media")));
	tell(to, WIPECERT_LINE_PLAIN, _("On the medium"), value);
	tell(to, serial ? WIPECERT_LINE_CODE : WIPECERT_LINE_PLAIN, _("Its serial"),
	     serial ? serial : _("none"));
}

static void tell_file_system(const struct to *to, const json_t *one, size_t most)
{
	const char *uuid = get_text(one, "uuid");
	const json_t *media = get_value(one, "media");
	char value[VALUE_BYTES], beneath[VALUE_BYTES / 2];
	size_t index;
	json_t *medium;

	snprintf(value, sizeof(value), "%s, %s%s%s", get_text(one, "type"),
		 file_words_writes(get_text(one, "writes")), get_bool(one, "discards") ? ", " : "",
		 get_bool(one, "discards") ? _("discards freed blocks") : "");
	tell(to, WIPECERT_LINE_PLAIN, _("File system"), value);
	if (uuid)
		tell(to, WIPECERT_LINE_CODE, "UUID", uuid);
	join(get_value(one, "beneath"), file_words_beneath, beneath, sizeof(beneath));
	tell(to, WIPECERT_LINE_PLAIN, _("Beneath it"), *beneath ? beneath : _("unknown"));
	json_array_foreach(media, index, medium)
	{
		if (index < most)
			tell_medium(to, medium);
	}
}

void file_lines_place(const struct wipecert_record *record, size_t most, file_line_fn *line,
		      void *arg)
{
	const struct to to = { line, arg };
	const json_t *list = get_value(get_value(record->root, "files"), "file_systems");
	struct wipecert_files_stated stated;
	size_t index;
	json_t *one;
	char value[VALUE_BYTES];

	wipecert_record_files(record, &stated);
	if (!rest_is(record))
		tell_counts(&to, &stated.sums);
	json_array_foreach(list, index, one)
	{
		if (index < most)
			tell_file_system(&to, one, most);
	}
	if (json_array_size(list) <= most)
		return;
	snprintf(value, sizeof(value), _("and %zu more, which the record lists"),
		 json_array_size(list) - most);
	tell(&to, WIPECERT_LINE_PLAIN, "", value);
}

static void tell_number(const struct to *to, enum wipecert_line_style style, const char *label,
			const char *text, uint64_t count)
{
	char value[VALUE_BYTES], files[FILE_NAME_BYTES];

	file_words_count(count, files);
	snprintf(value, sizeof(value), "%s: %s", files, text);
	tell(to, style, label, value);
}

static void tell_not_erased(const struct to *to, const struct wipecert_files_sums *sums)
{
	for (unsigned int i = 0; i < WIPECERT_FILE_STATES; i++) {
		const char *term = wipecert_file_state_name((enum wipecert_file_state)i);
		const char *text = file_words_state(term);
		char value[VALUE_BYTES];

		if (!sums->by_state[i] || !text)
			continue;
		snprintf(value, sizeof(value), "%" PRIu64 ": %s", sums->by_state[i], text);
		tell(to, WIPECERT_LINE_MARK, _("Not erased"), value);
	}
}

/* Of those that are still there, too: this is about where they lie. */
static void tell_reasons(const struct to *to, const struct wipecert_files_sums *sums)
{
	const char *label = _("No more than F0 can be reached");

	for (unsigned int i = 0; i < WIPECERT_FILE_REASONS; i++) {
		const char *text = file_words_reason(wipecert_file_reason_name(i));

		if (!sums->by_reason[i] || !text)
			continue;
		tell_number(to, WIPECERT_LINE_MARK, label, text, sums->by_reason[i]);
		label = "";
	}
}

/* Of what was copied for the item of a case, by this run and those before it. */
static void tell_copied(const struct to *to, const struct wipecert_files_stated *stated)
{
	const struct wipecert_files_copied *is = &stated->copied;
	bool is_plain = wipecert_files_copied_is_whole(stated) && !is->changed && !is->resumed;
	char value[VALUE_BYTES], count[FILE_NAME_BYTES];

	if (!stated->has_copied)
		return;
	file_words_count(is->files, count);
	snprintf(value, sizeof(value),
		 _("%s; erased: %" PRIu64 ", changed before and erased: %" PRIu64
		   ", only the name removed: %" PRIu64 ", left: %" PRIu64),
		 count, is->erased, is->changed, is->only_name, is->left);
	tell(to, is_plain ? WIPECERT_LINE_PLAIN : WIPECERT_LINE_MARK, _("Of what was copied"),
	     value);
	if (is->begun)
		tell_number(to, WIPECERT_LINE_MARK, _("Of those left"),
			    _("gone; a run that was cut off was to erase them, and nothing proves "
			      "how far it came"),
			    is->begun);
	if (is->resumed)
		tell_number(to, WIPECERT_LINE_MARK, _("Of those erased"),
			    _("could not be compared: a run that was cut off had begun to "
			      "overwrite them"),
			    is->resumed);
	if (!wipecert_files_copied_is_whole(stated))
		tell(to, WIPECERT_LINE_MARK, "",
		     _("so the copy as a whole is not taken for erased"));
}

static void tell_result(const struct wipecert_record *record, size_t most, const struct to *whither)
{
	const struct to to = *whither;
	struct wipecert_files_stated stated;
	char value[VALUE_BYTES];

	wipecert_record_files(record, &stated);
	if (stated.level_achieved)
		file_level_lines(&stated.sums, to.line, to.arg);
	tell(&to, WIPECERT_LINE_PLAIN, _("Level required"), stated.level_requested);
	tell(&to, WIPECERT_LINE_PLAIN, _("Level of the medium"),
	     _("none: erased files never make a sanitized medium (NIST SP 800-88 Rev. 2)"));
	if (!stated.level_achieved)
		return;
	tell_bytes(&to, _("Overwritten"), stated.sums.overwritten_bytes);
	tell_bytes(&to, _("Read and equal"), stated.sums.verified_bytes);
	if (stated.sums.attributes || stated.sums.attributes_left) {
		snprintf(value, sizeof(value),
			 _("overwritten and removed: %" PRIu64 ", left: %" PRIu64),
			 stated.sums.attributes, stated.sums.attributes_left);
		tell(&to, stated.sums.attributes_left ? WIPECERT_LINE_MARK : WIPECERT_LINE_PLAIN,
		     _("Attributes"), value);
	}
	tell_not_erased(&to, &stated.sums);
	tell_reasons(&to, &stated.sums);
	key_lines(get_value(record->root, "files"), most, to.line, to.arg);
	tell_copied(&to, &stated);
}

void file_lines_result(const struct wipecert_record *record, size_t most, file_line_fn *line,
		       void *arg)
{
	const struct to to = { line, arg };

	if (rest_is(record))
		tell(&to, WIPECERT_LINE_PLAIN, _("Level of the medium"),
		     _("none: wiped free space and swap areas never make a sanitized medium (NIST "
		       "SP 800-88 Rev. 2)"));
	else
		tell_result(record, most, &to);
	rest_lines(record, most, line, arg);
}

/* By which files were chosen, and what was found of them. */
static void tell_manifest(const struct to *to, const struct wipecert_files_manifest *manifest)
{
	const struct wipe_file_findings *is = &manifest->findings;
	bool is_whole = !is->changed && !is->missing && !is->unread && !is->equal;
	char value[VALUE_BYTES], count[FILE_NAME_BYTES], bytes[WORDS_BYTES], hex[65];

	file_words_count(manifest->files, count);
	words_bytes(manifest->bytes, bytes);
	snprintf(value, sizeof(value), "%s, %s", count, bytes);
	tell(to, WIPECERT_LINE_PLAIN, _("Only those of a manifest"), value);
	snprintf(value, sizeof(value),
		 _("at their paths: %" PRIu64 ", elsewhere: %" PRIu64 ", changed: %" PRIu64
		   ", missing: %" PRIu64 ", unreadable: %" PRIu64),
		 is->found, is->moved, is->changed, is->missing, is->unread);
	tell(to, is_whole ? WIPECERT_LINE_PLAIN : WIPECERT_LINE_MARK, _("Found of them"), value);
	if (is->equal || is->equal_taken) {
		snprintf(value, sizeof(value),
			 is->equal ? _("equal to them, not listed, left: %" PRIu64) :
				     _("equal to them, not listed, to be erased, too: %" PRIu64),
			 is->equal ? is->equal : is->equal_taken);
		tell(to, is->equal ? WIPECERT_LINE_MARK : WIPECERT_LINE_PLAIN, "", value);
	}
	hex_encode(manifest->sha256, 32, hex);
	tell(to, WIPECERT_LINE_CODE, _("SHA-256 of the manifest"), hex);
}

void file_lines_list(const struct wipecert_record *record, file_line_fn *line, void *arg)
{
	const struct to to = { line, arg };
	struct wipecert_files_stated stated;
	char value[VALUE_BYTES], hex[65];

	wipecert_record_files(record, &stated);
	if (stated.has_manifest)
		tell_manifest(&to, &stated.manifest);
	if (!stated.has_list) {
		tell(&to, rest_is(record) ? WIPECERT_LINE_PLAIN : WIPECERT_LINE_MARK,
		     _("List of files"), _("none"));
		return;
	}
	snprintf(value, sizeof(value), _("%" PRIu64 " entries"), stated.list_entries);
	tell(&to, WIPECERT_LINE_PLAIN, _("List of files"), value);
	hex_encode(stated.list_sha256, 32, hex);
	tell(&to, WIPECERT_LINE_CODE, _("SHA-256 of the list"), hex);
	hex_encode(stated.list_public_sha256, 32, hex);
	tell(&to, WIPECERT_LINE_CODE, _("Without names"), hex);
}
