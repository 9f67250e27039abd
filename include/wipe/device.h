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
	WIPE_KIND_FILE, /* none: files on one were erased; only in records, with nothing else told */
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
	WIPE_SERIAL_UDEV,   /* udev property ID_SERIAL_SHORT; behind a bridge: of ATA IDENTIFY */
	WIPE_SERIAL_BRIDGE, /* a USB bridge's word: may not be the drive's */
};

/* Why a serial cannot tell drives apart. */
enum wipe_serial_problem {
	WIPE_SERIAL_OK,
	WIPE_SERIAL_ABSENT,
	WIPE_SERIAL_NOT_ASCII, /* a byte that no serial may hold (SPC-4 sec. 4.3.1) */
	WIPE_SERIAL_TOO_SHORT, /* less than 4 characters */
	WIPE_SERIAL_REPEATED,  /* one character only: zeros, blanks made visible */
	WIPE_SERIAL_KNOWN,     /* known to be given to many: "000000000001" */
	WIPE_SERIAL_SHARED,    /* another drive of this machine says the same */
};

/* Where the name of the logical unit was read. */
enum wipe_wwn_source {
	WIPE_WWN_NONE,
	WIPE_WWN_VPD83,	     /* SPC-4 sec. 7.8.6: designator of the logical unit */
	WIPE_WWN_SYSFS,	     /* the kernel's own choice, attribute "wwid" */
	WIPE_WWN_NVME_NGUID, /* NVM Express Base 2.0, sec. 4.5.1 */
	WIPE_WWN_NVME_EUI64,
	WIPE_WWN_NVME_UUID,
	WIPE_WWN_MMC_CID, /* without its last byte, of which some hosts drop the checksum */
	WIPE_WWN_UDEV,	  /* property ID_WWN; behind a bridge: of ATA IDENTIFY */
	WIPE_WWN_BRIDGE,  /* a USB bridge's word: may not be the drive's */
};

/* Attribute queue/zoned; such drives are refused by wipe_plan_make(). */
enum wipe_zoned {
	WIPE_ZONED_NO,
	WIPE_ZONED_HOST_AWARE,
	WIPE_ZONED_HOST_MANAGED,
	WIPE_ZONED_UNKNOWN, /* the kernel uses a word that is not known here */
};

#define WIPE_OTHER_PATHS_MAX 8

/*
 * One thing found on a device or one of its partitions. A partition in which
 * nothing was recognized is listed too, with type and usage "partition".
 */
struct wipe_content {
	char node[64];	 /* /dev/sda1; the device's own if the partition has none */
	char type[32];	 /* "ext4", "crypto_LUKS", "swap", "gpt", "dos"; "random": no signature,
			    and the first MiB looks like random numbers */
	char usage[24];	 /* "filesystem", "crypto", "raid", "other", "partition-table" */
	char origin[16]; /* "signature", "end" (in the last MiB of where it lies),
			    "contents" (of "random"), "partition" (only the table's entry),
			    "more" (not all was listed) */
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

/* Which file it is: the name may become another's, and the number is given anew. */
struct wipe_file_id {
	uint32_t major_no, minor_no; /* of its file system */
	uint64_t inode;
	int64_t birth_s; /* 0: the file system does not keep it */
	uint32_t birth_ns;
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
	enum wipe_serial_problem serial_problem;
	bool serial_plausible;	      /* serial_problem is WIPE_SERIAL_OK */
	uint32_t serial_shared_end;   /* characters at its end that another drive here has too */
	char wwn[WIPE_WWN_MAX_BYTES]; /* with its kind, as the kernel writes it: "naa.5000..." */
	enum wipe_wwn_source wwn_source;
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

	struct wipe_file_id file; /* WIPE_KIND_IMAGE */

	/* NVMe. The identifiers in hexadecimal digits, "" if the namespace has none. */
	uint32_t namespace_id; /* 0: none; never part of the kernel's name */
	char nguid[33], eui64[17];
	char subsystem[224];	   /* NQN, NVM Express Base 2.0 sec. 4.7: at most 223 bytes */
	uint32_t other_namespaces; /* further ones of the same subsystem that are visible */

	/* What sits at the USB plug: a bridge, or the stick itself. "" if not on USB. */
	char bridge[128];	/* "152d:0578 JMicron Ext. Storage" */
	char bridge_serial[64]; /* of its descriptor, as it is */
	char bridge_driver[32]; /* "uas", "usb-storage" */

	char controller[64]; /* kernel name: "nvme0", "nvme-subsys0", "mmc0:0001", "host2" */
	char belongs_to[64]; /* node of the disk that this area (eMMC boot, RPMB) is part of */
	bool is_single_path; /* a SATA port, USB or a card slot: no other path leads there */
	/* Nodes of the same unit by another path; the count may exceed the room. */
	char other_paths[WIPE_OTHER_PATHS_MAX][64];
	uint32_t other_path_count;

	/* What the kernel offers; 0: not offered, or unknown. */
	uint64_t discard_max_bytes, write_zeroes_max_bytes;
	enum wipe_zoned zoned;
	uint32_t link_mbps; /* of USB, or of the SATA link, in Mbit/s */

