/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casework.h"

#include <stdio.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "register.h"

int casework_open(const struct config *config, struct casework *casework)
{
	size_t index;
	int code = erasing_open(TOOL, config->case_path, &casework->opened);

	if (code != EXIT_DONE || !casework->opened)
		return code;
	casework->is_plan = config->dry_run;
	code = register_find_item(TOOL, casework->opened, config->item, &index);
	if (code == EXIT_DONE)
		erasing_take_item(casework->opened, index, &casework->erasing);
	return code;
}

void casework_close(struct casework *casework)
{
	wipecert_case_free(casework->opened);
}

int casework_ask(struct casework *casework, struct records *records,
		 const struct records_subject *subject)
{
	int code = erasing_try(&casework->erasing, records, subject, &casework->ruling);

	if (!casework->is_plan)
		erasing_refuse(TOOL, NULL, &casework->erasing, "", records, &casework->ruling);
	return code;
}

int casework_note(struct casework *casework, const struct records_saved *saved)
{
	size_t erasure;

	if (!casework->opened)
		return EXIT_DONE;
	erasure = wipecert_case_find_link(casework->opened, &saved->link);
	if (erasure != WIPECERT_NO_INDEX)
		copied_compare(casework->opened, erasure, &casework->copied);
	if (saved->filed.fault != WIPECERT_FAULT_NONE)
		return EXIT_UNCONFIRMED;
	if (!copied_lacks(&casework->copied))
		return EXIT_DONE;
	output_error(TOOL, NULL, "%s",
		     _("some of what was copied is not erased: erase that for the item too, or "
		       "tell the officer why not"));
	return EXIT_PARTIAL;
}

void casework_print(const struct config *config, const struct casework *casework,
		    const struct records_saved *saved, int code)
{
	char words[COPIED_BYTES];

	if (!config->case_path || (!config->dry_run && !casework->is_begun))
		return;
	if (config->dry_run) {
		erasing_print_item(&casework->erasing);
		erasing_print_ruling(&casework->ruling);
		return;
	}
	erasing_print_filed(&casework->erasing, config->case_path, &saved->filed, saved->link.id,
			    code == EXIT_DONE);
	if (!casework->copied.is_told)
		return;
	copied_words(&casework->copied, words);
	printf("  %s: %s\n", _("Of what was copied"), words);
}

json_t *casework_json(const struct config *config, const struct casework *casework,
		      const struct records_saved *saved)
{
	json_t *object;

	if (!config->case_path)
		return json_null();
	if (config->dry_run)
		return erasing_ruling_json(&casework->erasing, &casework->ruling);
	object = erasing_filed_json(&casework->erasing, &saved->filed);
	json_object_set_new(object, "copied", copied_json(&casework->copied));
	return object;
}
