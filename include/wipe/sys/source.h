/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Seam: where raw facts about block devices come from. The system's source
 * reads sysfs and, where a udev daemon runs, its properties; tests hand in
 * tables, or a tree of files. Classification (wipe_device_classify) sees nothing
 * but these facts.
 */
#ifndef WIPE_SYS_SOURCE_H
#define WIPE_SYS_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>
#include <wipe/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Keys: "kernel" (sda), "node" (/dev/sda), "devnum" (8:0), "devtype" (disk,
 * partition), "whole" (node of a partition's disk), "belongs" (node of the disk
 * that an area beside it is part of: eMMC boot, RPMB), "controller", "syspath"
 * (resolved path below /sys); "attr:X" for the sysfs attribute X of the block
 * device (size, ro, removable, queue/rotational, device/model, ...), in
 * hexadecimal for the binary pages device/vpd_pg80 and device/vpd_pg83; "up:S:X"
 * for attribute X of the nearest parent in subsystem S (usb: serial; nvme:
 * serial; mmc: type); "usb:driver" for that of the USB interface; "ata_port"
 * (name of libata's port), "sata_spd"; "nvme:transport" (pcie, tcp, ...); "udev:X" for a udev property. Values are untrusted text.
 */
struct wipe_raw_pair {
	const char *key;
	const char *value;
};

struct wipe_raw_device {
	const struct wipe_raw_pair *pairs;
	size_t count;
};

/* Value of a key, or NULL. */
WIPE_API const char *wipe_raw_get(const struct wipe_raw_device *raw, const char *key);

struct wipe_source;

struct wipe_source_ops {
	/*
	 * Calls each() for every whole block device; raw is valid during the call.
	 * each() returns 0 to go on. 0, or a negative wipe_code.
	 */
	int (*enumerate)(struct wipe_source *source,
			 int (*each)(void *arg, const struct wipe_raw_device *raw), void *arg,
			 struct wipe_error *err);
	/* The same for one device number, whole disk or partition. WIPE_E_NOTFOUND. */
	int (*lookup)(struct wipe_source *source, uint32_t major_no, uint32_t minor_no,
		      int (*each)(void *arg, const struct wipe_raw_device *raw), void *arg,
		      struct wipe_error *err);
	void (*free)(struct wipe_source *source);
};

struct wipe_source {
	const struct wipe_source_ops *ops;
	/* Folder above "/sys" for what is read there besides; "" (or NULL): the running system. */
	const char *root;
};

/* The running system. The caller frees it. NULL: no memory. */
WIPE_API struct wipe_source *wipe_source_system(void);

/*
 * A machine as files: root/sys, and the properties of udev from root/run/udev/data,
 * whose form is systemd's own, if there is root/run/udev/control: its daemon runs. root is copied; "" or NULL is wipe_source_system().
 * The caller frees it. NULL: no memory.
 */
WIPE_API struct wipe_source *wipe_source_tree(const char *root);
WIPE_API void wipe_source_free(struct wipe_source *source); /* NULL: no-op */

#ifdef __cplusplus
}
#endif
#endif
