/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "place.h"

static int tell(const struct wipe_error *err)
{
	output_wipe_error(TOOL, NULL, err);
	return exit_from_error(err);
}

int record_open(const struct config *config, const struct listed *listed, const struct given *given,
		struct record *record)
{
	struct wipe_error err;
	int code;

	*record = (struct record){ .config = config, .listed = listed, .given = given };
	wipe_error_clear(&err);
	if (config->dry_run && !config->case_path)
		return EXIT_DONE;
	code = place_check(config);
	if (code == EXIT_DONE)
		code = casework_open(config, &record->casework);
	if (code != EXIT_DONE)
		return code;
	if (wipecert_files_new(NULL, &record->planned, &err) ||
	    (!config->dry_run && wipecert_files_new(NULL, &record->done, &err)))
		return tell(&err);
	record_space_begin(&record->beside, config);
	code = records_open(TOOL, &config->records, &record->records);
	if (code != EXIT_DONE)
		return code;
	records_use_case(record->records, record->casework.opened);
	records_use_lists(record->records);
	return config->dry_run ? EXIT_DONE :
				 records_check_places(record->records, WIPECERT_ERASURE);
}

void record_close(struct record *record)
{
	wipecert_files_free(record->planned);
	wipecert_files_free(record->done);
	records_close(record->records);
	record_space_clear(&record->beside);
	casework_close(&record->casework);
}

static int put(const struct record *record, struct wipecert_files *files,
	       const struct wipe_file_result *result, struct wipe_error *err)
{
	struct wipe_file_result placed = *result;
	char *real = NULL;
	int rc;

	/* What is missing has no place; its path is that of the list. */
	if (result->state != WIPE_FILE_MISSING && !given_path(record->given, result->path, &real))
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	placed.path = real ? real : result->path;
	rc = wipecert_files_add_result(files, &placed, err);
	free(real);
	return rc;
}

static void add(struct record *record, struct wipecert_files *files,
		const struct wipe_file_result *result)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	if (!put(record, files, result, &err))
		return;
	if (!record->not_listed++)
		output_error(TOOL, result->path, _("it cannot be put into the record: %s"),
			     err.message);
}

void record_plan(struct record *record, const struct wipe_file_result *result)
{
	/* What is refused is not attempted; it stands in the list of results. */
	if (record->planned && result->state == WIPE_FILE_PLANNED)
		add(record, record->planned, result);
}

void record_take(struct record *record, const struct wipe_file_result *result)
{
	if (record->done)
		add(record, record->done, result);
}

/* With room for what it points to. */
struct job_words {
	struct wipecert_files_job job;
	struct wipecert_files_manifest manifest;
	struct wipecert_file_system systems[WIPE_FILE_SYSTEMS_MAX];
	struct wipecert_file_system_described described[WIPE_FILE_SYSTEMS_MAX];
};

static void describe(const struct record *record, const struct wipe_file_totals *totals,
		     struct job_words *words)
{
	memset(words, 0, sizeof(*words));
	for (size_t i = 0; i < totals->file_system_count; i++) {
		wipecert_file_system_describe(totals->file_systems[i], &words->described[i]);
		words->systems[i] = words->described[i].system;
	}
	words->manifest = record->listed->told;
	words->manifest.findings = totals->findings;
	words->job = (struct wipecert_files_job){
		.level_requested = wipe_file_level_name(record->config->require),
		.manifest = record->listed->manifest ? &words->manifest : NULL,
		.started_at_s = record->started_at_s,
		.journal = wipe_file_journal_name(totals->journal),
		.file_systems = words->systems,
		.file_system_count = totals->file_system_count,
		.keys = totals->keys,
		.key_count = totals->key_count,
		.answers = record->answers,
	};
}

int record_ask(struct record *record, const struct wipe_file_totals *totals)
{
	const struct wipe_env *env = wipe_env_system();
	struct job_words words;
	struct wipe_error err;

	if (!record->casework.opened)
		return EXIT_DONE;
	wipe_error_clear(&err);
	record->started_at_s = env->ops->realtime_s(env);
	describe(record, totals, &words);
	if (wipecert_files_seal(record->planned, &err))
		return tell(&err);
	return casework_ask(&record->casework, record->records,
			    &(struct records_subject){ .files = record->planned,
						       .files_job = &words.job });
}

