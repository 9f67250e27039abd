/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Erasing files: the blocks of each are overwritten where they lie, read back from
 * the medium at those addresses, its extended attributes overwritten, its name
 * replaced once by one of the same length and removed. What the file system or the
 * medium does not let one reach is told, never claimed.
 *
 * Order and dangers: Wright, Kleiman, Sundhar R.S. (2008); ext4's journal and
 * EXT4_IOC_CHECKPOINT: Linux, Documentation/filesystems/ext4/journal.rst; FIEMAP:
 * Documentation/filesystems/fiemap.rst. A file is never a sanitized medium
 * (NIST SP 800-88 Rev. 2): the levels here have names of their own.
 */
#ifndef WIPE_FILE_H
#define WIPE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/crypto.h>
#include <wipe/error.h>
#include <wipe/export.h>
#include <wipe/filesystem.h>
#include <wipe/log.h>
#include <wipe/report.h>
#include <wipe/stream.h>
#include <wipe/sys/env.h>
#include <wipe/sys/source.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WIPE_FILE_PATH_MAX 4095 /* bytes */
#define WIPE_FILE_SYSTEMS_MAX 16
#define WIPE_FILE_KEYS_MAX 16

/* What is claimed of a file; each includes the ones before, but that F3 overwrites nothing. */
enum wipe_file_level {
	WIPE_FILE_F0, /* its name is removed, no more */
	WIPE_FILE_F1, /* its blocks were overwritten, and read back at their addresses */
	WIPE_FILE_F2, /* also metadata, journal, free space; and nothing was found by a scan */
	WIPE_FILE_F3, /* the key is destroyed, and it was only ever stored encrypted */
};

/* Why a level is not higher, or what it is worth; a const table has their words. */
enum wipe_file_reason {
	WIPE_FILE_IN_PLACE,	   /* F1: nothing speaks against it */
	WIPE_FILE_EMPTY,	   /* F1: it has no blocks */
	WIPE_FILE_JOURNALED,	   /* F1 by way of the journal, which is wiped: ext4 data=journal */
	WIPE_FILE_INLINE,	   /* F1 by way of the journal: ext4 inline_data */
	WIPE_FILE_COPY_ON_WRITE,   /* F0 from here on: an overwrite goes elsewhere */
	WIPE_FILE_SHARED,	   /* blocks of it belong to another file or a snapshot, too */
	WIPE_FILE_ENCODED,	   /* compressed, or encrypted by the file system */
	WIPE_FILE_INLINE_TREE,	   /* in a node of a tree that is copied on write: btrfs */
	WIPE_FILE_EXTENTS_UNKNOWN, /* the file system does not tell where it lies */
	WIPE_FILE_IN_MEMORY,	   /* tmpfs: no medium, but what was swapped out */
	WIPE_FILE_OVERLAY,	   /* the file beneath survives */
	WIPE_FILE_NETWORK,	   /* another machine keeps it */
	WIPE_FILE_FS_UNKNOWN,	   /* not supported: vfat, exfat, ntfs3, f2fs and others */
	WIPE_FILE_BENEATH_COPIES,  /* a snapshot or a thin volume beneath keeps what was there */
	WIPE_FILE_MEDIUM_CLOSED,   /* the block device cannot be read, by this user or at all */
	WIPE_FILE_JOURNAL_STAYS,   /* a copy lies in a journal that cannot be wiped */
	WIPE_FILE_OTHER_DEVICE,	   /* on a device of the file system that is not looked at */
	WIPE_FILE_KEY_DESTROYED,   /* F3: nothing on record speaks against it */
	WIPE_FILE_KEY_REMOVED,	   /* F0: the kernel forgot the key, which may be elsewhere */
	WIPE_FILE_KEY_STAYS,	   /* F0: the kernel may still have it */
	WIPE_FILE_REASONS
};

/* Of a key with which the file system encrypts files (fscrypt), as the kernel tells it. */
enum wipe_file_key_status {
	WIPE_FILE_KEY_UNKNOWN, /* it does not answer, or nobody asked */
	WIPE_FILE_KEY_ABSENT,
	WIPE_FILE_KEY_PRESENT,
	WIPE_FILE_KEY_INCOMPLETELY_REMOVED, /* files that somebody has open still have theirs */
};

