/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "statement.h"

#include <stdlib.h>
#include <string.h>

#include <wipecert/act.h>

#include "act_check.h"
#include "text.h"
#include "utf8.h"

int statement_check_text(const char *text, size_t max, const char *where, struct wipe_error *err)
{
	size_t bytes = strlen(text), characters = 0;
	uint32_t code_point;

	for (size_t at = 0, step; at < bytes; at += step, characters++) {
		step = utf8_decode(text + at, bytes - at, &code_point);
		if (step && (code_point == '\n' || code_point == '\r' || code_point == '\t'))
			return wipe_error_set(err, WIPE_E_USAGE, 0,
					      _("%s: must be one line, without line breaks or "
						"tabs"),
					      where);
		if (!step || utf8_is_deceptive(code_point))
			return wipe_error_set(err, WIPE_E_USAGE, 0,
					      _("%s: no UTF-8, or a character that hides or "
						"reorders text"),
					      where);
	}
	if (characters && characters <= max)
		return 0;
	return wipe_error_set(err, WIPE_E_USAGE, 0, _("%s: must have 1 to %zu characters"), where,
			      max);
}

static int contradiction(struct wipe_error *err, const char *what)
{
	return wipe_error_set(err, WIPE_E_FORMAT, 0, "%s", what);
}

int statement_check_confirmation(const struct wipecert_confirmation *confirmation,
				 const struct wipecert_link *about, const char *own_id,
				 struct wipe_error *err)
{
	if (!confirmation->accepts && !confirmation->ground_count)
		return contradiction(err, _("it rejects a record and gives no reason"));
	if (strcmp(about->id, own_id) == 0)
		return contradiction(err, _("it is about itself"));
	if (confirmation->is_paper && !confirmation->scan_bytes)
		return contradiction(err, _("the scan of the paper is empty"));
	if (confirmation->has_check != (confirmation->reread != WIPECERT_REREAD_NONE))
		return contradiction(err, _("a re-read is told by a check record, and by nothing "
					    "else"));
	if (confirmation->has_check &&
	    (strcmp(confirmation->check.id, about->id) == 0 ||
	     memcmp(confirmation->check.econtent_sha256, about->econtent_sha256, 32) == 0))
		return contradiction(err, _("the record itself is named as its check"));
	return 0;
}

/* By certificate, then role, then begin. */
static int compare_members(const void *a, const void *b)
{
	const struct wipecert_member *const *first = a, *const *second = b;
	int order = memcmp((*first)->certificate_sha256, (*second)->certificate_sha256, 32);

	if (order)
		return order;
	if ((*first)->role != (*second)->role)
		return (*first)->role < (*second)->role ? -1 : 1;
	return ((*first)->from_s > (*second)->from_s) - ((*first)->from_s < (*second)->from_s);
}

static int check_pair(const struct wipecert_member *before, const struct wipecert_member *member,
		      struct wipe_error *err)
{
	if (memcmp(before->certificate_sha256, member->certificate_sha256, 32) != 0)
		return 0;
	if (strcmp(before->person, member->person) != 0)
		return contradiction(err, _("one certificate stands for two persons"));
	if (before->role == member->role && member->from_s < before->until_s)
		return contradiction(err, _("one certificate has a role twice at one time"));
	return 0;
}

static int check_sorted(const struct wipecert_member **sorted, size_t count, struct wipe_error *err)
{
	int rc = 0;

	for (size_t i = 1; i < count && !rc; i++)
		rc = check_pair(sorted[i - 1], sorted[i], err);
	return rc;
}

int statement_check_roster(const struct wipecert_member *members, size_t count,
			   struct wipe_error *err)
{
	const struct wipecert_member **sorted = calloc(count ? count : 1, sizeof(*sorted));
	bool has_officer = false;
	int rc = 0;

	if (!sorted)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	for (size_t i = 0; i < count && !rc; i++) {
		sorted[i] = &members[i];
		has_officer |= members[i].role == WIPECERT_OFFICER;
		if (members[i].until_s <= members[i].from_s)
			rc = contradiction(err, _("a role ends before it begins"));
	}
	if (!rc && !has_officer)
		rc = contradiction(err, _("there is no officer on the roster"));
	if (!rc) {
		qsort(sorted, count, sizeof(*sorted), compare_members);
		rc = check_sorted(sorted, count, err);
	}
	free(sorted);
	return rc;
}

static int check_parsed_roster(const struct wipecert_record *record, struct wipe_error *err)
{
	size_t count = wipecert_record_members(record, NULL, 0);
	struct wipecert_member *members = calloc(count ? count : 1, sizeof(*members));
	int rc;

	if (!members)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	wipecert_record_members(record, members, count);
	rc = statement_check_roster(members, count, err);
	free(members);
	return rc;
}

int statement_check(const struct wipecert_record *record, struct wipe_error *err)
{
	struct wipecert_confirmation *confirmation;
	struct wipecert_link about;
	int rc;

	if (wipecert_record_type(record) == WIPECERT_ROSTER)
		return check_parsed_roster(record, err);
	if (wipecert_type_is_act(wipecert_record_type(record)))
		return act_check(record, err);
	confirmation = malloc(sizeof(*confirmation));
	if (!confirmation)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	wipecert_record_confirmation(record, confirmation);
	wipecert_record_about(record, &about);
	rc = statement_check_confirmation(confirmation, &about, wipecert_record_id(record), err);
	free(confirmation);
	return rc;
}
