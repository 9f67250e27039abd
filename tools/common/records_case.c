/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records that are kept in a case. An attempt is there or nothing is done; what was done
 * is told whatever becomes of the case: in the worst case elsewhere, in the same bytes,
 * from where wipe-case merge takes it over.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "records_inside.h"

/* A record on its way into the case. */
struct filing {
	struct records *records;
	enum wipecert_type type;
	const struct records_subject *subject;
	struct sealed list;		       /* of files */
	struct wipecert_attachment attachment; /* the same */
	struct wipecert_place place;
	struct sealed sealed;
};

void records_use_case(struct records *records, struct wipecert_case *opened)
{
	records->opened = opened;
}

const struct wipecert_case *records_case(const struct records *records)
{
	return records->opened;
}

void records_set_item(struct records *records, const char *item)
{
	records->item = item;
}

void records_follow(struct records *records, const struct wipecert_place *attempt)
{
	records->attempt = *attempt;
}

int records_name_case(const struct records *records, char folder[RECORDS_PATH_BYTES])
{
	char longest[RECORDS_PATH_BYTES];
	const struct records_filed filed = { .number = 0 };
	size_t most = sizeof(filed.file) + strlen(WIPECERT_FOLDER_RECORDS) + 2;

	if (strlen(wipecert_case_path(records->opened)) + most < sizeof(longest) &&
	    records_join(folder, wipecert_case_path(records->opened), WIPECERT_FOLDER_RECORDS))
		return EXIT_DONE;
	output_error(records->tool, NULL, "%s", _("the path of a record is too long"));
	return EXIT_USAGE;
}

bool records_journal_in_case(const struct records *records, const char *attempt_id,
			     char path[RECORDS_PATH_BYTES])
{
	int length = snprintf(path, RECORDS_PATH_BYTES, "%s/%s/massho-%s.journal",
			      wipecert_case_path(records->opened), WIPECERT_FOLDER_JOURNALS,
			      attempt_id);

	return length > 0 && length < RECORDS_PATH_BYTES;
}

/* If it cannot be made, making the journal fails, and says so. */
void records_prepare_journal(const struct records *records)
{
	char path[RECORDS_PATH_BYTES];

	if (records->opened &&
	    records_join(path, wipecert_case_path(records->opened), WIPECERT_FOLDER_JOURNALS))
		mkdir(path, 0777);
}

/* wipecert_case_build_fn */
static int build(void *arg, const struct wipecert_meta *meta, char **json, size_t *json_bytes,
		 struct wipe_error *err)
{
	struct filing *filing = arg;

	filing->place = *meta->place;
	return records_build(filing->type, filing->subject, meta, json, json_bytes, err);
}

/* wipecert_case_sealed_fn */
static void keep(void *arg, const void *der, size_t der_bytes)
{
	struct filing *filing = arg;

	filing->sealed.bytes = malloc(der_bytes);
	if (!filing->sealed.bytes)
		return;
	memcpy(filing->sealed.bytes, der, der_bytes);
	filing->sealed.length = der_bytes;
	filing->sealed.is_signed = true;
}

static struct wipecert_case_addition addition_of(struct filing *filing)
{
	struct records *records = filing->records;

	return (struct wipecert_case_addition){
		.build = build,
		.sealed = keep,
		.build_arg = filing,
		.item = records->item && *records->item ? records->item : NULL,
		.signer = records->signer,
		.meta = &records->meta,
		.takes_time = true,
		.may_break_rules = filing->type != WIPECERT_ATTEMPT,
		.attachments = &filing->attachment,
		.attachment_count = filing->attachment.bytes != NULL,
	};
}

int records_try_attempt(struct records *records, const struct records_subject *subject,
			enum wipecert_fault *fault, struct wipe_error *err)
{
	struct filing filing = { .records = records, .type = WIPECERT_ATTEMPT, .subject = subject };
	struct wipecert_case_addition addition = addition_of(&filing);
	int rc;

	*fault = WIPECERT_FAULT_NONE;
	if (!records->opened)
		return 0;
	rc = wipecert_meta_renew(wipe_env_system(), &records->meta, err);
	return rc ? rc : wipecert_case_try(records->opened, &addition, fault, err);
}

static void note_added(const struct filing *filing, const struct wipecert_case_added *added,
		       struct records_saved *saved)
{
	const struct wipecert_case *opened = filing->records->opened;
	struct wipecert_case_record record;
	struct wipecert_item item = { .lacks = 0 };

	wipecert_case_record(opened, added->record, &record);
	if (record.item != WIPECERT_NO_INDEX)
		wipecert_case_item(opened, record.item, &item);
	saved->filed = (struct records_filed){ .is_there = true,
					       .number = added->number,
					       .fault = record.fault,
					       .has_come_off = record.has_come_off,
					       .awaits = record.awaits,
					       .is_open = item.lacks & WIPECERT_LACK_OUTCOME };
	if (record.item != WIPECERT_NO_INDEX)
		register_left(opened, record.item, saved->filed.left);
	snprintf(saved->filed.file, sizeof(saved->filed.file), "%s", added->file);
	snprintf(saved->path, sizeof(saved->path), "%s/%s/%s", wipecert_case_path(opened),
		 WIPECERT_FOLDER_RECORDS, added->file);
	saved->link = added->link;
	saved->place = filing->place;
	saved->is_signed = true;
}

