/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "collection.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/save.h>

#include "crew.h"
#include "exit.h"
#include "i18n.h"
#include "judge.h"
#include "pdf_verdict.h"
#include "sheets.h"

struct verifying {
	struct collection *collection;
	const struct wipecert_trust *trust;
	int64_t time_s;
	struct verdict *verdicts; /* one for each that was found */
	atomic_size_t failed;
	atomic_size_t waiting; /* PDFs, until all else is verified */
	struct pace pace;
};

static int no_memory(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
}

static bool is_failed(const struct verdict *verdict)
{
	return verdict->exit == EXIT_FAILED || verdict->exit == EXIT_USAGE;
}

/*
 * Of one file, in any thread. Where memory is short among many it is left without a
 * path, and tried once more alone.
 */
static int work(void *arg, size_t index, struct wipe_error *err)
{
	struct verifying *verifying = arg;
	struct found *one = &verifying->collection->found[index];
	struct verdict *verdict = &verifying->verdicts[index];

	if (judge(verifying->trust, one, verifying->time_s, verdict, err)) {
		verdict_clear(verdict);
		return 0;
	}
	verdict->from_folder = one->from_folder;
	if (is_failed(verdict))
		atomic_fetch_add(&verifying->failed, 1);
	if (verdict->obstacle == VERDICT_PDF)
		atomic_fetch_add(&verifying->waiting, 1);
	return 0;
}

static void tick(void *arg, size_t done)
{
	struct verifying *verifying = arg;
	size_t waiting = atomic_load(&verifying->waiting);

	/* The two are not counted in one step. */
	pace_tell(&verifying->pace, done > waiting ? done - waiting : 0,
		  atomic_load(&verifying->failed));
}

static void tick_drawn(void *arg, size_t done)
{
	struct verifying *verifying = arg;

	(void)done;
	atomic_fetch_sub(&verifying->waiting, 1);
	tick(arg, verifying->collection->found_count);
}

/* Takes verdict over. */
static int keep(struct collection *collection, struct verdict *verdict, struct wipe_error *err)
{
	if (collection->count == collection->room) {
		size_t room = collection->room * 2 + 16;
		struct verdict *grown = reallocarray(collection->items, room, sizeof(*grown));

		if (!grown) {
			verdict_clear(verdict);
			return no_memory(err);
		}
		collection->items = grown;
		collection->room = room;
	}
	collection->items[collection->count++] = *verdict;
	*verdict = (struct verdict){ 0 };
	return 0;
}

/* Takes the path over. */
static int ignore(struct collection *collection, struct verdict *verdict, struct wipe_error *err)
{
	char **grown =
		reallocarray(collection->ignored, collection->ignored_count + 1, sizeof(*grown));

	if (!grown)
		return no_memory(err);
	collection->ignored = grown;
	grown[collection->ignored_count++] = verdict->path;
	verdict->path = NULL;
	verdict_clear(verdict);
	return 0;
}

/* Of several records in one file each has a verdict, under the file's name and a number. */
static int keep_results(struct collection *collection, const char *path, bool from_folder,
			const struct pdf_verdict *pdf, struct wipe_error *err)
{
	int rc = 0;

	for (size_t i = 0; i < pdf->count && !rc; i++) {
		struct verdict verdict = { 0 };
		char *name = NULL;

		if (pdf->count > 1 && asprintf(&name, "%s#%zu", path, i + 1) < 0)
			return no_memory(err);
		rc = verdict_of_result(&pdf->results[i], name ? name : path, &verdict, err);
		verdict.from_folder = from_folder;
		if (!rc)
			rc = keep(collection, &verdict, err);
		else
			verdict_clear(&verdict);
		free(name);
	}
	return rc;
}

static int conclude_pdf(const struct verifying *verifying, const struct verdict *verdict,
			enum wipecert_pdf_comparison comparison, const unsigned char *bytes,
			size_t length, struct wipe_error *err)
{
	struct pdf_verdict pdf = { 0 };
	int rc = pdf_verdict_conclude(verifying->trust, bytes, length, verifying->time_s,
				      comparison, &pdf, err);

	if (!rc)
		rc = keep_results(verifying->collection, verdict->path, verdict->from_folder, &pdf,
				  err);
	pdf_verdict_clear(&pdf);
	return rc;
}

static int keep_failure(struct collection *collection, const char *path, bool from_folder,
			const struct wipe_error *why, struct wipe_error *err)
{
	struct verdict verdict = { 0 };
	int rc = verdict_of_failure(why, path, &verdict, err);

	verdict.from_folder = from_folder;
	if (!rc)
		return keep(collection, &verdict, err);
	verdict_clear(&verdict);
	return rc;
}

static int keep_pdf(const struct verifying *verifying, const struct verdict *verdict,
		    enum wipecert_pdf_comparison comparison, struct wipe_error *err)
{
	struct collection *collection = verifying->collection;
	size_t before = collection->count, length = 0;
	unsigned char *bytes = NULL;
	struct wipe_error why;

	wipe_error_clear(&why);
	if (!wipecert_load(verdict->path, WIPECERT_P7M_MAX_BYTES, &bytes, &length, &why))
		conclude_pdf(verifying, verdict, comparison, bytes, length, &why);
	free(bytes);
	if (why.code == WIPE_OK)
		return 0;
	/* It is gone meanwhile, or memory is short: not half of it. */
	while (collection->count > before)
		verdict_clear(&collection->items[--collection->count]);
	return keep_failure(collection, verdict->path, verdict->from_folder, &why, err);
}