/* Nothing was touched. */
static int refuse(const struct record *record, const struct wipe_error *err)
{
	output_error(TOOL, NULL, _("nothing was erased: its record could not be saved: %s"),
		     record->not_listed ? _("not all of it can be listed") : err->message);
	return record->not_listed || err->code == WIPE_E_SYSTEM ? EXIT_REFUSED :
								  exit_from_error(err);
}

int record_begin(struct record *record, const struct wipe_file_totals *totals,
		 const struct space *space)
{
	const struct wipe_env *env = wipe_env_system();
	struct records_saved saved;
	struct job_words words;
	struct wipe_error err;

	if (!record->records)
		return EXIT_DONE;
	wipe_error_clear(&err);
	record->started_at_s = env->ops->realtime_s(env);
	record->started_ns = clock_ns();
	describe(record, totals, &words);
	record_space_plan(&record->beside, space, &words.job);
	/* What is not on record is not erased. */
	if (wipecert_files_count(record->planned) != totals->by_state[WIPE_FILE_PLANNED])
		record->not_listed++;
	if (record->not_listed || wipecert_files_seal(record->planned, &err) ||
	    records_save_files(record->records, WIPECERT_ATTEMPT, record->planned, &words.job, NULL,
			       &saved, &err))
		return refuse(record, &err);
	record->attempt = saved.link;
	record->is_begun = record->casework.is_begun = true;
	return EXIT_DONE;
}

static int save(struct record *record, struct wipecert_files_job *job, struct wipe_error *err)
{
	int rc = wipecert_files_seal(record->done, err);

	if (!rc)
		casework_compare(&record->casework, record->given, record->done, job);
	return rc ? rc :
		    records_save_files(record->records, WIPECERT_ERASURE, record->done, job,
				       &record->attempt, &record->saved, err);
}

/* What was done is not undone: all that can be listed is recorded, and that there was more. */
static void tell_of_rest(const struct record *record, struct wipecert_files_job *job,
			 struct wipe_error *error)
{
	if (!record->not_listed)
		return;
	output_error(TOOL, NULL, _("not all of it could be listed: the record lacks %llu of them"),
		     (unsigned long long)record->not_listed);
	wipe_error_set(error, WIPE_E_FORMAT, 0, "%s", _("not all of it can be listed"));
	if (!job->error)
		job->error = error;
}

static int conclude(struct record *record, struct wipecert_files_job *job)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	if (save(record, job, &err))
		output_error(TOOL, NULL, _("the record could not be saved everywhere: %s"),
			     err.message);
	else if (record->config->records.key && !record->saved.is_signed)
		output_error(TOOL, NULL, _("the record is not signed: %s"),
			     record->saved.flag ? record->saved.flag : "");
	else
		return casework_note(&record->casework, &record->saved);
	return EXIT_UNSAVED;
}

int record_end(struct record *record, const struct wipe_file_totals *totals,
	       const struct space *space, const struct wipe_error *failure)
{
	const struct wipecert_deleted_open deleted = { totals->deleted_count, totals->deleted_bytes,
						       totals->all_processes };
	const struct wipe_env *env = wipe_env_system();
	struct job_words words;
	struct wipe_error rest;
	int code;

	if (!record->is_begun)
		return EXIT_DONE;
	wipe_error_clear(&rest);
	describe(record, totals, &words);
	words.job.ended_at_s = env->ops->realtime_s(env);
	words.job.duration_ns = clock_ns() - record->started_ns;
	if (totals->deleted_known)
		words.job.deleted_open = &deleted;
	words.job.touched = totals->touched;
	words.job.interrupted = failure->code == WIPE_E_INTERRUPTED;
	words.job.error = failure->code && !words.job.interrupted ? failure : NULL;
	record_space_tell(&record->beside, record->config, space, &words.job);
	tell_of_rest(record, &words.job, &rest);
	code = conclude(record, &words.job);
	return record->not_listed ? exit_combine(code, EXIT_UNSAVED) : code;
}
