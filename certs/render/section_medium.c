/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sections.h"
#include "text.h"
#include "words.h"

static void draw_serial(struct layout *layout, const struct wipe_device *dev)
{
	if (!dev->serial[0]) {
		layout_field(layout, _("Serial"), "%s", _("none"));
		return;
	}
	layout_field(layout, _("Serial"), "%s", dev->serial);
	layout_field(layout, "", "%s", words_serial_source(dev->serial_source));
	if (!dev->serial_plausible)
		layout_field(layout, "", "%s: %s",
			     _("This serial cannot tell the drive from others of its kind"),
			     words_serial_problem(dev->serial_problem));
}

static void draw_device(struct layout *layout, const struct wipe_device *dev)
{
	layout_field(layout, _("Maker and model"), "%s%s%s", dev->vendor, dev->vendor[0] ? " " : "",
		     dev->model[0] ? dev->model : _("unknown"));
	draw_serial(layout, dev);
	if (dev->wwn[0])
		layout_field(layout, _("WWN"), "%s", dev->wwn);
	if (dev->firmware[0])
		layout_field(layout, _("Firmware"), "%s", dev->firmware);
	layout_field(layout, _("Kind of medium"), "%s", words_media(dev->media));
	layout_field(layout, _("Bus"), "%s", wipe_bus_name(dev->bus));
	if (dev->bus_path[0])
		layout_field(layout, _("Bus path"), "%s", dev->bus_path);
	if (dev->bridge[0])
		layout_field(layout, _("USB bridge"), "%s", dev->bridge);
	if (dev->bridge_serial[0])
		layout_field(layout, _("Its serial"), "%s", dev->bridge_serial);
	if (dev->namespace_id)
		layout_field(layout, _("Namespace"), _("%u of %s; others that are visible: %u"),
			     dev->namespace_id, dev->controller[0] ? dev->controller : _("unknown"),
			     dev->other_namespaces);
}

void section_medium(struct certificate *certificate)
{
	const struct wipe_device *dev = &certificate->report->device;
	struct layout *layout = &certificate->layout;
	char text[WORDS_BYTES];

	layout_heading(layout, _("Medium"));
	if (dev->kind == WIPE_KIND_IMAGE) {
		layout_field(layout, _("Image file"), "%s", dev->name);
		layout_field(layout, "", "%s", _("A file, not a physical medium."));
	} else {
		draw_device(layout, dev);
		layout_field(layout, _("Name on the host"), "%s", dev->name);
	}
	words_bytes(dev->capacity_bytes, text);
	layout_field(layout, _("Capacity"), "%s", text);
	if (dev->physical_block_bytes && dev->physical_block_bytes != dev->logical_block_bytes)
		layout_field(layout, _("Sectors"), _("%u bytes, physically %u bytes"),
			     dev->logical_block_bytes, dev->physical_block_bytes);
	else
		layout_field(layout, _("Sectors"), _("%u bytes"), dev->logical_block_bytes);
}
