/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case_findings.h"
#include "confirmations.h"
#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "pace.h"
#include "verdict_show.h"

struct ticking {
	struct pace pace;
	enum progress_mode mode;
	bool is_started;
};

static int tick(void *arg, size_t done, size_t count)
{
	struct ticking *ticking = arg;

	if (!ticking->is_started)
		pace_start(&ticking->pace, ticking->mode, count);
	ticking->is_started = true;
	pace_tell(&ticking->pace, done, 0);
	return 0;
}

static int open_case(const struct cases_options *options, const char *path,
		     struct wipecert_case **opened)
{
	struct ticking ticking = { .mode = options->progress };
	struct wipecert_case_options opening = { .trust = options->trust,
						 .time_s = options->time_s,
						 .progress = tick,
						 .progress_arg = &ticking };
	int code = case_open(options->tool, path, &options->init, &opening, opened);

	if (ticking.is_started)
		pace_end(&ticking.pace);
	return code;
}

static int no_memory(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
}

/* What has gone since it was read has a verdict that says so. */
static int judge_record(const struct wipecert_case *opened, size_t index, const char *path,
			struct verdict *verdict, struct wipe_error *err)
{
	struct wipecert_result result = { .authentic = WIPECERT_INVALID };
	struct wipe_error why;
	int rc;

	wipe_error_clear(&why);
	rc = wipecert_case_load_record(opened, index, &result, &why) ?
		     verdict_of_failure(&why, path, verdict, err) :
		     verdict_of_result(&result, path, verdict, err);
	verdict->from_folder = true;
	wipecert_result_clear(&result);
	return rc;
}

static int fill(const struct wipecert_case *opened, const char *folder,
		struct collection *collection, struct wipe_error *err)
{
	size_t count = wipecert_case_record_count(opened);
	int rc = 0;

	collection->items = calloc(count + 1, sizeof(*collection->items));
	if (!collection->items)
		return no_memory(err);
	for (size_t i = 0; i < count && !rc; i++) {
		struct wipecert_case_record record;
		char *path;

		wipecert_case_record(opened, i, &record);
		if (asprintf(&path, "%s/" WIPECERT_FOLDER_RECORDS "/%s", folder, record.file) < 0)
			return no_memory(err);
		rc = judge_record(opened, i, path, &collection->items[collection->count++], err);
		free(path);
	}
	return rc;
}

/* What is wrong between them is told by the case; here each gets what others say of it. */
static int relate(const struct wipecert_case *opened, struct collection *collection,
		  struct wipe_error *err)
{
	const struct confirmations none = { .items = NULL };
	struct chain_findings findings;
	int rc = confirmations_weigh(wipecert_case_trust(opened), collection->items,
				     collection->count, &none, err);

	if (rc)
		return rc;
	rc = chain_examine(collection->items, collection->count, &findings, err);
	chain_free_findings(&findings);
	return rc;
}

/* Its records, one by one. */
static int tell_records(const struct cases_options *options, const struct wipecert_case *opened,
			const char *path, struct report_totals *totals)
{
	const struct chain_findings none = { .items = NULL };
	struct collection collection = { .items = NULL };
	struct wipe_error err;
	int rc;

	wipe_error_clear(&err);
	rc = fill(opened, path, &collection, &err);
	if (!rc)
		rc = relate(opened, &collection, &err);
	if (rc) {
		output_wipe_error(options->tool, path, &err);
	} else {
		report_rows(&collection, options->form);
		report_add(totals, &collection, &none);
	}
	collection_clear(&collection);
	return rc ? exit_from_error(&err) : EXIT_DONE;
}

static void begin(const struct cases_options *options, const struct wipecert_case *opened,
		  const char *path)
{
	uint8_t sha256[32];

	wipecert_case_init_sha256(opened, sha256);
	if (options->form == REPORT_JSON)
		output_json(json_pack("{s:s, s:o, s:o}", "object", "case", "path",
				      output_json_text(path), "init_sha256",
				      output_json_hex(sha256, sizeof(sha256))));
	else if (options->form == REPORT_TEXT && options->names_path)
		verdict_show_text(path, 0);
}

static enum case_form form_of(enum report_form form)
{
	return form == REPORT_TEXT ? CASE_TEXT : form == REPORT_JSON ? CASE_JSON : CASE_PROBLEMS;
}

static int tell(const struct cases_options *options, struct wipecert_case *opened, const char *path,
		struct report_totals *totals)
{
	bool in_rows = options->form == REPORT_JSON || options->form == REPORT_CSV;
	struct report_totals rows = { .code = EXIT_DONE };
	int code, verdict = EXIT_FAILED;

	begin(options, opened, path);
	code = in_rows ? tell_records(options, opened, path, &rows) : EXIT_DONE;
	if (code == EXIT_DONE)
		code = case_tell(options->tool, opened, form_of(options->form), &verdict);
	totals->files += in_rows ? rows.files : wipecert_case_record_count(opened);
	totals->good += rows.good;
	totals->findings += wipecert_case_finding_count(opened);
	return code == EXIT_DONE ? verdict : code;
}

int cases_verify(const struct cases_options *options, const char *path,
		 struct report_totals *totals)
{
	struct wipecert_case *opened = NULL;
	int code = open_case(options, path, &opened);

	if (code == EXIT_DONE)
		code = tell(options, opened, path, totals);
	totals->code = exit_combine(totals->code, code);
	totals->cases++;
	wipecert_case_free(opened);
	return code;
}
