/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "entry_json.h"

#include "output.h"

/* A number that stands for "not known" where it is 0. */
static json_t *number_json(uint32_t number)
{
	return number ? json_integer((json_int_t)number) : json_null();
}

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
			 "partition_number", number_json(content->partition_number),
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
	return json_pack("{s:s, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:s, s:b, s:s, s:o, s:s}",
			 "object", "device", "node", output_json_text(dev->node), "name",
			 output_json_text(dev->name), "kind", wipe_kind_name(dev->kind), "devnum",
			 json_sprintf("%u:%u", dev->major_no, dev->minor_no), "vendor",
			 output_json_text(dev->vendor), "model", output_json_text(dev->model),
			 "firmware", output_json_text(dev->firmware), "serial",
			 output_json_text(dev->serial), "serial_source",
			 wipe_serial_source_name(dev->serial_source), "serial_plausible",
			 (int)dev->serial_plausible, "serial_problem",
			 wipe_serial_problem_name(dev->serial_problem), "wwn",
			 output_json_text(dev->wwn), "wwn_source",
			 wipe_wwn_source_name(dev->wwn_source));
}

/* What hangs together with what: bus, bridge, controller, and other ways to the same. */
static json_t *place_json(const struct wipe_device *dev)
{
	json_t *paths = json_array();

	for (uint32_t i = 0; i < dev->other_path_count && i < WIPE_OTHER_PATHS_MAX; i++)
		if (json_array_append_new(paths, output_json_text(dev->other_paths[i]))) {
			json_decref(paths);
			return NULL;
		}
	return json_pack(
		"{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:I, s:I, s:o, s:o, s:s,"
		" s:o, s:b, s:b, s:o, s:b, s:b}",
		"bus", wipe_bus_name(dev->bus), "bus_path", output_json_text(dev->bus_path),
		"bridge", output_json_text(dev->bridge), "bridge_serial",
		output_json_text(dev->bridge_serial), "bridge_driver",
		output_json_text(dev->bridge_driver), "controller",
		output_json_text(dev->controller), "belongs_to", output_json_text(dev->belongs_to),
		"subsystem", output_json_text(dev->subsystem), "namespace_id",
		number_json(dev->namespace_id), "nguid", output_json_text(dev->nguid), "eui64",
		output_json_text(dev->eui64), "other_namespaces", (json_int_t)dev->other_namespaces,
		"other_path_count", (json_int_t)dev->other_path_count, "other_paths", paths,
		"link_mbps", number_json(dev->link_mbps), "media", wipe_media_name(dev->media),
		"media_reason", output_json_text(dev->media_reason), "virtual",
		(int)dev->is_virtual, "partition", (int)dev->is_partition, "whole",
		output_json_text(dev->whole_node), "read_only", (int)dev->read_only, "removable",
		(int)dev->removable);
}

static json_t *features_json(const struct wipe_device *dev)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:s}", "capacity_bytes",
			 output_json_bytes(dev->capacity_bytes), "logical_block_bytes",
			 number_json(dev->logical_block_bytes), "physical_block_bytes",
			 number_json(dev->physical_block_bytes), "discard_max_bytes",
			 output_json_bytes(dev->discard_max_bytes), "write_zeroes_max_bytes",
			 output_json_bytes(dev->write_zeroes_max_bytes), "zoned",
			 wipe_zoned_name(dev->zoned));
}

static json_t *layer_json(const struct wipe_layer *layer)
{
	return json_pack(
		"{s:o, s:o, s:o, s:s, s:o, s:o, s:o}", "node", output_json_text(layer->node),
		"name", output_json_text(layer->name), "label", output_json_text(layer->label),
		"kind", wipe_layer_kind_name(layer->kind), "start_bytes",
		output_json_bytes(layer->start_bytes), "size_bytes",
		output_json_bytes(layer->size_bytes), "parent",
		layer->parent == SIZE_MAX ? json_null() : json_integer((json_int_t)layer->parent));
}

static json_t *layers_json(const struct entry *entry)
{
	json_t *list;

	if (!entry->layers || entry->layers->overflow)
		return json_null();
	list = json_array();
	for (size_t i = 0; i < entry->layers->count; i++)
		if (json_array_append_new(list, layer_json(&entry->layers->items[i]))) {
			json_decref(list);
			return NULL;
		}
	return list;
}

static json_t *state_json(const struct entry *entry)
{
	return json_pack(
		"{s:o, s:o, s:o, s:o, s:b, s:o, s:b, s:o, s:o, s:o, s:o, s:o}", "contents",
		contents_json(entry), "contents_error", output_json_error(&entry->contents_error),
		"layers", layers_json(entry), "uses", uses_json(entry), "uses_complete",
		(int)entry->device->uses_complete, "uses_error",
		output_json_error(&entry->uses_error), "erasable", (int)entry_is_erasable(entry),
		"confirmation", output_json_text(wipe_device_confirmation(entry->device)),
		"recommended_method", output_json_text(entry->method), "recommended_level",
		*entry->method ? json_string(wipe_level_name(entry->level)) : json_null(),
		"recommended_level_reason", output_json_text(entry->level_reason), "estimate",
		output_json_estimate(entry->has_estimate ? &entry->estimate : NULL));
}

json_t *entry_json(const struct entry *entry)
{
	json_t *object = identity_json(entry->device);
	json_t *parts[] = { place_json(entry->device), features_json(entry->device),
			    state_json(entry) };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (!object || !parts[i] || json_object_update(object, parts[i])) {
			json_decref(object);
			object = NULL;
		}
		json_decref(parts[i]);
	}
	return object;
}
