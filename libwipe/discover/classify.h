/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The topics of wipe_device_classify(). Each fills its fields of dev from raw
 * facts, may rely on those that ran before it, and calls nothing of the system.
 */
#ifndef DISCOVER_CLASSIFY_H
#define DISCOVER_CLASSIFY_H

#include <wipe/device.h>

#include "raw.h"

/* bus; needs major_no. */
void bus_classify(const struct wipe_raw_device *raw, struct wipe_device *dev);

/* Has this bus nothing physical beneath it that is known? */
bool bus_is_virtual(enum wipe_bus bus);

/* bridge and its serial and driver; needs bus. */
void usb_classify(const struct wipe_raw_device *raw, struct wipe_device *dev);

/*
 * Does udev have what the drive behind the bridge answered to ATA IDENTIFY? Then
 * its properties are the drive's and not the bridge's.
 */
bool usb_has_ata_identity(const struct wipe_raw_device *raw);

/* vendor, model, firmware, serial, wwn and where they are from; needs bus. */
void identity_classify(const struct wipe_raw_device *raw, struct wipe_device *dev);

/* What is NVMe's alone; needs bus. */
void nvme_classify(const struct wipe_raw_device *raw, struct wipe_device *dev);

/* media and its reason, is_virtual; needs bus, names, removable. */
void media_classify(const struct wipe_raw_device *raw, struct wipe_device *dev);

/* Discard, write zeroes, zones, speed of the link; needs bus. */
void features_classify(const struct wipe_raw_device *raw, struct wipe_device *dev);

#endif
