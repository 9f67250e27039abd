/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report_deeds.h"
#include "copied.h"

#include <stdio.h>
#include <string.h>

#include "compared.h"
#include "i18n.h"
#include "text.h"
#include "type_words.h"
#include "words.h"

#define BETWEEN "; "
#define SHORT_HASH_BYTES 4

/* One record, as it is told. */
struct deed {
	const struct report_input *input;
	const struct wipecert_item *item;
	size_t item_index, index;
	bool bears, is_one_of_many;
	struct wipecert_case_record record;
	const struct wipecert_record *said;	     /* NULL: its file cannot be read any more */
	struct report_text method, evidence, places; /* places: of a copy, one a line */
	const char *to, *by, *reason;
	uint64_t pieces; /* 0: it does not say */
	char compared[COMPARED_BYTES];
};

static const char *say(const struct deed *deed, const char *path)
{
	const char *text = deed->said ? wipecert_record_text(deed->said, path) : NULL;

	return text ? text : "";
}

static const char *level_word(const char *name)
{
	for (unsigned int i = 0; i <= WIPE_LEVEL_PURGE; i++)
		if (strcmp(name, wipe_level_name((enum wipe_level)i)) == 0)
			return words_level((enum wipe_level)i);
	return "";
}

/* Of files: theirs, never one of a medium. */
static const char *level_of(const struct deed *deed)
{
	const char *files = say(deed, "files/level_achieved");

	return *files ? files : level_word(say(deed, "method/level_achieved"));
}

static const char *outcome_of(const struct deed *deed)
{
	const char *name = deed->said ? wipecert_record_outcome(deed->said) : NULL;

	return name ? words_verdict(name) : "";
}

static void tell_erasure(struct deed *deed)
{
	/* Which of several media it was. */
	if (deed->item->media_count > 1)
		report_text_add(&deed->method, ", ", deed->record.serial);
	report_text_add(&deed->method, ", ", say(deed, "method/name"));
	report_text_add(&deed->method, ", ", level_of(deed));
	report_text_add(&deed->method, ", ", outcome_of(deed));
	if (deed->record.copied) {
		char words[COPIED_BYTES];

		copied_words(deed->record.copied, words);
		report_text_format(&deed->method, "; ", "%s: %s", _("Of what was copied"), words);
	}
	report_places(deed->input, deed->item_index, deed->index, &deed->places);
}

static void tell_method(struct deed *deed)
{
	switch (deed->record.type) {
	case WIPECERT_ERASURE:
		tell_erasure(deed);
		break;
	case WIPECERT_RETURN:
		report_text_format(&deed->method, "", _("as %s"), words_form(say(deed, "form")));
		deed->to = say(deed, "to");
		break;
	case WIPECERT_DISPOSE:
		report_text_add(&deed->method, "", words_disposal(say(deed, "method")));
		deed->by = say(deed, "by");
		break;
	case WIPECERT_ATTEST:
		report_text_add(&deed->method, "", say(deed, "method"));
		break;
	case WIPECERT_EXIT_CHECK:
		report_text_add(&deed->method, "",
				strcmp(say(deed, "result"), "erased") == 0 ?
					_("erased") :
					_("nothing was copied"));
		break;
	default:
		break;
	}
	if (deed->record.type != WIPECERT_ERASURE)
		report_text_add(&deed->method, ": ", say(deed, "text"));
	deed->reason = say(deed, deed->record.type == WIPECERT_INCIDENT ? "cause" : "reason");
}

static void tell_compared(struct deed *deed)
{
	struct compared compared;

	*deed->compared = '\0';
	if (deed->said && compared_read(deed->said, &compared))
		compared_words(&compared, deed->compared);
}

static void tell_manifest(struct deed *deed)
{
	char hash[2 * SHORT_HASH_BYTES + 1];
	uint8_t sha256[32];

	if (!deed->said || !wipecert_record_hex(deed->said, "manifest/sha256", sha256, 32))
		return;
	text_hex(sha256, SHORT_HASH_BYTES, hash);
	report_text_format(&deed->evidence, ", ", _("list of %llu files %s"),
			   (unsigned long long)wipecert_record_number(deed->said, "manifest/files"),
			   hash);
}

