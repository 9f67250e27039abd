/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "days.h"

#include <stdio.h>
#include <string.h>

#include "exit.h"
#include "text.h"

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

static int check_item(const struct session *session, const char *id, const char *day)
{
	char came[WIPECERT_DATE_BYTES], label[512];
	struct wipecert_item item;
	size_t index;

	if (!*id || wipecert_case_find_item(session->opened, id, &index, NULL))
		return EXIT_DONE;
	wipecert_case_item(session->opened, index, &item);
	day_it_came(session, &item, came);
	if (strcmp(day, came) >= 0)
		return EXIT_DONE;
	text_escape(item.label, label, sizeof(label));
	return options_fail(session->tool,
			    item.origin == WIPECERT_RECEIVED ?
				    _("--date: %s is before %s was received (%s)") :
				    _("--date: %s is before %s was permitted (%s)"),
			    day, label, came);
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

int days_check(const struct fields *fields, const struct session *session, const char *item)
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
	return code == EXIT_DONE && session->opened ? check_item(session, item, day) : code;
}
