/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "exit.h"
#include "i18n.h"
#include "verdict_list.h"

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

	return one->from_folder && one->kind == WALK_PDF && !is_named_like_ours(one->path) &&
	       !memmem(bytes, length, marker, sizeof(marker) - 1);
}

static int judge_bytes(const struct wipecert_trust *trust, const struct found *one,
		       const unsigned char *bytes, size_t length, int64_t time_s,
		       struct verdict *verdict, struct wipe_error *err)
{
	int rc;

	if (is_other_json(one, bytes, length))
		return verdict_of_obstacle(VERDICT_OTHER, one->path, verdict, err);
	rc = verdict_of_bytes(trust, bytes, length, one->path, time_s, verdict, err);
	if (!rc && verdict->obstacle == VERDICT_PDF && is_other_pdf(one, bytes, length))
		verdict->obstacle = VERDICT_OTHER;
	return rc;
}

static int judge_file(const struct wipecert_trust *trust, const struct found *one, int64_t time_s,
		      struct verdict *verdict, struct wipe_error *err)
{
	unsigned char *bytes;
	size_t length;
	int rc = verdict_read(one->path, &bytes, &length, verdict, err);

	if (bytes)
		rc = judge_bytes(trust, one, bytes, length, time_s, verdict, err);
	free(bytes);
	if (!rc)
		verdict_list_check(verdict);
	return rc;
}

static int judge_unreadable(const struct found *one, struct verdict *verdict,
			    struct wipe_error *err)
{
	int rc = verdict_of_obstacle(VERDICT_NO_FILE, one->path, verdict, err);

	verdict->exit = EXIT_FAILED;
	verdict->error_code = WIPE_E_SYSTEM;
	verdict->error = strdup(strerror(one->error));
	return rc || verdict->error ? rc : wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
}

int judge(const struct wipecert_trust *trust, const struct found *one, int64_t time_s,
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
		return judge_file(trust, one, time_s, verdict, err);
	}
}
