/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records of kind "file": files were erased, and how far that reaches. A file is
 * never a sanitized medium (NIST SP 800-88 Rev. 2): its levels, F0 to F3, are other
 * ones, and the record's level is always "none".
 *
 * A record may also be about free space or swap areas alone: it then has no list, and its
 * verdict is about them.
 *
 * One job gives one ATTEMPT, saved before the first write, and one ERASURE. What
 * each file was and became stands in a list of its own (massho-manifest(5)) of
 * which the record holds hash and sums, so that names can be withheld later without
 * breaking a signature. Identifiers are those of <wipe/file.h> and
 * <wipe/filesystem.h>: wipe_file_state_name() and so on.
 */
#ifndef WIPECERT_FILES_H
#define WIPECERT_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>
#include <wipe/export.h>
#include <wipe/file.h>
#include <wipe/filesystem.h>
#include <wipe/space.h>

#include <wipecert/manifest.h>
#include <wipecert/record.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WIPECERT_FILES_SCHEMA "massho.files/1"
/* Bytes: a name in a folder with the longest path that is entered is listed, too. */
#define WIPECERT_FILES_PATH_MAX 5120
#define WIPECERT_FILES_EXTENTS_MAX 65536 /* of one file that a list tells; more are counted */
#define WIPECERT_FILE_SYSTEMS_MAX 16
#define WIPECERT_FILE_MEDIA_MAX 32
#define WIPECERT_FILE_BENEATH_MAX 16
#define WIPECERT_FILE_UNREACHED_MAX 16

enum wipecert_file_kind {
	WIPECERT_FILE_REGULAR,
	WIPECERT_FILE_FOLDER,
	WIPECERT_FILE_SYMLINK,
	WIPECERT_FILE_FIFO,
	WIPECERT_FILE_SOCKET,
	WIPECERT_FILE_DEVICE,
	WIPECERT_FILE_MOUNT,
	WIPECERT_FILE_UNKNOWN,
	WIPECERT_FILE_KINDS
};

enum wipecert_file_state {
	WIPECERT_FILE_PLANNED,	   /* "planned": only in the list of an ATTEMPT */
	WIPECERT_FILE_ERASED,	   /* F1 or more, and its name is removed */
	WIPECERT_FILE_REMOVED,	   /* F0: its name is removed */
	WIPECERT_FILE_OVERWRITTEN, /* its name is still there */
	WIPECERT_FILE_REFUSED,
	WIPECERT_FILE_FAILED,
	WIPECERT_FILE_SKIPPED,
	WIPECERT_FILE_NOT_REACHED,
	WIPECERT_FILE_CHANGED, /* not the one of the manifest, at its path; not touched */
	WIPECERT_FILE_MISSING, /* of the manifest, and found nowhere */
	WIPECERT_FILE_EQUAL,   /* holds what one of the manifest does, and is none; not touched */
	WIPECERT_FILE_STATES
};

#define WIPECERT_FILE_LEVELS 4	 /* F0 to F3 */
#define WIPECERT_FILE_REASONS 20 /* "in-place" to "key-stays" */

/* Stable English identifiers; "unknown" for what is none. */
WIPE_API const char *wipecert_file_kind_name(enum wipecert_file_kind kind);
WIPE_API const char *wipecert_file_state_name(enum wipecert_file_state state);
WIPE_API const char *wipecert_file_level_name(unsigned int level);
WIPE_API const char *wipecert_file_reason_name(unsigned int reason);

/* Where a part of a file lay. */
struct wipecert_file_extent {
	uint64_t offset_bytes; /* in the file */
	uint64_t device_bytes; /* on the device beneath the file system */
	uint64_t length_bytes;
	uint32_t device; /* which of several */
};

