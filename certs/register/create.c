/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new case is made whole beside its place, and then gets its name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case.h"
#include "folders.h"
#include "text.h"
#include "trust_files.h"

struct making {
	char path[PATH_MAX]; /* under a name of its own */
	const struct trust_files *files;
	const struct wipecert_attachment *attachments;
	size_t attachment_count;
};

static int save_trust(const struct making *making, struct wipe_error *err)
{
	char trust[PATH_MAX];
	int rc = folders_join(trust, making->path, WIPECERT_FOLDER_TRUST, err);

	return rc ? rc : trust_files_save(making->files, trust, false, err);
}

static int name_trust(struct wipecert_act *init, const struct trust_files *files,
		      struct wipe_error *err)
{
	char path[40];
	int rc = 0;

	for (size_t i = 0; i < files->count && !rc; i++) {
		const struct trust_file *file = &files->items[i];

		snprintf(path, sizeof(path), "trust/%zu/name", i);
		rc = wipecert_act_text(init, path, file->name, err);
		snprintf(path, sizeof(path), "trust/%zu/sha256", i);
		if (!rc)
			rc = wipecert_act_hex(init, path, file->sha256, 32, err);
		snprintf(path, sizeof(path), "trust/%zu/bytes", i);
		if (!rc)
			rc = wipecert_act_bytes(init, path, file->length, err);
	}
	return rc;
}

/* The manager of the contractor begins a case, and the trust folder must say that he is one. */
static int check_first(const char *trust_path, const unsigned char *der, size_t der_bytes,
		       int64_t time_s, struct wipe_error *err)
{
	struct wipecert_trust *trust = NULL;
	struct wipecert_result result;
	int rc = wipecert_trust_new(&trust, err);

	if (!rc)
		rc = wipecert_trust_load(trust, trust_path, time_s, err);
	if (!rc && !wipecert_trust_policy_name(trust))
		rc = wipe_error_set(err, WIPE_E_REFUSED, 0,
				    _("%s: a case needs a trust folder with a policy"), trust_path);
	if (!rc)
		rc = wipecert_verify(trust, der, der_bytes, time_s, &result, err);
	if (!rc) {
		if (result.authentic != WIPECERT_VALID &&
		    !(result.authentic == WIPECERT_UNDETERMINED &&
		      (result.reason == WIPECERT_REASON_DEMO ||
		       result.reason == WIPECERT_REASON_CRL_STALE)))
			rc = wipe_error_set(err, WIPE_E_REFUSED, 0, "%s: %s", result.signer,
					    result.reason == WIPECERT_REASON_ROLE ?
						    _("only the contractor's manager begins a "
						      "case") :
						    wipecert_reason_text(result.reason));
		wipecert_result_clear(&result);
	}
	wipecert_trust_free(trust);
	return rc;
}

static void name_first(const char *id, char name[CASE_NAME_BYTES])
{
	struct entry entry = { .place.number = 1, .voice.type = WIPECERT_INIT };

	snprintf(entry.voice.link.id, sizeof(entry.voice.link.id), "%s", id);
	case_name(&entry, ".p7m", name);
}

static int save_first(const struct making *making, const struct wipecert_act *init,
		      const struct wipecert_signer *signer, struct wipecert_meta *meta,
		      uint8_t init_sha256[32], struct wipe_error *err)
{
	struct wipecert_place place = { .number = 1, .writer_number = 1 };
	char path[PATH_MAX], records[PATH_MAX], trust[PATH_MAX], name[CASE_NAME_BYTES],
		*json = NULL;
	struct wipecert_link link;
	unsigned char *der = NULL;
	size_t json_bytes, der_bytes;
	int rc;

	meta->place = &place;
	rc = wipecert_act_build(init, meta, &json, &json_bytes, err);
	meta->place = NULL;
	if (!rc)
		rc = wipecert_sign(signer, json, json_bytes, &der, &der_bytes, &link, err);
	if (!rc)
		rc = folders_join(trust, making->path, WIPECERT_FOLDER_TRUST, err);
	if (!rc)
		rc = check_first(trust, der, der_bytes, meta->issued_at_s, err);
	if (!rc)
		rc = folders_join(records, making->path, WIPECERT_FOLDER_RECORDS, err);
	if (!rc)
		rc = folders_make(records, err);
	name_first(meta->id, name);
	if (!rc)
		rc = folders_join(path, records, name, err);
	if (!rc)
		rc = folders_save(path, der, der_bytes, err);
	if (!rc)
		memcpy(init_sha256, link.econtent_sha256, 32);
	free(json);
	free(der);
	return rc;
}

/* As if it were opened: its path is all that is asked for. */
static int save_attachments(const struct making *making, struct wipe_error *err)
{
	struct wipecert_case *opened = calloc(1, sizeof(*opened));
	int rc = 0;

	if (!opened)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	memcpy(opened->path, making->path, sizeof(opened->path));
	for (size_t i = 0; i < making->attachment_count && !rc; i++)
		rc = case_attach(opened, &making->attachments[i], err);
	free(opened);
	return rc;
}

static int sync_all(const struct making *making, struct wipe_error *err)
{
	char trust[PATH_MAX];
	int rc = folders_join(trust, making->path, WIPECERT_FOLDER_TRUST, err);

	if (!rc)
		rc = folders_sync(trust, err);
	return rc ? rc : folders_sync(making->path, err);
}

int wipecert_case_create(const char *path, const char *trust_path, struct wipecert_act *init,
			 const struct wipecert_attachment *attachments, size_t attachment_count,
			 const struct wipecert_signer *signer, struct wipecert_meta *meta,
			 uint8_t init_sha256[32], struct wipe_error *err)
{
	struct trust_files files = { 0 };
	struct making making = { .files = &files,
				 .attachments = attachments,
				 .attachment_count = attachment_count };
	char clean[PATH_MAX];
	int rc = folders_clean(path, clean, err);

	if (!rc)
		rc = trust_files_read(trust_path, &files, err);
	if (!rc)
		rc = name_trust(init, &files, err);
	if (!rc)
		rc = folders_begin(clean, making.path, err);
	if (!rc) {
		rc = save_trust(&making, err);
		if (!rc)
			rc = save_attachments(&making, err);
		if (!rc)
			rc = save_first(&making, init, signer, meta, init_sha256, err);
		if (!rc)
			rc = sync_all(&making, err);
		if (!rc)
			rc = folders_finish(making.path, clean, true, err);
		if (rc) {
			folders_remove(making.path);
			folders_hide(making.path, clean, err);
		}
	}
	trust_files_clear(&files);
	return rc;
}
