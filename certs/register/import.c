/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Taking over what other copies of the case have. Everything is read and verified first; then
 * each record is saved after those that it names and after its files, so that the case is whole
 * wherever this ends. What this copy has already is not touched.
 */
#include "import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <wipecert/save.h>

#include "digest.h"
#include "text.h"

void import_refuse(const struct importing *importing, const char *path, const char *why)
{
	importing->counts->refused++;
	if (importing->told)
		importing->told(importing->told_arg, path, why);
}

int import_go_on(const struct importing *importing, size_t done, struct wipe_error *err)
{
	const struct wipecert_case_options *options = &importing->opened->options;

	if (!options->progress || !options->progress(options->progress_arg, done, importing->count))
		return 0;
	return wipe_error_set(err, WIPE_E_INTERRUPTED, 0, "%s", _("stopped"));
}

/* Also one that nothing follows yet: what is invalid would only be in the way. */
static const char *reason_against(struct wipecert_case *opened, const struct entry *entry)
{
	const struct entry *init = &opened->entries[opened->init];

	if (!entry->is_known || entry->voice.authentic == WIPECERT_INVALID)
		return wipecert_reason_text(entry->voice.reason);
	if (entry->has_place && entry->voice.type != WIPECERT_INIT &&
	    memcmp(entry->place.init_sha256, init->voice.link.econtent_sha256, 32) != 0)
		return wipecert_fault_text(WIPECERT_FAULT_OTHER_CASE);
	if (entry->voice.type == WIPECERT_INIT || !case_is_of_case(opened, entry))
		return wipecert_fault_text(WIPECERT_FAULT_OTHER_CASE);
	if (!entry->voice.is_signed)
		return wipecert_fault_text(WIPECERT_FAULT_NOT_AUTHENTIC);
	return NULL;
}

static bool is_foreign(const struct wipecert_case *opened, const struct entry *entry)
{
	const struct entry *init = &opened->entries[opened->init];

	return entry->is_known &&
	       (entry->voice.type == WIPECERT_INIT ||
		(entry->has_place &&
		 memcmp(entry->place.init_sha256, init->voice.link.econtent_sha256, 32) != 0));
}

static int refuse_later(struct importing *importing, const char *path, const char *why,
			struct wipe_error *err)
{
	struct foreign *foreign = arena_take(&importing->arena, sizeof(*foreign));

	if (!foreign)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	*foreign = (struct foreign){ .path = path, .why = why };
	*importing->last_foreign = foreign;
	importing->last_foreign = &foreign->next;
	importing->foreign_count++;
	return 0;
}

/* Of a folder that has nothing else one line says as much. */
static void refuse_foreign(struct importing *importing, const char *folder, bool is_all)
{
	if (importing->foreign_count && is_all) {
		importing->counts->refused += importing->foreign_count - 1;
		import_refuse(importing, folder, _("it is the case of another contract"));
		return;
	}
	for (const struct foreign *one = importing->foreign; one; one = one->next)
		import_refuse(importing, one->path, one->why);
}

static struct arrival *add_arrival(struct importing *importing, struct wipe_error *err)
{
	struct arrival *more;

	if (importing->count == importing->room) {
		size_t room = 2 * importing->room + 64;

		more = realloc(importing->arrivals, room * sizeof(*more));
		if (!more) {
			wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
			return NULL;
		}
		importing->arrivals = more;
		importing->room = room;
	}
	return &importing->arrivals[importing->count];
}

/* It stays among the arrivals if nothing is against it yet. */
static int note_arrival(struct importing *importing, const struct wipecert_result *result,
			const char *path, const uint8_t sha256[32], struct wipe_error *err)
{
	struct arrival *arrival = add_arrival(importing, err);
	const char *against;
	int rc;

	if (!arrival)
		return WIPE_E_NOMEM;
	*arrival = (struct arrival){ .path = arena_text(&importing->arena, path) };
	if (!arrival->path)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	memcpy(arrival->sha256, sha256, sizeof(arrival->sha256));
	rc = case_take(importing->opened, result, path, &arrival->entry, err);
	if (rc)
		return rc;
	against = reason_against(importing->opened, &arrival->entry);
	if (against && importing->is_in_copy && is_foreign(importing->opened, &arrival->entry))
		return refuse_later(importing, arrival->path, against, err);
	if (against)
		import_refuse(importing, path, against);
	else
		importing->count++;
	return 0;
}

static bool is_known(const struct wipecert_case *opened, const struct wipecert_result *result)
{
	struct wipecert_voice voice = { .type = WIPECERT_ATTEMPT };
	size_t at;

	if (!wipecert_voice_of(result, &voice))
		return false;
	at = case_find(opened, &voice.link);
	return at != WIPECERT_NO_INDEX &&
	       (opened->entries[at].voice.authentic != WIPECERT_INVALID ||
		result->authentic == WIPECERT_INVALID);
}

/* What systems leave in folders (Thumbs.db, desktop.ini) is nothing that somebody wanted to bring. */
static bool is_called_record(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot && (strcmp(dot, ".p7m") == 0 || strcmp(dot, ".json") == 0);
}

