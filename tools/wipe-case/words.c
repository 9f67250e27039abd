/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"

#include <stdio.h>
#include <string.h>

#include <wipe/report.h>
#include <wipecert/files.h>

#include "i18n.h"
#include "register.h"
#include "utc.h"

static const char *word_of(const char *const *words, size_t count, size_t value)
{
	return value < count && words[value] ? _(words[value]) : "?";
}

#define WORD(words, value) word_of(words, sizeof(words) / sizeof((words)[0]), (size_t)(value))

const char *words_kind(enum wipecert_item_kind kind)
{
	static const char *const words[] = { N_("files"), N_("paper"), N_("mail"), N_("medium"),
					     N_("equipment") };

	return WORD(words, kind);
}

const char *words_origin(enum wipecert_origin origin)
{
	static const char *const words[] = { N_("received"), N_("brought in"), N_("copied inside"),
					     N_("duplicated outside") };

	return WORD(words, origin);
}

const char *words_level(enum wipe_level level)
{
	static const char *const words[] = { N_("none"), N_("Clear"), N_("Purge") };

	return WORD(words, level);
}

const char *words_verdict(const char *name)
{
	static const char *const words[] = {
		[WIPE_VERDICT_ERASED_VERIFIED] = N_("ERASED AND VERIFIED"),
		[WIPE_VERDICT_ERASED_SAMPLED] = N_("ERASED, VERIFIED BY SAMPLES"),
		[WIPE_VERDICT_KEY_DESTROYED] = N_("KEYS DESTROYED"),
		[WIPE_VERDICT_KEY_DESTROYED_OPEN] = N_("KEYS DESTROYED, NOT ALL CONDITIONS MET"),
		[WIPE_VERDICT_ERASED_UNVERIFIED] = N_("OVERWRITTEN, NOT VERIFIED"),
		[WIPE_VERDICT_PARTIAL] = N_("PARTIALLY ERASED"),
		[WIPE_VERDICT_FAILED] = N_("FAILED"),
		[WIPE_VERDICT_INTERRUPTED] = N_("INTERRUPTED"),
	};

	if (strcmp(name, WIPECERT_NAMES_ONLY) == 0)
		return _("NAMES REMOVED ONLY");
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (words[i] && strcmp(wipe_verdict_name((enum wipe_verdict)i), name) == 0)
			return _(words[i]);
	return name;
}

struct named_word {
	const char *name, *word;
};

static const char *find_word(const struct named_word *words, size_t count, const char *name)
{
	for (size_t i = 0; name && i < count; i++)
		if (strcmp(words[i].name, name) == 0)
			return _(words[i].word);
	return name ? name : "";
}

#define FIND_WORD(words, name) find_word(words, sizeof(words) / sizeof((words)[0]), name)

const char *words_form(const char *name)
{
	static const struct named_word words[] = {
		{ "files", N_("files") },
		{ "archive", N_("archive") },
		{ "medium", N_("medium") },
		{ "paper", N_("paper") },
	};

	return FIND_WORD(words, name);
}

const char *words_disposal(const char *name)
{
	static const struct named_word words[] = {
		{ "shredded", N_("shredded") },	      { "dissolved", N_("dissolved") },
		{ "incinerated", N_("incinerated") }, { "destroyed", N_("physically destroyed") },
		{ "degaussed", N_("degaussed") },     { "other", N_("other") },
	};

	return FIND_WORD(words, name);
}

const char *words_attachment(const char *name)
{
	static const struct named_word words[] = {
		{ "document", N_("document") },
		{ "photograph", N_("photograph") },
		{ "receipt", N_("receipt slip") },
		{ "persons", N_("list of persons") },
	};

	return FIND_WORD(words, name);
}

const char *words_incident(const char *name)
{
	static const struct named_word words[] = {
		{ "lost", N_("lost") },
		{ "stolen", N_("stolen") },
		{ "leaked", N_("leaked") },
		{ "erasure-failed", N_("erasure failed") },
		{ "erasure-aborted", N_("erasure broken off") },
		{ "signature-mismatch", N_("signature does not verify") },
		{ "other", N_("other") },
	};

	return FIND_WORD(words, name);
}

static const struct {
	enum wipecert_lack lack;
	const char *word;
} lacks_table[WORDS_LACKS] = {
	{ WIPECERT_LACK_INCIDENT, N_("incident open") },
	{ WIPECERT_LACK_REJECTED, N_("rejected") },
	{ WIPECERT_LACK_ATTEMPT, N_("erasure not ended") },
	{ WIPECERT_LACK_MEDIA, N_("media left") },
	{ WIPECERT_LACK_PART, N_("pieces left") },
	{ WIPECERT_LACK_OUTCOME, N_("not erased, returned or destroyed") },
	{ WIPECERT_LACK_RETURN, N_("to be returned") },
	{ WIPECERT_LACK_EXIT_CHECK, N_("exit check") },
	{ WIPECERT_LACK_CONFIRMATION, N_("awaits confirmation") },
};

const char *words_lack(enum wipecert_lack lack)
{
	for (size_t i = 0; i < WORDS_LACKS; i++)
		if (lacks_table[i].lack == lack)
			return _(lacks_table[i].word);
	return "?";
}

void words_print_lacks(unsigned int lacks)
{
	for (size_t i = 0; i < WORDS_LACKS; i++)
		if (lacks & lacks_table[i].lack)
			printf(_("  open: %s\n"), _(lacks_table[i].word));
}

void words_print_left(const struct wipecert_case *opened, size_t index)
{
	char left[REGISTER_LEFT_BYTES];

	register_left(opened, index, left);
	if (*left)
		printf(_("  still to be erased: %s\n"), left);
}

void words_join_lacks(unsigned int lacks, char *out, size_t size)
{
	size_t used = 0;

	*out = '\0';
	for (size_t i = 0; i < WORDS_LACKS && used < size; i++)
		if (lacks & lacks_table[i].lack)
			used += (size_t)snprintf(out + used, size - used, "%s%s",
						 used ? _(", ") : "", _(lacks_table[i].word));
}

void words_day(int64_t time_s, char out[WORDS_DAY_BYTES])
{
	char text[UTC_TEXT_BYTES];

	utc_format(time_s + WIPECERT_CASE_ZONE_S, text);
	snprintf(out, WORDS_DAY_BYTES, "%.10s", text);
}

void words_moment(int64_t time_s, char out[WORDS_MOMENT_BYTES])
{
	char text[UTC_TEXT_BYTES];

	utc_format(time_s + WIPECERT_CASE_ZONE_S, text);
	snprintf(out, WORDS_MOMENT_BYTES, "%.19s+09:00", text);
}