/* The key as fscrypt(1) keeps it, wrapped by protectors, on the same file system. */
enum wipe_file_key_wrapped {
	WIPE_FILE_WRAPPED_NONE,	   /* nothing of the kind is there */
	WIPE_FILE_WRAPPED_ERASED,  /* it was named, too, and reached F1; or can */
	WIPE_FILE_WRAPPED_LEFT,	   /* it is there, or was not overwritten */
	WIPE_FILE_WRAPPED_UNKNOWN, /* it cannot be looked for */
};

/* What keeps a key that was removed from being called destroyed, the gravest first. */
enum wipe_file_key_lack {
	WIPE_FILE_KEY_LACKS_NOTHING,
	WIPE_FILE_KEY_INTERRUPTED,	 /* the job was stopped before it tried */
	WIPE_FILE_KEY_IN_USE,		 /* something that was not to be erased uses it */
	WIPE_FILE_KEY_NOT_REMOVED,	 /* the kernel still has it, or may have it */
	WIPE_FILE_KEY_HELD_ELSEWHERE,	 /* for another file system */
	WIPE_FILE_KEY_ELSEWHERE_UNKNOWN, /* one could not be asked */
	WIPE_FILE_KEY_OLD_POLICY,  /* version 1: nothing shows that it is this key, or all of it */
	WIPE_FILE_KEY_WEAK_CIPHER, /* not one that is known here */
	WIPE_FILE_KEY_WRAPPED,	   /* a wrapped copy of it is there, or may be */
	WIPE_FILE_KEY_CONDITIONS,  /* not all were answered with yes */
	WIPE_FILE_KEY_LACKS
};

/*
 * What only a person can answer, worded so that yes is what F3 needs. The first three mean what
 * those of enum wipe_condition do.
 */
enum wipe_file_condition {
	WIPE_FILE_ENCRYPTED_FROM_FIRST_DAY,
	WIPE_FILE_NO_ESCROW,
	WIPE_FILE_NO_RECOVERY_KEY,
	WIPE_FILE_NO_PROTECTOR, /* nothing that wraps it, nor an earlier version of that */
};
#define WIPE_FILE_CONDITIONS (WIPE_FILE_NO_PROTECTOR + 1)

/*
 * One key of the job as it is used with a pair of ciphers, and what was measured of it. A key that is
 * used with several is there as often; it is removed once, and what was measured holds for all.
 */
struct wipe_file_key {
	char file_system[40];	 /* its UUID; "" if unknown */
	uint32_t policy_version; /* 1 or 2 */
	char identifier[33]; /* hexadecimal; of version 1 its descriptor, which anybody chooses */
	const char *contents, *names; /* ciphers known for that, "AES-256-XTS"; "unknown" */
	uint64_t files, folders;      /* of the job, that it encrypts */
	enum wipe_file_key_status before, after; /* after: of a dry run unknown */
	/*
	 * Nothing else on the file system uses it: all of that was walked through, before
	 * anything was touched and, if removed, once more when the names were gone.
	 */
	bool is_unused;
	bool is_held;	 /* of a plan: something that is in use would keep it in the kernel */
	bool is_skipped; /* stopped before: nobody looked again or tried; neither of the two */
	bool is_removed; /* by this job, and it is absent since */
	int sys_errno;	 /* with which the kernel refused to remove it; 0 */
	/* Has another file system that is mounted it, too? Unknown: one could not be asked. */
	enum wipe_fs_answer elsewhere;
	enum wipe_file_key_wrapped wrapped;
	enum wipe_file_level level; /* F3 or F0: of its files */
	enum wipe_file_key_lack lack;
};

enum wipe_file_kind {
	WIPE_FILE_REGULAR,
	WIPE_FILE_FOLDER,
	WIPE_FILE_SYMLINK, /* removed, never followed */
	WIPE_FILE_FIFO,
	WIPE_FILE_SOCKET,
	WIPE_FILE_DEVICE,
	WIPE_FILE_MOUNT, /* something else is mounted there */
	WIPE_FILE_UNKNOWN,
};

