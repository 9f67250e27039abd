/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casework.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "register.h"

#define SERIAL_BYTES 512

int casework_open(const struct config *config, struct casework *casework)
{
	int code = erasing_open(TOOL, config->case_path, &casework->opened);

	if (code != EXIT_DONE || !casework->opened)
		return code;
	casework->is_plan = config->dry_run;
	code = register_find_item(TOOL, casework->opened, config->item, &casework->item);
	if (code == EXIT_DONE)
		erasing_take_item(casework->opened, casework->item, &casework->erasing);
	return code;
}

void casework_close(struct casework *casework)
{
	copied_lists_clear(&casework->lists);
	wipecert_case_free(casework->opened);
}

static const char *file_of(const struct casework *casework, size_t index)
{
	struct wipecert_case_record record;

	wipecert_case_record(casework->opened, index, &record);
	return record.file;
}

/* While nothing is touched: later nothing may fail for want of a list. */
static int load_lists(struct casework *casework)
{
	struct copied_lists *lists = &casework->lists;
	size_t end = wipecert_case_record_count(casework->opened);

	if (!copied_lists_load(casework->opened, casework->item, end, WIPECERT_NO_INDEX, lists)) {
		output_error(TOOL, NULL, "%s", _("out of memory"));
		return EXIT_FAILED;
	}
	if (lists->bad_source != CASE_LIST_READ) {
		output_error(TOOL, file_of(casework, lists->bad_source_record), "%s",
			     lists->bad_source == CASE_LIST_ALTERED ?
				     _("the list of what was copied is not the one that was "
				       "signed: take it from another copy of the case (wipe-case "
				       "merge)") :
				     _("the list of what was copied is gone: take it from another "
				       "copy of the case (wipe-case merge)"));
		return EXIT_REFUSED;
	}
	if (lists->bad_work != CASE_LIST_READ)
		output_error(TOOL, file_of(casework, lists->bad_work_record), "%s",
			     _("its list of files is gone, or not the one that was signed: what "
			       "was erased then counts as left"));
	return EXIT_DONE;
}

int casework_ask(struct casework *casework, struct records *records,
		 const struct records_subject *subject)
{
	int code = erasing_try(&casework->erasing, records, subject, &casework->ruling);

	if (!casework->is_plan)
		erasing_refuse(TOOL, NULL, &casework->erasing, "", records, &casework->ruling);
	return code == EXIT_DONE && casework->ruling.is_allowed ? load_lists(casework) : code;
}

void casework_compare(struct casework *casework, const struct given *given,
		      const struct wipecert_files *files, struct wipecert_files_job *job)
{
	char serial[SERIAL_BYTES];
	struct copied_erasure erasure = { .files = files,
					  .record = SIZE_MAX,
					  .started_s = job->started_at_s,
					  .serial = serial,
					  .paths = given->real,
					  .path_count = given->count };
	bool failed;

	if (!casework->opened)
		return;
	failed = wipecert_files_serial(job, serial, sizeof(serial), NULL) != 0;
	if (!failed)
		casework->is_compared = copied_count(&casework->lists, &erasure, &casework->copied,
						     &casework->there, &failed);
	if (casework->is_compared)
		job->copied = &casework->copied;
	if (failed)
		output_error(TOOL, NULL, "%s", _("out of memory"));
}

int casework_note(struct casework *casework, const struct records_saved *saved)
{
	char words[COPIED_BYTES];

	if (!casework->opened)
		return EXIT_DONE;
	casework->is_whole = saved->filed.has_come_off;
	if (saved->filed.fault != WIPECERT_FAULT_NONE)
		return EXIT_UNCONFIRMED;
	if (!casework->is_compared)
		return EXIT_DONE;
	copied_warn(&casework->copied, casework->is_whole, words);
	if (*words)
		output_error(TOOL, NULL, "%s", words);
	if (casework->there)
		output_error(TOOL, NULL,
			     _("%" PRIu64 " of the files that were copied still lie where they "
			       "were copied to"),
			     casework->there);
	return casework->is_whole ? EXIT_DONE : EXIT_PARTIAL;
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
	if (!casework->is_compared)
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
	json_object_set_new(object, "copied",
			    copied_json(casework->is_compared ? &casework->copied : NULL));
	return object;
}
