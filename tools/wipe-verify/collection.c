/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "collection.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <jansson.h>
#include <wipecert/save.h>

#include "exit.h"
#include "i18n.h"
#include "pdf_verdict.h"
#include "walk.h"

struct adding {
	struct collection *collection;
	const struct wipecert_trust *trust;
	int64_t time_s;
	struct wipe_error *err;
};

/* Room for one more, zeroed. NULL: no memory. */
static struct verdict *append(struct collection *collection)
{
	if (collection->count == collection->room) {
		size_t room = collection->room ? collection->room * 2 : 64;
		struct verdict *grown =
			reallocarray(collection->items, room, sizeof(*collection->items));

		if (!grown)
			return NULL;
		collection->items = grown;
		collection->room = room;
	}
	memset(&collection->items[collection->count], 0, sizeof(*collection->items));
	return &collection->items[collection->count++];
}

static int no_memory(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
}

static int add_ignored(const struct adding *adding, const char *path)
{
	struct collection *collection = adding->collection;
	char **grown =
		reallocarray(collection->ignored, collection->ignored_count + 1, sizeof(*grown));

	if (!grown)
		return no_memory(adding->err);
	collection->ignored = grown;
	grown[collection->ignored_count] = strdup(path);
	if (!grown[collection->ignored_count])
		return no_memory(adding->err);
	collection->ignored_count++;
	return 0;
}

/* Of several records in one file each has a verdict, under the file's name and a number. */
static int add_results(const struct adding *adding, const char *path, bool from_folder,
		       const struct pdf_verdict *pdf)
{
	int rc = 0;

	for (size_t i = 0; i < pdf->count && !rc; i++) {
		struct verdict *verdict = append(adding->collection);
		char *name = NULL;

		if (!verdict || (pdf->count > 1 && asprintf(&name, "%s#%zu", path, i + 1) < 0))
			return no_memory(adding->err);
		rc = verdict_of_result(&pdf->results[i], name ? name : path, verdict, adding->err);
		verdict->from_folder = from_folder;
		free(name);
	}
	return rc;
}

/* Bytes that the catalog of every certificate has. */
static bool is_other_pdf(const char *path, const unsigned char *bytes, size_t length)
{
	static const char marker[] = "/MasshoSeal";
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;

	return strncasecmp(name, "massho-", 7) &&
	       !memmem(bytes, length, marker, sizeof(marker) - 1);
}

static int add_pdf(const struct adding *adding, const char *path, bool from_folder)
{
	struct pdf_verdict pdf = { 0 };
	unsigned char *bytes = NULL;
	size_t length = 0;
	int rc = wipecert_load(path, WIPECERT_P7M_MAX_BYTES, &bytes, &length, adding->err);

	if (!rc && from_folder && is_other_pdf(path, bytes, length))
		rc = add_ignored(adding, path);
	else if (!rc)
		rc = pdf_verdict_make(adding->trust, bytes, length, adding->time_s, &pdf,
				      adding->err);
	if (!rc)
		rc = add_results(adding, path, from_folder, &pdf);
	pdf_verdict_clear(&pdf);
	free(bytes);
	return rc;
}

static int add_file(const struct adding *adding, const char *path, bool from_folder)
{
	struct verdict *verdict = append(adding->collection);
	int rc;

	if (!verdict)
		return no_memory(adding->err);
	rc = verdict_of_file(adding->trust, path, adding->time_s, verdict, adding->err);
	verdict->from_folder = from_folder;
	if (rc || verdict->obstacle != VERDICT_PDF)
		return rc;
	verdict_clear(verdict);
	adding->collection->count--;
	return add_pdf(adding, path, from_folder);
}

static int add_obstacle(const struct adding *adding, const char *path,
			enum verdict_obstacle obstacle, int error)
{
	struct verdict *verdict = append(adding->collection);
	int rc;

	if (!verdict)
		return no_memory(adding->err);
	rc = verdict_of_obstacle(obstacle, path, verdict, adding->err);
	verdict->from_folder = true;
	if (rc || obstacle != VERDICT_NO_FILE)
		return rc;
	verdict->exit = EXIT_FAILED;
	verdict->error_code = WIPE_E_SYSTEM;
	verdict->error = strdup(strerror(error));
	return verdict->error ? 0 : no_memory(adding->err);
}

/*
 * Another program's JSON: an object or list that says nothing of massho, under a
 * name that we never give. What cannot be parsed may have been a record.
 */
static bool is_other_json(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	unsigned char *bytes = NULL;
	const char *schema;
	size_t length = 0;
	json_t *root;
	bool other;

	if (!strncasecmp(name, "massho-", 7) ||
	    wipecert_load(path, WIPECERT_JSON_MAX_BYTES, &bytes, &length, NULL))
		return false;
	root = json_loadb((const char *)bytes, length, JSON_REJECT_DUPLICATES, NULL);
	schema = json_string_value(json_object_get(root, "schema"));
	other = root && (!schema || strncmp(schema, "massho.", 7));
	json_decref(root);
	free(bytes);
	return other;
}

static int add_found(void *arg, const char *path, enum walk_kind kind, int error)
{
	const struct adding *adding = arg;

	if (kind == WALK_OTHER) {
		adding->collection->other_count++;
		return 0;
	}
	if (adding->collection->count >= COLLECTION_FILES_MAX)
		return add_obstacle(adding, path, VERDICT_TOO_MANY, 0) ? -1 : 1;
	switch (kind) {
	case WALK_JSON:
		if (is_other_json(path))
			return add_ignored(adding, path);
		return add_file(adding, path, true);
	case WALK_RECORD:
		return add_file(adding, path, true);
	case WALK_PDF:
		return add_file(adding, path, true);
	case WALK_LINK:
		return add_obstacle(adding, path, VERDICT_LINK, 0);
	case WALK_TOO_DEEP:
		return add_obstacle(adding, path, VERDICT_TOO_DEEP, 0);
	case WALK_UNREADABLE:
		return add_obstacle(adding, path, VERDICT_NO_FILE, error);
	case WALK_OTHER: /* counted above */
		break;
	}
	return 0;
}

int collection_add(struct collection *collection, const struct wipecert_trust *trust,
		   const char *path, int64_t time_s, struct wipe_error *err)
{
	struct adding adding = { collection, trust, time_s, err };
	struct stat st;
	int rc;

	if (stat(path, &st) || !S_ISDIR(st.st_mode))
		return add_file(&adding, path, false);
	rc = walk_folder(path, add_found, &adding);
	if (rc == 1) /* too many: said, and enough */
		return 0;
	return rc ? no_memory(err) : 0;
}

void collection_clear(struct collection *collection)
{
	for (size_t i = 0; i < collection->count; i++)
		verdict_clear(&collection->items[i]);
	for (size_t i = 0; i < collection->ignored_count; i++)
		free(collection->ignored[i]);
	free(collection->items);
	free(collection->ignored);
	*collection = (struct collection){ 0 };
}