/*
 * The case cannot be had any more. The record still belongs to it: it follows its
 * attempt, so that the case can take it over later.
 */
static int seal_aside(struct filing *filing, struct records_saved *saved)
{
	struct wipecert_meta *meta = &filing->records->meta;
	struct wipecert_place place = filing->records->attempt;
	int rc;

	if (place.number && meta->closes) {
		place.number++;
		place.writer_number++;
		place.has_writer_previous = true;
		place.writer_previous = *meta->closes;
		meta->place = &place;
		meta->previous = meta->closes;
		meta->previous_count = 1;
	}
	rc = records_seal(filing->records, filing->type, filing->subject, &filing->sealed, saved,
			  NULL);
	meta->place = NULL;
	meta->previous = NULL;
	meta->previous_count = 0;
	return rc;
}

/* What was done and could not be added: in the bytes that it would have there, if there are any. */
static int keep_aside(struct filing *filing, const struct wipecert_case_added *added,
		      struct records_saved *saved)
{
	if (!filing->sealed.bytes)
		return seal_aside(filing, saved);
	saved->link = added->link;
	saved->is_signed = true;
	return 0;
}

/* The list of files, as an attachment of the case. */
static int attach_list(struct filing *filing, struct wipe_error *err)
{
	unsigned char *bytes = NULL;
	int rc;

	if (!filing->subject->files || !wipecert_files_count(filing->subject->files))
		return 0;
	rc = wipecert_files_write(filing->subject->files, WIPECERT_MANIFEST_FULL, &bytes,
				  &filing->list.length, err);
	filing->list.bytes = bytes;
	return rc ? rc :
		    wipecert_attachment_make(bytes, filing->list.length, "jsonl",
					     &filing->attachment, err);
}

/* Called as the case calls it, so that wipe-case merge finds it beside its record. */
static void name_list(const struct filing *filing, char name[RECORDS_PATH_BYTES])
{
	const struct wipecert_attachment *attachment = &filing->attachment;
	size_t used = 0;

	if (!attachment->bytes) {
		snprintf(name, RECORDS_PATH_BYTES, "massho-%s.files.jsonl",
			 filing->records->meta.id);
		return;
	}
	for (size_t i = 0; i < sizeof(attachment->sha256); i++)
		used += (size_t)snprintf(name + used, RECORDS_PATH_BYTES - used, "%02x",
					 attachment->sha256[i]);
	snprintf(name + used, RECORDS_PATH_BYTES - used, ".%s", attachment->suffix);
}

/* Wherever the record goes its list of files goes too. */
static void save_beside(const struct filing *filing, const char *file, struct records_saved *saved,
			struct wipe_error *err)
{
	struct records *records = filing->records;
	char name[RECORDS_PATH_BYTES], list_name[RECORDS_PATH_BYTES];
	const struct records_pair pair = { name, &filing->sealed, list_name, &filing->list };

	snprintf(name, sizeof(name), "%s", file);
	if (!*name)
		snprintf(name, sizeof(name), "massho-%s%s", records->meta.id,
			 saved->is_signed ? ".p7m" : ".json");
	name_list(filing, list_name);
	if (saved->filed.is_there) {
		saved->is_together = !filing->list.bytes ||
				     wipecert_case_attachment(records->opened,
							      filing->attachment.sha256,
							      saved->list, sizeof(saved->list));
		saved->everywhere &= saved->is_together;
	}
	if (filing->sealed.bytes)
		records_put_beside(records, filing->type, &pair, saved, err);
}

int records_save_in_case(struct records *records, enum wipecert_type type,
			 const struct records_subject *subject, struct records_saved *saved,
			 struct wipe_error *err)
{
	struct filing filing = { .records = records, .type = type, .subject = subject };
	struct wipecert_case_addition addition;
	struct wipecert_case_added added = { .record = WIPECERT_NO_INDEX };
	int listed = attach_list(&filing, err), rc = listed;

	addition = addition_of(&filing);
	if (!listed || type != WIPECERT_ATTEMPT)
		rc = wipecert_case_add(records->opened, &addition, &added, err);
	saved->everywhere = !rc && !listed;
	saved->flag = NULL;
	if (!rc)
		note_added(&filing, &added, saved);
	if (!rc && type == WIPECERT_ATTEMPT)
		records->attempt = filing.place;
	if (rc && (type == WIPECERT_ATTEMPT || keep_aside(&filing, &added, saved)))
		goto out;
	save_beside(&filing, added.file, saved, err);
	if (!rc && !saved->everywhere)
		rc = err && err->code ? err->code : WIPE_E_SYSTEM;
out:
	wipecert_attachment_clear(&filing.attachment);
	free(filing.list.bytes);
	free(filing.sealed.bytes);
	return rc;
}
