/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "put.h"
#include "put_parts.h"

json_t *put_medium(const struct wipe_device *dev)
{
	struct put put;

	put_begin(&put);
	put_ascii(&put, "kind", wipe_kind_name(dev->kind));
	put_utf8(&put, "name", dev->name);
	put_ascii(&put, "vendor", dev->vendor);
	put_ascii(&put, "model", dev->model);
	put_ascii(&put, "firmware", dev->firmware);
	put_ascii_or_null(&put, "serial", dev->serial);
	put_ascii(&put, "serial_source", wipe_serial_source_name(dev->serial_source));
	put_bool(&put, "serial_plausible", dev->serial_plausible);
	put_ascii(&put, "serial_problem", wipe_serial_problem_name(dev->serial_problem));
	put_ascii_or_null(&put, "wwn", dev->wwn);
	put_ascii(&put, "wwn_source", wipe_wwn_source_name(dev->wwn_source));
	put_ascii(&put, "bus", wipe_bus_name(dev->bus));
	put_ascii(&put, "bus_path", dev->bus_path);
	put_ascii_or_null(&put, "bridge", dev->bridge);
	put_ascii_or_null(&put, "bridge_serial", dev->bridge_serial);
	put_ascii_or_null(&put, "controller", dev->controller);
	put_count(&put, "namespace_id", dev->namespace_id);
	put_count(&put, "other_namespaces", dev->other_namespaces);
	put_ascii(&put, "media", wipe_media_name(dev->media));
	put_ascii(&put, "media_reason", dev->media_reason);
	put_bool(&put, "virtual", dev->is_virtual);
	put_u64(&put, "capacity_bytes", dev->capacity_bytes);
	put_count(&put, "logical_block_bytes", dev->logical_block_bytes);
	put_count(&put, "physical_block_bytes", dev->physical_block_bytes);
	return put_end(&put);
}