/* One line of a list. */
struct wipecert_file {
	const char *path;	 /* bytes, not empty; NULL in the public form */
	uint8_t name_sha256[32]; /* of the 32 bytes of salt and the path; _add() computes it */
	const char *kind, *state;
	const char *level, *reason; /* NULL of anything but a regular file that was found */
	bool touched;		    /* something was written to it */
	uint64_t name_count;	    /* of a file with several names: each was listed */
	uint64_t size_bytes;
	bool has_sha256;
	uint8_t sha256[32];	    /* of what it held, or holds; MISSING: of what is listed */
	uint64_t overwritten_bytes; /* the sum of all extents; _add() computes it */
	uint64_t verified_bytes;    /* read back at their addresses, and equal */
	uint64_t attributes, attributes_left;
	const char *error; /* wipe_code_name(); NULL: none */
	const struct wipecert_file_extent *extents;
	size_t extent_count;
	uint64_t extents_not_listed; /* beyond WIPECERT_FILES_EXTENTS_MAX; _add() counts them */
};

struct wipecert_files;

/*
 * An empty list. salt as of wipecert_manifest_new(). The caller frees *files.
 * WIPE_E_NOMEM, WIPE_E_SYSTEM.
 */
WIPE_API int wipecert_files_new(const uint8_t *salt, struct wipecert_files **files,
				struct wipe_error *err);
WIPE_API void wipecert_files_free(struct wipecert_files *files); /* NULL: no-op */

/*
 * Adds one, in any order; everything is copied. A path may come twice. WIPE_E_FORMAT: what
 * it says does not fit together, or is no identifier; WIPE_E_USAGE: sealed; WIPE_E_NOMEM.
 */
WIPE_API int wipecert_files_add(struct wipecert_files *files, const struct wipecert_file *file,
				struct wipe_error *err);
/* The same of what wipe_file_run() tells of a file, in a callback: planned, or done. */
WIPE_API int wipecert_files_add_result(struct wipecert_files *files,
				       const struct wipe_file_result *result,
				       struct wipe_error *err);
/* Ends the adding and sorts; everything below takes sealed lists only. Once more: nothing. */
WIPE_API int wipecert_files_seal(struct wipecert_files *files, struct wipe_error *err);

/* As of manifests: one serialisation of each form, their hashes, and hostile bytes back. */
WIPE_API int wipecert_files_write(const struct wipecert_files *files,
				  enum wipecert_manifest_form form, unsigned char **bytes,
				  size_t *length, struct wipe_error *err);
WIPE_API int wipecert_files_hash(const struct wipecert_files *files,
				 enum wipecert_manifest_form form, uint8_t sha256[32],
				 struct wipe_error *err);
WIPE_API int wipecert_files_parse(const void *bytes, size_t length, struct wipecert_files **files,
				  struct wipe_error *err);
WIPE_API enum wipecert_manifest_form wipecert_files_form(const struct wipecert_files *files);
WIPE_API size_t wipecert_files_count(const struct wipecert_files *files);
/* In the order of the form; index below the count. Valid as long as the list. */
WIPE_API void wipecert_files_at(const struct wipecert_files *files, size_t index,
				struct wipecert_file *file);

/* What a record tells of a list, and what follows from one. */
struct wipecert_files_sums {
	/* Regular files, folders, everything else; CHANGED, MISSING and EQUAL are none of them. */
	uint64_t count, folders, others;
	uint64_t bytes;				    /* of files; at most INT64_MAX, for holes */
	uint64_t overwritten_bytes, verified_bytes; /* verified: read back, and equal */
	uint64_t attributes, attributes_left;
	uint64_t by_level[WIPECERT_FILE_LEVELS];   /* files that are gone, or planned */
	uint64_t by_state[WIPECERT_FILE_STATES];   /* all of them */
	uint64_t by_reason[WIPECERT_FILE_REASONS]; /* files */
};

/* How many of the files are gone, or planned to be, at this level or above; 0: at any. */
WIPE_API uint64_t wipecert_files_gone(const struct wipecert_files_sums *sums, unsigned int level);
WIPE_API void wipecert_files_sum(const struct wipecert_files *files,
				 struct wipecert_files_sums *sums);

