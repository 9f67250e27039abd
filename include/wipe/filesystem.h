/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The file system that a file lies on: what it is, where it writes to when a file
 * is overwritten, and what lies beneath it.
 *
 * What could not be found out is told as unknown, never guessed. Strings are
 * NUL-terminated; paths, sources and options are bytes as the kernel has them,
 * without its escapes where nothing else is said.
 */
#ifndef WIPE_FILESYSTEM_H
#define WIPE_FILESYSTEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/device.h>
#include <wipe/error.h>
#include <wipe/export.h>
#include <wipe/sys/source.h>

#ifdef __cplusplus
extern "C" {
#endif

enum wipe_fs_kind {
	WIPE_FS_OTHER, /* nothing is known of it here: its type tells what the kernel calls it */
	WIPE_FS_EXT2,
	WIPE_FS_EXT3,
	WIPE_FS_EXT4,
	WIPE_FS_XFS,
	WIPE_FS_BTRFS,
	WIPE_FS_TMPFS, /* and ramfs, which is never swapped out */
	WIPE_FS_OVERLAY,
	WIPE_FS_VFAT,
	WIPE_FS_EXFAT,
	WIPE_FS_NTFS,
	WIPE_FS_F2FS,
	WIPE_FS_FUSE, /* a program answers: where the bytes go is its own affair */
	WIPE_FS_NETWORK,
};

/* Where the bytes go when those of a file are overwritten: the rule for the whole file system. */
enum wipe_fs_writes {
	WIPE_FS_WRITES_UNKNOWN,
	WIPE_FS_IN_PLACE,
	WIPE_FS_IN_PLACE_JOURNALED, /* data=journal: each write goes to the journal first */
	WIPE_FS_COPY_ON_WRITE,	    /* elsewhere on the same medium; the old bytes stay */
	WIPE_FS_IN_MEMORY,	    /* and in swap */
	WIPE_FS_ELSEWHERE,	    /* overlay: into the upper layer; network: another machine */
};

enum wipe_fs_answer {
	WIPE_FS_UNKNOWN, /* it could not be asked (the medium is for root) */
	WIPE_FS_NO,
	WIPE_FS_YES,
};

/* What a device of a file system is for. */
enum wipe_fs_role {
	WIPE_FS_ROLE_DATA,
	WIPE_FS_ROLE_REALTIME, /* xfs: data of files that have the attribute */
	WIPE_FS_ROLE_JOURNAL,  /* a journal or log on a device of its own */
};

struct wipe_fs_device {
	enum wipe_fs_role role;
	uint32_t major_no, minor_no;
	uint64_t id;   /* btrfs: devid; else 0 */
	char node[80]; /* "" if it is missing, or its name does not fit */
};

/* What lies beneath, from the file system down to the hardware; several at once. */
enum wipe_beneath {
	WIPE_BENEATH_HDD = 1U << 0,
	WIPE_BENEATH_FLASH = 1U << 1, /* SSD, USB flash, SD, eMMC */
	WIPE_BENEATH_VIRTUAL =
		1U << 2, /* a virtual disk, a controller's volume: nothing is known below */
	WIPE_BENEATH_MEMORY = 1U << 3, /* RAM: tmpfs, ramfs, brd, zram */
	WIPE_BENEATH_NETWORK =
		1U << 4,	      /* network file systems, nbd, rbd, iSCSI, NVMe over fabrics */
	WIPE_BENEATH_CRYPT = 1U << 5, /* dm-crypt */
	WIPE_BENEATH_RAID = 1U << 6,  /* md, dm-raid, several devices of btrfs */
	WIPE_BENEATH_LVM = 1U << 7,
	WIPE_BENEATH_THIN = 1U << 8,	 /* dm-thin: blocks move when they are written */
	WIPE_BENEATH_SNAPSHOT = 1U << 9, /* dm-snapshot: an old copy is kept elsewhere */
	WIPE_BENEATH_CACHE = 1U << 10,	 /* bcache, dm-cache, dm-writecache */
	WIPE_BENEATH_LOOP = 1U << 11,	 /* a loop device: what its file lies on is told, too */
	WIPE_BENEATH_COPY_ON_WRITE =
		1U << 12,		 /* writes to that file do not, or not only, go in place */
	WIPE_BENEATH_OTHER = 1U << 13,	 /* something that is not known here */
	WIPE_BENEATH_UNKNOWN = 1U << 14, /* not all of it could be looked at */
};

/* One of the devices at the bottom. */
struct wipe_fs_medium {
	char node[80];
	uint32_t major_no, minor_no;
	enum wipe_media media;
	char media_reason[64];				/* as of struct wipe_device */
	char model[128], serial[WIPE_SERIAL_MAX_BYTES]; /* "" if unknown */
};

struct wipe_filesystem {
	enum wipe_fs_kind kind;
	char type[64]; /* as the kernel names it: "ext4", "fuse.sshfs" */
	uint64_t mount_id;
	char *mount_point; /* seen from this process's root; owned */
	char *root; /* the folder of the file system that is mounted there: "/", "/@home"; owned */
	char *source;		     /* as it was given to mount(2), may be anything; owned */
	char *options;		     /* of the mount and of the file system, as mountinfo has them
			      (proc(5)), escapes included, joined by a comma; owned */
	uint32_t major_no, minor_no; /* of the file's st_dev: no device where major_no is 0 */
	char uuid[40];		     /* in lower case with hyphens; "" if unknown */
	bool read_only;		     /* the mount or the file system */
	bool is_system;		     /* the running system lives on it: /, /usr, /boot, /var, ... */
	bool discards;	      /* mounted with "discard": freed blocks are discarded at once */
	uint32_t block_bytes; /* of the file system; 0 if unknown */
	uint32_t unit_bytes; /* that are allocated at once: block, cluster of bigalloc; 0 if unknown */
	enum wipe_fs_writes writes;

	/* Features that change what an overwrite reaches. */
	enum wipe_fs_answer inline_data; /* ext4, btrfs: small files may lie in metadata */
	enum wipe_fs_answer bigalloc;	 /* ext4 */
	enum wipe_fs_answer reflinks;	 /* files may share blocks (xfs, btrfs) */
	enum wipe_fs_answer encrypts;	 /* ext4: fscrypt may be used */
	enum wipe_fs_answer compresses;	 /* btrfs: mounted so; single files may be, too */
	enum wipe_fs_answer journal;	 /* ext3, ext4, xfs: there is one */
	bool journal_is_external;	 /* on a device of its own, then among devices if known */
	bool has_realtime;		 /* xfs: a realtime section */
	bool mixed_groups;		 /* btrfs: data and trees share the same blocks */
	uint64_t journal_bytes;		 /* 0: none, or unknown */
	uint32_t data_copies;  /* btrfs: of new data (DUP, RAID1: 2); 0: unknown; else 1 */
	char data_profile[16]; /* btrfs: "single", "DUP", "RAID1", ...; "" elsewhere, or unknown */

	/* overlay: folders as they were given to mount(2), seen from where that was; "" elsewhere. */
	char *upper_dir;  /* "": it is read only; owned */
	char *lower_dirs; /* joined by ':', which '\' escapes in a name; owned */

	/* The devices that it lies on, that of st_dev first; owned. Empty if there is none. */
	struct wipe_fs_device *devices;
	size_t device_count;

	unsigned int beneath;	      /* enum wipe_beneath */
	struct wipe_fs_medium *media; /* the lowest devices, each once; owned */
	size_t medium_count;
};

/*
 * The file system of an open file or folder (O_PATH is enough): of the very mount
 * through which it was opened, never by its path. source: where devices are
 * described from; NULL is the running system. *fs is the caller's:
 * wipe_filesystem_free(). WIPE_E_UNSUPPORTED if the kernel does not tell the mount (it
 * is in none that this process sees), WIPE_E_SYSTEM, WIPE_E_NOMEM.
 */
WIPE_API int wipe_filesystem_of(struct wipe_source *source, int fd, struct wipe_filesystem **fs,
				struct wipe_error *err);
WIPE_API void wipe_filesystem_free(struct wipe_filesystem *fs); /* NULL: no-op */

/* Stable English identifiers ("ext4", "copy-on-write", "flash"); never NULL. */
WIPE_API const char *wipe_fs_kind_name(enum wipe_fs_kind kind);
WIPE_API const char *wipe_fs_writes_name(enum wipe_fs_writes writes);
WIPE_API const char *wipe_fs_answer_name(enum wipe_fs_answer answer);
WIPE_API const char *wipe_fs_role_name(enum wipe_fs_role role);
WIPE_API const char *wipe_beneath_name(enum wipe_beneath bit); /* of one bit */

#ifdef __cplusplus
}
#endif
#endif
