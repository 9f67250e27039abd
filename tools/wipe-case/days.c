/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "days.h"

#include <stdio.h>
#include <string.h>

#include "exit.h"
#include "register.h"
#include "shown.h"
#include "text.h"
#include "words.h"

/* As it was given; today where it was not and is needed; NULL: neither. */
static const char *day_of(const struct fields *fields, const char *option,
			  char today[WIPECERT_DATE_BYTES])
{
	for (size_t i = 0; fields->table[i].option; i++) {
		if (strcmp(fields->table[i].option, option) != 0 ||
		    fields->table[i].kind != FIELD_DAY)
			continue;
		if (fields->values[i].count)
			return fields->values[i].items[0];
		field_today(today);
		return fields->table[i].is_needed ? today : NULL;
	}
	return NULL;
}

/* The day on which an item came, as its record tells it. */
static void day_it_came(const struct session *session, const struct wipecert_item *item,
			char day[WIPECERT_DATE_BYTES])
{
	struct wipecert_result result;
	struct wipe_error err;
	const char *text = NULL;

	*day = '\0';
	wipe_error_clear(&err);
	if (!wipecert_case_load_record(session->opened, item->record, &result, &err) &&
	    result.record)
		text = wipecert_record_text(
			result.record, item->origin == WIPECERT_RECEIVED ? "received_on" : "from");
	/* A permit to copy that is not used may be given up before its time. */
	if (text && item->origin != WIPECERT_RECEIVED && item->origin != WIPECERT_BROUGHT_IN)
		text = wipecert_record_text(result.record, "date");
	if (text)
		snprintf(day, WIPECERT_DATE_BYTES, "%s", text);
	wipecert_result_clear(&result);
}

static int check_coming(const struct session *session, const struct wipecert_item *item,
			const char *day)
{
	char came[WIPECERT_DATE_BYTES], label[512];

	day_it_came(session, item, came);
	if (strcmp(day, came) >= 0)
		return EXIT_DONE;
	text_escape(item->label, label, sizeof(label));
	return options_fail(session->tool,
			    item->origin == WIPECERT_RECEIVED ?
				    _("--date: %s is before %s was received (%s)") :
				    _("--date: %s is before %s was permitted (%s)"),
			    day, label, came);
}

/* The newest copying to what the item is, or else (of) of what it is. INT64_MIN: none. */
static int64_t last_copying(const struct session *session, size_t index, bool of)
{
	struct wipecert_item item, copy;
	struct wipecert_case_record record;
	int64_t last_s = INT64_MIN;

	wipecert_case_item(session->opened, index, &item);
	for (size_t i = wipecert_case_record_count(session->opened); i-- > 0;) {
		bool fits;

		wipecert_case_record(session->opened, i, &record);
		if (!record.is_known || record.type != WIPECERT_COPY_OUT || !record.counts)
			continue;
		wipecert_case_item(session->opened, record.item, &copy);
		fits = of ? copy.parent == index :
			    record.item == index || register_has_serial(&item, record.serial);
		if (fits && record.issued_at_s > last_s)
			last_s = record.issued_at_s;
	}
	return last_s;
}

/* When the newest of the erasures was recorded that make it leave erased. INT64_MIN: none. */
static int64_t last_erasure(const struct session *session, const struct wipecert_item *item)
{
	struct wipecert_case_record record = { .stated_s = INT64_MIN };
	int64_t last_s;

	if (item->outcome_record != WIPECERT_NO_INDEX)
		wipecert_case_record(session->opened, item->outcome_record, &record);
	last_s = record.stated_s;
	for (size_t i = 0; i < item->media_count; i++) {
		if (item->media[i].erasure == WIPECERT_NO_INDEX)
			continue;
		wipecert_case_record(session->opened, item->media[i].erasure, &record);
		if (record.stated_s > last_s)
			last_s = record.stated_s;
	}
	return last_s;
}

