/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "status_item.h"

#include <stdio.h>
#include <string.h>

#include "compare.h"
#include "copied.h"
#include "exit.h"
#include "output.h"
#include "shown.h"
#include "text.h"
#include "type_words.h"
#include "utc.h"
#include "words.h"

/* One cell: at most so many columns, filled up to them. */
static void print_cell(const char *text, size_t columns)
{
	char escaped[1024], cell[1024];
	size_t width;

	text_escape(text, escaped, sizeof(escaped));
	text_fit(escaped, columns, cell, sizeof(cell));
	width = text_columns(cell);
	printf("%s%*s", cell, (int)(columns - width) + 1, "");
}

/* What an erasure told that did not come off; NULL: there is none, or it tells nothing. */
static const struct wipecert_files_copied *copied_of(const struct session *session,
						     const struct wipecert_item *item)
{
	struct wipecert_case_record record;

	if (item->failed_record == WIPECERT_NO_INDEX)
		return NULL;
	wipecert_case_record(session->opened, item->failed_record, &record);
	return record.copied;
}

/* Its own, or that of what it was copied to. */
static const char *serial_of(const struct wipecert_item *item)
{
	return *item->serial ? item->serial : item->copied_to;
}

static void print_item(const struct wipecert_item *item, const struct status_widths *widths,
		       bool is_late)
{
	char state[512], day[WORDS_DAY_BYTES] = "", label[SHOWN_TITLE_BYTES];

	if (item->has_due)
		words_day(item->due_s - 1, day);
	if (item->lacks)
		words_join_lacks(item->lacks, state, sizeof(state));
	else
		snprintf(state, sizeof(state), _("closed: %s"), outcome_words(item->outcome));
	shown_item(item, label);
	print_cell(label, widths->label);
	print_cell(words_kind(item->kind), widths->kind);
	print_cell(words_origin(item->origin), widths->origin);
	print_cell(serial_of(item), widths->serial);
	print_cell(day, widths->due);
	printf("%s%s\n", is_late ? _("LATE, ") : "", state);
}

void status_item_head(const struct status_widths *widths)
{
	print_cell(_("Label"), widths->label);
	print_cell(_("Kind"), widths->kind);
	print_cell(_("Origin"), widths->origin);
	print_cell(_("Serial"), widths->serial);
	print_cell(_("Until"), widths->due);
	printf("%s\n", _("State"));
}

static size_t at_least(size_t width, const char *text)
{
	size_t columns = text_columns(text);

	return columns > width ? columns : width;
}

void status_measure(const struct session *session, struct status_widths *widths)
{
	size_t count = wipecert_case_item_count(session->opened);

	*widths = (struct status_widths){ .label = text_columns(_("Label")),
					  .kind = text_columns(_("Kind")),
					  .origin = text_columns(_("Origin")),
					  .serial = text_columns(_("Serial")),
					  .due = 10 };
	for (size_t i = 0; i < count; i++) {
		struct wipecert_item item;
		char label[SHOWN_TITLE_BYTES];

		wipecert_case_item(session->opened, i, &item);
		shown_item(&item, label);
		widths->label = at_least(widths->label, label);
		widths->kind = at_least(widths->kind, words_kind(item.kind));
		widths->origin = at_least(widths->origin, words_origin(item.origin));
		widths->serial = at_least(widths->serial, serial_of(&item));
	}
	if (widths->label > 20)
		widths->label = 20;
	if (widths->serial > 20)
		widths->serial = 20;
}

static bool is_late(const struct wipecert_item *item, int64_t now_s)
{
	return item->lacks && item->has_due && now_s >= item->due_s;
}

static json_t *lacks_json(unsigned int lacks)
{
	static const struct {
		enum wipecert_lack lack;
		const char *name;
	} names[] = {
		{ WIPECERT_LACK_OUTCOME, "outcome" },
		{ WIPECERT_LACK_RETURN, "return" },
		{ WIPECERT_LACK_MEDIA, "media" },
		{ WIPECERT_LACK_EXIT_CHECK, "exit-check" },
		{ WIPECERT_LACK_CONFIRMATION, "confirmation" },
		{ WIPECERT_LACK_REJECTED, "rejected" },
		{ WIPECERT_LACK_INCIDENT, "incident" },
		{ WIPECERT_LACK_ATTEMPT, "attempt" },
		{ WIPECERT_LACK_PART, "part" },
	};
	json_t *list = json_array();

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (lacks & names[i].lack)
			json_array_append_new(list, json_string(names[i].name));
	return list;
}

