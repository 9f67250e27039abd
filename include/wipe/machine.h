/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The machine: what its label says, and everything in it that could hold data,
 * with what of it cannot be seen.
 *
 * Both read sysfs below a root and nothing else: no device is opened, no command
 * sent. A root is "" for the running system, or a folder with the same paths
 * below it. They see what the kernel sees: a drive without power or cable, and
 * what a drive hides from everybody, are beyond them.
 *
 * Strings are NUL-terminated printable ASCII ("" if unknown) except where "in
 * the user's language" is said: those are UTF-8.
 */
#ifndef WIPE_MACHINE_H
#define WIPE_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>
#include <wipe/export.h>

#ifdef __cplusplus
extern "C" {
#endif

enum wipe_machine_source {
	WIPE_MACHINE_FROM_NOWHERE,
	WIPE_MACHINE_FROM_DMI,	       /* SMBIOS, through /sys/class/dmi/id */
	WIPE_MACHINE_FROM_DEVICE_TREE, /* /sys/firmware/devicetree/base */
};

/*
 * What the makers wrote into the firmware. What they wrote only to fill the place
 * ("To Be Filled By O.E.M.", "Default string", zeros) is told as absent.
 */
struct wipe_machine {
	enum wipe_machine_source source;
	char maker[64], model[64], serial[64];
	char asset_tag[64]; /* the owner's inventory number, if one was entered */
	char uuid[40];
	char board_maker[64], board_model[64], board_serial[64];
	char chassis[32];   /* "notebook", "desktop", "server", ... */
	char firmware[128]; /* maker and version */
	/* Serials and uuid are there, but only root may read them: run as root to know. */
	bool serial_withheld;
};

/* Always fills *machine; what cannot be read is "". */
WIPE_API void wipe_machine_read(const char *root, struct wipe_machine *machine);

/* "none", "dmi", "device-tree"; never NULL. */
WIPE_API const char *wipe_machine_source_name(enum wipe_machine_source source);

/* In the order in which findings are listed. */
enum wipe_machine_kind {
	WIPE_MACHINE_DISK,	  /* a whole disk of any technology but those below */
	WIPE_MACHINE_BOOT_AREA,	  /* of an eMMC or UFS drive: boot partitions, RPMB */
	WIPE_MACHINE_NVDIMM,	  /* memory that keeps its content */
	WIPE_MACHINE_CARD_READER, /* a slot for a card, or a drive for cartridges */
	WIPE_MACHINE_OPTICAL,
	WIPE_MACHINE_FLOPPY,
	WIPE_MACHINE_TAPE,	 /* changers too */
	WIPE_MACHINE_FLASH,	 /* raw flash (MTD): firmware, or an embedded board's storage */
	WIPE_MACHINE_USB,	 /* something plugged in that is no disk: a telephone, a camera */
	WIPE_MACHINE_CONTROLLER, /* listed only if something behind it is or may be hidden */
	WIPE_MACHINE_PORT,	 /* a SATA or SAS port or a bay: what is there is hidden */
	WIPE_MACHINE_THUNDERBOLT,
};

enum wipe_machine_state {
	WIPE_MACHINE_VISIBLE,	   /* a block device: wipe-device can be pointed at it */
	WIPE_MACHINE_VISIBLE_PART, /* only a part can be reached, or it is a part of another */
	WIPE_MACHINE_NO_MEDIUM,	   /* a slot or drive with nothing in it */
	WIPE_MACHINE_NO_DATA,	   /* holds firmware, no data of a user */
	WIPE_MACHINE_NOT_VISIBLE,  /* there, or possibly there, and the kernel shows no device */
	WIPE_MACHINE_UNREADABLE,   /* a drive that answers and cannot be read or written */
	WIPE_MACHINE_NOT_EXAMINED, /* can hold data and is nothing that this toolkit erases */
};

/*
 * One thing. It is accounted for if nothing about it is left to be found: it is a
 * disk (whether it was erased is for its own record to tell), a part whose disk's
 * record tells about it, an empty slot, or firmware. All others are unaccounted
 * for until a person has seen to them: see advice.
 */
struct wipe_machine_finding {
	enum wipe_machine_kind kind;
	enum wipe_machine_state state;
	bool accounted;
	/*
	 * Why it is in this state: a stable English identifier, never NULL, static.
	 *  visible       "block-device"
	 *  visible-part  "raid-volume" (a disk that is a controller's volume: its drives are
	 *                hidden), "emmc-boot", "emmc-rpmb", "ufs-rpmb"
	 *  no-medium     "slot-empty", "no-disc"
	 *  no-data       "firmware-flash"
	 *  not-visible   "no-driver", "vmd-no-driver", "given-to-guest",
	 *                "nvme-remapped-by-ahci", "raid-hides-disks", "no-block-device",
	 *                "emmc-boot-hidden", "slot-powered-off", "slot-occupied-no-device",
	 *                "usb-unauthorized", "usb-not-configured",
	 *                "thunderbolt-unauthorized", "thunderbolt-no-pcie",
	 *                "nvme-controller-without-namespace", "nvme-namespace-hidden",
	 *                "nvme-state-dead", "nvme-not-ready",
	 *                "nvdimm-unallocated", "nvdimm-no-region", "nvdimm-locked"
	 *  unreadable    "foreign-sector-size" (a SCSI drive that answers without a capacity),
	 *                "no-capacity", "no-medium-or-defective", "device-offline",
	 *                "link-up-no-device", "drive-disabled", "soldered-no-answer"
	 *  not-examined  "disc-inserted", "medium-unknown", "tape", "raw-flash", "mtp", "ptp",
	 *                "scsi-type-unknown"
	 */
	const char *reason;
	/* In the user's language, static, never NULL. */
	const char *what;   /* the thing: "NVMe drive", "RAID controller", "SATA port" */
	const char *why;    /* the reason, for a person: "no driver is bound to it" */
	const char *advice; /* what to do about it; "" if nothing */

	char name[64];		     /* the kernel's: "nvme0n1", "0000:00:17.0", "1-4:1.0" */
	char node[80];		     /* "/dev/nvme0n1"; "" if it has none */
	char part_of[64];	     /* name of the disk that it is a part of */
	char sysfs_path[256];	     /* resolved: "/sys/devices/..." */
	char vendor[64], model[128]; /* as the thing says; controllers: "" */
	char ids[16];		     /* PCI or USB vendor:device in hexadecimal */
	char class_code[8];	     /* PCI class, 6 hexadecimal digits: "010802" */
	char driver[48];	     /* "ahci" */
	char detail[64];	     /* what sysfs says verbatim: "state=dead", "6.0 Gbps" */
	uint64_t size_bytes;	     /* 0: none or not known */
	uint32_t hidden_count;	     /* drives that are known to be hidden; 0: not known */
};

enum wipe_machine_verdict {
	WIPE_MACHINE_COMPLETE,	 /* everything was looked at and is accounted for */
	WIPE_MACHINE_INCOMPLETE, /* something is not: unaccounted tells how many */
	WIPE_MACHINE_UNKNOWN,	 /* nothing is, but not everything could be looked at */
};

/*
 * Computed once, here; what renders it cannot strengthen it. "Complete" is a
 * statement about what this kernel shows of this machine at this moment.
 */
struct wipe_machine_survey {
	struct wipe_machine_finding *items; /* owned; by kind, then by name (strverscmp) */
	size_t count;
	size_t disks;	    /* findings of state visible and kind disk or nvdimm */
	size_t controllers; /* storage controllers with a driver, looked through */
	size_t unaccounted;
	enum wipe_machine_verdict verdict;
	/*
	 * What kept the survey from looking everywhere, NULL if nothing did; told beside
	 * every verdict. "no-sysfs", "no-hardware" (sysfs shows no bus at all),
	 * "unreadable" (a folder is there and may not be read), "too-many" (more entries
	 * than the survey reads: only damage or malice makes so many).
	 */
	const char *doubt;
	const char *doubt_text; /* the same in the user's language; "" if doubt is NULL */
	char doubt_path[128];	/* where */
};

/*
 * Looks at everything below root. 0 also if the verdict is not "complete";
 * WIPE_E_NOMEM. *survey is the caller's: wipe_machine_survey_free().
 */
WIPE_API int wipe_machine_survey(const char *root, struct wipe_machine_survey **survey,
				 struct wipe_error *err);
WIPE_API void wipe_machine_survey_free(struct wipe_machine_survey *survey); /* NULL: no-op */

/* Stable English identifiers for JSON ("card-reader", "not-visible", "complete"); never NULL. */
WIPE_API const char *wipe_machine_kind_name(enum wipe_machine_kind kind);
WIPE_API const char *wipe_machine_state_name(enum wipe_machine_state state);
WIPE_API const char *wipe_machine_verdict_name(enum wipe_machine_verdict verdict);

#ifdef __cplusplus
}
#endif
#endif
