/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records: what is asserted, as JSON (massho-record(5), certs/schema).
 *
 * Building turns a report into the exact bytes that are signed. Parsing takes
 * hostile bytes: strict UTF-8 without BOM and NUL, no duplicate or unknown key,
 * depth and size bounded, every value held against the published schema.
 */
#ifndef WIPECERT_RECORD_H
#define WIPECERT_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>
#include <wipe/export.h>
#include <wipe/plan.h>
#include <wipe/report.h>
#include <wipe/sys/env.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WIPECERT_SCHEMA "massho.record/1"
#define WIPECERT_JSON_MAX_BYTES ((size_t)4 << 20)
#define WIPECERT_JSON_MAX_DEPTH 32
#define WIPECERT_ID_BYTES 37 /* UUID text with NUL */
#define WIPECERT_RESUMES_MAX WIPE_INTERRUPTIONS_MAX

enum wipecert_type {
	WIPECERT_ATTEMPT, /* saved before the first write; must be closed */
	WIPECERT_ERASURE, /* closes an attempt */
	WIPECERT_CHECK,	  /* an independent re-read of a medium */
	/* made and read by <wipecert/confirm.h> */
	WIPECERT_CONFIRMATION, /* an answer to another record */
	WIPECERT_ROSTER,       /* who has which role */
	/* acts: only in a case, made and read by <wipecert/act.h> */
	WIPECERT_INIT,	     /* the begin of a case */
	WIPECERT_APPROVE,    /* what the ministry accepted, and its instructions */
	WIPECERT_STAFF,	     /* who works under the contract */
	WIPECERT_RECEIVE,    /* something was obtained */
	WIPECERT_PERMIT,     /* to bring in, to copy */
	WIPECERT_CHALLENGE,  /* what an erasure has to answer */
	WIPECERT_COPY_OUT,   /* files were copied under a permit */
	WIPECERT_EXIT_CHECK, /* a device leaves */
	WIPECERT_RETURN,
	WIPECERT_DISPOSE,
	WIPECERT_ATTEST, /* the contractor's word */
	WIPECERT_INCIDENT,
	WIPECERT_DECLARE, /* whether clauses apply */
	WIPECERT_MERGE,	  /* copies of a case came together */
	WIPECERT_CLOSE,
};
#define WIPECERT_TYPES (WIPECERT_CLOSE + 1)

/* How one record names another. */
struct wipecert_link {
	uint8_t econtent_sha256[32];
	uint8_t signature_sha256[32];
	bool is_signed;		    /* false: signature_sha256 is null in JSON */
	char id[WIPECERT_ID_BYTES]; /* of the named record; "" if not known */
};

/* Where in a case a record stands (massho-case(5)). */
struct wipecert_place {
	bool has_init; /* false in the record that begins the case */
	uint8_t init_sha256[32];
	uint64_t number;	/* one more than the largest of its predecessors */
	uint64_t writer_number; /* the how manieth of its signer */
	bool has_writer_previous;
	struct wipecert_link writer_previous; /* the one before by the same signer */
	char item[WIPECERT_ID_BYTES];	      /* what it is about; "": nothing, or itself */
};
#define WIPECERT_HEADS_MAX 64

/* Facts about the program and the machine; wipecert_meta_collect() fills them. */
struct wipecert_meta {
	char id[WIPECERT_ID_BYTES]; /* random UUID (RFC 9562, version 4) */
	int64_t issued_at_s;
	const struct wipecert_place *place;   /* NULL: in no case */
	const struct wipecert_link *previous; /* those before it */
	size_t previous_count;		    /* 0: the chain begins here; several only in a MERGE */
	const struct wipecert_link *closes; /* the attempt; NULL in attempts */
	const struct wipecert_link *about;  /* the record that was checked or confirmed */
	/* Attempts of the runs before, of a job that was gone on with; oldest first. */
	const struct wipecert_link *resumes;
	size_t resume_count; /* at most WIPECERT_RESUMES_MAX */
	char tool_name[32], tool_version[32], tool_build[72], tool_sha256[65];
	/* The machine's label, as wipe_machine_read() tells it; "" unknown. */
	char host_maker[64], host_model[64], host_serial[64], host_asset_tag[64];
	char host_kernel[96], host_arch[32], time_zone[48];
	char clock_source[16]; /* "synchronised", "unsynchronised" (as the kernel says), "unknown" */
	bool clock_suspect;    /* earlier than this program was made */
	const char *signer_flag; /* why it is not signed ("signer-expired"), or NULL */
};

/*
 * id, issued_at and everything about tool and host. tool_name is the caller's;
 * reads /proc/self/exe, so call it before a sandbox closes that door.
 */
WIPE_API int wipecert_meta_collect(const struct wipe_env *env, const char *tool_name,
				   struct wipecert_meta *meta, struct wipe_error *err);

/* Draws a new id and takes the time again, for the next record of one run. */
WIPE_API int wipecert_meta_renew(const struct wipe_env *env, struct wipecert_meta *meta,
				 struct wipe_error *err);

/*
 * Exact bytes of a record, NUL after the end, in *json (free()) and *json_bytes.
 * For records of work: ATTEMPT, ERASURE, CHECK. ERASURE and CHECK take a report; ATTEMPT only its device, plan and started_at_s.
 * The result has been parsed again by wipecert_record_parse().
 */