static json_t *media_json(const struct session *session, const struct wipecert_item *item)
{
	json_t *list = json_array();

	for (size_t i = 0; i < item->media_count; i++) {
		struct wipecert_case_record record = { .link = { .id = "" } };

		if (item->media[i].erasure != WIPECERT_NO_INDEX)
			wipecert_case_record(session->opened, item->media[i].erasure, &record);
		json_array_append_new(list,
				      json_pack("{s:o, s:o, s:o, s:o}", "maker",
						output_json_text(item->media[i].maker), "model",
						output_json_text(item->media[i].model), "serial",
						output_json_text(item->media[i].serial), "erasure",
						output_json_text(record.link.id)));
	}
	return list;
}

static json_t *record_id_json(const struct session *session, size_t index)
{
	struct wipecert_case_record record;

	if (index == WIPECERT_NO_INDEX)
		return json_null();
	wipecert_case_record(session->opened, index, &record);
	return json_string(record.link.id);
}

static json_t *from_json(const struct wipecert_item *item)
{
	char day[WORDS_DAY_BYTES];

	if (!item->has_from)
		return json_null();
	words_day(item->from_s, day);
	return json_string(day);
}

static json_t *due_json(const struct wipecert_item *item)
{
	char day[WORDS_DAY_BYTES];

	if (!item->has_due)
		return json_null();
	words_day(item->due_s - 1, day);
	return json_string(day);
}

json_t *status_item_id(const struct session *session, size_t index)
{
	struct wipecert_item item;

	if (index == WIPECERT_NO_INDEX)
		return json_null();
	wipecert_case_item(session->opened, index, &item);
	return json_string(item.id);
}

static void item_json(const struct session *session, const struct wipecert_item *item,
		      int64_t now_s)
{
	output_json(json_pack(
		"{s:s, s:s, s:o, s:b, s:s, s:s, s:o, s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:s, "
		"s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:b}",
		"object", "item", "id", item->id, "label", output_json_text(item->label),
		"label_is_shared", item->label_is_shared, "kind", wipecert_kind_name(item->kind),
		"origin", wipecert_origin_name(item->origin), "description",
		output_json_text(item->description), "quantity", (json_int_t)item->quantity,
		"quantity_left", (json_int_t)item->quantity_left, "classification",
		output_json_text(item->classification), "maker", output_json_text(item->maker),
		"model", output_json_text(item->model), "serial", output_json_text(item->serial),
		"media", media_json(session, item), "place", output_json_text(item->place),
		"level_required", wipe_level_name(item->level_required), "outcome",
		wipecert_outcome_name(item->outcome), "outcome_record",
		record_id_json(session, item->outcome_record), "lacks", lacks_json(item->lacks),
		"copied", copied_json(copied_of(session, item)), "copied_to",
		output_json_text(item->copied_to), "from", from_json(item), "due_on",
		due_json(item), "parent", status_item_id(session, item->parent), "late",
		is_late(item, now_s), "closed", item->lacks == 0));
}

void status_reason(const struct session *session, const struct wipecert_case_record *record,
		   char reason[STATUS_REASON_BYTES])
{
	size_t answer = record->confirmed_by != WIPECERT_NO_INDEX ? record->confirmed_by :
								    record->paper;
	struct wipecert_result result;
	const char *text = NULL;

	*reason = '\0';
	if (answer == WIPECERT_NO_INDEX ||
	    wipecert_case_load_record(session->opened, answer, &result, NULL))
		return;
	if (result.record)
		text = wipecert_record_text(result.record, "reasons/0");
	if (text)
		text_escape(text, reason, STATUS_REASON_BYTES);
	wipecert_result_clear(&result);
}

static void print_copied(const struct wipecert_files_copied *copied, const char *margin)
{
	char words[COPIED_BYTES];

	if (!copied)
		return;
	copied_words(copied, words);
	printf("%s%s: %s\n", margin, _("Of what was copied"), words);
}

void status_item(const struct session *session, const struct wipecert_item *item,
		 const struct status_widths *widths, int64_t now_s)
{
	if (session->options->json) {
		item_json(session, item, now_s);
		return;
	}
	print_item(item, widths, is_late(item, now_s));
	print_copied(copied_of(session, item), "    ");
}

/* How a copying or an erasure went, and where to. */
struct work {
	char result[32], outcome[32], destination[STATUS_REASON_BYTES], serial[STATUS_REASON_BYTES];
};