	struct wipe_content *contents; /* owned; filled by wipe_device_probe() */
	size_t content_count;
	bool contents_complete; /* all that was to be read could be */
	struct wipe_use *uses;	/* owned; filled by wipe_device_find_uses() */
	size_t use_count;
	bool uses_complete; /* everybody who may use it could be looked at: by root only */
};

enum wipe_layer_kind {
	WIPE_LAYER_DEVICE, /* what was asked about */
	WIPE_LAYER_PARTITION,
	WIPE_LAYER_CRYPT, /* dm-crypt */
	WIPE_LAYER_LVM,
	WIPE_LAYER_RAID,
	WIPE_LAYER_LOOP,
	WIPE_LAYER_BCACHE,
	WIPE_LAYER_MULTIPATH,
	WIPE_LAYER_OTHER, /* another target of the device mapper, or unknown */
};

/* A block device that lies on another, for a view as a tree. */
struct wipe_layer {
	char node[80];	 /* /dev/dm-0 */
	char name[64];	 /* dm-0 */
	char label[128]; /* name in the device mapper, else the kernel's */
	enum wipe_layer_kind kind;
	uint64_t size_bytes;
	uint64_t start_bytes; /* partitions: on what they are part of; else 0 */
	size_t parent;	      /* index of what it lies on; SIZE_MAX: the device itself */
};

struct wipe_layers {
	struct wipe_layer *items; /* the device first; each after what it lies on */
	size_t count;
	bool overflow; /* there are more than could be listed */
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

/*
 * All whole disks of a source, those that belong to another included. What only
 * several can tell (shared serials, other paths, other namespaces) is told here
 * and by wipe_device_find(), not by wipe_device_classify(). *list is the caller's: wipe_device_list_free(). */
WIPE_API int wipe_device_list(struct wipe_source *source, struct wipe_device_list **list,
			      struct wipe_error *err);
WIPE_API void wipe_device_list_free(struct wipe_device_list *list); /* NULL: no-op */

/*
 * Are these one whole disk: one node, or the same unit by two paths (dual-ported SAS,
 * Fibre Channel, iSCSI, NVMe)? Drives of one serial that cannot be reached by two are not.
 */
WIPE_API bool wipe_device_is_same_unit(const struct wipe_device *a, const struct wipe_device *b);

/*
 * The block device that path leads to (symbolic links followed, resolved by
 * device number, never by its name). A partition is returned as such.
 * WIPE_E_NOTFOUND, or WIPE_E_USAGE if path is no block device.
 * *dev is the caller's: wipe_device_free().
 */
WIPE_API int wipe_device_find(struct wipe_source *source, const char *path,
			      struct wipe_device **dev, struct wipe_error *err);

/*
 * The same without what only the other devices of the machine tell: whether the
 * serial is shared, other paths, other namespaces. Enough to see whether it is still
 * that medium, and much quicker where there are many devices.
 */
WIPE_API int wipe_device_identify(struct wipe_source *source, const char *path,
				  struct wipe_device **dev, struct wipe_error *err);

/*
 * What lies on dev, to any depth: partitions and holders. What lies on several
 * (a RAID over two partitions) is listed under each of them.
 * WIPE_E_GONE: dev is no longer there. *layers is the caller's: wipe_layers_free().
 */
WIPE_API int wipe_device_layers(struct wipe_source *source, const struct wipe_device *dev,
				struct wipe_layers **layers, struct wipe_error *err);
WIPE_API void wipe_layers_free(struct wipe_layers *layers); /* NULL: no-op */

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
 * Did both probings find the same: tables, partitions with their bounds, signatures
 * with labels and UUIDs? Which nodes the partitions have does not matter.
 */
WIPE_API bool wipe_device_same_contents(const struct wipe_device *a, const struct wipe_device *b);

/*
 * Looks for every use that can be seen without opening the device for writing:
 * mounts in all visible namespaces, swap, holders to any depth, openers and
 * mappings of other processes, read-only. Fills uses; 0 also if there are some. Who
 * is not root sees few processes of others: uses are then not complete.
 */
WIPE_API int wipe_device_find_uses(struct wipe_device *dev, struct wipe_error *err);

/*
 * The same, but whoever has only a node open gets two seconds to close it: udev
 * and programs like lsblk look at every disk that appears or changes.
 */
WIPE_API int wipe_device_settle_uses(struct wipe_device *dev, const struct wipe_env *env,
				     struct wipe_error *err);

/*
 * What a person must repeat to confirm: the serial if it is plausible and no other
 * namespace or area of the same drive says it too, else the name.
 */
WIPE_API const char *wipe_device_confirmation(const struct wipe_device *dev);

/* Stable English identifiers for JSON ("nvme", "usb-flash", "mounted"); never NULL. */
WIPE_API const char *wipe_kind_name(enum wipe_kind kind);
WIPE_API const char *wipe_bus_name(enum wipe_bus bus);
WIPE_API const char *wipe_media_name(enum wipe_media media);
WIPE_API const char *wipe_serial_source_name(enum wipe_serial_source source);
WIPE_API const char *wipe_serial_problem_name(enum wipe_serial_problem problem);
WIPE_API const char *wipe_wwn_source_name(enum wipe_wwn_source source);
WIPE_API const char *wipe_zoned_name(enum wipe_zoned zoned);
WIPE_API const char *wipe_layer_kind_name(enum wipe_layer_kind kind);
WIPE_API const char *wipe_use_name(enum wipe_use_kind kind);

#ifdef __cplusplus
}
#endif
#endif
