/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casework.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exit.h"
#include "go_back.h"
#include "i18n.h"
#include "output.h"
#include "register.h"
#include "text.h"
#include "type_words.h"
#include "utc.h"

int casework_open(const struct config *config, struct wipecert_case **opened)
{
	const struct wipe_env *env = wipe_env_system();
	struct wipecert_case_options options = { .time_s = env->ops->realtime_s(env) };

	*opened = NULL;
	return config->case_path ?
		       register_open_in_order(TOOL, config->case_path, &options, opened) :
		       EXIT_DONE;
}

/* The --item of the target, which stands where its device does; NULL: none was given. */
static const char *name_of(const struct config *config, const char *path)
{
	for (size_t i = 0; i < config->items.count; i++)
		if (config->options.arguments[i] == path)
			return config->items.items[i];
	return NULL;
}

/* By serial: a medium that is no item is not refused here, an instruction may name it. */
static int find_by_serial(const struct wipecert_case *opened, const struct wipe_device *device,
			  size_t *index)
{
	struct wipe_error err;

	if (!*device->serial)
		return options_fail(TOOL, _("%s tells no serial: --item is needed"), device->node);
	wipe_error_clear(&err);
	if (!wipecert_case_find_medium(opened, device->serial, index, &err) ||
	    err.code == WIPE_E_NOTFOUND)
		return EXIT_DONE;
	output_wipe_error(TOOL, device->node, &err);
	return EXIT_USAGE;
}

/*
 * The records allow it, and it adds nothing to them: most likely another item is meant, whose
 * medium would be taken for erased. An officer may want it all the same.
 */
static void note_ended(const struct wipecert_case *opened, const struct wipecert_item *item,
		       struct target *target)
{
	struct wipecert_case_record record;
	char day[UTC_TEXT_BYTES];

	if (item->lacks || item->outcome_record == WIPECERT_NO_INDEX ||
	    (item->instruction != WIPECERT_NO_INDEX && item->instruction > item->outcome_record))
		return;
	wipecert_case_record(opened, item->outcome_record, &record);
	utc_format(record.stated_s + WIPECERT_CASE_ZONE_S, day);
	snprintf(target->ended, sizeof(target->ended),
		 _("%s has ended already: %s on %.10s (record %.8s): is another item meant? Only a "
		   "newer instruction of an officer for it allows to erase for it again"),
		 target->label, outcome_words(item->outcome), day, record.link.id);
}

int casework_find(const struct config *config, const struct wipecert_case *opened, const char *path,
		  struct target *target)
{
	const char *name = name_of(config, path);
	struct wipecert_item item;
	size_t index = WIPECERT_NO_INDEX;
	int code;

	if (!opened)
		return EXIT_DONE;
	code = name ? register_find_item(TOOL, opened, name, &index) :
		      find_by_serial(opened, target->device, &index);
	if (code != EXIT_DONE)
		return code;
	target->level_required = wipecert_case_level_of(opened, index, target->device->serial);
	if (index == WIPECERT_NO_INDEX)
		return EXIT_DONE;
	wipecert_case_item(opened, index, &item);
	memcpy(target->item, item.id, sizeof(target->item));
	text_escape(item.label, target->label, sizeof(target->label));
	note_ended(opened, &item, target);
	return EXIT_DONE;
}

int casework_check_level(const struct target *target)
{
	if (target->plan.level_reachable >= target->level_required)
		return EXIT_DONE;
	output_error(TOOL, target->device->node,
		     _("the case requires the level %s, and the job that is gone on with reaches "
		       "the level %s"),
		     wipe_level_text(target->level_required),
		     wipe_level_text(target->plan.level_reachable));
	return EXIT_UNSUPPORTED;
}

int casework_try(const struct target *target, struct records *records, struct ruling *ruling)
{
	struct wipe_report *report = calloc(1, sizeof(*report));
	struct wipe_error err;
	int code;

	wipe_error_clear(&err);
	*ruling = (struct ruling){ .is_allowed = true };
	if (!report) {
		output_error(TOOL, NULL, "%s", _("out of memory"));
		return EXIT_FAILED;
	}
	target_fill_report(target, report);
	if (records)
		records_set_item(records, target->item);
	ruling->is_allowed = !records ||
			     !records_try_attempt(records, report, &ruling->fault, &err);
	snprintf(ruling->message, sizeof(ruling->message), "%s", err.message);
	code = exit_from_error(&err);
	if (ruling->is_allowed && *target->ended) {
		*ruling = (struct ruling){ .is_allowed = false };
		memcpy(ruling->message, target->ended, sizeof(ruling->message));
		code = EXIT_REFUSED;
	}
	free(report);
	return code;
}

int casework_refuse(const struct targets *targets, struct records *records)
{
	int code = EXIT_DONE;

	for (size_t i = 0; i < targets->count; i++) {
		struct ruling ruling;

		code = exit_combine(code, casework_try(&targets->items[i], records, &ruling));
		if (ruling.fault != WIPECERT_FAULT_NONE)
			output_error(TOOL, targets->items[i].device->node,
				     _("the case does not allow it: %s"), ruling.message);
		if (ruling.fault == WIPECERT_FAULT_RETURN_FIRST)
			go_back_tell(TOOL, records_case(records), targets->items[i].item,
				     targets->items[i].device->serial);
		if (ruling.fault == WIPECERT_FAULT_CHALLENGE && targets->items[i].journal.file)
			output_error(TOOL, targets->items[i].device->node, "%s",
				     _("what was begun answers a challenge that does not count any "
				       "more: begin anew without --resume, with a new one "
				       "(wipe-case challenge, then --challenge)"));
		if (ruling.fault == WIPECERT_FAULT_NONE && !ruling.is_allowed)
			output_message(TOOL, targets->items[i].device->node, ruling.message);
	}
	return code;
}