static void tell_evidence(struct deed *deed)
{
	size_t count = deed->said ? wipecert_record_count(deed->said, "attachments") : 0;

	tell_manifest(deed);
	for (size_t i = 0; i < count; i++) {
		char path[48], hash[2 * SHORT_HASH_BYTES + 1];
		uint8_t sha256[32];
		const char *what;

		snprintf(path, sizeof(path), "attachments/%zu/what", i);
		what = words_attachment(say(deed, path));
		snprintf(path, sizeof(path), "attachments/%zu/sha256", i);
		if (!wipecert_record_hex(deed->said, path, sha256, sizeof(sha256)))
			continue;
		text_hex(sha256, SHORT_HASH_BYTES, hash);
		report_text_format(&deed->evidence, ", ",
				   report_has_attachment(deed->input, sha256) ?
					   "%s %s" :
					   _("%s %s (not in this copy of the case)"),
				   what, hash);
	}
}

/* The first line on paper: what, how many, when. */
static void tell_begin(const struct deed *deed, const char *day, const char *entered,
		       struct report_text *paper)
{
	char id[REPORT_ID_BYTES];

	report_text_add(paper, "\n", type_words(deed->record.type));
	if (deed->pieces && (deed->pieces > 1 || deed->item->quantity > 1))
		report_text_format(paper, " ", _("(quantity %llu)"),
				   (unsigned long long)deed->pieces);
	report_text_add(paper, " ", day);
	if (*entered)
		report_text_format(paper, " ", _("(entered %s)"), entered);
	if (deed->record.standing == WIPECERT_DISMISSED)
		report_text_format(paper, " ", _("- rejected"));
	/* What else became of the item stands for it. */
	else if (!deed->bears && deed->record.standing != WIPECERT_CONFIRMED &&
		 !deed->record.is_on_paper)
		report_text_format(paper, " ", _("- not confirmed"));
	report_id(deed->input, deed->index, id);
	if (deed->is_one_of_many)
		report_text_add(paper, " ", id);
}

/* A cell has one a line; in a list of several they stand in one. */
static void put_in_line(struct report_text *to, const char *separator, const char *lines)
{
	char line[sizeof(to->bytes)];

	while (lines && *lines) {
		size_t length = strcspn(lines, "\n");

		snprintf(line, sizeof(line), "%.*s", (int)length, lines);
		report_text_add(to, separator, line);
		lines += length + (lines[length] == '\n');
	}
}

static void tell_places(const struct deed *deed, struct report_text *paper)
{
	struct report_text line;

	report_text_begin(&line);
	put_in_line(&line, ", ", deed->places.bytes);
	if (line.used)
		report_text_format(paper, "\n", _("Copied to: %s"), line.bytes);
}

static void tell_check(const struct deed *deed, struct report_text *paper)
{
	size_t failed = report_failed_check(deed->input, deed->index);
	char day[REPORT_DAY_BYTES];

	if (failed == WIPECERT_NO_INDEX)
		return;
	report_day(deed->input, failed, day);
	report_text_format(paper, "\n", _("The re-read of %s did not find what it tells."), day);
}

static void tell_paper(const struct deed *deed, const char *day, const char *entered,
		       struct report_text *paper)
{
	tell_begin(deed, day, entered, paper);
	tell_places(deed, paper);
	report_text_add(paper, "\n", deed->method.bytes);
	if (*deed->reason)
		report_text_format(paper, "\n", _("Reason: %s"), deed->reason);
	if (*deed->to)
		report_text_format(paper, "\n", _("Returned to: %s"), deed->to);
	if (*deed->by)
		report_text_format(paper, "\n",
				   deed->record.type == WIPECERT_DISPOSE ?
					   _("Carried out and watched by: %s") :
					   _("Carried out by: %s"),
				   deed->by);
	if (*deed->compared)
		report_text_format(paper, "\n", _("Against what was received: %s"), deed->compared);
	if (deed->evidence.used)
		report_text_format(paper, "\n", _("Evidence: %s"), deed->evidence.bytes);
	tell_check(deed, paper);
	if (!deed->said)
		report_text_add(paper, "\n", _("The record could not be read."));
}

/* The same for several of them is told once. */
static void add_once(struct report_text *text, const char *word)
{
	if (!strstr(text->bytes, word))
		report_text_add(text, BETWEEN, word);
}