enum wipe_file_state {
	WIPE_FILE_PLANNED,     /* of a dry run: what would be done */
	WIPE_FILE_ERASED,      /* F1 or more, and its name is removed */
	WIPE_FILE_REMOVED,     /* F0: its name is removed */
	WIPE_FILE_OVERWRITTEN, /* F1 or more, but its name is still there; error tells why */
	WIPE_FILE_REFUSED,     /* a safety rule; not touched. error tells which */
	WIPE_FILE_FAILED,      /* error tells why; touched tells whether it was written to */
	WIPE_FILE_SKIPPED,     /* of a kind that is left alone: devices, mounts */
	WIPE_FILE_NOT_REACHED, /* the job ended before it */
	WIPE_FILE_CHANGED, /* it lies where one is wanted, and holds something else; not touched */
	WIPE_FILE_MISSING, /* wanted, and found nowhere */
	WIPE_FILE_EQUAL_LEFT, /* holds what a wanted one does, and is none of them; not touched */
};
#define WIPE_FILE_STATES (WIPE_FILE_EQUAL_LEFT + 1)

/* How it came to be looked at. */
enum wipe_file_match {
	WIPE_FILE_NAMED,  /* it was given, or lies below what was */
	WIPE_FILE_FOUND,  /* wanted, at its path */
	WIPE_FILE_MOVED,  /* wanted, elsewhere: moved or renamed */
	WIPE_FILE_UNREAD, /* as large as one that is wanted; what it holds could not be read */
	WIPE_FILE_EQUAL,  /* holds what a wanted one does, and is none of them: there are more */
};

/* A file that is wanted, wherever it is now. */
struct wipe_file_wanted {
	const char *path; /* bytes, below what is given */
	uint64_t size_bytes;
	uint8_t sha256[WIPE_SHA256_BYTES]; /* of what it holds */
};

/* What became of the files that are wanted; each is one of the first five. */
struct wipe_file_findings {
	uint64_t found; /* at its path */
	uint64_t moved;
	uint64_t changed; /* something else lies at its path */
	uint64_t missing;
	uint64_t unread; /* a file of its size lies at its path and cannot be read */
	/* Files, each once, that hold what a wanted one does and are none of them. */
	uint64_t equal;	      /* left */
	uint64_t equal_taken; /* to be erased, too: also_equal */
};

/* Who has a file open. */
enum wipe_file_holder_kind {
	WIPE_FILE_HOLDER_UNKNOWN, /* somebody who cannot be seen: of another user, or the kernel */
	WIPE_FILE_HOLDER_PROCESS,
	WIPE_FILE_HOLDER_LOOP,
	WIPE_FILE_HOLDER_SWAP,
};
#define WIPE_FILE_HOLDER_NAME_BYTES 64
#define WIPE_FILE_HOLDERS_MAX 8 /* of one file that are told */

struct wipe_file_holder {
	enum wipe_file_holder_kind kind;
	int64_t pid; /* of a process; else 0 */
	/* What the process calls itself (bytes that nobody checked), or "/dev/loop0"; "" unknown. */
	char name[WIPE_FILE_HOLDER_NAME_BYTES];
	char mounted_at[256]; /* of a loop device: one of the places; "": none that is seen, or fits */
};

/* A deleted file that a process still has open: nobody can reach it by a name. */
struct wipe_file_deleted {
	uint64_t bytes; /* of its blocks; 0 of one that is only known to be mapped */
	struct wipe_file_holder holder; /* one of them */
};
#define WIPE_FILE_DELETED_MAX 32 /* that are told one by one */

/* Where a part of it lay. */
struct wipe_file_extent {
	uint64_t offset_bytes; /* in the file */
	uint64_t device_bytes; /* on the block device beneath the file system */
	uint64_t length_bytes;
	uint32_t device; /* which of several; 0 */
};

/* Valid only while the function is called with it. */
struct wipe_file_result {
	const char *path;    /* as it was given, and from there on; of MISSING: as it is wanted */
	uint32_t name_count; /* of a file with several names: each was listed */
	enum wipe_file_kind kind;
	enum wipe_file_state state;
	/* Not of CHANGED, MISSING and EQUAL_LEFT: they were not looked at any further. */
	enum wipe_file_level level; /* reached; of PLANNED: that can be reached */
	enum wipe_file_reason reason;
	/* What was in the way of the medium, or keeps a key from being destroyed; NULL. */
	const char *why;
	bool touched;
	enum wipe_file_match match;
	/* The one that it is, with whose contents it is, or whose path it has; NULL: none. */
	const struct wipe_file_wanted *wanted;
	uint64_t size_bytes; /* MISSING: as it is wanted, as the hash */
	/* Of what it held; not of PLANNED, nor if it could not be read or is holes for the most part. */
	bool has_sha256;
	uint8_t sha256[WIPE_SHA256_BYTES];
	const struct wipe_file_extent *extents; /* that were overwritten */
	size_t extent_count;
	uint64_t verified_bytes; /* read back at their addresses, and equal */
	/*
	 * Extended attributes and lists: gone from where they lay, and those that may not be. Of a
	 * link, pipe or socket that is gone all are left, and of a link with a target in a block
	 * one more; free space that was wiped since does not change that. Of a dry run those that
	 * would be left of these.
	 */
	uint32_t xattr_count, xattrs_left;
	const struct wipe_error *error; /* without the path; NULL */
	bool holds_rest; /* a folder that stays, not empty, with what is told beside it in it */
	/* Refused because it is open elsewhere: by whom, as far as this user may see. */
	const struct wipe_file_holder *holders;
	size_t holder_count;
};