/* Alone now: whatever memory there is, is its. */
static int judge_again(const struct verifying *verifying, const struct found *one,
		       struct verdict *verdict, struct wipe_error *err)
{
	struct wipe_error why;
	int rc = 0;

	wipe_error_clear(&why);
	if (judge(verifying->trust, one, verifying->time_s, verdict, &why)) {
		verdict_clear(verdict);
		rc = verdict_of_failure(&why, one->path, verdict, err);
	}
	verdict->from_folder = one->from_folder;
	return rc;
}

static int judge_what_is_left(const struct verifying *verifying, struct wipe_error *err)
{
	int rc = 0;

	for (size_t i = 0; i < verifying->collection->found_count && !rc; i++)
		if (!verifying->verdicts[i].path)
			rc = judge_again(verifying, &verifying->collection->found[i],
					 &verifying->verdicts[i], err);
	return rc;
}

/* In the order in which they were found. */
static int settle(const struct verifying *verifying, const struct sheets *sheets,
		  struct wipe_error *err)
{
	struct collection *collection = verifying->collection;
	size_t sheet = 0;
	int rc = 0;

	for (size_t i = 0; i < collection->found_count && !rc; i++) {
		struct verdict *verdict = &verifying->verdicts[i];

		if (verdict->obstacle == VERDICT_OTHER)
			rc = ignore(collection, verdict, err);
		else if (verdict->obstacle == VERDICT_PDF)
			rc = keep_pdf(verifying, verdict, sheets->found[sheet++], err);
		else
			rc = keep(collection, verdict, err);
	}
	return rc;
}

/* Fills sheets, compares, and settles all. */
static int draw_and_settle(struct verifying *verifying, struct wipe_error *err)
{
	size_t count = verifying->collection->found_count;
	struct sheets sheets = { .trust = verifying->trust,
				 .time_s = verifying->time_s,
				 .tick = tick_drawn,
				 .arg = verifying };
	int rc;

	sheets.paths = calloc(count + 1, sizeof(*sheets.paths));
	sheets.found = calloc(count + 1, sizeof(*sheets.found));
	if (sheets.paths && sheets.found) {
		for (size_t i = 0; i < count; i++)
			if (verifying->verdicts[i].obstacle == VERDICT_PDF)
				sheets.paths[sheets.count++] = verifying->verdicts[i].path;
		sheets_compare(&sheets);
		rc = settle(verifying, &sheets, err);
	} else {
		rc = no_memory(err);
	}
	free(sheets.paths);
	free(sheets.found);
	return rc;
}

static void forget_found(struct collection *collection)
{
	for (size_t i = 0; i < collection->found_count; i++)
		free(collection->found[i].path);
	free(collection->found);
	collection->found = NULL;
	collection->found_count = collection->found_room = 0;
}

static size_t failed_in(const struct collection *collection)
{
	size_t failed = 0;

	for (size_t i = 0; i < collection->count; i++)
		failed += is_failed(&collection->items[i]);
	return failed;
}

/* They were looked at, beside their records. */
static void forget_lists(struct collection *collection)
{
	for (size_t i = 0; i < collection->count && collection->other_count; i++) {
		const struct verdict *verdict = &collection->items[i];

		if (verdict->from_folder &&
		    (verdict->list == VERDICT_LIST_RIGHT || verdict->list == VERDICT_LIST_ALTERED))
			collection->other_count--;
	}
}

int collection_verify(struct collection *collection, const struct wipecert_trust *trust,
		      int64_t time_s, enum progress_mode progress, struct wipe_error *err)
{
	size_t count = collection->found_count;
	struct verifying verifying = { .collection = collection, .trust = trust, .time_s = time_s };
	const struct crew_task task = { count, work, tick, &verifying };
	int rc;

	verifying.verdicts = calloc(count ? count : 1, sizeof(*verifying.verdicts));
	if (!verifying.verdicts)
		return no_memory(err);
	collection->items = calloc(count ? count : 1, sizeof(*collection->items));
	if (!collection->items) {
		free(verifying.verdicts);
		return no_memory(err);
	}
	collection->room = count;
	pace_start(&verifying.pace, progress, count);
	rc = crew_run(&task, err);
	if (!rc)
		rc = judge_what_is_left(&verifying, err);
	if (!rc)
		rc = draw_and_settle(&verifying, err);
	forget_lists(collection);
	for (size_t i = 0; i < count; i++)
		verdict_clear(&verifying.verdicts[i]);
	pace_tell(&verifying.pace, count, failed_in(collection));
	pace_end(&verifying.pace);
	free(verifying.verdicts);
	forget_found(collection);
	return rc;
}

void collection_clear(struct collection *collection)
{
	forget_found(collection);
	for (size_t i = 0; i < collection->count; i++)
		verdict_clear(&collection->items[i]);
	for (size_t i = 0; i < collection->ignored_count; i++)
		free(collection->ignored[i]);
	free(collection->items);
	free(collection->ignored);
	*collection = (struct collection){ 0 };
}
