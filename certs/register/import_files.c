/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attachments that come with records: only those that records name, and only as what they must be. */
#include <stdlib.h>
#include <string.h>

#include "import.h"
#include "text.h"

static const char *damaged_here(void)
{
	return _("the attachment that is here is damaged: move it away, and merge again");
}

static enum presence look_here(struct importing *importing, const uint8_t sha256[32])
{
	for (size_t i = 0; i < importing->there_count; i++) {
		const struct stock_file *file = stock_find(&importing->there[i], sha256);

		if (file && file->is_marked)
			return STOCK_PRESENT; /* by now */
	}
	return stock_look(&importing->here, sha256);
}

/* *from: the copy that has it; one that has it right, if there is one. */
static enum presence look_there(struct importing *importing, const uint8_t sha256[32],
				struct stock **from)
{
	enum presence presence = STOCK_ABSENT;

	*from = NULL;
	for (size_t i = 0; i < importing->there_count && presence != STOCK_PRESENT; i++) {
		enum presence found = stock_look(&importing->there[i], sha256);

		if (found == STOCK_ABSENT)
			continue;
		presence = found;
		*from = &importing->there[i];
	}
	return presence;
}

/* Absent and there, or not to be had; in any case told once only. */
static bool can_be_had(struct importing *importing, const uint8_t sha256[32])
{
	struct stock *from;

	return look_here(importing, sha256) == STOCK_PRESENT ||
	       (look_here(importing, sha256) == STOCK_ABSENT &&
		look_there(importing, sha256, &from) == STOCK_PRESENT);
}

static const char *lacks(struct importing *importing, const struct wanted *wanted)
{
	struct stock *from;

	if (can_be_had(importing, wanted->sha256))
		return NULL;
	if (look_here(importing, wanted->sha256) == STOCK_ALTERED)
		return damaged_here();
	if ((wanted->has_bare && can_be_had(importing, wanted->bare_sha256)) ||
	    wanted->may_be_left_out)
		return NULL;
	return wipecert_case_problem_text(look_there(importing, wanted->sha256, &from) ==
							  STOCK_ALTERED ?
						  WIPECERT_CASE_ATTACHMENT_ALTERED :
						  WIPECERT_CASE_ATTACHMENT_MISSING);
}

const char *import_lacks_files(struct importing *importing, const struct entry *entry)
{
	const char *against = NULL;

	for (size_t i = 0; i < entry->wanted_count && !against; i++)
		against = lacks(importing, &entry->wanted[i]);
	return against;
}

static int copy(const struct importing *importing, const struct stock *from,
		struct stock_file *file, const uint8_t sha256[32], struct wipe_error *err)
{
	struct wipecert_attachment attachment;
	char path[PATH_MAX];
	int rc = folders_join(path, from->folder, file->name, err);

	if (rc)
		return rc;
	rc = wipecert_attachment_load(path, &attachment, err);
	if (!rc && memcmp(attachment.sha256, sha256, 32) != 0)
		rc = wipe_error_set(err, WIPE_E_SYSTEM, 0, _("%s: changed while it was being read"),
				    path);
	if (!rc)
		rc = case_attach(importing->opened, &attachment, err);
	wipecert_attachment_clear(&attachment);
	file->is_marked = !rc;
	return rc;
}

/* What is altered in the copy and can be done without is told, and stays there. */
static void tell_altered(const struct importing *importing, const struct stock *stock,
			 const uint8_t sha256[32], const char *why)
{
	struct stock_file *file = stock_find(stock, sha256);
	char path[PATH_MAX];

	if (file->is_told || folders_join(path, stock->folder, file->name, NULL))
		return;
	file->is_told = true;
	import_refuse(importing, path, why);
}

static int take(struct importing *importing, const uint8_t sha256[32], struct wipe_error *err)
{
	enum presence here = look_here(importing, sha256);
	struct stock *from;
	enum presence there = here == STOCK_PRESENT ? STOCK_ABSENT :
						      look_there(importing, sha256, &from);

	if (there == STOCK_ABSENT)
		return 0;
	if (here == STOCK_ALTERED && there == STOCK_PRESENT)
		tell_altered(importing, &importing->here, sha256, damaged_here());
	else if (here == STOCK_ABSENT && there == STOCK_PRESENT)
		return copy(importing, from, stock_find(from, sha256), sha256, err);
	else if (here == STOCK_ABSENT)
		tell_altered(importing, from, sha256,
			     wipecert_case_problem_text(WIPECERT_CASE_ATTACHMENT_ALTERED));
	return 0;
}

/* The form without names only where the whole is not to be had. */
int import_take_files(struct importing *importing, const struct entry *entry,
		      struct wipe_error *err)
{
	int rc = 0;

	for (size_t i = 0; i < entry->wanted_count && !rc; i++) {
		const struct wanted *wanted = &entry->wanted[i];

		rc = take(importing, wanted->sha256, err);
		if (!rc && wanted->has_bare && !can_be_had(importing, wanted->sha256))
			rc = take(importing, wanted->bare_sha256, err);
	}
	return rc;
}

/* Only what one of the copies has is looked at. */
static bool is_there(const struct importing *importing, const struct wanted *wanted)
{
	for (size_t i = 0; i < importing->there_count; i++)
		if (stock_find(&importing->there[i], wanted->sha256) ||
		    (wanted->has_bare && stock_find(&importing->there[i], wanted->bare_sha256)))
			return true;
	return false;
}

int import_take_missing(struct importing *importing, struct wipe_error *err)
{
	const struct wipecert_case *opened = importing->opened;
	int rc = 0;

	for (size_t i = 0; i < opened->count && !rc; i++) {
		const struct entry *entry = &opened->entries[i];
		bool is_wanted = false;

		if (!entry->is_known || entry->voice.authentic == WIPECERT_INVALID)
			continue;
		for (size_t k = 0; k < entry->wanted_count; k++)
			is_wanted |= is_there(importing, &entry->wanted[k]);
		if (is_wanted)
			rc = import_take_files(importing, entry, err);
		if (!rc)
			rc = import_go_on(importing, 0, err);
	}
	return rc;
}