enum wipe_file_phase {
	WIPE_FILE_LOOKING,
	WIPE_FILE_COMPARING, /* hashing what is as large as a file that is wanted */
	WIPE_FILE_OVERWRITING,
	WIPE_FILE_VERIFYING,
	WIPE_FILE_REMOVING,
	WIPE_FILE_WIPING_JOURNAL,
};

/*
 * Bytes: of each file its size (hashed) and twice its blocks (overwritten, read back); its size
 * to compare.
 */
struct wipe_file_progress {
	enum wipe_file_phase phase;
	uint64_t bytes_done, bytes_total;
	uint64_t files_done, files_total;
	uint64_t files_failed; /* refused or failed so far */
};

enum wipe_file_journal {
	WIPE_FILE_JOURNAL_NONE,	 /* no file system has one, or none was looked at */
	WIPE_FILE_JOURNAL_WIPED, /* old copies of names and other metadata in it are gone */
	WIPE_FILE_JOURNAL_LEFT,	 /* of one file system at least */
};

struct wipe_file_totals {
	uint64_t files, folders, others; /* found */
	/* CHANGED, MISSING and EQUAL_LEFT are not among files. */
	uint64_t by_state[WIPE_FILE_STATES];
	struct wipe_file_findings findings;
	uint64_t by_level[WIPE_FILE_F3 + 1]; /* of files that are gone, or planned */
	uint64_t bytes;			     /* of files; INT64_MAX: that or more, by holes */
	uint64_t verified_bytes;
	uint64_t xattrs, xattrs_left; /* of all of them */
	uint64_t holding;	      /* folders that stay for what stays in them (holds_rest) */
	uint64_t not_hashed;	      /* files that are gone, of which too much was holes */
	bool touched;
	/* The lowest of all; F0 if anything is still there, or missing, or an equal one is left. */
	enum wipe_file_level level;
	/* Of all file systems that were written to. */
	enum wipe_file_journal journal;
	/*
	 * After the work: deleted files on the same file systems that are still open. What a file
	 * held before it was saved anew may be in one. all_processes: none was out of sight.
	 */
	uint64_t deleted_count, deleted_bytes;
	bool deleted_known, all_processes;
	struct wipe_file_deleted deleted[WIPE_FILE_DELETED_MAX];
	/* That files lie on, as far as they could be looked at; while ready() or finished() runs. */
	const struct wipe_filesystem *file_systems[WIPE_FILE_SYSTEMS_MAX];
	size_t file_system_count;
	struct wipe_file_key keys[WIPE_FILE_KEYS_MAX]; /* of remove_key */
	size_t key_count;
};

