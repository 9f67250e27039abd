/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "put_frame.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

json_t *put_link(const struct wipecert_link *link, bool with_id)
{
	struct put put;

	if (!link)
		return json_null();
	put_begin(&put);
	if (with_id)
		put_ascii(&put, "id", link->id);
	put_hex(&put, "econtent_sha256", link->econtent_sha256, sizeof(link->econtent_sha256));
	if (link->is_signed)
		put_hex(&put, "signature_sha256", link->signature_sha256,
			sizeof(link->signature_sha256));
	else
		put_null(&put, "signature_sha256");
	return put_end(&put);
}

static json_t *put_previous(const struct wipecert_meta *meta)
{
	json_t *list = json_array();

	for (size_t i = 0; i < meta->previous_count; i++) {
		if (json_array_append_new(list, put_link(&meta->previous[i], false)) != 0) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

static json_t *put_place(const struct wipecert_place *place)
{
	struct put put;

	if (!place)
		return json_null();
	put_begin(&put);
	if (place->has_init)
		put_hex(&put, "init_sha256", place->init_sha256, sizeof(place->init_sha256));
	else
		put_null(&put, "init_sha256");
	put_count(&put, "number", place->number);
	put_count(&put, "writer_number", place->writer_number);
	put_value(&put, "writer_previous",
		  put_link(place->has_writer_previous ? &place->writer_previous : NULL, false));
	put_ascii_or_null(&put, "item", place->item);
	return put_end(&put);
}

static json_t *put_tool(const struct wipecert_meta *meta)
{
	struct put put;

	put_begin(&put);
	put_ascii(&put, "name", meta->tool_name);
	put_ascii(&put, "version", meta->tool_version);
	put_ascii_or_null(&put, "build", meta->tool_build);
	put_ascii_or_null(&put, "sha256", meta->tool_sha256);
	return put_end(&put);
}

static json_t *put_host(const struct wipecert_meta *meta)
{
	struct put put;

	put_begin(&put);
	put_ascii(&put, "maker", meta->host_maker);
	put_ascii(&put, "model", meta->host_model);
	put_ascii(&put, "serial", meta->host_serial);
	put_ascii_or_null(&put, "asset_tag", meta->host_asset_tag);
	put_ascii(&put, "kernel", meta->host_kernel);
	put_ascii(&put, "arch", meta->host_arch);
	put_ascii(&put, "time_zone", meta->time_zone);
	put_ascii(&put, "clock_source", *meta->clock_source ? meta->clock_source : "unknown");
	return put_end(&put);
}

static json_t *put_flags(bool clock_stepped, const struct wipecert_meta *meta)
{
	const char *const flags[] = {
		meta->clock_suspect ? "clock-suspect" : NULL,
		clock_stepped ? "clock-stepped" : NULL,
		meta->signer_flag,
	};
	json_t *list = json_array();

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		if (flags[i] && json_array_append_new(list, json_string(flags[i])) != 0) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

void put_frame_begin(struct put *put, enum wipecert_type type, const struct wipecert_meta *meta)
{
	put_begin(put);
	put_ascii(put, "schema", WIPECERT_SCHEMA);
	put_ascii(put, "type", wipecert_type_name(type));
	put_ascii(put, "id", meta->id);
	put_time(put, "issued_at", meta->issued_at_s);
	put_value(put, "case", put_place(meta->place));
	put_value(put, "previous", put_previous(meta));
}

void put_frame_end(struct put *put, bool clock_stepped, const struct wipecert_meta *meta)
{
	put_value(put, "flags", put_flags(clock_stepped, meta));
	put_value(put, "tool", put_tool(meta));
	put_value(put, "host", put_host(meta));
	put_value(put, "people", json_object());
}

/* The text of record, with a newline and a NUL, in memory that free() frees. */
static int print(const json_t *root, char **json, size_t *json_bytes, struct wipe_error *err)
{
	char *dumped = json_dumps(root, JSON_INDENT(2));
	size_t length = dumped ? strlen(dumped) : 0;
	char *text = dumped ? realloc(dumped, length + 2) : NULL;

	if (!text) {
		free(dumped);
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	}
	memcpy(text + length, "\n", 2);
	*json = text;
	*json_bytes = length + 1;
	return 0;
}

int put_frame_print(json_t *root, char **json, size_t *json_bytes, struct wipe_error *err)
{
	struct wipecert_record *again = NULL;
	int rc;

	*json = NULL;
	*json_bytes = 0;
	if (!root)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	rc = print(root, json, json_bytes, err);
	json_decref(root);
	if (!rc)
		rc = wipecert_record_parse(*json, *json_bytes, &again, err);
	wipecert_record_free(again);
	if (rc) {
		free(*json);
		*json = NULL;
		*json_bytes = 0;
		wipe_error_context(err, _("this cannot be recorded so"));
	}
	return rc;
}
