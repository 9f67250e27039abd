/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "collection.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <wipecert/save.h>

#include "crew.h"
#include "exit.h"
#include "i18n.h"
#include "pdf_verdict.h"

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

/* Names that we give are never those of another program's files. */
static bool is_named_like_ours(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;

	return strncasecmp(name, "massho-", 7) == 0;
}

/*
 * Another program's JSON: an object or list that says nothing of massho. What cannot
 * be parsed may have been a record.
 */
static bool is_other_json(const struct found *one, const unsigned char *bytes, size_t length)
{
	const char *schema;
	json_t *root;
	bool other;

	if (!one->from_folder || one->kind != WALK_JSON || is_named_like_ours(one->path) ||
	    length > WIPECERT_JSON_MAX_BYTES)
		return false;
	root = json_loadb((const char *)bytes, length, JSON_REJECT_DUPLICATES, NULL);
	schema = json_string_value(json_object_get(root, "schema"));
	other = root && (!schema || strncmp(schema, "massho.", 7));
	json_decref(root);
	return other;
}

/* Bytes that the catalog of every certificate has. */
static bool is_other_pdf(const struct found *one, const unsigned char *bytes, size_t length)
{
	static const char marker[] = "/MasshoSeal";

	return one->from_folder && !is_named_like_ours(one->path) &&
	       !memmem(bytes, length, marker, sizeof(marker) - 1);
}

static int judge_bytes(const struct verifying *verifying, const struct found *one,
		       const unsigned char *bytes, size_t length, struct verdict *verdict,
		       struct wipe_error *err)
{
	int rc;

	if (is_other_json(one, bytes, length))
		return verdict_of_obstacle(VERDICT_OTHER, one->path, verdict, err);
	rc = verdict_of_bytes(verifying->trust, bytes, length, one->path, verifying->time_s,
			      verdict, err);
	if (!rc && verdict->obstacle == VERDICT_PDF && is_other_pdf(one, bytes, length))
		verdict->obstacle = VERDICT_OTHER;
	return rc;
}

static int judge_file(const struct verifying *verifying, const struct found *one,
		      struct verdict *verdict, struct wipe_error *err)
{
	unsigned char *bytes = NULL;
	struct wipe_error why;
	size_t length = 0;
	int rc;

	wipe_error_clear(&why);
	if (wipecert_load(one->path, WIPECERT_P7M_MAX_BYTES, &bytes, &length, &why))
		return verdict_of_failure(&why, one->path, verdict, err);
	rc = judge_bytes(verifying, one, bytes, length, verdict, err);
	free(bytes);
	return rc;
}

static int judge_unreadable(const struct found *one, struct verdict *verdict,
			    struct wipe_error *err)
{
	int rc = verdict_of_obstacle(VERDICT_NO_FILE, one->path, verdict, err);

	verdict->exit = EXIT_FAILED;
	verdict->error_code = WIPE_E_SYSTEM;
	verdict->error = strdup(strerror(one->error));
	return rc || verdict->error ? rc : no_memory(err);
}

static int judge(const struct verifying *verifying, const struct found *one,
		 struct verdict *verdict, struct wipe_error *err)
{
	if (one->is_too_many)
		return verdict_of_obstacle(VERDICT_TOO_MANY, one->path, verdict, err);
	switch (one->kind) {
	case WALK_LINK:
		return verdict_of_obstacle(VERDICT_LINK, one->path, verdict, err);
	case WALK_TOO_DEEP:
		return verdict_of_obstacle(VERDICT_TOO_DEEP, one->path, verdict, err);
	case WALK_UNREADABLE:
		return judge_unreadable(one, verdict, err);
	default:
		return judge_file(verifying, one, verdict, err);
	}
}

/* Of one file, in any thread. */
static int work(void *arg, size_t index, struct wipe_error *err)
{
	struct verifying *verifying = arg;
	struct found *one = &verifying->collection->found[index];
	struct verdict *verdict = &verifying->verdicts[index];
	int rc = judge(verifying, one, verdict, err);

	verdict->from_folder = one->from_folder;
	if (verdict->exit == EXIT_FAILED || verdict->exit == EXIT_USAGE)
		atomic_fetch_add(&verifying->failed, 1);
	if (verdict->obstacle == VERDICT_PDF)
		atomic_fetch_add(&verifying->waiting, 1);
	return rc;
}

static void tick(void *arg, size_t done)
{
	struct verifying *verifying = arg;
	size_t waiting = atomic_load(&verifying->waiting);

	/* The two are not counted in one step. */
	pace_tell(&verifying->pace, done > waiting ? done - waiting : 0,
		  atomic_load(&verifying->failed));
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

/* One at a time: drawing it again needs the whole process to speak its language. */
static int keep_pdf(const struct verifying *verifying, struct verdict *verdict,
		    struct wipe_error *err)
{
	struct pdf_verdict pdf = { 0 };
	unsigned char *bytes = NULL;
	size_t length = 0;
	struct wipe_error why;
	int rc;

	wipe_error_clear(&why);
	if (wipecert_load(verdict->path, WIPECERT_P7M_MAX_BYTES, &bytes, &length, &why)) {
		struct verdict gone = { 0 };

		rc = verdict_of_failure(&why, verdict->path, &gone, err);
		gone.from_folder = verdict->from_folder;
		return rc ? rc : keep(verifying->collection, &gone, err);
	}
	rc = pdf_verdict_make(verifying->trust, bytes, length, verifying->time_s, &pdf, err);
	if (!rc)
		rc = keep_results(verifying->collection, verdict->path, verdict->from_folder, &pdf,
				  err);
	pdf_verdict_clear(&pdf);
	free(bytes);
	return rc;
}

static int settle_pdf(struct verifying *verifying, struct verdict *verdict, struct wipe_error *err)
{
	struct collection *collection = verifying->collection;
	size_t before = collection->count;
	int rc = keep_pdf(verifying, verdict, err);

	for (size_t i = before; i < collection->count; i++)
		if (collection->items[i].exit == EXIT_FAILED)
			atomic_fetch_add(&verifying->failed, 1);
	atomic_fetch_sub(&verifying->waiting, 1);
	tick(verifying, collection->found_count);
	return rc;
}

static int settle(struct verifying *verifying, struct verdict *verdict, struct wipe_error *err)
{
	switch (verdict->obstacle) {
	case VERDICT_OTHER:
		return ignore(verifying->collection, verdict, err);
	case VERDICT_PDF:
		return settle_pdf(verifying, verdict, err);
	default:
		return keep(verifying->collection, verdict, err);
	}
}

static void forget_found(struct collection *collection)
{
	for (size_t i = 0; i < collection->found_count; i++)
		free(collection->found[i].path);
	free(collection->found);
	collection->found = NULL;
	collection->found_count = collection->found_room = 0;
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
	for (size_t i = 0; i < count; i++) {
		if (!rc)
			rc = settle(&verifying, &verifying.verdicts[i], err);
		verdict_clear(&verifying.verdicts[i]);
	}
	pace_tell(&verifying.pace, count, atomic_load(&verifying.failed));
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
