/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <wipecert/confirm.h>

#include "blob.h"
#include "digest.h"
#include "get.h"
#include "parsed.h"
#include "put_frame.h"
#include "statement.h"
#include "text.h"

#define GROUND_CHARACTERS 500

static const char *reread_name(unsigned int reread)
{
	static const char *const names[] = {
		[WIPECERT_REREAD_NONE] = "none",
		[WIPECERT_REREAD_SAMPLE] = "sample",
		[WIPECERT_REREAD_FULL] = "full",
	};

	return reread < sizeof(names) / sizeof(names[0]) ? names[reread] : "unknown";
}

static json_t *put_grounds(const struct wipecert_confirmation *confirmation)
{
	json_t *list = json_array();

	for (size_t i = 0; i < confirmation->ground_count; i++) {
		if (json_array_append_new(list, json_string(confirmation->grounds[i])) != 0) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

static json_t *put_means(const struct wipecert_confirmation *confirmation)
{
	struct put put;

	put_begin(&put);
	put_ascii(&put, "kind", confirmation->is_paper ? "paper" : "signed");
	if (confirmation->is_paper) {
		put_hex(&put, "scan_sha256", confirmation->scan_sha256,
			sizeof(confirmation->scan_sha256));
		put_u64(&put, "scan_bytes", confirmation->scan_bytes);
	}
	return put_end(&put);
}

static json_t *put_checked(const struct wipecert_confirmation *confirmation)
{
	struct put put;

	put_begin(&put);
	put_bool(&put, "label_seen", confirmation->label_seen);
	put_value(&put, "check",
		  put_link(confirmation->has_check ? &confirmation->check : NULL, true));
	put_ascii(&put, "reread", reread_name(confirmation->reread));
	return put_end(&put);
}

static json_t *put_confirmation(const struct wipecert_confirmation *confirmation,
				const struct wipecert_meta *meta)
{
	struct put put;

	put_frame_begin(&put, WIPECERT_CONFIRMATION, meta);
	put_value(&put, "about", put_link(meta->about, true));
	put_ascii(&put, "decision", confirmation->accepts ? "accept" : "reject");
	put_value(&put, "reasons", put_grounds(confirmation));
	put_value(&put, "means", put_means(confirmation));
	put_value(&put, "checked", put_checked(confirmation));
	put_frame_end(&put, false, meta);
	return put_end(&put);
}

static int check_input(const struct wipecert_confirmation *confirmation,
		       const struct wipecert_meta *meta, struct wipe_error *err)
{
	int rc = 0;

	if (!meta->about || !meta->about->is_signed)
		return wipe_error_set(err, WIPE_E_USAGE, 0, "%s",
				      _("only a signed record can be confirmed"));
	if (confirmation->ground_count > WIPECERT_GROUNDS_MAX)
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("more than %d reasons"),
				      WIPECERT_GROUNDS_MAX);
	for (size_t i = 0; i < confirmation->ground_count && !rc; i++)
		rc = statement_check_text(confirmation->grounds[i], GROUND_CHARACTERS,
					  _("a reason"), err);
	return rc ? rc : statement_check_confirmation(confirmation, meta->about, meta->id, err);
}

int wipecert_confirmation_build(const struct wipecert_confirmation *confirmation,
				const struct wipecert_meta *meta, char **json, size_t *json_bytes,
				struct wipe_error *err)
{
	int rc = check_input(confirmation, meta, err);

	*json = NULL;
	*json_bytes = 0;
	return rc ? rc :
		    put_frame_print(put_confirmation(confirmation, meta), json, json_bytes, err);
}

static void read_grounds(const json_t *list, struct wipecert_confirmation *confirmation)
{
	size_t index;
	json_t *item;

	json_array_foreach(list, index, item)
	{
		if (index == WIPECERT_GROUNDS_MAX)
			break;
		/* The schema bounds it: no more than what a ground has room for. */
		memccpy(confirmation->grounds[index], json_string_value(item), '\0',
			sizeof(confirmation->grounds[index]) - 1);
		confirmation->ground_count++;
	}
}

static bool read_check(const json_t *from, struct wipecert_link *link)
{
	if (!json_is_object(from))
		return false;
	get_hex(from, "econtent_sha256", link->econtent_sha256, sizeof(link->econtent_sha256));
	link->is_signed = get_hex(from, "signature_sha256", link->signature_sha256,
				  sizeof(link->signature_sha256));
	get_copy(from, "id", link->id, sizeof(link->id));
	return true;
}

int wipecert_confirmation_scan(struct wipecert_confirmation *confirmation, const char *path,
			       struct wipe_error *err)
{
	unsigned char *bytes;
	size_t length;
	int rc = blob_read(path, WIPECERT_SCAN_MAX_BYTES, BLOB_PUBLIC, &bytes, &length, err);

	if (rc)
		return rc;
	if (!length)
		rc = wipe_error_set(err, WIPE_E_FORMAT, 0, _("%s: the file is empty"), path);
	else if (!digest_sha256(bytes, length, confirmation->scan_sha256))
		rc = wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	free(bytes);
	confirmation->is_paper = !rc;
	confirmation->scan_bytes = length;
	return rc;
}

enum wipecert_decision wipecert_record_decision(const struct wipecert_record *record)
{
	bool accepts, is_paper;

	if (record->type != WIPECERT_CONFIRMATION)
		return WIPECERT_DECISION_NONE;
	accepts = strcmp(get_text(record->root, "decision"), "accept") == 0;
	is_paper = strcmp(get_text(get_value(record->root, "means"), "kind"), "paper") == 0;
	if (is_paper)
		return accepts ? WIPECERT_ACCEPTED_ON_PAPER : WIPECERT_REJECTED_ON_PAPER;
	return accepts ? WIPECERT_ACCEPTED : WIPECERT_REJECTED;
}

bool wipecert_record_confirmation(const struct wipecert_record *record,
				  struct wipecert_confirmation *confirmation)
{
	const json_t *means = get_value(record->root, "means");
	const json_t *checked = get_value(record->root, "checked");

	memset(confirmation, 0, sizeof(*confirmation));
	if (record->type != WIPECERT_CONFIRMATION)
		return false;
	confirmation->accepts = strcmp(get_text(record->root, "decision"), "accept") == 0;
	read_grounds(get_value(record->root, "reasons"), confirmation);
	confirmation->is_paper = strcmp(get_text(means, "kind"), "paper") == 0;
	get_hex(means, "scan_sha256", confirmation->scan_sha256, sizeof(confirmation->scan_sha256));
	confirmation->scan_bytes = get_u64(means, "scan_bytes");
	confirmation->label_seen = get_bool(checked, "label_seen");
	confirmation->reread = (enum wipecert_reread)get_index(
		checked, "reread", WIPECERT_REREAD_FULL + 1, reread_name);
	confirmation->has_check = read_check(get_value(checked, "check"), &confirmation->check);
	return true;
}