/* is_meant: this file itself was named. */
static int read_record(struct importing *importing, const char *path, bool is_meant,
		       struct wipe_error *err)
{
	struct wipecert_case *opened = importing->opened;
	struct wipecert_result result;
	unsigned char *bytes = NULL;
	struct wipe_error why;
	uint8_t sha256[32];
	size_t length;
	int rc;

	wipe_error_clear(&why);
	rc = is_meant ? wipecert_load(path, WIPECERT_P7M_MAX_BYTES, &bytes, &length, &why) :
			folders_read(path, WIPECERT_P7M_MAX_BYTES, &bytes, &length, &why);
	if (rc) {
		if (is_meant || is_called_record(path))
			import_refuse(importing, path, why.message);
		return 0;
	}
	rc = wipecert_verify(wipecert_case_trust(opened), bytes, length, opened->options.time_s,
			     &result, err);
	if (!rc && !digest_sha256(bytes, length, sha256))
		rc = wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	if (!rc && is_known(opened, &result))
		importing->counts->known++;
	else if (!rc && (result.record || is_meant || is_called_record(path)))
		rc = note_arrival(importing, &result, path, sha256, err);
	wipecert_result_clear(&result);
	free(bytes);
	return rc;
}

/* Records before attachments: in the copy, too, they came the other way round. */
static int read_copy(struct importing *importing, const char *path, struct wipe_error *err)
{
	char folder[PATH_MAX], file[PATH_MAX];
	const char **names = NULL;
	size_t count = 0, own = importing->counts->known + importing->count;
	int rc = folders_join(folder, path, WIPECERT_FOLDER_RECORDS, err);

	if (!rc)
		rc = folders_list(folder, WIPECERT_CASE_RECORDS_MAX, &importing->arena, &names,
				  &count, err);
	importing->foreign = NULL;
	importing->last_foreign = &importing->foreign;
	importing->foreign_count = 0;
	importing->is_in_copy = true;
	for (size_t i = 0; i < count && !rc; i++) {
		rc = folders_join(file, folder, names[i], err);
		if (!rc)
			rc = read_record(importing, file, false, err);
		if (!rc)
			rc = import_go_on(importing, 0, err);
	}
	free(names);
	importing->is_in_copy = false;
	refuse_foreign(importing, path, own == importing->counts->known + importing->count);
	return rc ? rc : stock_open(path, &importing->there[importing->there_count++], err);
}

/* A record that its case could not take was kept with its files beside it. */
static int look_beside(struct importing *importing, const char *path, struct wipe_error *err)
{
	struct stock *beside = &importing->there[importing->there_count++];
	const char *slash = strrchr(path, '/');
	size_t length = slash && slash > path ? (size_t)(slash - path) : 1;
	char folder[PATH_MAX] = ".";
	int rc;

	if (slash && length < sizeof(folder))
		snprintf(folder, sizeof(folder), "%.*s", (int)length, path);
	rc = stock_open_folder(folder, beside, err);
	/* Nobody said that there is something. */
	return rc == WIPE_E_NOMEM ? rc : 0;
}

static int read_one(struct importing *importing, const char *path, struct wipe_error *err)
{
	struct stat st;
	int rc;

	if (wipecert_case_is_at(path))
		return read_copy(importing, path, err);
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
		import_refuse(importing, path, _("there is no case"));
		return 0;
	}
	rc = read_record(importing, path, true, err);
	return rc ? rc : look_beside(importing, path, err);
}

static int import(struct importing *importing, const char *const *paths, size_t path_count,
		  struct wipe_error *err)
{
	int rc = wipecert_case_refresh(importing->opened, err);

	importing->there = calloc(path_count + 1, sizeof(*importing->there));
	if (!rc && !importing->there)
		rc = wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	for (size_t i = 0; i < path_count && !rc; i++)
		rc = read_one(importing, paths[i], err);
	if (!rc)
		rc = stock_open(importing->opened->path, &importing->here, err);
	if (!rc)
		rc = import_take_missing(importing, err);
	if (!rc)
		rc = import_take_arrivals(importing, err);
	return rc ? rc : wipecert_case_refresh(importing->opened, err);
}

static void clear(struct importing *importing)
{
	for (size_t i = 0; i < importing->there_count; i++)
		stock_close(&importing->there[i]);
	stock_close(&importing->here);
	free(importing->there);
	free(importing->arrivals);
	table_clear(&importing->by_hash);
	table_clear(&importing->by_id);
	arena_clear(&importing->arena);
}

int wipecert_case_import_all(struct wipecert_case *opened, const char *const *paths,
			     size_t path_count, wipecert_case_refused_fn told, void *told_arg,
			     struct wipecert_case_import *counts, struct wipe_error *err)
{
	struct importing importing = {
		.opened = opened, .told = told, .told_arg = told_arg, .counts = counts
	};
	int fd, rc;

	memset(counts, 0, sizeof(*counts));
	rc = case_lock(opened, &fd, err);
	if (!rc)
		rc = import(&importing, paths, path_count, err);
	clear(&importing);
	case_unlock(fd);
	return rc;
}

int wipecert_case_import(struct wipecert_case *opened, const char *path,
			 wipecert_case_refused_fn told, void *told_arg,
			 struct wipecert_case_import *counts, struct wipe_error *err)
{
	return wipecert_case_import_all(opened, &path, 1, told, told_arg, counts, err);
}
