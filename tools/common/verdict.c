/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/act.h>
#include <wipecert/files.h>
#include <wipecert/pdf.h>
#include <wipecert/save.h>

#include "exit.h"
#include "i18n.h"

#define PREVIOUS_MAX 256

static int no_memory(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
}

/* NULL: no memory. */
static char *describe_last_pass(const struct wipecert_stated *stated)
{
	char *text;

	if (asprintf(&text, "%s %s %s", stated->pass_kind ? stated->pass_kind : "-",
		     stated->pass_pattern ? stated->pass_pattern : "-",
		     stated->pass_key ? stated->pass_key : "-") < 0)
		return NULL;
	return text;
}

static bool take_flags(const struct wipecert_record *record, size_t count,
		       struct verdict_record *made)
{
	made->flags = count ? calloc(count, sizeof(*made->flags)) : NULL;
	if (count && !made->flags)
		return false;
	for (size_t i = 0; i < count; i++) {
		made->flags[i] = strdup(wipecert_record_flag(record, i));
		if (!made->flags[i])
			return false;
		made->flag_count++;
	}
	return true;
}

/* Its verdict may be taken from there: wipecert_record_held() has recomputed it. */
static bool take_stated(const struct wipecert_record *record, struct verdict_record *made)
{
	struct wipecert_stated stated;

	wipecert_record_stated(record, &stated);
	made->verdict = stated.verdict ? strdup(stated.verdict) : NULL;
	made->last_pass = describe_last_pass(&stated);
	made->windows = stated.windows;
	made->partition = stated.partition;
	return (made->verdict || !stated.verdict) && made->last_pass &&
	       take_flags(record, stated.flag_count, made);
}

static void free_record(struct verdict_record *record)
{
	if (!record)
		return;
	free(record->verdict);
	free(record->vendor);
	free(record->model);
	free(record->serial);
	free(record->wwn);
	free(record->name);
	free(record->previous);
	free(record->resumes);
	free(record->last_pass);
	free(record->file_sums);
	free(record->confirmation);
	for (size_t i = 0; i < record->flag_count; i++)
		free(record->flags[i]);
	free(record->flags);
	free(record);
}

static int take_previous(const struct wipecert_record *record, struct verdict_record *made)
{
	size_t count = wipecert_record_previous(record, NULL, 0);

	if (count > PREVIOUS_MAX)
		count = PREVIOUS_MAX;
	if (!count)
		return 0;
	made->previous = calloc(count, sizeof(*made->previous));
	if (!made->previous)
		return -1;
	wipecert_record_previous(record, made->previous, count);
	made->previous_count = count;
	return 0;
}

static int take_resumes(const struct wipecert_record *record, struct verdict_record *made)
{
	size_t count = wipecert_record_resumes(record, NULL, 0);

	if (!count)
		return 0;
	made->resumes = calloc(count, sizeof(*made->resumes));
	if (!made->resumes)
		return -1;
	made->resume_count = wipecert_record_resumes(record, made->resumes, count);
	return 0;
}

static int take_confirmation(const struct wipecert_record *record, struct verdict_record *made)
{
	if (made->type != WIPECERT_CONFIRMATION)
		return 0;
	made->confirmation = malloc(sizeof(*made->confirmation));
	if (!made->confirmation)
		return -1;
	wipecert_record_confirmation(record, made->confirmation);
	return 0;
}

static int take_files(const struct wipecert_record *record, struct verdict_record *made)
{
	struct wipecert_files_stated stated;

	made->is_of_files = wipecert_record_files(record, &stated);
	if (!made->is_of_files)
		return 0;
	made->is_of_rest = !stated.names_files;
	made->has_copied = stated.has_copied;
	made->copied = stated.copied;
	made->copied_is_whole = wipecert_files_copied_is_whole(&stated);
	made->has_list = stated.has_list;
	memcpy(made->list_sha256, stated.list_sha256, sizeof(made->list_sha256));
	memcpy(made->list_public_sha256, stated.list_public_sha256,
	       sizeof(made->list_public_sha256));
	made->file_count = stated.sums.count;
	made->file_bytes = stated.sums.bytes;
	snprintf(made->file_level, sizeof(made->file_level), "%s",
		 stated.level_achieved ? stated.level_achieved : "");
	if (!stated.level_achieved || !stated.names_files)
		return 0;
	made->file_sums = malloc(sizeof(*made->file_sums));
	if (!made->file_sums)
		return -1;
	*made->file_sums = stated.sums;
	return 0;
}

