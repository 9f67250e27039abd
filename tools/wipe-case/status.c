/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-case status: what was received and permitted, where it is, what became of it, what is open. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <wipecert/act.h>

#include "command.h"
#include "compare.h"
#include "exit.h"
#include "next.h"
#include "output.h"
#include "proposals.h"
#include "session.h"
#include "shown.h"
#include "text.h"
#include "type_words.h"
#include "utc.h"
#include "words.h"

#define TOOL COMMAND_TOOL " status"
#define REASON_BYTES 1024

enum {
	OPTION_ALL = 1,
	OPTION_ITEM,
};

static const struct poptOption table[] = {
	{ "all", 0, POPT_ARG_NONE, NULL, OPTION_ALL, N_("closed items too"), NULL },
	{ "item", 0, POPT_ARG_STRING, NULL, OPTION_ITEM, N_("everything about this item"),
	  N_("ITEM") },
	SESSION_OPTION_ROWS,
	POPT_TABLEEND,
};

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("DIR [OPTION]..."),
	.summary =
		N_("Shows what was received, what is permitted, where it is, what was erased and "
		   "confirmed, and what is still open."),
	.table = table,
	.least_arguments = 1,
	.most_arguments = 1,
};

struct config {
	struct session_options session;
	bool all;
	const char *item;
};

static int set_option(void *arg, int number, const char *value)
{
	struct config *config = arg;

	switch (number) {
	case OPTION_ALL:
		config->all = true;
		return 0;
	case OPTION_ITEM:
		config->item = value;
		return 0;
	default:
		return session_set_option(&config->session, number, value);
	}
}

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

struct widths {
	size_t label, kind, origin, serial, due;
};

/* Its own, or that of what it was copied to. */
static const char *serial_of(const struct wipecert_item *item)
{
	return *item->serial ? item->serial : item->copied_to;
}

static void print_item(const struct wipecert_item *item, const struct widths *widths, bool is_late)
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

static size_t at_least(size_t width, const char *text)
{
	size_t columns = text_columns(text);

	return columns > width ? columns : width;
}

