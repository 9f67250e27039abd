/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which device is it, how large, what is on it, and who uses it.
 *
 * All strings are NUL-terminated printable ASCII ("" if unknown), except
 * labels, node paths and use details, which are UTF-8 as the system has them
 * with control characters replaced by '?'.
 */
#ifndef WIPE_DEVICE_H
#define WIPE_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>
#include <wipe/export.h>
#include <wipe/stream.h>
#include <wipe/sys/env.h>
#include <wipe/sys/source.h>

#ifdef __cplusplus
extern "C" {
#endif

enum wipe_kind {
	WIPE_KIND_DEVICE,
	WIPE_KIND_IMAGE, /* a regular file that stands for a medium */
};

enum wipe_bus {
	WIPE_BUS_UNKNOWN,
	WIPE_BUS_ATA,
	WIPE_BUS_SCSI, /* parallel SCSI, SAS, iSCSI, and what looks like them */
	WIPE_BUS_USB,
	WIPE_BUS_NVME,
	WIPE_BUS_MMC,
	WIPE_BUS_VIRTIO,
	WIPE_BUS_LOOP,
	WIPE_BUS_DM,
	WIPE_BUS_MD,
	WIPE_BUS_ZRAM,
	WIPE_BUS_VIRTUAL, /* any other that has no hardware beneath */
	WIPE_BUS_FILE,	  /* WIPE_KIND_IMAGE */
};

enum wipe_media {
	WIPE_MEDIA_UNKNOWN,
	WIPE_MEDIA_HDD,
	WIPE_MEDIA_SSD,
	WIPE_MEDIA_USB_FLASH,
	WIPE_MEDIA_SD,
	WIPE_MEDIA_EMMC,
	WIPE_MEDIA_OPTICAL,
	WIPE_MEDIA_VIRTUAL, /* loop, dm, virtio, image: what holds the bits is unknown */
};

/* Where a serial was read; goes into records. */
enum wipe_serial_source {
	WIPE_SERIAL_NONE,
	WIPE_SERIAL_SYSFS,  /* the drive's own, through the kernel */
	WIPE_SERIAL_VPD,    /* SCSI VPD page 80h */
	WIPE_SERIAL_UDEV,   /* udev property ID_SERIAL_SHORT */
	WIPE_SERIAL_BRIDGE, /* a USB bridge's descriptor: may not be the drive's */
};

/*
 * One thing found on a device or one of its partitions. A partition in which
 * nothing was recognized is listed too, with type and usage "partition".
 */
struct wipe_content {
	char node[64];	 /* /dev/sda1; the device's own if the partition has none */
	char type[32];	 /* "ext4", "crypto_LUKS", "swap", "gpt", "dos" */
	char usage[24];	 /* "filesystem", "crypto", "raid", "other", "partition-table" */
	char origin[16]; /* "signature", "end" (in the last MiB of where it lies),
			    "partition" (only the table's entry), "more" (not all was listed) */
	char label[128];
	char uuid[64];
	uint64_t offset_bytes;		 /* of the node or partition, on the whole device */
	uint64_t size_bytes;		 /* of it, as far as the device reaches */
	uint64_t signature_offset_bytes; /* on the whole device; UINT64_MAX if there is none */
	uint32_t partition_number;	 /* in the partition table; 0: it lies in no entry */
	char partition_type[48];	 /* as in the table: GUID, "0x83", "Apple_HFS" */
	char partition_type_name[40];	 /* "EFI system"; "" if not well known */
	char partition_name[128];
	char partition_uuid[64];
};

enum wipe_use_kind {
	WIPE_USE_MOUNTED,
	WIPE_USE_SWAP,
	WIPE_USE_HELD,	 /* dm, md, LVM, bcache, loop lies on it */
	WIPE_USE_OPENED, /* a process has a node open or mapped */
	WIPE_USE_LOCKED, /* flock on the whole-disk node, or a lease conflict */
	WIPE_USE_SYSTEM, /* the running system's own */
	WIPE_USE_READ_ONLY,
};

/* Why a device may not be touched, with the way out in detail. */
struct wipe_use {
	enum wipe_use_kind kind;
	char node[64];	  /* the node that is used */
	char by[256];	  /* mount point, holder's name, "pid 4711 (bash)" */
	char advice[384]; /* what to do, in the user's language */
};

struct wipe_device {
	enum wipe_kind kind;
	char node[256]; /* /dev/sda, or the image's path */
	char name[256]; /* sda, or the image's base name */
	uint32_t major_no, minor_no;
	uint64_t diskseq; /* 0: the kernel does not say */
	char vendor[64], model[128], firmware[32];
	char serial[WIPE_SERIAL_MAX_BYTES]; /* trimmed */
	enum wipe_serial_source serial_source;
	bool serial_plausible; /* false: absent, zeros, or too short to tell drives apart */
	char wwn[WIPE_WWN_MAX_BYTES];
	enum wipe_bus bus;
	char bus_path[256]; /* sysfs path of the hardware, "" if none */
	enum wipe_media media;
	char media_reason[64]; /* stable English identifier: "rotational=1" */
	bool is_virtual;       /* nothing physical is known beneath */
	bool is_partition;
	char whole_node[64]; /* the disk a partition belongs to */
	bool read_only, removable;
	uint64_t capacity_bytes;
	uint32_t logical_block_bytes, physical_block_bytes;

	struct wipe_content *contents; /* owned; filled by wipe_device_probe() */
	size_t content_count;
	struct wipe_use *uses; /* owned; filled by wipe_device_find_uses() */
	size_t use_count;
};

struct wipe_device_list {
	struct wipe_device *items; /* whole disks in the order of their names */
	size_t count;
};

/*
 * Turns raw attributes into a description; pure, no system call. The keys are
 * in <wipe/sys/source.h>. Attributes may be missing, hostile or contradictory.
 * WIPE_E_FORMAT if there is no name or no device number.
 */
WIPE_API int wipe_device_classify(const struct wipe_raw_device *raw, struct wipe_device *dev,
				  struct wipe_error *err);

/* All whole disks of a source. *list is the caller's: wipe_device_list_free(). */
WIPE_API int wipe_device_list(struct wipe_source *source, struct wipe_device_list **list,
			      struct wipe_error *err);
WIPE_API void wipe_device_list_free(struct wipe_device_list *list); /* NULL: no-op */

/*
 * The block device that path leads to (symbolic links followed, resolved by
 * device number, never by its name). A partition is returned as such.
 * WIPE_E_NOTFOUND, or WIPE_E_USAGE if path is no block device.
 * *dev is the caller's: wipe_device_free().
 */
WIPE_API int wipe_device_find(struct wipe_source *source, const char *path,
			      struct wipe_device **dev, struct wipe_error *err);

/* A regular file that stands for a medium; not opened, only described. */
WIPE_API int wipe_device_describe_image(const char *path, struct wipe_device **dev,
					struct wipe_error *err);

WIPE_API void wipe_device_clear(struct wipe_device *dev); /* frees contents and uses */
WIPE_API void wipe_device_free(struct wipe_device *dev);  /* NULL: no-op */

/*
 * Reads partition tables and signatures from the device into contents: first
 * what lies on the whole, then the partitions as they follow each other. They
 * are those of the table on the medium and those that the kernel knows. Reading
 * only. WIPE_E_IO if something could not be read; contents then hold the rest.
 */
WIPE_API int wipe_device_probe(struct wipe_device *dev, struct wipe_error *err);

/*
 * Looks for every use that can be seen without opening the device for writing:
 * mounts in all visible namespaces, swap, holders to any depth, openers and
 * mappings of other processes, read-only. Fills uses; 0 also if there are some.
 */
WIPE_API int wipe_device_find_uses(struct wipe_device *dev, struct wipe_error *err);

/*
 * The same, but whoever has only a node open gets two seconds to close it: udev
 * and programs like lsblk look at every disk that appears or changes.
 */
WIPE_API int wipe_device_settle_uses(struct wipe_device *dev, const struct wipe_env *env,
				     struct wipe_error *err);

/* What a person must repeat to confirm: the serial if plausible, else the name. */
WIPE_API const char *wipe_device_confirmation(const struct wipe_device *dev);

/* Stable English identifiers for JSON ("nvme", "usb-flash", "mounted"); never NULL. */
WIPE_API const char *wipe_kind_name(enum wipe_kind kind);
WIPE_API const char *wipe_bus_name(enum wipe_bus bus);
WIPE_API const char *wipe_media_name(enum wipe_media media);
WIPE_API const char *wipe_serial_source_name(enum wipe_serial_source source);
WIPE_API const char *wipe_use_name(enum wipe_use_kind kind);

#ifdef __cplusplus
}
#endif
#endif
