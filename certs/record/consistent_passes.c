/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "consistent.h"
#include "text.h"

/* As wipe_plan_make() demands it: nothing else is ever erased. */
static int check_geometry(const struct wipe_device *dev, struct wipe_error *err)
{
	uint32_t block = dev->logical_block_bytes;

	if (!dev->capacity_bytes || block < 512 || block > 4096 || (block & (block - 1)) ||
	    (dev->kind == WIPE_KIND_DEVICE && dev->capacity_bytes % block))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("no medium has this capacity and sector size"));
	return 0;
}

/* Where media of a kind are found, as discovery tells them. */
static const struct {
	enum wipe_media media;
	enum wipe_bus bus;
} media_buses[] = {
	{ WIPE_MEDIA_HDD, WIPE_BUS_ATA },  { WIPE_MEDIA_HDD, WIPE_BUS_SCSI },
	{ WIPE_MEDIA_SSD, WIPE_BUS_ATA },  { WIPE_MEDIA_SSD, WIPE_BUS_SCSI },
	{ WIPE_MEDIA_SSD, WIPE_BUS_NVME }, { WIPE_MEDIA_USB_FLASH, WIPE_BUS_USB },
	{ WIPE_MEDIA_SD, WIPE_BUS_MMC },   { WIPE_MEDIA_EMMC, WIPE_BUS_MMC },
};

static int check_media(const struct wipe_device *dev, struct wipe_error *err)
{
	if (dev->is_virtual != (dev->media == WIPE_MEDIA_VIRTUAL))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("the kind of medium does not fit a virtual device"));
	if (dev->is_virtual || dev->media == WIPE_MEDIA_UNKNOWN)
		return 0;
	for (size_t i = 0; i < sizeof(media_buses) / sizeof(media_buses[0]); i++)
		if (media_buses[i].media == dev->media && media_buses[i].bus == dev->bus)
			return 0;
	return wipe_error_set(err, WIPE_E_FORMAT, 0,
			      _("a medium of kind \"%s\" is not on bus \"%s\""),
			      wipe_media_name(dev->media), wipe_bus_name(dev->bus));
}

static int check_serial(const struct wipe_device *dev, struct wipe_error *err)
{
	if ((dev->serial[0] == '\0') == (dev->serial_source == WIPE_SERIAL_NONE) &&
	    (dev->serial[0] == '\0') == (dev->serial_problem == WIPE_SERIAL_ABSENT) &&
	    (dev->wwn[0] == '\0') == (dev->wwn_source == WIPE_WWN_NONE) &&
	    dev->serial_plausible == (dev->serial_problem == WIPE_SERIAL_OK))
		return 0;
	return wipe_error_set(err, WIPE_E_FORMAT, 0,
			      _("the serial and where it was read do not fit"));
}

/* What is told of one bus only is not told of another. */
static int check_place(const struct wipe_device *dev, struct wipe_error *err)
{
	bool on_usb = dev->bus == WIPE_BUS_USB, on_nvme = dev->bus == WIPE_BUS_NVME;

	if ((on_usb || (!dev->bridge[0] && !dev->bridge_serial[0])) &&
	    (on_nvme || (!dev->namespace_id && !dev->other_namespaces)))
		return 0;
	return wipe_error_set(err, WIPE_E_FORMAT, 0,
			      _("a bridge or a namespace is told of that bus \"%s\" does not have"),
			      wipe_bus_name(dev->bus));
}

/* A bus without hardware beneath cannot be a physical medium. */
static int check_bus(const struct wipe_device *dev, struct wipe_error *err)
{
	static const enum wipe_bus without_hardware[] = {
		WIPE_BUS_VIRTIO, WIPE_BUS_LOOP, WIPE_BUS_DM,	  WIPE_BUS_MD,
		WIPE_BUS_ZRAM,	 WIPE_BUS_FILE, WIPE_BUS_VIRTUAL,
	};

	if (dev->kind == WIPE_KIND_IMAGE && dev->bus != WIPE_BUS_FILE)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("the medium is an image on a bus of devices"));
	for (size_t i = 0; i < sizeof(without_hardware) / sizeof(without_hardware[0]); i++)
		if (dev->bus == without_hardware[i] && !dev->is_virtual)
			return wipe_error_set(err, WIPE_E_FORMAT, 0,
					      _("the medium is called physical on bus \"%s\""),
					      wipe_bus_name(dev->bus));
	return 0;
}

static bool equals(const uint8_t *bytes, uint32_t count, const char *text)
{
	return count == strlen(text) && memcmp(bytes, text, count) == 0;
}

int consistent_stream(const struct wipe_pass *pass, const struct wipe_device *dev, uint32_t number,
		      struct wipe_error *err)
{
	uint8_t key[WIPE_KEY_BYTES];
	int rc;

	if (!equals(pass->inputs.serial, pass->inputs.serial_bytes, dev->serial))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("pass %u: the key was made for another serial"), number);
	if (!equals(pass->inputs.wwn, pass->inputs.wwn_bytes, dev->wwn))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("pass %u: the key was made for another WWN"), number);
	rc = wipe_stream_key(&pass->inputs, key, err);
	if (rc)
		return rc;
	if (memcmp(key, pass->key, sizeof(key)) != 0)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("pass %u: the key does not follow from its inputs"),
				      number);
	return 0;
}

static int check_number(const struct wipe_plan *plan, uint32_t index, struct wipe_error *err)
{
	const struct wipe_pass *pass = &plan->passes[index];
	const struct wipe_pass *before = index ? pass - 1 : NULL;
	uint32_t expected = index + 1;

	if (pass->spec.kind == WIPE_PASS_STREAM_COMPLEMENT) {
		if (!before || before->spec.kind != WIPE_PASS_STREAM ||
		    memcmp(before->key, pass->key, sizeof(pass->key)) != 0)
			return wipe_error_set(err, WIPE_E_FORMAT, 0,
					      _("pass %u: not the complement of the pass before"),
					      index + 1);
		expected = index;
	}
	if (pass->inputs.pass != expected)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("pass %u: the key was made for pass %u"), index + 1,
				      pass->inputs.pass);
	return 0;
}

int consistent_medium(const struct wipe_device *dev, struct wipe_error *err)
{
	int rc = check_bus(dev, err);

	if (!rc)
		rc = check_geometry(dev, err);
	if (!rc)
		rc = check_media(dev, err);
	if (!rc)
		rc = check_serial(dev, err);
	return rc ? rc : check_place(dev, err);
}

int consistent_passes(enum wipecert_type type, const struct wipe_report *report,
		      struct wipe_error *err)
{
	const struct wipe_plan *plan = &report->plan;
	int rc = consistent_medium(&report->device, err);

	for (uint32_t i = 0; !rc && i < plan->pass_count; i++) {
		if (plan->passes[i].spec.kind == WIPE_PASS_FILL ||
		    plan->passes[i].spec.kind == WIPE_PASS_ZEROOUT)
			continue;
		rc = consistent_stream(&plan->passes[i], &report->device, i + 1, err);
		/* A check names one pass of another record, whichever it was there. */
		if (!rc && type != WIPECERT_CHECK)
			rc = check_number(plan, i, err);
	}
	return rc;
}
