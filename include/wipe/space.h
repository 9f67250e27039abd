/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Wiping the free space of a mounted file system: blocks, inodes, extended
 * attributes, the room between the names of folders, the journal or log. What the
 * free blocks were filled with is read back from the medium before it is given back.
 *
 * Everything is taken that the file system gives away, filled with a keyed stream
 * and given back; names are put into the free slots of folders, and attributes into inodes
 * of xfs, and taken out again.
 * Files that are there are opened only to ask which
 * of their blocks were never written. Folders keep their names and times of
 * modification (not of the inode's change). While it lasts the file system is full:
 * whoever else writes to it gets ENOSPC.
 *
 * Asks ext2, ext3, ext4, xfs and btrfs; needs root. What could not be reached is
 * listed with the reason. What lies beneath (remapped blocks, flash, snapshots,
 * thin volumes) is told by <wipe/filesystem.h>, not here.
 */
#ifndef WIPE_SPACE_H
#define WIPE_SPACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>
#include <wipe/export.h>
#include <wipe/filesystem.h>
#include <wipe/plan.h>
#include <wipe/sys/env.h>

#ifdef __cplusplus
extern "C" {
#endif

enum wipe_space_part {
	WIPE_SPACE_INODES, /* free inodes and what is left in them; count: inodes */
	WIPE_SPACE_NAMES,  /* room between names in folders that stay; count: folders */
	WIPE_SPACE_DATA, /* free blocks; count: files, bytes: blocks that were written, each once */
	WIPE_SPACE_TREES,   /* btrfs: free blocks for trees; count: files, bytes: taken */
	WIPE_SPACE_JOURNAL, /* bytes: its size */
};
#define WIPE_SPACE_PARTS 5

enum wipe_space_state {
	WIPE_SPACE_NOT_DONE, /* the job ended before it, or it cannot be done here */
	WIPE_SPACE_WIPED,    /* all of it that could be found */
	WIPE_SPACE_PARTLY,   /* see what was not reached */
	WIPE_SPACE_NONE,     /* this file system has no such part, or it keeps nothing */
};

struct wipe_space_done {
	enum wipe_space_state state;
	uint64_t count, bytes; /* as above; 0 where they say nothing */
	/* data: of them, read back from the medium while they were held, and equal */
	uint64_t verified_bytes;
};

/* Why something was not reached. */
enum wipe_space_reason {
	WIPE_SPACE_OPEN_DELETED, /* files without a name that a process holds open; count, bytes */
	WIPE_SPACE_RESERVED,	 /* blocks that the file system gives to nobody; bytes */
	WIPE_SPACE_QUOTA,	 /* a quota ended the filling before the space did */
	WIPE_SPACE_TIME_LIMIT,	 /* the limit of the job */
	/*
	 * folders that cannot be changed (immutable), or filled up (others free blocks again and
	 * again), or are not seen (too deep, beneath a mount); count
	 */
	WIPE_SPACE_FOLDERS,
	WIPE_SPACE_CLUSTERS,	 /* bigalloc: the rest of the last cluster of files that stay */
	WIPE_SPACE_JOURNAL_KEPT, /* the kernel cannot, or may not, wipe the journal */
	WIPE_SPACE_REALTIME,	 /* xfs: the realtime section */
	WIPE_SPACE_PART_MOUNTED, /* a part of it is mounted: folders outside were not seen */
	WIPE_SPACE_SNAPSHOTS,	 /* btrfs: other subvolumes may hold what was removed here; count */
	WIPE_SPACE_MEDIUM,	 /* a write failed */
	WIPE_SPACE_DIFFERS,	 /* what was read back is not what was written */
	WIPE_SPACE_UNREAD,	 /* written, but not read back; bytes */
	WIPE_SPACE_BENEATH_COPIES, /* what lies beneath keeps old copies, or may */
	WIPE_SPACE_UNWRITTEN, /* blocks of files that stay, allocated and never written; count, bytes */
	/* xfs: inodes of what stays that could not be filled, and may keep what was removed; count */
	WIPE_SPACE_ATTRIBUTES,
};

struct wipe_space_unreached {
	enum wipe_space_reason reason;
	enum wipe_space_part part;
	uint64_t count, bytes; /* UINT64_MAX: unknown; 0: says nothing */
	int sys_errno;	       /* 0: none */
};
#define WIPE_SPACE_UNREACHED_MAX 32

struct wipe_space_result {
	enum wipe_fs_kind kind;
	struct wipe_space_done parts[WIPE_SPACE_PARTS]; /* by enum wipe_space_part */
	struct wipe_space_unreached unreached[WIPE_SPACE_UNREACHED_MAX];
	size_t unreached_count;
	uint64_t free_bytes;  /* when it began */
	uint64_t duration_ns; /* CLOCK_MONOTONIC */
	bool mended;	      /* what a killed run had left was taken away first */
	bool removed;	      /* nothing that was made is left */
	/* At the end: deleted files on it that are still open; all_processes: none was out of sight. */
	uint64_t deleted_count, deleted_bytes;
	bool deleted_known, all_processes;
};

/*
 * How far. Bytes are those to be filled, twice where they are written twice, and once
 * more where they are read back, and those of the journal; the total grows with them. Items are
 * inodes, folders, rounds.
 */
struct wipe_space_progress {
	enum wipe_space_part part;
	uint64_t bytes_done, bytes_total;
	uint64_t items_done, items_total; /* of this part; total 0: unknown */
	bool is_cleaning; /* what was made is being removed: asking to stop changes nothing */
};

/* Returns 0 to go on, anything else to stop: the job ends with WIPE_E_INTERRUPTED. */
typedef int wipe_space_progress_fn(void *arg, const struct wipe_space_progress *progress);

struct wipe_space_job {
	/* Where it is mounted, or the block device that it lies on, which is mounted. */
	const char *path;
	bool allow_system;		  /* also a file system that the running system lives on */
	uint32_t time_limit_s;		  /* 0: none. Removing what was made comes on top. */
	const struct wipe_env *env;	  /* NULL: wipe_env_system() */
	wipe_space_progress_fn *progress; /* at least every 4 MiB or 1,000 items; NULL: nobody asks */
	void *arg;
};

/*
 * Wipes. Whatever it makes lies in the folder ".massho-space" at the mount point
 * (root's, 0700), except for names in folders, which lead to files in there, and attributes of
 * files and folders (xfs): "trusted." with six random characters and a digit. All is
 * removed before it returns, whatever happened; after a kill the next run does that
 * first. No setting is changed: blocks that are kept back for others stay so.
 *
 * Returns 0 if the job came to its end (look at the parts, and at what was not
 * reached), else why not; result is filled in any case. Before anything is written:
 * WIPE_E_NOTFOUND, WIPE_E_REFUSED (a path that is no mount point: the message names that;
 * a device that is mounted nowhere; the system's own file system, only a folder of it is
 * mounted there (btrfs: that is no subvolume), read-only, another
 * run, something of that name that is not ours, not root), WIPE_E_UNSUPPORTED (the
 * kind of file system), WIPE_E_NOMEM. WIPE_E_IO: a write failed; the rest was done.
 * WIPE_E_MISMATCH: what was read back from the medium is not what was written.
 */
WIPE_API int wipe_space_run(const struct wipe_space_job *job, struct wipe_space_result *result,
			    struct wipe_error *err);

/* What would be wiped. */
struct wipe_space_plan {
	enum wipe_fs_kind kind;
	char mount_point[4096];
	uint64_t free_bytes;	 /* now, what is kept back for root among them */
	uint64_t reserved_bytes; /* of them, that it keeps back for itself; UINT64_MAX: unknown */
	bool has_estimate;	 /* of the time; false: nothing is known of such a medium */
	struct wipe_estimate estimate;
	/* What is known before; there may be more in the end. */
	struct wipe_space_unreached unreached[WIPE_SPACE_UNREACHED_MAX];
	size_t unreached_count;
};

/*
 * What wipe_space_run() says before anything is written, and nothing more: 0, or its error.
 * plan is filled if it is 0.
 */
WIPE_API int wipe_space_check(const struct wipe_space_job *job, struct wipe_space_plan *plan,
			      struct wipe_error *err);

/* Only takes away what a killed run left. *mended: there was something. */
WIPE_API int wipe_space_mend(const char *path, bool *mended, struct wipe_error *err);

/* A place outside file systems in which the kernel puts what was in memory. */
struct wipe_space_swap {
	char path[4096]; /* "/dev/block/M:m" for where an image of hibernation would go */
	bool is_active;	 /* in use as swap now: it has to be ended first (swapoff) */
	bool is_file;	 /* lies in a file system */
	uint64_t bytes, used_bytes;	 /* 0 if it is not active */
	int priority;			 /* while it is active: as swapon(2) has it */
	enum wipe_fs_answer holds_image; /* of hibernation (NO: never while it is active) */
};

/* Returns 0 to go on. swap is valid during the call. */
typedef int wipe_space_swap_fn(void *arg, const struct wipe_space_swap *swap);

/*
 * Tells the active swap areas (/proc/swaps), and where the kernel is set to keep an image
 * of hibernation (/sys/power/resume). Others, not in use, are not sought: they show as
 * what is on a device. WIPE_E_SYSTEM, WIPE_E_NOMEM, WIPE_E_INTERRUPTED.
 */
WIPE_API int wipe_space_swaps(wipe_space_swap_fn *each, void *arg, struct wipe_error *err);

/* Stable English identifiers ("data", "partly", "open-deleted"); never NULL. */
WIPE_API const char *wipe_space_part_name(enum wipe_space_part part);
WIPE_API const char *wipe_space_state_name(enum wipe_space_state state);
WIPE_API const char *wipe_space_reason_name(enum wipe_space_reason reason);

#ifdef __cplusplus
}
#endif
#endif
