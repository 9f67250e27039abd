/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fold.h"
#include "text.h"

int case_path(const struct wipecert_case *opened, const char *folder, const char *name,
	      char path[PATH_MAX], struct wipe_error *err)
{
	int length = snprintf(path, PATH_MAX, "%s/%s%s%s", opened->path, folder, name ? "/" : "",
			      name ? name : "");

	if (length > 0 && length < PATH_MAX)
		return 0;
	return wipe_error_set(err, WIPE_E_USAGE, 0, _("%s: the path is too long"), opened->path);
}

bool case_is_same_link(const struct wipecert_link *link, const struct wipecert_link *other)
{
	return link->is_signed == other->is_signed &&
	       memcmp(link->econtent_sha256, other->econtent_sha256, 32) == 0 &&
	       (!link->is_signed ||
		memcmp(link->signature_sha256, other->signature_sha256, 32) == 0);
}

size_t case_find(const struct wipecert_case *opened, const struct wipecert_link *link)
{
	const struct table_row *rows;
	size_t count = table_find(&opened->by_hash, link->econtent_sha256, 32, &rows);

	for (size_t i = 0; i < count; i++)
		if (case_is_same_link(&opened->entries[rows[i].value].voice.link, link))
			return rows[i].value;
	return WIPECERT_NO_INDEX;
}

/* Everything that follows from the records. */
static int conclude(struct wipecert_case *opened, struct wipe_error *err)
{
	int rc;

	opened->finding_count = 0;
	arena_clear(&opened->finding_texts);
	rc = case_order(opened, err);
	if (!rc)
		rc = case_begin(opened, err);
	if (!rc)
		rc = case_check_names(opened, err);
	if (!rc)
		rc = case_check_order(opened, err);
	if (!rc)
		rc = case_open_included(opened, err);
	return rc ? rc : case_fold(opened, err);
}

int wipecert_case_refresh(struct wipecert_case *opened, struct wipe_error *err)
{
	int rc = case_load(opened, err);

	if (!rc)
		return conclude(opened, err);
	/* What was known before is told as before. */
	if (opened->count)
		conclude(opened, NULL);
	return rc;
}

/* What cannot be read leaves nobody trusted, and is told as a finding. */
static int load_own_trust(struct wipecert_case *opened, struct wipe_error *err)
{
	struct wipe_error why;
	char path[PATH_MAX];
	int rc = wipecert_trust_new(&opened->own, err);

	if (!rc)
		rc = case_path(opened, WIPECERT_FOLDER_TRUST, NULL, path, err);
	if (rc)
		return rc;
	wipe_error_clear(&why);
	if (!wipecert_trust_load(opened->own, path, opened->options.time_s, &why))
		return 0;
	if (why.code == WIPE_E_NOMEM)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", why.message);
	opened->own_problem = arena_text(&opened->arena, why.message);
	wipecert_trust_free(opened->own);
	opened->own = NULL;
	return wipecert_trust_new(&opened->own, err);
}

int case_open_below(const char *path, const struct wipecert_case_options *options,
		    unsigned int depth, struct wipecert_case **opened, struct wipe_error *err)
{
	struct wipecert_case *made = calloc(1, sizeof(*made));
	int rc;

	*opened = NULL;
	if (!made)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	made->depth = depth;
	made->options = *options;
	made->options.init_sha256 = NULL;
	made->is_pinned = options->init_sha256 != NULL;
	if (made->is_pinned)
		memcpy(made->pin, options->init_sha256, sizeof(made->pin));
	made->init = WIPECERT_NO_INDEX;
	case_fold_clear(&made->fold);
	if (snprintf(made->path, sizeof(made->path), "%s", path) >= (int)sizeof(made->path))
		rc = wipe_error_set(err, WIPE_E_USAGE, 0, _("%s: the path is too long"), path);
	else
		rc = options->trust ? 0 : load_own_trust(made, err);
	if (!rc)
		rc = wipecert_case_refresh(made, err);
	if (rc)
		wipecert_case_free(made);
	else
		*opened = made;
	return rc;
}

int wipecert_case_open(const char *path, const struct wipecert_case_options *options,
		       struct wipecert_case **opened, struct wipe_error *err)
{
	return case_open_below(path, options, 0, opened, err);
}

void wipecert_case_free(struct wipecert_case *opened)
{
	if (!opened)
		return;
	if (opened->holding.is_held)
		case_unlock(opened->holding.lock);
	case_free_included(opened);
	case_fold_clear(&opened->fold);
	table_clear(&opened->by_hash);
	table_clear(&opened->by_id);
	wipecert_result_clear(&opened->init_result);
	wipecert_trust_free(opened->own);
	free(opened->entries);
	free(opened->findings);
	arena_clear(&opened->finding_texts);
	arena_clear(&opened->arena);
	free(opened);
}

bool wipecert_case_is_at(const char *path)
{
	char records[PATH_MAX];
	struct stat st;

	return snprintf(records, sizeof(records), "%s/%s", path, WIPECERT_FOLDER_RECORDS) <
		       (int)sizeof(records) &&
	       stat(records, &st) == 0 && S_ISDIR(st.st_mode);
}

const struct wipecert_record *wipecert_case_init(const struct wipecert_case *opened)
{
	return opened->init_result.record;
}

void wipecert_case_init_sha256(const struct wipecert_case *opened, uint8_t sha256[32])
{
	memset(sha256, 0, 32);
	if (opened->init != WIPECERT_NO_INDEX)
		memcpy(sha256, opened->entries[opened->init].voice.link.econtent_sha256, 32);
}

const struct wipecert_trust *wipecert_case_trust(const struct wipecert_case *opened)
{
	return opened->options.trust ? opened->options.trust : opened->own;
}

const char *wipecert_case_path(const struct wipecert_case *opened)
{
	return opened->path;
}

enum wipe_level wipecert_case_level(const struct wipecert_case *opened,
				    enum wipecert_item_kind kind)
{
	return fold_level(opened, kind);
}