struct wipe_file_job {
	/* Files, and folders if recursive; strings are the caller's. A link is refused. */
	const char *const *paths;
	size_t path_count;
	bool recursive;
	/*
	 * Only these files; folders stay. NULL: all. One is a file with its size and hash: at
	 * its path below any of the paths; if there is none, one elsewhere below them, the
	 * first by path, but an empty one only at its path. What the others hold is read if
	 * they are as large as one, no more. A file with several names is refused unless
	 * each is one that is wanted.
	 */
	const struct wipe_file_wanted *wanted;
	size_t wanted_count;
	/*
	 * Also files that hold what a wanted one does, and are none of them; and other names
	 * below the paths of those that are.
	 */
	bool also_equal;
	/*
	 * Files that ext4 encrypts are not overwritten: when all that their key encrypts is gone,
	 * the kernel forgets the key. Refused, before anything is touched, if anything else on the
	 * file system uses it or that cannot be told, or it is not there, or nothing is encrypted.
	 */
	bool remove_key;
	enum wipe_answer answers[WIPE_FILE_CONDITIONS];
	bool dry_run;		      /* nothing is written, and nothing opened for writing */
	enum wipe_file_level require; /* below it for any file: nothing is touched */
	uint32_t workers;	      /* threads; 0: as many as there are processors, at most 8 */
	struct wipe_source *source;   /* for what lies beneath; NULL: nothing is known of it */
	const struct wipe_env *env;
	struct wipe_log log; /* never gets names */
	/*
	 * All by the caller's thread; each may be NULL; what is not 0 stops the job.
	 * planned: once for each file and folder when all was looked at, and nothing is erased
	 * that was not told so; stopped there, nothing else is called. Then ready with the
	 * sums of that, before anything is touched. rest: when files are done with, before what
	 * is left of attributes is sought; the place to wipe free space. result: once for each in the end, in the
	 * same order, also if the job was stopped; then finished with the sums, and why the
	 * job ended early (code WIPE_OK: it did not). Of a dry run there are these two alone;
	 * of one that was stopped there is no rest.
	 */
	int (*planned)(void *arg, const struct wipe_file_result *result);
	int (*ready)(void *arg, const struct wipe_file_totals *totals, struct wipe_error *err);
	void (*rest)(void *arg);
	int (*result)(void *arg, const struct wipe_file_result *result);
	void (*finished)(void *arg, const struct wipe_file_totals *totals,
			 const struct wipe_error *err);
	int (*progress)(void *arg, const struct wipe_file_progress *progress);
	void *arg;
};

/*
 * Erases. Whatever happens to one file, the others are gone on with; stopped by a
 * callback, files in work are brought to an end and the rest is NOT_REACHED. Killed, what
 * files held and attributes are in no journal by the time that none of the paths is there.
 *
 * 0 if every file is gone at the level required (F1 if none was) and every one that is
 * wanted was found and none that is equal was left, else the code of the first that is not, with its path
 * in err. Before anything is touched:
 * WIPE_E_USAGE, WIPE_E_NOTFOUND (a path), WIPE_E_REFUSED, WIPE_E_UNSUPPORTED (the
 * level required is out of reach for a file), WIPE_E_NOMEM. totals may be NULL.
 */
WIPE_API int wipe_file_run(const struct wipe_file_job *job, struct wipe_file_totals *totals,
			   struct wipe_error *err);

/* Stable English identifiers, for JSON and records; never NULL. */
WIPE_API const char *wipe_file_level_name(enum wipe_file_level level);
WIPE_API const char *wipe_file_reason_name(enum wipe_file_reason reason);
WIPE_API const char *wipe_file_kind_name(enum wipe_file_kind kind);
WIPE_API const char *wipe_file_state_name(enum wipe_file_state state);
WIPE_API const char *wipe_file_match_name(enum wipe_file_match match);
WIPE_API const char *wipe_file_journal_name(enum wipe_file_journal journal);
WIPE_API const char *wipe_file_holder_name(enum wipe_file_holder_kind kind);
/* The level that can be reached where the reason holds. */
WIPE_API enum wipe_file_level wipe_file_reason_level(enum wipe_file_reason reason);
/* A sentence for people. */
WIPE_API const char *wipe_file_reason_text(enum wipe_file_reason reason);
/*
 * From what was measured of a key, and the answers, to its level and lack; the rest of key stays.
 * is_planned: as if it were removed.
 */
WIPE_API void wipe_file_key_judge(struct wipe_file_key *key,
				  const enum wipe_answer answers[WIPE_FILE_CONDITIONS],
				  bool is_planned);
/* Are contents and names what a job can tell: a cipher that is known here for that, or "unknown"? */
WIPE_API bool wipe_file_key_has_ciphers(const struct wipe_file_key *key);
WIPE_API const char *wipe_file_key_status_name(enum wipe_file_key_status status);
WIPE_API const char *wipe_file_key_wrapped_name(enum wipe_file_key_wrapped wrapped);
WIPE_API const char *wipe_file_key_lack_name(enum wipe_file_key_lack lack);
WIPE_API const char *wipe_file_key_lack_text(enum wipe_file_key_lack lack); /* for people */
WIPE_API const char *wipe_file_condition_name(enum wipe_file_condition condition);
WIPE_API const char *wipe_file_condition_text(enum wipe_file_condition condition);
WIPE_API bool wipe_file_level_parse(const char *text, enum wipe_file_level *level);

#ifdef __cplusplus
}
#endif
#endif