/* Texts are the caller's. */
struct wipecert_file_medium {
	const char *model, *serial; /* NULL or "": unknown */
	const char *media;	    /* wipe_media_name() */
};
struct wipecert_file_system {
	const char *type, *uuid; /* uuid NULL or "": unknown */
	const char *writes;	 /* wipe_fs_writes_name() */
	const char *journal;	 /* wipe_fs_answer_name(): is there one? */
	bool discards;
	const char *const *beneath; /* wipe_beneath_name() of each bit */
	size_t beneath_count;
	const char *const *devices; /* nodes */
	size_t device_count;
	const struct wipecert_file_medium *media; /* at the bottom */
	size_t medium_count;
};

/* With room for what system points to; texts are those of the file system described. */
struct wipecert_file_system_described {
	struct wipecert_file_system system;
	const char *beneath[WIPECERT_FILE_BENEATH_MAX];
	const char *devices[WIPECERT_FILE_MEDIA_MAX];
	struct wipecert_file_medium media[WIPECERT_FILE_MEDIA_MAX];
};
WIPE_API void wipecert_file_system_describe(const struct wipe_filesystem *fs,
					    struct wipecert_file_system_described *out);

struct wipecert_free_space {
	const char *type, *uuid;	     /* of the file system; uuid NULL or "": unknown */
	const char *result;		     /* "wiped", "partial", "failed" */
	const char *reason;		     /* an identifier; NULL: none */
	uint64_t bytes, files;		     /* that filled it */
	uint64_t verified_bytes;	     /* of them, read back from the medium */
	const struct wipe_space_done *parts; /* WIPE_SPACE_PARTS */
	const char *const *not_reached;	     /* identifiers, at most 16 */
	size_t not_reached_count;
};

/* rc: what wipe_space_run() returned. Texts are libwipe's, parts those of result; no uuid. */
struct wipecert_free_space_described {
	struct wipecert_free_space space;
	const char *not_reached[WIPECERT_FILE_UNREACHED_MAX];
};
WIPE_API void wipecert_free_space_describe(const struct wipe_space_result *result, int rc,
					   struct wipecert_free_space_described *out);

/* Deleted files that are still open: an older version of what was erased may be in them. */
struct wipecert_deleted_open {
	uint64_t count, bytes;
	bool all_processes; /* every process could be looked at */
};

struct wipecert_swap {
	const char *state; /* "in-use", "left" (nothing uses it now); what was to be wiped:
			      wipe_swap_state_name() */
	bool is_file;
	const char *uuid; /* NULL or "": unknown */
	uint64_t bytes, overwritten_bytes, verified_bytes;
	const char *reason; /* an identifier; NULL: none */
};
#define WIPECERT_SWAPS_MAX 32

/* The manifest by which files were chosen, and what was found of it. */
struct wipecert_files_manifest {
	uint64_t files, bytes;
	uint8_t sha256[32], public_sha256[32]; /* of its two forms */
	struct wipe_file_findings findings;
};
/* Without findings. manifest in full form. Errors of wipecert_manifest_hash(). */
WIPE_API int wipecert_files_manifest_describe(const struct wipecert_manifest *manifest,
					      struct wipecert_files_manifest *out,
					      struct wipe_error *err);

/*
 * What is erased, by this job and by those before it, of what was copied for the item of a
 * case: files of the lists that the records of copying name. files is the sum of the next
 * four.
 */
struct wipecert_files_copied {
	uint64_t files; /* that were copied */
	uint64_t erased; /* with the contents that were copied, wherever they lay by then; and resumed */
	uint64_t changed;   /* files at such a path, with other contents; theirs were not found */
	uint64_t only_name; /* F0: no more than the name was removed */
	uint64_t left;	    /* not among those erased, or seen where they were copied to */
	/* Of those left: gone, and a job that never told how it ended was to erase them. */
	uint64_t begun;
	/*
	 * Of those erased: with other contents, as large as what was copied, where a job that never
	 * told how it ended was to erase them: it had overwritten them, as far as anybody can tell.
	 */
	uint64_t resumed;
};

