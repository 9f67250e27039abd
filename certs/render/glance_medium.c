/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "glance_build.h"
#include "text.h"
#include "words.h"

#define PART WIPECERT_PART_MEDIUM

static void add_serial(struct glance_build *build, const struct wipe_device *dev)
{
	if (!dev->serial[0]) {
		glance_line(build, PART, WIPECERT_LINE_MARK, _("Serial"), "%s", _("none"));
		return;
	}
	glance_line(build, PART, WIPECERT_LINE_CODE, _("Serial"), "%s", dev->serial);
	glance_line(build, PART, WIPECERT_LINE_PLAIN, "", "%s",
		    words_serial_source(dev->serial_source));
	if (!dev->serial_plausible)
		glance_line(build, PART, WIPECERT_LINE_MARK, "", "%s: %s",
			    _("This serial cannot tell the drive from others of its kind"),
			    words_serial_problem(dev->serial_problem));
}

static void add_device(struct glance_build *build, const struct wipe_device *dev)
{
	glance_line(build, PART, WIPECERT_LINE_PLAIN, _("Maker and model"), "%s%s%s", dev->vendor,
		    dev->vendor[0] ? " " : "", dev->model[0] ? dev->model : _("unknown"));
	add_serial(build, dev);
	if (dev->wwn[0])
		glance_line(build, PART, WIPECERT_LINE_CODE, _("WWN"), "%s", dev->wwn);
	glance_line(build, PART, WIPECERT_LINE_PLAIN, _("Kind of medium"), "%s, %s",
		    words_media(dev->media), wipe_bus_name(dev->bus));
	if (dev->bridge[0])
		glance_line(build, PART, WIPECERT_LINE_PLAIN, _("USB bridge"), "%s", dev->bridge);
	if (dev->namespace_id)
		glance_line(build, PART, WIPECERT_LINE_PLAIN, _("Namespace"),
			    _("%u of %s; others that are visible: %u"), dev->namespace_id,
			    dev->controller[0] ? dev->controller : _("unknown"),
			    dev->other_namespaces);
}

void glance_medium(struct glance_build *build)
{
	const struct wipe_device *dev = &build->report->device;
	char bytes[WORDS_BYTES];

	if (dev->kind == WIPE_KIND_IMAGE) {
		glance_line(build, PART, WIPECERT_LINE_CODE, _("Image file"), "%s", dev->name);
		glance_line(build, PART, WIPECERT_LINE_MARK, "", "%s",
			    _("A file, not a physical medium."));
	} else {
		add_device(build, dev);
	}
	words_bytes(dev->capacity_bytes, bytes);
	glance_line(build, PART, WIPECERT_LINE_PLAIN, _("Capacity"), "%s", bytes);
}
