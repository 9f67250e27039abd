/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was measured, and the one place where a verdict is computed from it.
 * Records and screens render a report; they cannot strengthen it.
 */
#ifndef WIPE_REPORT_H
#define WIPE_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/device.h>
#include <wipe/error.h>
#include <wipe/export.h>
#include <wipe/plan.h>

#ifdef __cplusplus
extern "C" {
#endif

enum wipe_verdict {
	WIPE_VERDICT_ERASED_VERIFIED, /* every block was read back and equal */
	WIPE_VERDICT_ERASED_SAMPLED,  /* every sampled block was, none differed */
	/* The keys are gone, as read back, with all that was not encrypted; conditions are met. */
	WIPE_VERDICT_KEY_DESTROYED,
	WIPE_VERDICT_KEY_DESTROYED_OPEN, /* so are they, but not all conditions are met */
	WIPE_VERDICT_ERASED_UNVERIFIED,	 /* written without error; no reading proves it */
	WIPE_VERDICT_PARTIAL,		 /* some blocks could not be written or read */
	WIPE_VERDICT_FAILED,		 /* differing blocks, or the job broke off */
	WIPE_VERDICT_INTERRUPTED,	 /* stopped from outside, or the medium went away */
};

enum wipe_area_kind {
	WIPE_AREA_USER_LBA,
	WIPE_AREA_HIDDEN,	    /* HPA, DCO, AMAX */
	WIPE_AREA_REMAPPED,	    /* reallocated and retired blocks */
	WIPE_AREA_OVER_PROVISIONED, /* spare flash */
	WIPE_AREA_CACHE,
	WIPE_AREA_OTHER_NAMESPACES,
	WIPE_AREA_BOOT_PARTITIONS,
	WIPE_AREA_BACKING_STORAGE, /* beneath an image file or a virtual device, or files */
	/* Only where files were erased. */
	WIPE_AREA_FILE_CONTENTS,
	WIPE_AREA_FILE_NAMES, /* names, attributes, other metadata */
	WIPE_AREA_JOURNAL,    /* of a file system */
	WIPE_AREA_FREE_SPACE, /* where old versions lie */
	WIPE_AREA_SWAP,	      /* swap areas that were to be wiped */
	WIPE_AREA_OLD_KEYS,   /* copies of key slots in blocks that no address leads to */
};

enum wipe_area_state {
	WIPE_AREA_ERASED_VERIFIED,
	WIPE_AREA_ERASED_SAMPLED,
	WIPE_AREA_KEY_DESTROYED, /* still there, and readable by nobody who lacks the key */
	WIPE_AREA_CLAIMED_BY_FIRMWARE,
	WIPE_AREA_NOT_REACHABLE,
	WIPE_AREA_UNKNOWN,
	WIPE_AREA_ABSENT,
};

struct wipe_area {
	enum wipe_area_kind kind;
	enum wipe_area_state state;
	uint64_t bytes; /* 0: not known */
};
#define WIPE_AREAS_MAX 12

enum wipe_phase {
	WIPE_PHASE_PREPARE,
	WIPE_PHASE_WRITE,
	WIPE_PHASE_FLUSH,
	WIPE_PHASE_VERIFY,
	WIPE_PHASE_DONE,
	WIPE_PHASE_HASH, /* the medium is done; its hash is not yet */
};

/*
 * A run of blocks that failed in the same way. sys_errno ETIME: given up, or not
 * tried again, because bad regions had cost the time or the blocks allowed.
 */
struct wipe_bad_range {
	uint64_t offset_bytes, length_bytes;
	enum wipe_phase phase;
	uint32_t pass;			 /* from 1; of the last pass for WIPE_PHASE_VERIFY */
	int sys_errno;			 /* 0: the blocks were read and differed */
	uint8_t expected[16], found[16]; /* first bytes that differ, if sys_errno is 0 */
};
#define WIPE_BAD_RANGES_MAX 256

/* A time that the job broke off and was gone on with from its journal. */
struct wipe_interruption {
	int64_t stopped_at_s; /* the last checkpoint; the job ran on for at most its interval */
	int64_t resumed_at_s;
	uint32_t pass; /* where it went on */
	uint64_t covered_bytes;
};
#define WIPE_INTERRUPTIONS_MAX 32

enum wipe_result {
	WIPE_RESULT_UNKNOWN,
	WIPE_RESULT_PASS,
	WIPE_RESULT_FAIL,
};

/* What became of a volume whose keys were to be destroyed. */
struct wipe_volume_result {
	/* libcryptsetup left no key slot and no token in the header, and that was written. */
	bool is_destroyed;
	uint32_t slots_destroyed, tokens_removed;
	/* Then area_bytes from its begin were overwritten, flushed and read from the medium. */
	uint64_t bytes_verified; /* equal to the stream */
	uint64_t mismatch_bytes, unreadable_bytes;
	uint32_t slots_changed; /* areas of key slots in which no sector is as it was */
};

#define WIPE_SHA256_BYTES 32
#define WIPE_CHUNK_BYTES (UINT64_C(64) << 20)

/* Facts, as they were measured. All zero: nothing happened. */
struct wipe_report {
	struct wipe_device device; /* without contents and uses */
	struct wipe_plan plan;
	int64_t started_at_s, ended_at_s; /* CLOCK_REALTIME */
	uint64_t duration_ns;		  /* CLOCK_MONOTONIC */
	uint64_t write_ns, verify_ns;	  /* of it, passes with their flushes, and reading back */
	bool media_touched;
	bool direct_io; /* false: reads may have come from the host's cache */

	uint32_t passes_completed;
	uint64_t bytes_written;	    /* over all passes, and over the runs before a resumed one */
	uint64_t write_error_bytes; /* of the last pass */

	bool verify_completed;
	uint64_t bytes_to_verify; /* planned: capacity, or the windows' sum */
	uint64_t bytes_verified;  /* read and equal */
	uint64_t windows_verified;
	uint64_t unreadable_bytes;
	uint64_t unreadable_unwritten_bytes; /* of them, what could not be written either */
	uint64_t mismatch_bytes;	     /* in whole blocks */

	bool has_content_sha256; /* the whole medium was read and equal */
	uint8_t content_sha256[WIPE_SHA256_BYTES];
	uint8_t chunks_sha256[WIPE_SHA256_BYTES];

	struct wipe_bad_range bad_ranges[WIPE_BAD_RANGES_MAX];
	uint32_t bad_range_count;
	uint64_t bad_ranges_not_listed;

	struct wipe_interruption interruptions[WIPE_INTERRUPTIONS_MAX]; /* that were overcome */
	uint32_t interruption_count;

	struct wipe_volume_result volumes[WIPE_VOLUMES_MAX]; /* as plan.crypto.volumes */

	bool interrupted; /* the caller asked, or the medium went away */
	bool device_gone;
	struct wipe_error error; /* what ended the job early; code WIPE_OK if nothing */

	/* Filled by wipe_report_conclude(). */
	enum wipe_verdict verdict;
	enum wipe_result verification;
	enum wipe_level level_achieved;
	struct wipe_area areas[WIPE_AREAS_MAX];
	uint32_t area_count;
};

/*
 * Computes verdict, verification, level_achieved and areas from the facts above
 * and from nothing else. wipe_job_run() and wipe_check_run() have called it.
 */
WIPE_API void wipe_report_conclude(struct wipe_report *report);

/* Bytes that could not be written, or not be read, in the last pass: a block counts once. */
WIPE_API uint64_t wipe_report_error_bytes(const struct wipe_report *report);

/*
 * Were the keys of all volumes destroyed, and read back from the medium to be, whatever became of
 * the rest? False if there are none.
 */
WIPE_API bool wipe_report_keys_are_gone(const struct wipe_report *report);

/* The exit code of <massho(7)> that a verdict stands for: 0, 1, 4 or 5. */
WIPE_API int wipe_verdict_exit_code(enum wipe_verdict verdict);

/* Stable identifiers for records; never NULL. The _parse functions: false if none. */
WIPE_API const char *wipe_verdict_name(enum wipe_verdict verdict);
WIPE_API const char *wipe_area_kind_name(enum wipe_area_kind kind);
WIPE_API const char *wipe_area_state_name(enum wipe_area_state state);
WIPE_API const char *wipe_phase_name(enum wipe_phase phase);
WIPE_API const char *wipe_result_name(enum wipe_result result);
WIPE_API bool wipe_verdict_parse(const char *text, enum wipe_verdict *verdict);

#ifdef __cplusplus
}
#endif
#endif
