/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of kind "file": the whole of one. */
#include <stdio.h>

#include "consistent.h"
#include "facts.h"
#include "file_terms.h"
#include "files_copied.h"
#include "files_facts.h"
#include "files_keys.h"
#include "files_put.h"
#include "files_rest.h"
#include "put_frame.h"
#include "put_parts.h"
#include "text.h"

/* NULL: err tells, or there is no memory. */
static json_t *put_files(bool is_done, const struct wipecert_files *files,
			 const struct wipecert_files_job *job, struct wipe_error *err)
{
	struct wipecert_files_sums sums;
	struct put put;
	int rc;

	wipecert_files_sum(files, &sums);
	put_begin(&put);
	put_ascii(&put, "level_requested", job->level_requested);
	if (is_done)
		put_ascii(&put, "level_achieved", file_level_term(files_level(&sums)));
	put_count(&put, "count", sums.count);
	put_count(&put, "folders", sums.folders);
	put_count(&put, "others", sums.others);
	put_u64(&put, "bytes", sums.bytes);
	if (is_done)
		files_put_sums(&put, &sums);
	put_value(&put, "manifest", files_put_manifest(job->manifest));
	rc = files_put_list(&put, files, &sums, err);
	files_put_systems(&put, job);
	if (is_done) {
		put_value(&put, "keys", files_put_keys(job));
		put_ascii(&put, "journal", job->journal);
		put_value(&put, "deleted_open", files_put_deleted(job->deleted_open));
		put_value(&put, "copied", files_put_copied(job->copied));
		put_value(&put, "free_space", files_put_space(job->free_space));
		files_put_swap(&put, job);
	} else {
		put_count(&put, "keys_planned", job->key_count);
		put_bool(&put, "free_space_planned", job->free_space_planned);
		put_count(&put, "swap_planned", job->swap_planned);
	}
	put.failed |= rc != 0;
	return put_end(&put);
}

static json_t *put_error_of(const struct wipe_error *error)
{
	struct put put;

	if (!error || error->code == WIPE_OK)
		return json_null();
	put_begin(&put);
	put_failure(&put, error);
	return put_end(&put);
}

static json_t *put_stop(bool interrupted)
{
	json_t *list = json_array();
	struct put one;

	if (!interrupted)
		return list;
	put_begin(&one);
	put_ascii(&one, "reason", "stopped");
	json_array_append_new(list, put_end(&one));
	return list;
}

static json_t *put_times(bool is_done, const struct wipecert_files_job *job)
{
	struct put put;

	put_begin(&put);
	put_time(&put, "started_at", job->started_at_s);
	if (is_done) {
		put_time(&put, "ended_at", job->ended_at_s);
		put_count(&put, "duration_ms", job->duration_ns / 1000000);
	}
	put_ascii(&put, "clock", "CLOCK_REALTIME");
	if (is_done) {
		put_bool(&put, "media_touched", job->touched);
		put_value(&put, "error", put_error_of(job->error));
		put_value(&put, "interruptions", put_stop(job->interrupted));
	}
	return put_end(&put);
}

static json_t *put_method_of(bool is_done)
{
	struct put put;

	put_begin(&put);
	put_ascii(&put, "name", "file-overwrite");
	put_ascii(&put, "level_requested", wipe_level_name(WIPE_LEVEL_NONE));
	if (is_done)
		put_ascii(&put, "level_achieved", wipe_level_name(WIPE_LEVEL_NONE));
	return put_end(&put);
}

static json_t *put_place(const json_t *files)
{
	static const char *const keys[] = { "model", "serial", "media" };
	const json_t *medium = files_medium(json_object_get(files, "file_systems"));
	struct put put;

	put_begin(&put);
	put_ascii(&put, "kind", wipe_kind_name(WIPE_KIND_FILE));
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (medium)
			put_value(&put, keys[i], json_incref(json_object_get(medium, keys[i])));
		else
			put_null(&put, keys[i]);
	}
	return put_end(&put);
}

/* From what was put so far. True: the clock was set during the work. */
static bool put_conclusions(struct put *put, int64_t issued_at_s)
{
	struct wipe_report report;
	struct files_facts facts;

	facts_report(put->object, &report);
	files_facts(put->object, &facts);
	report.area_count = files_areas(&facts, report.areas);
	put_value(put, "areas", put_areas(&report));
	put_ascii(put, "verdict", wipe_verdict_name(files_verdict(&facts)));
	return consistent_times(&report, issued_at_s, NULL) != 0;
}

/* Takes files over. */
static json_t *put_record(enum wipecert_type type, json_t *files,
			  const struct wipecert_files_job *job, const struct wipecert_meta *meta)
{
	bool is_done = type == WIPECERT_ERASURE, clock_stepped = false;
	struct put put;

	put_frame_begin(&put, type, meta);
	put_ascii(&put, "kind", wipe_kind_name(WIPE_KIND_FILE));
	if (is_done)
		put_value(&put, "closes", put_link(meta->closes, true));
	put_value(&put, "medium", put_place(files));
	put_value(&put, "method", put_method_of(is_done));
	put_value(&put, "files", files);
	put_value(&put, "execution", put_times(is_done, job));
	if (is_done && !put.failed)
		clock_stepped = put_conclusions(&put, meta->issued_at_s);
	put_frame_end(&put, clock_stepped, meta);
	return put_end(&put);
}

int wipecert_files_serial(const struct wipecert_files_job *job, char *serial, size_t size,
			  struct wipe_error *err)
{
	const json_t *medium;
	const char *text;
	struct put put;
	json_t *made;

	put_begin(&put);
	files_put_systems(&put, job);
	made = put_end(&put);
	medium = files_medium(json_object_get(made, "file_systems"));
	text = json_string_value(json_object_get(medium, "serial"));
	snprintf(serial, size, "%s", text ? text : "");
	json_decref(made);
	return made ? 0 : wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
}

static int check_input(enum wipecert_type type, const struct wipecert_files *files,
		       const struct wipecert_files_job *job, struct wipe_error *err)
{
	struct wipecert_files_sums sums;
	uint64_t planned;

	wipecert_files_sum(files, &sums);
	planned = sums.by_state[WIPECERT_FILE_PLANNED];
	if (type != WIPECERT_ATTEMPT && type != WIPECERT_ERASURE)
		return wipe_error_set(err, WIPE_E_USAGE, 0, "%s", wipecert_type_name(type));
	if (type == WIPECERT_ERASURE ? planned : planned != sums.count + sums.folders + sums.others)
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("the list is not one of this type of record"));
	if (job->file_system_count > WIPECERT_FILE_SYSTEMS_MAX ||
	    job->key_count > WIPE_FILE_KEYS_MAX)
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
				      _("more file systems than one record can name"));
	return 0;
}

int wipecert_files_build(enum wipecert_type type, const struct wipecert_files *files,
			 const struct wipecert_files_job *job, const struct wipecert_meta *meta,
			 char **json, size_t *json_bytes, struct wipe_error *err)
{
	json_t *told;
	int rc = check_input(type, files, job, err);

	*json = NULL;
	*json_bytes = 0;
	if (rc)
		return rc;
	told = put_files(type == WIPECERT_ERASURE, files, job, err);
	if (!told)
		return err && err->code ? err->code :
					  wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	return put_frame_print(put_record(type, told, job, meta), json, json_bytes, err);
}
