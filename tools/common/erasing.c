/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erasing.h"

#include <stdio.h>
#include <string.h>

#include <wipe/sys/env.h>

#include "exit.h"
#include "go_back.h"
#include "i18n.h"
#include "options.h"
#include "output.h"
#include "register.h"
#include "text.h"
#include "type_words.h"
#include "utc.h"

int erasing_check_options(const char *tool, const char *case_path,
			  const struct records_options *records)
{
	if (!case_path)
		return OPTIONS_GO;
	if (!records->key)
		return options_fail(tool, "%s",
				    _("--case needs --sign: a case has no unsigned "
				      "records"));
	if (records->record)
		return options_fail(tool, "%s",
				    _("--case and --record exclude each other: copies go where "
				      "--save-to says"));
	return OPTIONS_GO;
}

int erasing_open(const char *tool, const char *case_path, struct wipecert_case **opened)
{
	const struct wipe_env *env = wipe_env_system();
	struct wipecert_case_options options = { .time_s = env->ops->realtime_s(env) };

	*opened = NULL;
	return case_path ? register_open_in_order(tool, case_path, &options, opened) : EXIT_DONE;
}

/*
 * The records allow it, and it adds nothing to them: most likely another item is meant, whose
 * medium would be taken for erased. An officer may want it all the same.
 */
static void note_ended(const struct wipecert_case *opened, const struct wipecert_item *item,
		       struct erasing *erasing)
{
	struct wipecert_case_record record;
	char day[UTC_TEXT_BYTES];

	if (item->lacks || item->outcome_record == WIPECERT_NO_INDEX ||
	    (item->instruction != WIPECERT_NO_INDEX && item->instruction > item->outcome_record))
		return;
	wipecert_case_record(opened, item->outcome_record, &record);
	utc_format(record.stated_s + WIPECERT_CASE_ZONE_S, day);
	snprintf(erasing->ended, sizeof(erasing->ended),
		 _("%s has ended already: %s on %.10s (record %.8s): is another item meant? Only a "
		   "newer instruction of an officer for it allows to erase for it again"),
		 erasing->label, outcome_words(item->outcome), day, record.link.id);
}

void erasing_take_item(const struct wipecert_case *opened, size_t index, struct erasing *erasing)
{
	struct wipecert_item item;

	wipecert_case_item(opened, index, &item);
	memcpy(erasing->item, item.id, sizeof(erasing->item));
	text_escape(item.label, erasing->label, sizeof(erasing->label));
	note_ended(opened, &item, erasing);
}

int erasing_try(const struct erasing *erasing, struct records *records,
		const struct records_subject *subject, struct ruling *ruling)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	*ruling = (struct ruling){ .is_allowed = true };
	if (records)
		records_set_item(records, erasing->item);
	ruling->is_allowed = !records ||
			     !records_try_attempt(records, subject, &ruling->fault, &err);
	snprintf(ruling->message, sizeof(ruling->message), "%s", err.message);
	if (!ruling->is_allowed || !*erasing->ended)
		return exit_from_error(&err);
	*ruling = (struct ruling){ .is_allowed = false };
	memcpy(ruling->message, erasing->ended, sizeof(ruling->message));
	return EXIT_REFUSED;
}

void erasing_refuse(const char *tool, const char *name, const struct erasing *erasing,
		    const char *serial, const struct records *records, const struct ruling *ruling)
{
	if (ruling->is_allowed)
		return;
	if (ruling->fault == WIPECERT_FAULT_NONE)
		output_message(tool, name, ruling->message);
	else
		output_error(tool, name, _("the case does not allow it: %s"), ruling->message);
	if (ruling->fault == WIPECERT_FAULT_RETURN_FIRST)
		go_back_tell(tool, records_case(records), erasing->item, serial);
}

void erasing_print_item(const struct erasing *erasing)
{
	if (*erasing->item)
		printf(_("  item of the case: %s (id %s)\n"), erasing->label, erasing->item);
}

void erasing_print_ruling(const struct ruling *ruling)
{
	if (ruling->is_allowed)
		printf("%s", _("  the case allows it\n"));
	else
		printf(_("  the case does NOT allow it: %s\n"), ruling->message);
}

void erasing_print_filed(const struct erasing *erasing, const char *case_path,
			 const struct records_filed *filed, const char *record_id, bool is_done)
{
	char path[2 * RECORDS_PATH_BYTES + 2];

	erasing_print_item(erasing);
	if (!filed->is_there) {
		printf("%s", _("  the record is NOT in the case; later: wipe-case merge\n"));
		return;
	}
	if (filed->fault != WIPECERT_FAULT_NONE)
		printf(_("  recorded, but without effect: %s\n"),
		       wipecert_fault_text(filed->fault));
	text_quote(case_path, path, sizeof(path));
	if (filed->awaits)
		printf(_("  next: the officer's confirmation (wipe-case confirm %s --record %s)\n"),
		       path, record_id);
	else if (filed->fault == WIPECERT_FAULT_NONE && filed->is_open &&
		 (!is_done || !*filed->left))
		printf("%s", _("  next: the item is still to be erased\n"));
	if (*filed->left)
		printf(_("  still to be erased: %s\n"), filed->left);
}

json_t *erasing_ruling_json(const struct erasing *erasing, const struct ruling *ruling)
{
	return json_pack("{s:o,s:o,s:b,s:s,s:o}", "item", output_json_text(erasing->item), "label",
			 output_json_text(erasing->label), "allowed", (int)ruling->is_allowed,
			 "fault", wipecert_fault_name(ruling->fault), "message",
			 output_json_text(ruling->message));
}

json_t *erasing_filed_json(const struct erasing *erasing, const struct records_filed *filed)
{
	return json_pack("{s:o,s:o,s:o,s:o,s:o,s:b}", "item", output_json_text(erasing->item),
			 "label", output_json_text(erasing->label), "number",
			 filed->is_there ? json_integer((json_int_t)filed->number) : json_null(),
			 "file", output_json_text(filed->file), "fault",
			 filed->is_there ? json_string(wipecert_fault_name(filed->fault)) :
					   json_null(),
			 "awaits_confirmation", (int)filed->awaits);
}