/* As wide as what is in them, within reason. */
static void measure(const struct session *session, struct widths *widths)
{
	size_t count = wipecert_case_item_count(session->opened);

	*widths = (struct widths){ .label = text_columns(_("Label")),
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

static void print_items(const struct session *session, const struct config *config, int64_t now_s)
{
	size_t count = wipecert_case_item_count(session->opened), shown = 0;
	struct widths widths;

	measure(session, &widths);
	for (size_t i = 0; i < count; i++) {
		struct wipecert_item item;

		wipecert_case_item(session->opened, i, &item);
		if (!item.lacks && !config->all)
			continue;
		if (!shown++) {
			print_cell(_("Label"), widths.label);
			print_cell(_("Kind"), widths.kind);
			print_cell(_("Origin"), widths.origin);
			print_cell(_("Serial"), widths.serial);
			print_cell(_("Until"), widths.due);
			printf("%s\n", _("State"));
		}
		print_item(&item, &widths, is_late(&item, now_s));
	}
	if (shown)
		putchar('\n');
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

static json_t *parent_json(const struct session *session, const struct wipecert_item *item)
{
	struct wipecert_item parent;

	if (item->parent == WIPECERT_NO_INDEX)
		return json_null();
	wipecert_case_item(session->opened, item->parent, &parent);
	return json_string(parent.id);
}

static void item_json(const struct session *session, const struct wipecert_item *item,
		      int64_t now_s)
{
	output_json(json_pack(
		"{s:s, s:s, s:o, s:b, s:s, s:s, s:o, s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:s, "
		"s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:b}",
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
		"copied_to", output_json_text(item->copied_to), "from", from_json(item), "due_on",
		due_json(item), "parent", parent_json(session, item), "late", is_late(item, now_s),
		"closed", item->lacks == 0));
}

static void print_awaiting(const struct session *session)
{
	size_t count = wipecert_case_record_count(session->opened), shown = 0;

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;
		struct wipecert_item item = { .label = "" };
		struct compared compared = { .is_told = false };
		char title[SHOWN_TITLE_BYTES], words[COMPARED_BYTES];

		wipecert_case_record(session->opened, i, &record);
		if (!record.awaits)
			continue;
		/* There may be thousands. */
		if (record.type == WIPECERT_RETURN && (session->options->json || record.differs))
			compare_of_record(session->opened, i, &compared);
		if (record.item != WIPECERT_NO_INDEX)
			wipecert_case_item(session->opened, record.item, &item);
		if (session->options->json) {
			output_json(json_pack("{s:s, s:s, s:s, s:o, s:o}", "object", "awaiting",
					      "id", record.link.id, "type",
					      wipecert_type_name(record.type), "item",
					      output_json_text(item.label[0] ? item.id : ""),
					      "compared", compared_json(&compared)));
			continue;
		}
		if (!shown++)
			printf("%s\n", _("Awaiting the officer's confirmation:"));
		printf("  %.8s  %s  ", record.link.id, type_words(record.type));
		*title = '\0';
		if (record.item != WIPECERT_NO_INDEX)
			shown_item(&item, title);
		printf("%s\n", title);
		if (!compared_differs(&compared))
			continue;
		compared_words(&compared, words);
		printf("            %s: %s\n", _("Against what was received"), words);
	}
	if (shown)
		putchar('\n');
}

static void show_one_included(const struct session *session, const char *name,
			      const struct wipecert_case *inner)
{
	struct wipecert_case_summary summary = { .items = 0 };
	char shown[512];

	if (inner)
		wipecert_case_summarize(inner, &summary);
	text_escape(name, shown, sizeof(shown));
	if (session->options->json)
		output_json(json_pack(
			"{s:s, s:o, s:I, s:I, s:b, s:b, s:b, s:I, s:I, s:I}", "object",
			"subcontractor", "name", output_json_text(name), "items",
			(json_int_t)summary.items, "open_items", (json_int_t)summary.open_items,
			"closed", summary.is_closed, "readable", inner != NULL, "open",
			!inner || wipecert_case_is_open(inner), "awaiting_confirmation",
			(json_int_t)summary.awaiting, "on_paper", (json_int_t)summary.on_paper,
			"attested", (json_int_t)summary.attested));
	else if (!inner)
		printf(_("Subcontractor %s: its case cannot be read\n"), shown);
	else
		printf(_("Subcontractor %s: %s; items: %zu, open: %zu, confirmed on paper: %zu, "
			 "attested: %zu; awaiting confirmation: %zu\n"),
		       shown,
		       summary.is_closed	    ? _("closed") :
		       wipecert_case_is_open(inner) ? _("open") :
						      _("nothing open, not closed"),
		       summary.items, summary.open_items, summary.on_paper, summary.attested,
		       summary.awaiting);
}

static void show_included(const struct session *session, const struct wipecert_case *opened)
{
	size_t count = wipecert_case_included_count(opened);

	for (size_t i = 0; i < count; i++) {
		const char *name;
		const struct wipecert_case *inner = wipecert_case_included(opened, i, &name);

		show_one_included(session, name, inner);
		if (inner)
			show_included(session, inner);
	}
}

/* An item of a subcontractor is looked at in that one's case. */
static void tell_where(const struct wipecert_case *opened, const char *item)
{
	size_t count = wipecert_case_included_count(opened), index;

	for (size_t i = 0; i < count; i++) {
		const char *name;
		const struct wipecert_case *inner = wipecert_case_included(opened, i, &name);
		char shown[512];

		if (!inner)
			continue;
		text_escape(name, shown, sizeof(shown));
		if (wipecert_case_find_item(inner, item, &index, NULL) != WIPE_E_NOTFOUND)
			output_error(TOOL, item,
				     _("it is in the case of %s: wipe-case status %s --item ..."),
				     shown, wipecert_case_path(inner));
		tell_where(inner, item);
	}
}

/* The first reason that an officer gave. False: none can be read. */
static bool reason_of(const struct session *session, size_t answer, char reason[REASON_BYTES])
{
	struct wipecert_result result;
	const char *text = NULL;

	*reason = '\0';
	if (answer == WIPECERT_NO_INDEX ||
	    wipecert_case_load_record(session->opened, answer, &result, NULL))
		return false;
	if (result.record)
		text = wipecert_record_text(result.record, "reasons/0");
	if (text)
		text_escape(text, reason, REASON_BYTES);
	wipecert_result_clear(&result);
	return *reason;
}

static size_t answer_to(const struct wipecert_case_record *record)
{
	return record->confirmed_by != WIPECERT_NO_INDEX ? record->confirmed_by : record->paper;
}

/* What an officer said no to, and why; as long as the item lacks something for it. */
static void print_rejected(const struct session *session)
{
	size_t count = wipecert_case_record_count(session->opened), shown = 0;

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;
		struct wipecert_item item;
		char reason[REASON_BYTES], title[SHOWN_TITLE_BYTES];

		wipecert_case_record(session->opened, i, &record);
		if (record.standing != WIPECERT_DISMISSED || record.item == WIPECERT_NO_INDEX)
			continue;
		wipecert_case_item(session->opened, record.item, &item);
		if (!(item.lacks & WIPECERT_LACK_REJECTED) ||
		    (item.outcome_record != i && item.exit_record != i &&
		     record.type != WIPECERT_ERASURE))
			continue;
		reason_of(session, answer_to(&record), reason);
		if (!shown++)
			printf("%s\n", _("Rejected by the officer:"));
		shown_title(session->opened, record.item, title);
		printf("  %.8s  %s  %s: %s\n", record.link.id, type_words(record.type), title,
		       reason);
	}
	if (shown)
		putchar('\n');
}

static void print_challenge(const struct session *session, size_t index,
			    const struct wipecert_case_record *record, int64_t now_s)
{
	struct wipecert_result result;
	struct wipecert_item item;
	char until[WORDS_MOMENT_BYTES], title[SHOWN_TITLE_BYTES];
	int64_t expires_s;

	wipecert_case_item(session->opened, record->item, &item);
	if (!item.lacks || wipecert_case_load_record(session->opened, index, &result, NULL))
		return;
	expires_s = result.record ? wipecert_record_time(result.record, "expires_at") : 0;
	wipecert_result_clear(&result);
	/* A newer one came in its place. */
	if (now_s >= expires_s && item.challenge != index)
		return;
	words_moment(expires_s, until);
	shown_item(&item, title);
	printf(now_s < expires_s ? _("Challenge drawn for %s and not answered yet, until %s\n") :
				   _("Challenge drawn for %s, never answered, expired %s\n"),
	       title, until);
}

/* What was drawn and waits for an erasure; each of them can be answered. */
static void print_challenges(const struct session *session, int64_t now_s)
{
	size_t count = wipecert_case_record_count(session->opened);

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;

		wipecert_case_record(session->opened, i, &record);
		if (record.is_known && record.type == WIPECERT_CHALLENGE && record.counts &&
		    !record.is_answered)
			print_challenge(session, i, &record, now_s);
	}
}