static struct verdict_record *take_record(const struct wipecert_record *record)
{
	struct verdict_record *made = calloc(1, sizeof(*made));
	struct wipe_device medium;

	if (!made)
		return NULL;
	memset(&medium, 0, sizeof(medium));
	wipecert_record_medium(record, &medium);
	made->type = wipecert_record_type(record);
	memccpy(made->id, wipecert_record_id(record), '\0', sizeof(made->id) - 1);
	made->issued_at_s = wipecert_record_issued_at(record);
	made->kind = medium.kind;
	made->vendor = strdup(medium.vendor);
	made->model = strdup(medium.model);
	made->serial = strdup(medium.serial);
	made->wwn = strdup(medium.wwn);
	made->name = strdup(medium.name);
	made->capacity_bytes = medium.capacity_bytes;
	made->on_paper = wipecert_type_is_act(made->type) && wipecert_record_on_paper(record);
	made->has_files = compared_read(record, &made->compared);
	made->member_count = wipecert_record_members(record, NULL, 0);
	made->has_place = wipecert_record_place(record, &made->place);
	made->has_closes = wipecert_record_closes(record, &made->closes);
	made->has_about = wipecert_record_about(record, &made->about);
	wipe_device_clear(&medium);
	if (made->vendor && made->model && made->serial && made->wwn && made->name &&
	    !take_files(record, made) && !take_previous(record, made) &&
	    !take_resumes(record, made) && !take_confirmation(record, made) &&
	    take_stated(record, made))
		return made;
	free_record(made);
	return NULL;
}

static int take_voice(const struct wipecert_result *result, struct verdict *verdict)
{
	enum wipecert_type type = wipecert_record_type(result->record);

	if (!wipecert_type_is_answered(type) && type != WIPECERT_CONFIRMATION)
		return 0;
	verdict->voice = malloc(sizeof(*verdict->voice));
	return verdict->voice && wipecert_voice_of(result, verdict->voice) ? 0 : -1;
}

int verdict_of_result(const struct wipecert_result *result, const char *path,
		      struct verdict *verdict, struct wipe_error *err)
{
	/* Contents of a record that is not authentic are not relied on, nor shown. */
	bool sound = result->record && result->authentic != WIPECERT_INVALID;

	*verdict = (struct verdict){ .path = strdup(path),
				     .exit = wipecert_result_exit_code(result),
				     .authentic = result->authentic,
				     .reason = result->reason,
				     .detail = strdup(result->detail),
				     .signer = strdup(result->signer),
				     .is_signed = result->is_signed,
				     .has_timestamp = result->timestamp.is_present,
				     .timestamp_authentic = result->timestamp.authentic,
				     .timestamp_reason = result->timestamp.reason,
				     .timestamp_s = result->timestamp.time_s,
				     .timestamp_authority = strdup(result->timestamp.authority),
				     .revocation_checked = result->revocation_checked,
				     .roles = result->signatory.roles,
				     .held = result->held,
				     .link = result->link };
	memcpy(verdict->signer_sha256, result->signer_sha256, sizeof(verdict->signer_sha256));
	if (sound)
		verdict->record = take_record(result->record);
	if (sound && take_voice(result, verdict))
		return no_memory(err);
	if (!verdict->path || !verdict->detail || !verdict->signer ||
	    !verdict->timestamp_authority || (sound && !verdict->record))
		return no_memory(err);
	return 0;
}

