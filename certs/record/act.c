/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "hex.h"
#include "instant.h"
#include "put_frame.h"
#include "statement.h"
#include "text.h"

#define TEXT_CHARACTERS 4000
#define HEX_BYTES_MAX 64

struct wipecert_act {
	enum wipecert_type type;
	json_t *body;
};

static int no_memory(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
}

int wipecert_act_new(enum wipecert_type type, struct wipecert_act **act, struct wipe_error *err)
{
	const char *body = act_empty_body(type);
	struct wipecert_act *made;

	*act = NULL;
	if (!body)
		return wipe_error_set(err, WIPE_E_USAGE, 0, "%s", wipecert_type_name(type));
	made = calloc(1, sizeof(*made));
	if (!made)
		return no_memory(err);
	made->type = type;
	made->body = json_loads(body, 0, NULL);
	if (!made->body) {
		free(made);
		return no_memory(err);
	}
	*act = made;
	return 0;
}

void wipecert_act_free(struct wipecert_act *act)
{
	if (!act)
		return;
	json_decref(act->body);
	free(act);
}

enum wipecert_type wipecert_act_type(const struct wipecert_act *act)
{
	return act->type;
}

const char *act_take_step(const char *path, char step[ACT_STEP_BYTES])
{
	size_t length = strcspn(path, "/"), kept = length < ACT_STEP_BYTES ? length : 0;

	memcpy(step, path, kept);
	step[kept] = '\0';
	return path[length] ? path + length + 1 : NULL;
}

/* Takes value over. False: it cannot be there. */
static bool place(json_t *at, const char *step, json_t *value)
{
	size_t index = strtoul(step, NULL, 10), count = json_array_size(at);

	if (json_is_object(at) && *step)
		return json_object_set_new(at, step, value) == 0;
	if (json_is_array(at) && act_is_index(step) && index < count)
		return json_array_set_new(at, index, value) == 0;
	if (json_is_array(at) && act_is_index(step) && index == count)
		return json_array_append_new(at, value) == 0;
	json_decref(value);
	return false;
}

/* What is at step, made if nothing or null is. */
static json_t *descend(json_t *at, const char *step, const char *rest)
{
	json_t *next = act_step_into(at, step);
	char following[ACT_STEP_BYTES];

	if (next && !json_is_null(next))
		return next;
	act_take_step(rest, following);
	next = act_is_index(following) ? json_array() : json_object();
	return next && place(at, step, next) ? next : NULL;
}

/* What the frame says is nobody's to say by path. */
static bool is_of_body(const struct wipecert_act *act, const char *step)
{
	return strcmp(step, "attachments") == 0 || strcmp(step, "note") == 0 ||
	       json_object_get(act->body, step);
}

static int set(struct wipecert_act *act, const char *path, json_t *value, struct wipe_error *err)
{
	char step[ACT_STEP_BYTES];
	json_t *at = act->body;
	const char *rest = act_take_step(path, step);

	if (!value)
		return no_memory(err);
	if (!is_of_body(act, step))
		at = NULL;
	while (at && rest) {
		at = descend(at, step, rest);
		rest = act_take_step(rest, step);
	}
	if (at && place(at, step, value))
		return 0;
	if (!at)
		json_decref(value);
	return wipe_error_set(err, WIPE_E_USAGE, 0, _("%s: nothing can be said there"), path);
}

int wipecert_act_text(struct wipecert_act *act, const char *path, const char *text,
		      struct wipe_error *err)
{
	int rc = text ? statement_check_text(text, TEXT_CHARACTERS, path, err) : 0;

	return rc ? rc : set(act, path, text ? json_string(text) : json_null(), err);
}

int wipecert_act_number(struct wipecert_act *act, const char *path, uint64_t number,
			struct wipe_error *err)
{
	json_int_t value = number < INT64_MAX ? (json_int_t)number : INT64_MAX;

	return set(act, path, json_integer(value), err);
}

int wipecert_act_bytes(struct wipecert_act *act, const char *path, uint64_t bytes,
		       struct wipe_error *err)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, bytes);
	return set(act, path, json_string(text), err);
}

int wipecert_act_bool(struct wipecert_act *act, const char *path, bool value,
		      struct wipe_error *err)
{
	return set(act, path, json_boolean(value), err);
}

int wipecert_act_time(struct wipecert_act *act, const char *path, int64_t time_s,
		      struct wipe_error *err)
{
	char text[INSTANT_BYTES];

	instant_format(time_s, text);
	return set(act, path, json_string(text), err);
}

int wipecert_act_hex(struct wipecert_act *act, const char *path, const uint8_t *bytes, size_t count,
		     struct wipe_error *err)
{
	char text[2 * HEX_BYTES_MAX + 1];

	if (count > HEX_BYTES_MAX)
		return wipe_error_set(err, WIPE_E_USAGE, 0, "%s", path);
	hex_encode(bytes, count, text);
	return set(act, path, json_string(text), err);
}

int wipecert_act_link(struct wipecert_act *act, const char *path, const struct wipecert_link *link,
		      struct wipe_error *err)
{
	return set(act, path, put_link(link, false), err);
}

bool wipecert_act_is_set(const struct wipecert_act *act, const char *path)
{
	const json_t *value = act_find(act->body, path);

	return value && !json_is_null(value);
}

const char *wipecert_act_said(const struct wipecert_act *act, const char *path)
{
	return json_string_value(act_find(act->body, path));
}

static json_t *put_act(const struct wipecert_act *act, const struct wipecert_meta *meta)
{
	const char *key;
	struct put put;
	json_t *value;

	put_frame_begin(&put, act->type, meta);
	json_object_foreach(act->body, key, value)
	{
		if (strcmp(key, "attachments") != 0 && strcmp(key, "note") != 0)
			put_value(&put, key, json_incref(value));
	}
	value = json_object_get(act->body, "attachments");
	put_value(&put, "attachments", value ? json_incref(value) : json_array());
	value = json_object_get(act->body, "note");
	put_value(&put, "note", value ? json_incref(value) : json_null());
	put_frame_end(&put, false, meta);
	return put_end(&put);
}

int wipecert_act_build(const struct wipecert_act *act, const struct wipecert_meta *meta,
		       char **json, size_t *json_bytes, struct wipe_error *err)
{
	struct wipecert_record *record = NULL;
	int rc;

	*json = NULL;
	*json_bytes = 0;
	if (!meta->place)
		return wipe_error_set(err, WIPE_E_USAGE, 0, "%s", _("an act belongs to a case"));
	rc = put_frame_print(put_act(act, meta), json, json_bytes, err);
	if (!rc)
		rc = wipecert_record_parse(*json, *json_bytes, &record, err);
	if (!rc)
		rc = statement_check(record, err);
	wipecert_record_free(record);
	if (rc) {
		free(*json);
		*json = NULL;
		*json_bytes = 0;
	}
	return rc;
}

int wipecert_act_check(const struct wipecert_act *act, const struct wipecert_meta *meta,
		       const char *item, struct wipe_error *err)
{
	const struct wipecert_link before = { .is_signed = true };
	struct wipecert_place place = { .has_init = true, .number = 2, .writer_number = 1 };
	struct wipecert_meta own = *meta;
	char *json = NULL;
	size_t json_bytes;
	int rc;

	snprintf(place.item, sizeof(place.item), "%s", item ? item : "");
	own.place = &place;
	own.previous = &before;
	own.previous_count = 1;
	rc = wipecert_act_build(act, &own, &json, &json_bytes, err);
	free(json);
	return rc;
}
