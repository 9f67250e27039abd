/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "job.h"

#include <string.h>

#include "confirm.h"
#include "exit.h"
#include "given.h"
#include "i18n.h"
#include "keys.h"
#include "listed.h"
#include "output.h"
#include "place.h"
#include "progress.h"
#include "record.h"
#include "show.h"
#include "space.h"
#include "stop.h"

struct job {
	const struct config *config;
	struct progress *progress;
	struct listed listed;
	struct given given;
	struct record record;
	struct places places;
	bool is_in_way; /* a record or the log would lie in what is erased */
	bool is_asked;	/* the person agreed, or nobody was to be asked */
	int refused;	/* why ready() said no: an exit code */
	bool is_idle;	/* there was nothing that could be erased */
	struct space space;
	int saved; /* what became of the record, or would: an exit code */
	int code;  /* of all files */
};

static enum wipe_phase phase_of(enum wipe_file_phase phase)
{
	switch (phase) {
	case WIPE_FILE_LOOKING:
	case WIPE_FILE_COMPARING:
		return WIPE_PHASE_PREPARE;
	case WIPE_FILE_OVERWRITING:
		return WIPE_PHASE_WRITE;
	case WIPE_FILE_VERIFYING:
		return WIPE_PHASE_VERIFY;
	default:
		return WIPE_PHASE_FLUSH;
	}
}

static int show_progress(void *arg, const struct wipe_file_progress *progress)
{
	struct job *job = arg;

	if (job->is_asked || progress->phase == WIPE_FILE_COMPARING)
		progress_bytes(job->progress, phase_of(progress->phase), progress->bytes_done,
			       progress->bytes_total);
	return stop_requested();
}

static int ready(void *arg, const struct wipe_file_totals *totals, struct wipe_error *err)
{
	struct job *job = arg;

	(void)err;
	progress_hide(job->progress);
	if (job->is_in_way)
		return job->refused = EXIT_REFUSED;
	/* Why, each file tells. That what is listed is not there any more goes on record. */
	job->is_idle = job->config->options.argument_count &&
		       !totals->by_state[WIPE_FILE_PLANNED] && !totals->by_state[WIPE_FILE_MISSING];
	if (job->is_idle)
		return job->refused = EXIT_REFUSED;
	job->refused = record_ask(&job->record, totals);
	if (job->refused == EXIT_DONE)
		job->refused = confirm_ask(job->config, totals, &job->space);
	job->is_asked = true;
	if (job->refused == EXIT_DONE) {
		stop_catch();
		job->refused = record_begin(&job->record, totals, &job->space);
	}
	return job->refused != EXIT_DONE;
}

/* What one file's outcome is worth to a script. */
static int code_of(const struct wipe_file_result *result)
{
	bool is_file = result->kind == WIPE_FILE_REGULAR;

	switch (result->state) {
	case WIPE_FILE_CHANGED: /* what these are worth depends on the others: listed_code() */
	case WIPE_FILE_MISSING:
	case WIPE_FILE_EQUAL_LEFT:
		return EXIT_DONE;
	case WIPE_FILE_PLANNED:
	case WIPE_FILE_ERASED:
	case WIPE_FILE_REMOVED:
		return (is_file && result->level == WIPE_FILE_F0) || result->xattrs_left ?
			       EXIT_PARTIAL :
			       EXIT_DONE;
	case WIPE_FILE_OVERWRITTEN:
		return EXIT_PARTIAL;
	case WIPE_FILE_REFUSED:
	case WIPE_FILE_SKIPPED:
		return EXIT_REFUSED;
	case WIPE_FILE_NOT_REACHED:
		return EXIT_INTERRUPTED;
	case WIPE_FILE_FAILED:
		break;
	}
	return result->error && result->error->code == WIPE_E_INTERRUPTED ? EXIT_INTERRUPTED :
									    EXIT_FAILED;
}

/* What says that nothing was touched does not hold where something else was. */
static int code_if_touched(int code, bool touched)
{
	bool says_untouched = code == EXIT_REFUSED || code == EXIT_UNSUPPORTED ||
			      code == EXIT_USAGE;

	return touched && says_untouched ? EXIT_PARTIAL : code;
}

static int take(void *arg, const struct wipe_file_result *result)
{
	struct job *job = arg;

	job->code = exit_combine(job->code, code_of(result));
	if (job->config->dry_run)
		record_plan(&job->record, result);
	else
		record_take(&job->record, result);
	if (job->progress)
		progress_hide(job->progress);
	show_result(job->config, result);
	return 0;
}

static int plan(void *arg, const struct wipe_file_result *result)
{
	struct job *job = arg;

	if (places_meet(&job->places, result->path)) {
		output_error(TOOL, result->path, "%s",
			     _("records or the log would lie in it, by way of a mount"));
		job->is_in_way = true;
	}
	record_plan(&job->record, result);
	return 0;
}

/* It ended before there was a result for each file. */
static bool is_without_results(const struct wipe_file_totals *totals)
{
	uint64_t told = 0;

	for (size_t i = 0; i < WIPE_FILE_STATES; i++)
		told += totals->by_state[i];
	return told == 0;
}

static void wipe_space(void *arg)
{
	struct job *job = arg;

	space_run(job->config, job->progress, &job->space);
}

static void finished(void *arg, const struct wipe_file_totals *totals, const struct wipe_error *err)
{
	struct job *job = arg;

	if (job->config->dry_run) {
		job->saved = record_ask(&job->record, totals);
		return;
	}
	swaps_run(job->space.wiped, job->progress);
	space_list_swaps(&job->space);
	job->saved = record_end(&job->record, totals, &job->space, err);
}