int verdict_of_obstacle(enum verdict_obstacle obstacle, const char *path, struct verdict *verdict,
			struct wipe_error *err)
{
	*verdict = (struct verdict){ .path = strdup(path),
				     .exit = EXIT_UNCONFIRMED,
				     .obstacle = obstacle,
				     .authentic = WIPECERT_UNDETERMINED };
	return verdict->path ? 0 : no_memory(err);
}

int verdict_of_failure(const struct wipe_error *why, const char *path, struct verdict *verdict,
		       struct wipe_error *err)
{
	int rc = verdict_of_obstacle(VERDICT_NO_FILE, path, verdict, err);

	verdict->exit = exit_from_error(why);
	verdict->error_code = why->code;
	verdict->error = strdup(why->message);
	return rc || verdict->error ? rc : no_memory(err);
}

int verdict_of_bytes(const struct wipecert_trust *trust, const void *bytes, size_t length,
		     const char *path, int64_t time_s, struct verdict *verdict,
		     struct wipe_error *err)
{
	struct wipecert_result result;
	int rc;

	if (wipecert_pdf_begins(bytes, length))
		return verdict_of_obstacle(VERDICT_PDF, path, verdict, err);
	memset(&result, 0, sizeof(result));
	rc = wipecert_verify(trust, bytes, length, time_s, &result, err);
	if (!rc)
		rc = verdict_of_result(&result, path, verdict, err);
	wipecert_result_clear(&result);
	return rc;
}

int verdict_read(const char *path, unsigned char **bytes, size_t *length, struct verdict *verdict,
		 struct wipe_error *err)
{
	struct wipe_error why;

	*bytes = NULL;
	wipe_error_clear(&why);
	if (wipecert_load(path, WIPECERT_P7M_MAX_BYTES, bytes, length, &why))
		return verdict_of_failure(&why, path, verdict, err);
	return 0;
}

int verdict_of_file(const struct wipecert_trust *trust, const char *path, int64_t time_s,
		    struct verdict *verdict, struct wipe_error *err)
{
	unsigned char *bytes;
	size_t length;
	int rc = verdict_read(path, &bytes, &length, verdict, err);

	if (bytes)
		rc = verdict_of_bytes(trust, bytes, length, path, time_s, verdict, err);
	free(bytes);
	return rc;
}

bool verdict_same_record(const struct verdict *a, const struct verdict *b)
{
	return a->is_signed == b->is_signed &&
	       !memcmp(a->link.econtent_sha256, b->link.econtent_sha256,
		       sizeof(a->link.econtent_sha256)) &&
	       !memcmp(a->link.signature_sha256, b->link.signature_sha256,
		       sizeof(a->link.signature_sha256));
}

int verdict_compare(const struct verdict *a, const struct verdict *b)
{
	int order = memcmp(a->link.econtent_sha256, b->link.econtent_sha256,
			   sizeof(a->link.econtent_sha256));

	if (!order)
		order = (a->authentic > b->authentic) - (a->authentic < b->authentic);
	if (!order)
		order = memcmp(a->link.signature_sha256, b->link.signature_sha256,
			       sizeof(a->link.signature_sha256));
	return order ? order : strcmp(a->path, b->path);
}

bool verdict_are_copies(const struct verdict *a, const struct verdict *b)
{
	return a->authentic == b->authentic && verdict_same_record(a, b);
}

void verdict_denounce(struct verdict *verdict, enum wipecert_reason reason)
{
	free_record(verdict->record);
	verdict->record = NULL;
	verdict->authentic = WIPECERT_INVALID;
	verdict->reason = reason;
	verdict->exit = EXIT_FAILED;
	free(verdict->detail);
	verdict->detail = NULL;
}

void verdict_clear(struct verdict *verdict)
{
	free(verdict->voice);
	free(verdict->path);
	free(verdict->error);
	free(verdict->detail);
	free(verdict->signer);
	free(verdict->timestamp_authority);
	free_record(verdict->record);
	*verdict = (struct verdict){ 0 };
}