static void print_contract(const struct session *session)
{
	const struct wipecert_record *init = wipecert_case_init(session->opened);
	static const char *const paths[] = { "contract/title", "contract/number",
					     "contract/ministry", "contract/section",
					     "contractor/name" };
	char shown[1024];

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		const char *text = wipecert_record_text(init, paths[i]);

		text_escape(text ? text : "", shown, sizeof(shown));
		printf("%s%s", i ? " / " : "", shown);
	}
	printf("\n\n");
}

static void contract_json(const struct session *session)
{
	const struct wipecert_record *init = wipecert_case_init(session->opened);
	uint8_t sha256[32];

	wipecert_case_init_sha256(session->opened, sha256);
	output_json(json_pack(
		"{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "object", "case", "init_sha256",
		output_json_hex(sha256, 32), "title",
		output_json_text(wipecert_record_text(init, "contract/title")), "number",
		output_json_text(wipecert_record_text(init, "contract/number")), "ministry",
		output_json_text(wipecert_record_text(init, "contract/ministry")), "section",
		output_json_text(wipecert_record_text(init, "contract/section")), "contractor",
		output_json_text(wipecert_record_text(init, "contractor/name"))));
}

/* How a copying went, and where to. */
struct copying {
	char result[16], destination[REASON_BYTES], serial[REASON_BYTES];
};

static void read_copying(const struct session *session, size_t index,
			 const struct wipecert_case_record *record, struct copying *copying)
{
	struct wipecert_result result;
	const char *text;

	memset(copying, 0, sizeof(*copying));
	if (!record->is_known || record->type != WIPECERT_COPY_OUT ||
	    wipecert_case_load_record(session->opened, index, &result, NULL))
		return;
	text = wipecert_record_text(result.record, "result");
	snprintf(copying->result, sizeof(copying->result), "%s", text ? text : "");
	text = wipecert_record_text(result.record, "destination");
	snprintf(copying->destination, sizeof(copying->destination), "%s", text ? text : "");
	snprintf(copying->serial, sizeof(copying->serial), "%s", record->serial);
	wipecert_result_clear(&result);
}

