/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record.h"

#include <stdlib.h>
#include <string.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "place.h"

static int tell(const struct wipe_error *err)
{
	output_wipe_error(TOOL, NULL, err);
	return exit_from_error(err);
}

int record_open(const struct config *config, struct record *record)
{
	struct wipe_error err;
	int code;

	*record = (struct record){ .config = config };
	wipe_error_clear(&err);
	if (config->dry_run)
		return EXIT_DONE;
	code = place_check(config);
	if (code != EXIT_DONE)
		return code;
	if (wipecert_files_new(NULL, &record->planned, &err) ||
	    wipecert_files_new(NULL, &record->done, &err))
		return tell(&err);
	code = records_open(TOOL, &config->records, &record->records);
	return code == EXIT_DONE ? records_check_places(record->records, WIPECERT_ERASURE) : code;
}

void record_close(struct record *record)
{
	wipecert_files_free(record->planned);
	wipecert_files_free(record->done);
	systems_free(&record->systems);
	records_close(record->records);
}

static struct wipecert_file_extent *copy_extents(const struct wipe_file_result *result)
{
	struct wipecert_file_extent *extents = calloc(result->extent_count + 1, sizeof(*extents));

	for (size_t i = 0; extents && i < result->extent_count; i++)
		extents[i] = (struct wipecert_file_extent){
			.offset_bytes = result->extents[i].offset_bytes,
			.device_bytes = result->extents[i].device_bytes,
			.length_bytes = result->extents[i].length_bytes,
			.device = result->extents[i].device,
		};
	return extents;
}

static void add(struct record *record, struct wipecert_files *files,
		const struct wipe_file_result *result)
{
	bool is_file = result->kind == WIPE_FILE_REGULAR;
	struct wipecert_file_extent *extents = copy_extents(result);
	struct wipecert_file file = {
		.path = result->path,
		.kind = wipe_file_kind_name(result->kind),
		.state = wipe_file_state_name(result->state),
		.level = is_file ? wipe_file_level_name(result->level) : NULL,
		.reason = is_file ? wipe_file_reason_name(result->reason) : NULL,
		.touched = result->touched,
		.name_count = result->name_count,
		.size_bytes = result->size_bytes,
		.has_sha256 = result->has_sha256,
		.verified_bytes = result->verified_bytes,
		.attributes = result->xattr_count,
		.attributes_left = result->xattrs_left,
		.error = result->error ? wipe_code_name(result->error->code) : NULL,
		.extents = extents,
		.extent_count = extents ? result->extent_count : 0,
	};
	struct wipe_error err;

	memcpy(file.sha256, result->sha256, sizeof(file.sha256));
	wipe_error_clear(&err);
	if (!extents || wipecert_files_add(files, &file, &err)) {
		if (!record->lost)
			output_error(TOOL, result->path, _("it cannot be put into the record: %s"),
				     err.code ? err.message : _("out of memory"));
		record->lost = true;
	}
	free(extents);
}

void record_plan(struct record *record, const struct wipe_file_result *result)
{
	if (record->planned)
		add(record, record->planned, result);
}

void record_take(struct record *record, const struct wipe_file_result *result)
{
	if (record->done)
		add(record, record->done, result);
}

static void fill_job(const struct record *record, struct wipecert_files_job *job)
{
	*job = (struct wipecert_files_job){
		.level_requested = wipe_file_level_name(record->config->require),
		.started_at_s = record->started_at_s,
		.journal = wipe_file_journal_name(WIPE_FILE_JOURNAL_NONE),
		.file_systems = record->systems.items,
		.file_system_count = record->systems.count,
	};
}

int record_begin(struct record *record, const struct wipe_file_totals *totals)
{
	const struct wipe_env *env = wipe_env_system();
	struct wipecert_files_job job;
	struct records_saved saved;
	struct wipe_error err;

	wipe_error_clear(&err);
	if (record->lost || !systems_copy(totals, &record->systems))
		return output_error(TOOL, NULL, "%s", _("out of memory")), EXIT_FAILED;
	record->started_at_s = env->ops->realtime_s(env);
	record->started_ns = env->ops->monotonic_ns(env);
	fill_job(record, &job);
	if (wipecert_files_seal(record->planned, &err) ||
	    records_save_files(record->records, WIPECERT_ATTEMPT, record->planned, &job, NULL,
			       &saved, &err)) {
		output_error(TOOL, NULL, _("nothing was erased: its record could not be saved: %s"),
			     err.message);
		return EXIT_UNSAVED;
	}
	record->attempt = saved.link;
	record->is_begun = true;
	return EXIT_DONE;
}

int record_end(struct record *record, const struct wipe_file_totals *totals,
	       const struct wipe_error *failure)
{
	const struct wipe_env *env = wipe_env_system();
	struct wipecert_files_job job;
	struct wipe_error err;
	int rc;

	if (!record->is_begun)
		return EXIT_DONE;
	wipe_error_clear(&err);
	fill_job(record, &job);
	job.ended_at_s = env->ops->realtime_s(env);
	job.duration_ns = env->ops->monotonic_ns(env) - record->started_ns;
	job.touched = totals->touched;
	job.journal = wipe_file_journal_name(totals->journal);
	job.interrupted = failure->code == WIPE_E_INTERRUPTED;
	/* What befell single files stands in the list. */
	job.error = failure->code && !totals->files ? failure : NULL;
	rc = record->lost ? wipe_error_set(&err, WIPE_E_NOMEM, 0, _("out of memory")) :
			    wipecert_files_seal(record->done, &err);
	if (!rc)
		rc = records_save_files(record->records, WIPECERT_ERASURE, record->done, &job,
					&record->attempt, &record->saved, &err);
	if (rc)
		output_error(TOOL, NULL, _("the record could not be saved everywhere: %s"),
			     err.message);
	else if (record->config->records.key && !record->saved.is_signed)
		output_error(TOOL, NULL, _("the record is not signed: %s"),
			     record->saved.flag ? record->saved.flag : "");
	else
		return EXIT_DONE;
	return EXIT_UNSAVED;
}