/* Is the day before that of at_s, which is put into then? */
static bool is_before(const char *day, int64_t at_s, char then[WORDS_DAY_BYTES])
{
	*then = '\0';
	if (at_s != INT64_MIN)
		words_day(at_s, then);
	return strcmp(day, then) < 0;
}

/* All of it is gone: nothing of it was copied afterwards. */
static bool is_of_all(const struct fields *fields, enum wipecert_type type)
{
	return (type == WIPECERT_DISPOSE || type == WIPECERT_ATTEST) &&
	       !field_value(fields, "quantity");
}

static bool ends_item(enum wipecert_type type)
{
	return type == WIPECERT_EXIT_CHECK || type == WIPECERT_RETURN || type == WIPECERT_DISPOSE ||
	       type == WIPECERT_ATTEST;
}

static int check_ending(const struct fields *fields, const struct session *session,
			enum wipecert_type type, size_t index, const char *day)
{
	const char *result = field_value(fields, "result");
	char then[WORDS_DAY_BYTES], title[SHOWN_TITLE_BYTES];
	struct wipecert_item item;

	wipecert_case_item(session->opened, index, &item);
	shown_item(&item, title);
	if (is_before(day, last_copying(session, index, false), then))
		return options_fail(session->tool,
				    _("--date: %s is before files were last copied to %s (%s)"),
				    day, title, then);
	if (is_of_all(fields, type) && is_before(day, last_copying(session, index, true), then))
		return options_fail(session->tool,
				    _("--date: %s is before %s was last copied (%s)"), day, title,
				    then);
	if (type == WIPECERT_EXIT_CHECK && result && strcmp(result, "erased") == 0 &&
	    is_before(day, last_erasure(session, &item), then))
		return options_fail(session->tool, _("--date: %s is before %s was erased (%s)"),
				    day, title, then);
	return EXIT_DONE;
}

/* A permit to copy is about what is copied. */
static const char *item_of(const struct fields *fields, enum wipecert_type type, const char *id)
{
	return type == WIPECERT_PERMIT ? field_value(fields, "of") : id;
}

static int check_item(const struct fields *fields, const struct session *session,
		      enum wipecert_type type, const char *id, const char *day)
{
	const char *name = item_of(fields, type, id);
	struct wipecert_item item;
	size_t index;
	int code;

	if (!name || !*name || wipecert_case_find_item(session->opened, name, &index, NULL))
		return EXIT_DONE;
	wipecert_case_item(session->opened, index, &item);
	code = check_coming(session, &item, day);
	return code == EXIT_DONE && ends_item(type) ?
		       check_ending(fields, session, type, index, day) :
		       code;
}

static int check_contract(const struct session *session, const char *day)
{
	const struct wipecert_record *init = wipecert_case_init(session->opened);
	const char *made = init ? wipecert_record_text(init, "contract/date") : NULL;

	return made && strcmp(day, made) < 0 ?
		       options_fail(session->tool,
				    _("--date: %s is before the contract was signed (%s)"), day,
				    made) :
		       EXIT_DONE;
}

int days_check(const struct fields *fields, const struct session *session, enum wipecert_type type,
	       const char *item)
{
	char today[WIPECERT_DATE_BYTES], spare[WIPECERT_DATE_BYTES];
	const char *day = day_of(fields, "date", spare), *due = day_of(fields, "due-on", spare);
	int code = EXIT_DONE;

	field_today(today);
	if (!day)
		return EXIT_DONE;
	if (strcmp(day, today) > 0)
		return options_fail(session->tool, _("--date: %s has not come yet"), day);
	if (due && strcmp(due, day) < 0)
		return options_fail(session->tool, _("--due-on: %s is before %s (--date)"), due,
				    day);
	if (session->opened)
		code = check_contract(session, day);
	return code == EXIT_DONE && session->opened ? check_item(fields, session, type, item, day) :
						      code;
}