static void print_copying(const struct wipecert_case_record *record, const struct copying *copying)
{
	char text[2 * REASON_BYTES];

	if (!*copying->result)
		return;
	printf("        %s", strcmp(copying->result, "complete") == 0 ? _("complete") :
			     strcmp(copying->result, "partial") == 0  ? _("partial") :
			     record->is_ended			      ? _("begun") :
						_("begun; nothing tells how it ended"));
	text_escape(copying->destination, text, sizeof(text));
	if (*text)
		printf(_("; copied to: %s"), text);
	text_escape(copying->serial, text, sizeof(text));
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

static void record_json(const struct wipecert_case_record *record, const char *when,
			const char *reason, const struct copying *copying,
			const struct compared *compared)
{
	output_json(json_pack(
		"{s:s, s:s, s:s, s:I, s:s, s:s, s:b, s:b, s:b, s:o, s:o, s:o, s:o, s:o}", "object",
		"record", "id", record->link.id, "type", wipecert_type_name(record->type), "number",
		(json_int_t)record->number, "issued_at", when, "fault",
		wipecert_fault_name(record->fault), "counts", record->counts, "from_paper",
		record->is_from_paper, "rejected", record->standing == WIPECERT_DISMISSED, "reason",
		output_json_text(reason), "result", output_json_text(copying->result),
		"destination", output_json_text(copying->destination), "serial",
		output_json_text(copying->serial), "compared", compared_json(compared)));
}

static void show_record(const struct session *session, size_t index,
			const struct wipecert_case_record *record)
{
	char when[UTC_TEXT_BYTES], reason[REASON_BYTES] = "";
	struct compared compared = { .is_told = false };
	struct copying copying;
	bool has_files = record->is_known && record->type == WIPECERT_RETURN &&
			 compare_of_record(session->opened, index, &compared);

	utc_format(record->issued_at_s, when);
	if (record->standing == WIPECERT_DISMISSED)
		reason_of(session, answer_to(record), reason);
	read_copying(session, index, record, &copying);
	if (session->options->json) {
		record_json(record, when, reason, &copying, &compared);
		return;
	}
	printf("  %6llu  %s  %.8s  %s%s%s%s", (unsigned long long)record->number, when,
	       record->link.id, type_words(record->type),
	       record->is_from_paper ? _(" (entered from paper)") : "",
	       !record->fault ? "" :
	       record->counts ? _(" - it counts, against a rule: ") :
				_(" - without effect: "),
	       record->fault ? case_fault_text(record) : "");
	if (record->standing == WIPECERT_DISMISSED)
		printf(*reason ? _(" - rejected: %s") : _(" - rejected"), reason);
	putchar('\n');
	print_copying(record, &copying);
	if (has_files)
		print_compared(&compared);
}

/* What its line has no room for. */
static void print_permitted(const struct wipecert_item *item)
{
	char from[WORDS_DAY_BYTES], until[WORDS_DAY_BYTES], place[REASON_BYTES];

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

/* Everything that is about one item, in order. */
static int show_item(const struct session *session, const struct config *config, int64_t now_s)
{
	size_t count = wipecert_case_record_count(session->opened), index;
	struct wipecert_item item;
	struct widths widths;
	struct wipe_error err;

	wipe_error_clear(&err);
	if (wipecert_case_find_item(session->opened, config->item, &index, &err)) {
		output_wipe_error(TOOL, NULL, &err);
		if (err.code == WIPE_E_NOTFOUND)
			tell_where(session->opened, config->item);
		return err.code == WIPE_E_NOTFOUND ? EXIT_REFUSED : EXIT_USAGE;
	}
	wipecert_case_item(session->opened, index, &item);
	if (session->options->json) {
		item_json(session, &item, now_s);
	} else {
		measure(session, &widths);
		print_item(&item, &widths, is_late(&item, now_s));
		print_permitted(&item);
	}
	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;

		wipecert_case_record(session->opened, i, &record);
		if (record.item == index)
			show_record(session, i, &record);
	}
	return EXIT_DONE;
}

static int show(const struct session *session, const struct config *config)
{
	int64_t now_s = trust_time(&config->session.trust);
	size_t count = wipecert_case_item_count(session->opened);

	if (config->item)
		return show_item(session, config, now_s);
	if (session->options->json) {
		contract_json(session);
		for (size_t i = 0; i < count; i++) {
			struct wipecert_item item;

			wipecert_case_item(session->opened, i, &item);
			if (item.lacks || config->all)
				item_json(session, &item, now_s);
		}
	} else {
		print_contract(session);
		print_items(session, config, now_s);
	}
	print_awaiting(session);
	if (!session->options->json) {
		print_rejected(session);
		print_challenges(session, now_s);
	}
	show_included(session, session->opened);
	proposals_tell(session);
	next_tell_state(session);
	return EXIT_DONE;
}

static int run(struct config *config, const struct options *options)
{
	struct session session;
	int code = session_start(&session, TOOL, &config->session, options, false);

	if (code == EXIT_DONE)
		code = session_open(&session, &config->session, options->arguments[0]);
	if (code == EXIT_DONE)
		code = show(&session, config);
	session_end(&session, code);
	return code;
}

int command_status(int argc, char **argv)
{
	struct config config = { .all = false };
	struct options options;
	int code;

	session_init(&config.session, TOOL);
	code = options_parse(&spec, argc, argv, set_option, &config, &options);
	if (code == OPTIONS_GO)
		code = run(&config, &options);
	session_free_options(&config.session);
	options_free(&options);
	return code;
}