static void read_work(const struct session *session, size_t index,
		      const struct wipecert_case_record *record, struct work *work)
{
	bool is_erasure = record->type == WIPECERT_ERASURE;
	struct wipecert_result result;
	const char *text;

	memset(work, 0, sizeof(*work));
	if (!record->is_known || (!is_erasure && record->type != WIPECERT_COPY_OUT) ||
	    wipecert_case_load_record(session->opened, index, &result, NULL))
		return;
	text = wipecert_record_text(result.record, is_erasure ? "verdict" : "result");
	snprintf(work->result, sizeof(work->result), "%s", text ? text : "");
	text = is_erasure ? wipecert_record_outcome(result.record) : NULL;
	snprintf(work->outcome, sizeof(work->outcome), "%s", text ? text : "");
	text = wipecert_record_text(result.record, "destination");
	snprintf(work->destination, sizeof(work->destination), "%s", text ? text : "");
	snprintf(work->serial, sizeof(work->serial), "%s", record->serial);
	wipecert_result_clear(&result);
}

static void print_work(const struct wipecert_case_record *record, const struct work *work)
{
	char text[2 * STATUS_REASON_BYTES];

	if (!*work->result)
		return;
	printf("        %s", record->type == WIPECERT_ERASURE	   ? words_verdict(work->outcome) :
			     strcmp(work->result, "complete") == 0 ? _("complete") :
			     strcmp(work->result, "partial") == 0  ? _("partial") :
			     record->is_ended			   ? _("begun; it has ended") :
						_("begun; nothing tells how it ended"));
	if (record->is_refuted)
		printf("%s", _("; a re-read did not find that"));
	text_escape(work->destination, text, sizeof(text));
	if (*text)
		printf(_("; copied to: %s"), text);
	text_escape(work->serial, text, sizeof(text));
	if (*text)
		printf(_("; serial: %s"), text);
	putchar('\n');
}

static void print_compared(const struct compared *compared)
{
	char words[COMPARED_BYTES];

	compared_words(compared, words);
	printf("          %s: %s\n", _("Against what was received"), words);
}

/* The record that this one answers, re-read, or says what came of; "": it is none of these. */
static void find_about(const struct session *session, size_t index,
		       const struct wipecert_case_record *record, char about[WIPECERT_ID_BYTES])
{
	struct wipecert_case_incident incident;
	struct wipecert_case_record begun;

	*about = '\0';
	if (record->type == WIPECERT_CONFIRMATION || record->type == WIPECERT_CHECK) {
		memcpy(about, record->about.id, WIPECERT_ID_BYTES);
	} else if (wipecert_case_incident(session->opened, index, &incident) &&
		   incident.about != WIPECERT_NO_INDEX) {
		wipecert_case_record(session->opened, incident.about, &begun);
		memcpy(about, begun.link.id, WIPECERT_ID_BYTES);
	}
}

static void print_about(const struct wipecert_case_record *record, const char *about)
{
	bool accepts = record->decision == WIPECERT_ACCEPTED ||
		       record->decision == WIPECERT_ACCEPTED_ON_PAPER;

	if (!*about)
		return;
	if (record->type != WIPECERT_CONFIRMATION)
		/* TRANSLATORS: behind the kind of a record: the id of the one that it is about */
		printf(_(" of %.8s"), about);
	else if (accepts)
		printf(_(": accepts %.8s"), about);
	else
		printf(_(": rejects %.8s"), about);
}

/* Of what only tells that copying began. */
static json_t *ended_json(const struct wipecert_case_record *record)
{
	return record->is_begun ? json_boolean(record->is_ended) : json_null();
}

static void record_json(const struct wipecert_case_record *record, const char *when,
			const char *about, const char *reason, const struct work *work,
			const struct compared *compared, enum copied_lists_say say)
{
	output_json(json_pack(
		"{s:s, s:s, s:s, s:o, s:I, s:s, s:s, s:b, s:b, s:b, s:o, s:o, s:o, s:o, s:o, "
		"s:o, s:o, s:o}",
		"object", "record", "id", record->link.id, "type", wipecert_type_name(record->type),
		"about", output_json_text(about), "number", (json_int_t)record->number, "issued_at",
		when, "fault", wipecert_fault_name(record->fault), "counts", record->counts,
		"from_paper", record->is_from_paper, "rejected",
		record->standing == WIPECERT_DISMISSED, "reason", output_json_text(reason),
		"result", output_json_text(work->result), "destination",
		output_json_text(work->destination), "serial", output_json_text(work->serial),
		"compared", compared_json(compared), "copied", copied_json(record->copied),
		"copied_lists", copied_lists_json(say), "ended", ended_json(record)));
}

/* An exit code. */
static int tell_lists(const struct session *session, const struct wipecert_case_record *record,
		      enum copied_lists_say say)
{
	if (!copied_lists_words(say))
		return EXIT_DONE;
	output_error(session->tool, record->file, "%s", copied_lists_words(say));
	return EXIT_FAILED;
}