/* For programs the sums come last; people read of the files first. */
static void show_all(const struct job *job, const struct wipe_file_totals *totals)
{
	bool json = job->config->options.json;

	if (json)
		space_show(job->config, &job->space);
	/* Of these alone the sums tell programs where the record is. */
	if (job->config->options.argument_count || json)
		show_totals(job->config, totals, &job->record, job->code);
	if (!json)
		space_show(job->config, &job->space);
	if (!job->config->options.argument_count)
		show_record(job->config, &job->record.saved);
}

/*
 * Of what is listed, something else was found, or nothing, or more than that. What runs before have
 * erased of a copy is not missed.
 */
static int listed_code(const struct job *job, const struct wipe_file_totals *totals)
{
	uint64_t missing = totals->by_state[WIPE_FILE_MISSING];

	if (job->record.casework.is_whole && job->record.casework.is_compared)
		missing = 0;
	if (!missing && !totals->by_state[WIPE_FILE_CHANGED] &&
	    !totals->by_state[WIPE_FILE_EQUAL_LEFT])
		return EXIT_DONE;
	if (totals->touched || totals->by_state[WIPE_FILE_PLANNED])
		return EXIT_PARTIAL;
	return missing ? EXIT_FAILED : EXIT_REFUSED;
}

static int conclude(struct job *job, const struct wipe_file_totals *totals,
		    const struct wipe_error *err)
{
	bool touched = totals->touched || space_touched(&job->space);

	if (job->is_idle && job->config->manifest) {
		job->code = exit_combine(job->code, listed_code(job, totals));
		show_totals(job->config, totals, &job->record, job->code);
		return job->code;
	}
	if (job->refused != EXIT_DONE)
		return job->refused;
	if (err->code && is_without_results(totals)) {
		output_wipe_error(TOOL, NULL, err);
		return exit_combine(exit_from_error(err), job->saved);
	}
	job->code = exit_combine(job->code, listed_code(job, totals));
	/* Whatever could be reached: the case does not allow it. */
	if (job->config->dry_run && job->saved != EXIT_DONE)
		job->code = job->saved;
	/* Refused files beside others that are gone: some of what was asked for remains. */
	job->code = exit_combine(code_if_touched(job->code, touched),
				 code_if_touched(space_code(&job->space), touched));
	/* Names of what is gone may be in it. */
	if (totals->journal == WIPE_FILE_JOURNAL_LEFT && totals->touched)
		job->code = exit_combine(job->code, EXIT_PARTIAL);
	if (err->code == WIPE_E_INTERRUPTED)
		job->code = exit_combine(job->code, EXIT_INTERRUPTED);
	job->code = exit_combine(job->code, job->saved);
	show_all(job, totals);
	return job->code;
}

/* Without files: the same questions and records around it. */
static void only_space(struct job *job, struct wipe_file_totals *totals, struct wipe_error *err)
{
	if (space_can(&job->space) && !job->config->dry_run && ready(job, totals, err) == 0) {
		wipe_space(job);
		finished(job, totals, err);
	}
}

/* What has to be there before files are looked at. EXIT_DONE or an exit code. */
static int prepare(struct job *job)
{
	int code = listed_load(job->config, &job->listed);

	if (code == EXIT_DONE)
		code = places_find(job->config, &job->places);
	if (code == EXIT_DONE)
		code = given_find(job->config, &job->given);
	if (code == EXIT_DONE)
		code = record_open(job->config, &job->listed, &job->given, &job->record);
	if (code != EXIT_DONE)
		return code;
	job->progress = progress_new(job->config->progress, 1);
	if (job->progress)
		return EXIT_DONE;
	output_error(TOOL, NULL, "%s", _("out of memory"));
	return EXIT_FAILED;
}

static void clear(struct job *job)
{
	progress_free(job->progress);
	record_close(&job->record);
	places_clear(&job->places);
	space_clear(&job->space);
	given_clear(&job->given);
	listed_free(&job->listed);
}

int job_run(struct config *config, struct wipe_source *source, struct log *log)
{
	struct job job = { .config = config };
	struct wipe_file_job request = {
		.paths = config->options.arguments,
		.path_count = config->options.argument_count,
		.recursive = config->recursive,
		.also_equal = config->equal_files,
		.remove_key = config->remove_key,
		.dry_run = config->dry_run,
		.require = config->require,
		.workers = (uint32_t)config->jobs,
		.source = source,
		.env = wipe_env_system(),
		.log = log_for_library(log),
		.planned = plan,
		.ready = ready,
		.result = take,
		.rest = wipe_space,
		.finished = finished,
		.progress = show_progress,
		.arg = &job,
	};
	struct wipe_file_totals totals;
	struct wipe_error err;
	int code;

	wipe_error_clear(&err);
	code = keys_read_answers(config, request.answers);
	if (code == EXIT_DONE)
		code = space_look(config, source, &job.space);
	if (code == EXIT_DONE)
		code = prepare(&job);
	if (code != EXIT_DONE) {
		clear(&job);
		return code;
	}
	memcpy(job.record.answers, request.answers, sizeof(job.record.answers));
	request.wanted = job.listed.wanted;
	request.wanted_count = job.listed.count;
	if (config->options.argument_count) {
		progress_name(job.progress, 0, config->options.arguments[0]);
		wipe_file_run(&request, &totals, &err);
	} else {
		totals = (struct wipe_file_totals){ 0 };
		only_space(&job, &totals, &err);
	}
	progress_hide(job.progress);
	code = conclude(&job, &totals, &err);
	/* Names are in the record, never here. */
	log_line(log, WIPE_LOG_INFO, "%llu files, %llu bytes verified: exit %d",
		 (unsigned long long)totals.files, (unsigned long long)totals.verified_bytes, code);
	clear(&job);
	return code;
}