/* What a record says beside the list. */
struct wipecert_files_job {
	const char *level_requested;			/* "F1" */
	const struct wipecert_files_manifest *manifest; /* NULL: there was none */
	int64_t started_at_s, ended_at_s; /* CLOCK_REALTIME; an ATTEMPT has only the first */
	uint64_t duration_ns;		  /* CLOCK_MONOTONIC */
	bool touched;			  /* a write may have reached the medium */
	bool interrupted;
	const struct wipe_error *error; /* code WIPE_OK or NULL: none; its text is not recorded */
	const char *journal;		/* wipe_file_journal_name(): "none", "wiped", "left" */
	const struct wipecert_file_system *file_systems;
	size_t file_system_count;
	/* Keys that were to be removed; of an ATTEMPT only how many. */
	const struct wipe_file_key *keys;
	size_t key_count;
	const enum wipe_answer *answers; /* WIPE_FILE_CONDITIONS; NULL where there are no keys */
	const struct wipecert_deleted_open *deleted_open; /* NULL: it is not known */
	/* NULL: in no case, or there is no list to compare with. Of an ERASURE. */
	const struct wipecert_files_copied *copied;
	const struct wipecert_free_space *free_space; /* NULL: not asked for */
	const struct wipecert_swap *swap;	      /* at most WIPECERT_SWAPS_MAX */
	size_t swap_count;
	bool free_space_planned; /* of an ATTEMPT: it is to be wiped */
	uint64_t swap_planned;	 /* likewise: so many areas */
};

/*
 * A record of kind "file": ATTEMPT (the list says what is planned) or ERASURE. Verdict, level and areas are
 * computed. As wipecert_record_build(); WIPE_E_USAGE: files is not sealed or in public
 * form, or its states, or
 * the type, do not go together.
 */
WIPE_API int wipecert_files_build(enum wipecert_type type, const struct wipecert_files *files,
				  const struct wipecert_files_job *job,
				  const struct wipecert_meta *meta, char **json, size_t *json_bytes,
				  struct wipe_error *err);

/* What a record of kind "file" states; texts as long as the record. */
struct wipecert_files_stated {
	const char *level_requested, *level_achieved; /* achieved NULL of an ATTEMPT */
	struct wipecert_files_sums sums;	      /* of an ATTEMPT: what was named */
	bool names_files; /* or folders, links; false: free space or swap areas alone */
	bool has_manifest;
	struct wipecert_files_manifest manifest;
	bool has_list;
	uint64_t list_entries, list_bytes;
	uint8_t list_sha256[32], list_public_sha256[32];
	bool has_copied;
	struct wipecert_files_copied copied;
	const char *journal;	       /* NULL of an ATTEMPT */
	const char *free_space_result; /* NULL: not asked for */
};
/* False: it is of another kind. */
WIPE_API bool wipecert_record_files(const struct wipecert_record *record,
				    struct wipecert_files_stated *stated);

/*
 * What came of the work, for words: the name of the verdict, or "names-only" where of files and
 * folders only names were removed and nothing was overwritten, which the format calls "partial".
 * NULL: the record has no verdict.
 */
WIPE_API const char *wipecert_record_outcome(const struct wipecert_record *record);
#define WIPECERT_NAMES_ONLY "names-only"

/*
 * Is all of the copy erased by then: nothing left, nothing only by name, and as many found by
 * their contents as were changed? And is every file gone that this job found, what is equal to one
 * of a manifest too: what is still there could be a copy of the copy. And no attribute may
 * be left. What of a manifest was not found does not matter.
 */
WIPE_API bool wipecert_files_copied_is_whole(const struct wipecert_files_stated *stated);
/* The serial of the one medium that all of it lies on, as a record would tell it; "": none. */
WIPE_API int wipecert_files_serial(const struct wipecert_files_job *job, char *serial, size_t size,
				   struct wipe_error *err);

/*
 * Is this the list of the record, in either form? 0, or WIPE_E_MISMATCH (another
 * one, or its sums are not those of the record), WIPE_E_USAGE (the record has
 * none), WIPE_E_NOMEM, WIPE_E_CRYPTO.
 */
WIPE_API int wipecert_record_check_files(const struct wipecert_record *record,
					 const struct wipecert_files *files,
					 struct wipe_error *err);

#ifdef __cplusplus
}
#endif
#endif
