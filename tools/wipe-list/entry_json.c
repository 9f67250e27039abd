/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "entry_json.h"

#include "output.h"

static json_t *content_json(const struct wipe_content *content)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
			 "node", output_json_text(content->node), "type",
			 output_json_text(content->type), "usage", output_json_text(content->usage),
			 "label", output_json_text(content->label), "uuid",
			 output_json_text(content->uuid), "offset_bytes",
			 output_json_bytes(content->offset_bytes), "size_bytes",
			 output_json_bytes(content->size_bytes), "origin",
			 output_json_text(content->origin), "signature_offset_bytes",
			 content->signature_offset_bytes == UINT64_MAX ?
				 json_null() :
				 output_json_bytes(content->signature_offset_bytes),
			 "partition_number",
			 content->partition_number ?
				 json_integer((json_int_t)content->partition_number) :
				 json_null(),
			 "partition_type", output_json_text(content->partition_type),
			 "partition_type_name", output_json_text(content->partition_type_name),
			 "partition_name", output_json_text(content->partition_name),
			 "partition_uuid", output_json_text(content->partition_uuid));
}

static json_t *use_json(const struct wipe_use *use)
{
	return json_pack("{s:s, s:o, s:o, s:o}", "kind", wipe_use_name(use->kind), "node",
			 output_json_text(use->node), "by", output_json_text(use->by), "advice",
			 output_json_text(use->advice));
}

/* Complete or null: half a list could be taken for the whole. */
static json_t *contents_json(const struct entry *entry)
{
	json_t *list;

	if (entry->contents_error.code != WIPE_OK)
		return json_null();
	list = json_array();
	for (size_t i = 0; i < entry->device->content_count; i++)
		if (json_array_append_new(list, content_json(&entry->device->contents[i]))) {
			json_decref(list);
			return NULL;
		}
	return list;
}

static json_t *uses_json(const struct entry *entry)
{
	json_t *list;

	if (entry->uses_error.code != WIPE_OK)
		return json_null();
	list = json_array();
	for (size_t i = 0; i < entry->device->use_count; i++)
		if (json_array_append_new(list, use_json(&entry->device->uses[i]))) {
			json_decref(list);
			return NULL;
		}
	return list;
}

static json_t *identity_json(const struct wipe_device *dev)
{
	return json_pack(
		"{s:s, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:s, s:b, s:o, s:s, s:o, s:s, s:o,"
		" s:b, s:b, s:o, s:b, s:b}",
		"object", "device", "node", output_json_text(dev->node), "name",
		output_json_text(dev->name), "kind", wipe_kind_name(dev->kind), "devnum",
		json_sprintf("%u:%u", dev->major_no, dev->minor_no), "vendor",
		output_json_text(dev->vendor), "model", output_json_text(dev->model), "firmware",
		output_json_text(dev->firmware), "serial", output_json_text(dev->serial),
		"serial_source", wipe_serial_source_name(dev->serial_source), "serial_plausible",
		dev->serial_plausible, "wwn", output_json_text(dev->wwn), "bus",
		wipe_bus_name(dev->bus), "bus_path", output_json_text(dev->bus_path), "media",
		wipe_media_name(dev->media), "media_reason", output_json_text(dev->media_reason),
		"virtual", dev->is_virtual, "partition", dev->is_partition, "whole",
		output_json_text(dev->whole_node), "read_only", dev->read_only, "removable",
		dev->removable);
}

static json_t *state_json(const struct entry *entry)
{
	const struct wipe_device *dev = entry->device;
	bool erasable = *entry->method && !dev->is_partition && !dev->use_count &&
			entry->uses_error.code == WIPE_OK;

	return json_pack("{s:o, s:i, s:i, s:o, s:o, s:o, s:o, s:b, s:o, s:o, s:o, s:o}",
			 "capacity_bytes", output_json_bytes(dev->capacity_bytes),
			 "logical_block_bytes", (int)dev->logical_block_bytes,
			 "physical_block_bytes", (int)dev->physical_block_bytes, "contents",
			 contents_json(entry), "contents_error",
			 output_json_error(&entry->contents_error), "uses", uses_json(entry),
			 "uses_error", output_json_error(&entry->uses_error), "erasable", erasable,
			 "confirmation", output_json_text(wipe_device_confirmation(dev)),
			 "recommended_method", output_json_text(entry->method), "recommended_level",
			 *entry->method ? json_string(wipe_level_name(entry->level)) : json_null(),
			 "recommended_level_reason", output_json_text(entry->level_reason));
}

json_t *entry_json(const struct entry *entry)
{
	json_t *object = identity_json(entry->device), *state = state_json(entry);

	if (!object || !state || json_object_update(object, state)) {
		json_decref(object);
		object = NULL;
	}
	json_decref(state);
	return object;
}