static void warn_of_copied(const struct wipecert_case_record *record)
{
	char words[COPIED_BYTES] = "";

	print_copied(record->copied, "          ");
	if (record->copied)
		copied_warn(record->copied, record->has_come_off, words);
	if (*words)
		printf("          ! %s\n", words);
}

static int show_record(const struct session *session, size_t index,
		       const struct wipecert_case_record *record)
{
	char when[UTC_TEXT_BYTES], reason[STATUS_REASON_BYTES] = "", about[WIPECERT_ID_BYTES];
	struct compared compared = { .is_told = false };
	enum copied_lists_say say = copied_ask_lists(session->opened, index);
	struct work work;
	bool has_files = record->is_known && record->type == WIPECERT_RETURN &&
			 compare_of_record(session->opened, index, &compared);

	utc_format(record->issued_at_s, when);
	if (record->standing == WIPECERT_DISMISSED)
		status_reason(session, record, reason);
	find_about(session, index, record, about);
	read_work(session, index, record, &work);
	if (session->options->json) {
		record_json(record, when, about, reason, &work, &compared, say);
		return tell_lists(session, record, say);
	}
	printf("  %6llu  %s  %.8s  %s", (unsigned long long)record->number, when, record->link.id,
	       type_words(record->type));
	print_about(record, about);
	if (record->is_from_paper)
		printf("%s", _(" (entered from paper)"));
	if (record->fault)
		printf("%s%s",
		       record->counts ? _(" - it counts, against a rule: ") :
					_(" - without effect: "),
		       case_fault_text(record));
	if (record->standing == WIPECERT_DISMISSED)
		printf(*reason ? _(" - rejected: %s") : _(" - rejected"), reason);
	putchar('\n');
	print_work(record, &work);
	if (has_files)
		print_compared(&compared);
	warn_of_copied(record);
	return tell_lists(session, record, say);
}

/* What its line has no room for. */
static void print_permitted(const struct wipecert_item *item)
{
	char from[WORDS_DAY_BYTES], until[WORDS_DAY_BYTES], place[STATUS_REASON_BYTES];

	if (item->has_from) {
		words_day(item->from_s, from);
		if (item->has_due)
			words_day(item->due_s - 1, until);
		if (item->has_due)
			printf(_("  permitted from %s until %s\n"), from, until);
		else
			printf(_("  permitted from %s\n"), from);
	}
	text_escape(item->place, place, sizeof(place));
	if (*place)
		printf(_("  place: %s\n"), place);
}

/* Each is erased by itself. */
static void print_media(const struct session *session, const struct wipecert_item *item)
{
	for (size_t i = 0; i < item->media_count; i++) {
		const struct wipecert_medium *medium = &item->media[i];
		struct wipecert_case_record record;
		char serial[STATUS_REASON_BYTES];

		text_escape(medium->serial, serial, sizeof(serial));
		if (medium->erasure == WIPECERT_NO_INDEX) {
			printf(_("  medium in it: %s, not erased\n"), serial);
			continue;
		}
		wipecert_case_record(session->opened, medium->erasure, &record);
		printf(record.standing == WIPECERT_DISMISSED ?
			       _("  medium in it: %s, its erasure was rejected (record %.8s)\n") :
			       _("  medium in it: %s, erased (record %.8s)\n"),
		       serial, record.link.id);
	}
}

int status_item_whole(const struct session *session, size_t index, int64_t now_s)
{
	size_t count = wipecert_case_record_count(session->opened);
	struct status_widths widths;
	struct wipecert_item item;
	int code = EXIT_DONE;

	wipecert_case_item(session->opened, index, &item);
	status_measure(session, &widths);
	status_item(session, &item, &widths, now_s);
	if (!session->options->json) {
		print_permitted(&item);
		print_media(session, &item);
		words_print_left(session->opened, index);
	}
	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;

		wipecert_case_record(session->opened, i, &record);
		if (wipecert_case_is_about(session->opened, i, index))
			code = exit_combine(code, show_record(session, i, &record));
	}
	return code;
}

/* Of what is still open: thousands that have ended nobody asks for again. */
int status_lists(const struct session *session)
{
	size_t count = wipecert_case_record_count(session->opened);
	int code = EXIT_DONE;

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;
		struct wipecert_item item;

		wipecert_case_record(session->opened, i, &record);
		if (!record.is_of_files || record.item == WIPECERT_NO_INDEX)
			continue;
		wipecert_case_item(session->opened, record.item, &item);
		if (item.lacks)
			code = exit_combine(code, tell_lists(session, &record,
							     copied_ask_lists(session->opened, i)));
	}
	return code;
}