WIPE_API int wipecert_record_build(enum wipecert_type type, const struct wipe_report *report,
				   const struct wipecert_meta *meta, char **json,
				   size_t *json_bytes, struct wipe_error *err);

struct wipecert_record;

/*
 * Takes hostile bytes; copies them. *record is the caller's. WIPE_E_FORMAT says
 * where and what. A record that parses is well-formed, not true.
 */
WIPE_API int wipecert_record_parse(const void *json, size_t json_bytes,
				   struct wipecert_record **record, struct wipe_error *err);
WIPE_API void wipecert_record_free(struct wipecert_record *record); /* NULL: no-op */

WIPE_API enum wipecert_type wipecert_record_type(const struct wipecert_record *record);
WIPE_API const char *wipecert_type_name(enum wipecert_type type); /* "erasure" */
WIPE_API const char *wipecert_record_id(const struct wipecert_record *record);
/* The bytes it was parsed from, valid as long as the record. */
WIPE_API const char *wipecert_record_json(const struct wipecert_record *record, size_t *bytes);
WIPE_API int64_t wipecert_record_issued_at(const struct wipecert_record *record);
/* Fills what the record says of the medium; contents and uses are empty. */
WIPE_API void wipecert_record_medium(const struct wipecert_record *record,
				     struct wipe_device *device);
/* False: it is of no case. */
WIPE_API bool wipecert_record_place(const struct wipecert_record *record,
				    struct wipecert_place *place);
/* Predecessors: at most max are written; returns how many there are. */
WIPE_API size_t wipecert_record_previous(const struct wipecert_record *record,
					 struct wipecert_link *links, size_t max);
/* The attempt that an erasure closes, or what a check or confirmation is about. False: none. */
WIPE_API bool wipecert_record_closes(const struct wipecert_record *record,
				     struct wipecert_link *link);
WIPE_API bool wipecert_record_about(const struct wipecert_record *record,
				    struct wipecert_link *link);
/*
 * The attempts of the runs that an ERASURE or ATTEMPT goes on from: at most max
 * are written; returns how many there are.
 */
WIPE_API size_t wipecert_record_resumes(const struct wipecert_record *record,
					struct wipecert_link *links, size_t max);
/*
 * The last pass of an ERASURE or ATTEMPT as recorded, key included.
 * WIPE_E_UNSUPPORTED if it cannot be re-read (firmware).
 */
WIPE_API int wipecert_record_last_pass(const struct wipecert_record *record, struct wipe_pass *pass,
				       struct wipe_error *err);
/*
 * The plan of an ERASURE or ATTEMPT, as it was recorded: scheme, passes, verification, whose keys
 * were to be destroyed and, where that is all, the spans that are overwritten. Its texts live as
 * long as the record. WIPE_E_UNSUPPORTED as wipecert_record_last_pass(); WIPE_E_FORMAT: it
 * contradicts itself, or has a method that is not known. Then plan is not filled.
 */
WIPE_API int wipecert_record_plan(const struct wipecert_record *record, struct wipe_plan *plan,
				  struct wipe_error *err);
/* verification.content_sha256 of an ERASURE or CHECK; false if null. */
WIPE_API bool wipecert_record_content_sha256(const struct wipecert_record *record,
					     uint8_t sha256[32]);

/* What a record states, in its own words; all of it valid as long as the record. */
struct wipecert_stated {
	const char *verdict; /* NULL but in an ERASURE or CHECK */
	/* The last pass, as written: NULL where it is null, or there is no pass. */
	const char *pass_kind, *pass_pattern, *pass_key;
	uint64_t windows;   /* random places that a sampled verification read; 0: none */
	uint64_t partition; /* that alone is erased; 0: the medium is */
	size_t flag_count;
};
WIPE_API void wipecert_record_stated(const struct wipecert_record *record,
				     struct wipecert_stated *stated);
/* index below flag_count. */
WIPE_API const char *wipecert_record_flag(const struct wipecert_record *record, size_t index);

/* Did what the record tells come off? Recomputed from its facts, never read from its verdict. */
enum wipecert_held {
	/* Every or every sampled block verified; or keys destroyed, all conditions met. */
	WIPECERT_HELD_YES,
	WIPECERT_HELD_NO,	    /* failed, partial, interrupted; a check that shows nothing */
	WIPECERT_HELD_OPEN,	    /* an attempt: tells only that one began */
	WIPECERT_HELD_INCONSISTENT, /* its parts contradict each other */
	WIPECERT_HELD_NONE,	    /* a confirmation, roster or act: it tells of no work */
	/* An erasure without failure that no reading proves, or not all; or keys destroyed only. */
	WIPECERT_HELD_UNVERIFIED,
};

/*
 * Recomputes keys, verdict, level and sums from the facts in the record; the
 * first contradiction is described in err (WIPE_E_FORMAT) for INCONSISTENT.
 */
WIPE_API enum wipecert_held wipecert_record_held(const struct wipecert_record *record,
						 struct wipe_error *err);
WIPE_API const char *wipecert_held_name(enum wipecert_held held);

#ifdef __cplusplus
}
#endif
#endif
