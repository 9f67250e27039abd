/* SPDX-License-Identifier: GPL-3.0-or-later */
/* USB: storage without a driver or without a disk, and what holds data and is no disk. */
#include <stdio.h>
#include <string.h>

#include "survey.h"
#include "sysfs.h"
#include "text.h"

/* Readers that are no mass storage but have a driver of their own (rtsx_usb). */
static const struct {
	uint16_t vendor, device;
} readers[] = {
	{ 0x0bda, 0x0129 },
	{ 0x0bda, 0x0139 },
	{ 0x0bda, 0x0140 },
};

/* Adds a finding about the interface or device at path with what device says of itself. */
static void add(struct survey *survey, enum wipe_machine_kind kind, enum machine_reason reason,
		const char *what, const char *path, const char *device)
{
	struct wipe_machine_finding *finding = survey_add(survey, kind, reason, what, path);
	char vendor[8], product[8];

	SURVEY_COPY(survey, device, "manufacturer", finding->vendor);
	SURVEY_COPY(survey, device, "product", finding->model);
	SURVEY_COPY(survey, device, "idVendor", vendor);
	SURVEY_COPY(survey, device, "idProduct", product);
	snprintf(finding->ids, sizeof(finding->ids), "%.4s:%.4s", vendor, product);
}

static void look_at_device(struct survey *survey, const char *path)
{
	if (survey_says(survey, path, "authorized", "0"))
		add(survey, WIPE_MACHINE_USB, REASON_USB_UNAUTHORIZED, _("USB device"), path, path);
	else if (survey_says(survey, path, "bConfigurationValue", ""))
		add(survey, WIPE_MACHINE_USB, REASON_USB_NOT_CONFIGURED, _("USB device"), path,
		    path);
}

/* usb-storage and uas make a SCSI host; what is on it is the SCSI probe's. */
static bool has_scsi_device(struct survey *survey, const char *path)
{
	SURVEY_NAMES struct survey_names names = { 0 };
	char host[SURVEY_PATH_BYTES];

	survey_names_read(survey, path, &names);
	for (size_t i = 0; i < names.count; i++)
		if (survey_is_numbered(names.items[i], "host") &&
		    survey_join(host, path, names.items[i]) &&
		    survey_count(survey, host, "target") > 0)
			return true;
	return false;
}

static void look_at_storage(struct survey *survey, const char *path, const char *device,
			    const char *driver)
{
	enum machine_reason reason = REASON_NO_BLOCK_DEVICE;

	if (!*driver)
		reason = REASON_NO_DRIVER;
	else if (survey_is_placeholder_driver(driver))
		reason = REASON_GIVEN_TO_GUEST;
	else if (has_scsi_device(survey, path))
		return;
	add(survey, WIPE_MACHINE_DISK, reason, _("USB drive"), path, device);
}

static bool is_reader(const struct survey *survey, const char *device)
{
	char vendor[8], product[8], id[8];

	SURVEY_COPY(survey, device, "idVendor", vendor);
	SURVEY_COPY(survey, device, "idProduct", product);
	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++) {
		snprintf(id, sizeof(id), "%04x", readers[i].vendor);
		if (strcmp(vendor, id) != 0)
			continue;
		snprintf(id, sizeof(id), "%04x", readers[i].device);
		if (strcmp(product, id) == 0)
			return true;
	}
	return false;
}

/* The USB-IF's class codes: 06 still image (PTP), 08 mass storage, ff the vendor's. */
static void look_at_interface(struct survey *survey, const char *path, const char *device)
{
	char class_code[8], name[64], driver[64];

	SURVEY_COPY(survey, path, "bInterfaceClass", class_code);
	SURVEY_COPY(survey, path, "interface", name);
	sysfs_link_name(survey->root, path, "driver", driver, sizeof(driver));
	if (strcmp(class_code, "08") == 0)
		look_at_storage(survey, path, device, driver);
	else if (strcasestr(name, "MTP"))
		add(survey, WIPE_MACHINE_USB, REASON_MTP, _("telephone or player"), path, device);
	else if (strcmp(class_code, "06") == 0)
		add(survey, WIPE_MACHINE_USB, REASON_PTP, _("camera or telephone"), path, device);
	else if (!*driver && is_reader(survey, device))
		add(survey, WIPE_MACHINE_CARD_READER, REASON_NO_DRIVER, _("card reader"), path,
		    device);
}

/* Devices ("1-4") and their interfaces ("1-4:1.0") are on one bus. */
void machine_usb_look(struct survey *survey, const char *path, const char *name)
{
	char device[SURVEY_PATH_BYTES];

	if (!strchr(name, ':'))
		look_at_device(survey, path);
	else if (sysfs_resolve(survey->root, path, device, sizeof(device)) && survey_parent(device))
		look_at_interface(survey, path, device);
	else
		survey_doubt(survey, "unreadable", path);
}
