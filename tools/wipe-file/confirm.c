/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "confirm.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "text.h"
#include "tty.h"

#define WORD_BYTES 512

/* "a/b/" and "a/b": "b". */
static void last_part(const char *path, char *out, size_t size)
{
	size_t end = strlen(path), begin;

	while (end > 1 && path[end - 1] == '/')
		end--;
	for (begin = end; begin && path[begin - 1] != '/';)
		begin--;
	snprintf(out, size, "%.*s", (int)(end - begin), path + begin);
}

static void word_to_type(const struct config *config, const struct wipe_file_totals *totals,
			 char *word, size_t size)
{
	if (!config->options.argument_count && config->free_space)
		last_part(config->free_space, word, size);
	else if (!config->options.argument_count && config->swaps.count > 1)
		snprintf(word, size, "%zu", config->swaps.count);
	else if (!config->options.argument_count)
		last_part(config->swaps.items[0], word, size);
	else if (config->options.argument_count == 1)
		last_part(config->options.arguments[0], word, size);
	else
		snprintf(word, size, "%llu", (unsigned long long)totals->files);
}

/* What a manifest does not name, and might be thought of. How long it is. */
static size_t format_equal(const struct wipe_file_findings *findings, char *text, size_t size)
{
	int length = 0;

	*text = '\0';
	if (findings->equal_taken)
		length = snprintf(text, size,
				  _("Equal to a listed file, not listed, and erased, too: %llu.\n"),
				  (unsigned long long)findings->equal_taken);
	else if (findings->equal)
		length = snprintf(text, size,
				  _("Equal to a listed file, not listed, and left: %llu.\n"),
				  (unsigned long long)findings->equal);
	return length > 0 && (size_t)length < size ? (size_t)length : 0;
}

static void format_question(const struct config *config, const struct wipe_file_totals *totals,
			    const char *word, char *question, size_t size)
{
	char bytes[TEXT_SIZE_BYTES], shown[WORD_BYTES];
	uint64_t low = totals->by_level[WIPE_FILE_F0];

	text_size(totals->bytes, bytes);
	text_escape(word, shown, sizeof(shown));
	if (!config->options.argument_count && !config->free_space)
		snprintf(question, size, _("To go on, type %s: "), shown);
	else if (!config->options.argument_count)
		snprintf(
			question, size,
			_("The free space of a file system is to be wiped; it is full meanwhile. To "
			  "go on, type %s: "),
			shown);
	else if (config->options.argument_count > 1)
		snprintf(
			question, size,
			_("Files to be erased: %llu (%s), folders: %llu. Of them only the name can be "
			  "removed: %llu.\nThey cannot be brought back. To go on, type the number of "
			  "files: "),
			(unsigned long long)totals->files, bytes,
			(unsigned long long)totals->folders, (unsigned long long)low);
	else
		snprintf(
			question, size,
			_("Files to be erased: %llu (%s), folders: %llu. Of them only the name can be "
			  "removed: %llu.\nThey cannot be brought back. To go on, type %s: "),
			(unsigned long long)totals->files, bytes,
			(unsigned long long)totals->folders, (unsigned long long)low, shown);
}

/* Before the question: what else is overwritten. */
static void tell_swaps(const struct config *config, const struct swaps *swaps)
{
	if (swaps_can(swaps) && !config->options.json)
		swaps_show(config, swaps);
}

static int refuse(const char *message)
{
	output_error(TOOL, NULL, "%s", message);
	return EXIT_REFUSED;
}

int confirm_ask(const struct config *config, const struct wipe_file_totals *totals,
		const struct space *space)
{
	char word[WORD_BYTES], question[2048], line[WORD_BYTES];
	size_t length;

	if (!totals->by_state[WIPE_FILE_PLANNED] && !space_can(space))
		return EXIT_DONE; /* nothing would be touched */
	word_to_type(config, totals, word, sizeof(word));
	if (config->confirm)
		return strcmp(config->confirm, word) == 0 ?
			       EXIT_DONE :
			       refuse(_("--confirm does not name what would be erased: nothing was "
					"touched"));
	tell_swaps(config, space->wiped);
	length = format_equal(&totals->findings, question, sizeof(question));
	format_question(config, totals, word, question + length, sizeof(question) - length);
	if (tty_ask(question, true, line, sizeof(line)) < 0)
		return refuse(errno == ENXIO ? _("no terminal to confirm on; use --confirm") :
					       _("not confirmed"));
	return strcmp(line, word) == 0 ? EXIT_DONE :
					 refuse(_("not confirmed: what was typed does not match"));
}