/* Where nothing tells which place it was, each of several erasures says the same. */
static void tell_once(struct report_text *told, const char *lines)
{
	struct report_text line;

	report_text_begin(&line);
	put_in_line(&line, BETWEEN, lines);
	if (line.used && strcmp(told->bytes, line.bytes) != 0)
		report_text_add(told, BETWEEN, line.bytes);
}

static void tell_one(struct deed *deed, struct report_told *told)
{
	char day[REPORT_DAY_BYTES], entered[REPORT_DAY_BYTES], id[REPORT_ID_BYTES];

	report_text_begin(&deed->method);
	report_text_begin(&deed->evidence);
	report_text_begin(&deed->places);
	deed->to = "";
	deed->by = report_signer(deed->input, deed->index);
	deed->pieces = deed->said ? wipecert_record_number(deed->said, "quantity") : 0;
	tell_method(deed);
	tell_compared(deed);
	tell_evidence(deed);
	report_day(deed->input, deed->index, day);
	report_entered(deed->input, deed->index, entered);
	report_id(deed->input, deed->index, id);
	if (deed->pieces)
		report_text_format(&told->pieces, BETWEEN, "%llu",
				   (unsigned long long)deed->pieces);
	report_text_add(&told->day, BETWEEN, day);
	report_text_add(&told->entered, BETWEEN, entered);
	report_text_add(&told->method, BETWEEN, deed->method.bytes);
	report_text_add(&told->reason, BETWEEN, deed->reason);
	report_text_add(&told->to, BETWEEN, deed->to);
	report_text_add(&told->by, BETWEEN, deed->by);
	report_text_add(&told->compared, BETWEEN, deed->compared);
	report_text_add(&told->evidence, BETWEEN, deed->evidence.bytes);
	report_text_add(&told->records, " ", id);
	report_text_add(&told->record_lines, "\n", id);
	tell_once(&told->places, deed->places.bytes);
	if (deed->record.type == WIPECERT_ERASURE)
		add_once(&told->level, level_of(deed));
	tell_paper(deed, day, entered, &told->paper);
}

static void begin(struct report_told *told)
{
	struct report_text *const texts[] = { &told->pieces,   &told->day,     &told->entered,
					      &told->method,   &told->to,      &told->by,
					      &told->evidence, &told->records, &told->level,
					      &told->reason,   &told->paper,   &told->record_lines,
					      &told->compared, &told->places,  &told->left };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		report_text_begin(texts[i]);
}

/* Each place that no erasure was of: still to be erased, or gone with what became of the copy. */
static void tell_left(const struct report_input *input, size_t index,
		      const struct wipecert_item *item, struct report_told *told)
{
	struct report_text places, line;

	report_places(input, index, WIPECERT_NO_INDEX, &places);
	if (item->outcome != WIPECERT_OUTCOME_NONE && item->outcome != WIPECERT_OUTCOME_ERASED) {
		report_text_begin(&line);
		put_in_line(&line, BETWEEN, places.bytes);
		if (!line.used)
			return;
		report_text_add(&told->places, BETWEEN, line.bytes);
		report_text_format(&told->paper, "\n", _("Copied to: %s"), line.bytes);
		return;
	}
	put_in_line(&told->left, BETWEEN, places.bytes);
	if (told->left.used)
		report_text_format(&told->paper, "\n", _("Copied to, and not erased: %s"),
				   told->left.bytes);
}

void report_tell(const struct report_input *input, size_t index, const struct wipecert_item *item,
		 const struct report_deeds *deeds, struct report_told *told)
{
	begin(told);
	for (size_t i = 0; i < deeds->count; i++) {
		struct deed deed;
		struct wipecert_result result;
		bool is_read = wipecert_case_load_record(input->opened, deeds->records[i], &result,
							 NULL) == 0;

		deed.input = input;
		deed.item = item;
		deed.item_index = index;
		deed.bears = deeds->bears[i];
		deed.is_one_of_many = deeds->count > 1;
		deed.index = deeds->records[i];
		deed.said = is_read ? result.record : NULL;
		wipecert_case_record(input->opened, deed.index, &deed.record);
		tell_one(&deed, told);
		if (is_read)
			wipecert_result_clear(&result);
	}
	tell_left(input, index, item, told);
	if (deeds->are_more)
		report_text_add(&told->paper, "\n", _("There is more; see the records."));
}
