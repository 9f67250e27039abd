/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The register of a contract: a case, a folder of signed records that follow one
 * another (massho-case(5)). What is open is what folding the records gives; there is
 * nothing else that could say otherwise.
 *
 * Which records count is decided by rules, the same ones before a record is added
 * (then it is refused) and when a folder is read (then it is there, and has no effect).
 *
 * Days of a case are those of Japan (UTC+9).
 */
#ifndef WIPECERT_REGISTER_H
#define WIPECERT_REGISTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>
#include <wipe/export.h>
#include <wipe/plan.h>
#include <wipecert/act.h>
#include <wipecert/files.h>
#include <wipecert/record.h>
#include <wipecert/sign.h>
#include <wipecert/verify.h>
#include <wipecert/weigh.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Where things lie below the folder of a case. */
#define WIPECERT_FOLDER_RECORDS "records"
#define WIPECERT_FOLDER_ATTACHMENTS "attachments"
#define WIPECERT_FOLDER_TRUST "trust"
#define WIPECERT_FOLDER_INCLUDED "subcontractors"
/* Of jobs that can be gone on with (massho-journal(5)); nothing of them is of the case. */
#define WIPECERT_FOLDER_JOURNALS "journals"

#define WIPECERT_CASE_ZONE_S (INT64_C(9) * 60 * 60)
#define WIPECERT_CASE_RECORDS_MAX 1000000
#define WIPECERT_NO_INDEX SIZE_MAX

struct wipecert_case;

/* Told now and then while records are verified; other than 0 ends it. */
typedef int (*wipecert_case_progress_fn)(void *arg, size_t done, size_t count);

/* Told once before another program that writes to the case at path is waited for. */
typedef void (*wipecert_case_waits_fn)(void *arg, const char *path);

struct wipecert_case_options {
	/*
	 * Whom to trust. NULL: the case's own trust folder, if it is the one that its first
	 * record names; that is worth as much as init_sha256 is.
	 */
	const struct wipecert_trust *trust;
	/* SHA-256 of the content of the first record, known from elsewhere. NULL: not known. */
	const uint8_t *init_sha256;
	int64_t time_s;			    /* to verify at */
	wipecert_case_progress_fn progress; /* NULL: nobody asks */
	void *progress_arg;
	/*
	 * NULL: nobody asks. While it waits, SIGINT, SIGTERM and SIGHUP end it if they are caught:
	 * WIPE_E_INTERRUPTED. Others are held back until then.
	 */
	wipecert_case_waits_fn waits;
	void *waits_arg;
};

/*
 * Reads, verifies and folds a case. *opened is the caller's (wipecert_case_free()).
 * Whatever is wrong with records are findings, not errors. WIPE_E_NOTFOUND: there is no
 * case at path; WIPE_E_FORMAT: no first record, so that nothing can be said of it.
 */
WIPE_API int wipecert_case_open(const char *path, const struct wipecert_case_options *options,
				struct wipecert_case **opened, struct wipe_error *err);
/* Takes in what others added since. */
WIPE_API int wipecert_case_refresh(struct wipecert_case *opened, struct wipe_error *err);
WIPE_API void wipecert_case_free(struct wipecert_case *opened); /* NULL: no-op */

/* Is there a case at path? Looks, and believes nothing yet. */
WIPE_API bool wipecert_case_is_at(const char *path);

/* The record that began the case; NULL if it did not verify. */
WIPE_API const struct wipecert_record *wipecert_case_init(const struct wipecert_case *opened);
WIPE_API void wipecert_case_init_sha256(const struct wipecert_case *opened, uint8_t sha256[32]);
/* What the case was opened with, or its own trust. */
WIPE_API const struct wipecert_trust *wipecert_case_trust(const struct wipecert_case *opened);
WIPE_API const char *wipecert_case_path(const struct wipecert_case *opened);

/*
 * Which rule a record breaks. It does not count then; but what was received, permitted,
 * copied or reported as an incident does all the same (wipecert_case_record.counts):
 * duties do not go away by being recorded against the rules.
 */
enum wipecert_fault {
	WIPECERT_FAULT_NONE,
	WIPECERT_FAULT_NOT_AUTHENTIC, /* invalid, unsigned, or not to be decided */
	WIPECERT_FAULT_OTHER_CASE,    /* of another case, or of none */
	WIPECERT_FAULT_SECOND_INIT,
	WIPECERT_FAULT_AFTER_CLOSE,
	WIPECERT_FAULT_STAFF, /* the signer was not on the list of staff that day */
	WIPECERT_FAULT_UNKNOWN_ITEM,
	WIPECERT_FAULT_UNKNOWN_RECORD, /* about a record that is not there */
	WIPECERT_FAULT_LABEL,	       /* another item has the label */
	WIPECERT_FAULT_SERIAL_USED,    /* another open item has the serial */
	WIPECERT_FAULT_SERIAL_OTHER,   /* the medium is none of the item's */
	WIPECERT_FAULT_NOT_PERMITTED,  /* no permit for it, or not at that time */
	WIPECERT_FAULT_DONE,	       /* the item is confirmed already */
	WIPECERT_FAULT_ORDER,	       /* something else has to come first */
	WIPECERT_FAULT_INCIDENT,       /* evidence under an open incident */
	WIPECERT_FAULT_RETURN_FIRST,   /* the case wants it returned before it is erased */
	WIPECERT_FAULT_CHALLENGE,      /* wanted and missing, or wrong, expired, used before */
	WIPECERT_FAULT_HELD,	       /* erased and not confirmed yet: not to be used again */
	WIPECERT_FAULT_ANSWER,	 /* an answer that does not count: by who signed what it is about */
	WIPECERT_FAULT_OPEN,	 /* closing, while something is open */
	WIPECERT_FAULT_SAME_ID,	 /* another record has the id */
	WIPECERT_FAULT_QUANTITY, /* more pieces than there are left */
	WIPECERT_FAULT_OTHER_ITEM, /* it is about what belongs to another item */
	WIPECERT_FAULT_CONTENT,	   /* a closing that does not say what the records give */
	WIPECERT_FAULT_FORM,  /* a copy that goes back without its medium; mail that is destroyed */
	WIPECERT_FAULT_FILES, /* files were erased for what has to be erased as a medium */
};

WIPE_API const char *wipecert_fault_name(enum wipecert_fault fault); /* "after-close" */
/* A sentence in the user's language. */
WIPE_API const char *wipecert_fault_text(enum wipecert_fault fault);

/* A record of the case, in the order in which it counts. */
struct wipecert_case_record {
	enum wipecert_type type; /* meaningful only if is_known */
	bool is_known;		 /* its content was verified, or is at least well-formed */
	bool is_signed;
	struct wipecert_link link;
	uint64_t number, writer_number; /* 0: it stands outside of the chain */
	int64_t issued_at_s;
	/* The begin of the day on which it says that it came about; if it says none, issued_at_s. */
	int64_t stated_s;
	bool has_stated;
	enum wipecert_authentic authentic;
	enum wipecert_reason reason;
	bool is_early; /* by this clock it is not there yet: undetermined until then */
	enum wipecert_held held;
	/*
	 * An ERASURE that came off: it held; of files for an item, all that was copied is erased
	 * by it and by those before it.
	 */
	bool has_come_off;
	bool is_of_files; /* an ERASURE of files, and of no medium */
	/* Of such files, what of the copy is erased by then; NULL: it does not tell. The case's. */
	const struct wipecert_files_copied *copied;
	enum wipecert_fault fault;
	bool counts;			 /* no rule was broken, or it is a duty */
	bool is_refuted;		 /* an ERASURE: a re-read did not find it */
	enum wipecert_standing standing; /* of what an officer can confirm */
	bool is_on_paper;		 /* accepted on paper, and by no signature */
	bool is_confirmed;  /* accepted, so that it counts: paper does not in every case */
	bool is_from_paper; /* an act that an officer decided on paper, or his answer on it */
	bool awaits;	    /* an officer's confirmation */
	size_t confirmed_by, paper; /* records, or WIPECERT_NO_INDEX */
	size_t item;		    /* or WIPECERT_NO_INDEX */
	/* Of a COPY_OUT: the erasure of what was copied; likewise. */
	size_t erased_by;
	/*
	 * Also of a COPY_OUT: it went to one of several places without a serial. Erasures are
	 * counted against them, but of which each was nothing tells: erased_by is no such claim.
	 */
	bool is_one_of_several;
	bool is_begun;	  /* a COPY_OUT that only tells that copying began */
	bool is_ended;	  /* of such a one: another one tells how it ended */
	bool is_answered; /* a CHALLENGE: an erasure answered it */
	enum wipecert_decision decision;
	struct wipecert_link about;
	uint8_t signer_sha256[32];
	const char *file;	 /* in the folder of records; the case's */
	const char *serial;	 /* that was copied to or erased; "" of others, or not known */
	const char *destination; /* of a COPY_OUT, as it was told; "" of others */
	uint32_t quantity;	 /* pieces that went back or were disposed of; 0 of others */
	bool differs;		 /* it says that other files went back than came */
};

WIPE_API size_t wipecert_case_record_count(const struct wipecert_case *opened);
WIPE_API void wipecert_case_record(const struct wipecert_case *opened, size_t index,
				   struct wipecert_case_record *record);
/* By content and signature; an id may be that of several. WIPECERT_NO_INDEX: there is none. */
WIPE_API size_t wipecert_case_find_link(const struct wipecert_case *opened,
					const struct wipecert_link *link);
/*
 * The whole record once more, from its file. result is the caller's
 * (wipecert_result_clear()).
 */
WIPE_API int wipecert_case_load_record(const struct wipecert_case *opened, size_t index,
				       struct wipecert_result *result, struct wipe_error *err);

/* What an INCIDENT is in its case. */
struct wipecert_case_incident {
	bool is_resolution; /* it tells what came of one */
	bool is_open;	    /* it opened one that nothing has settled */
	size_t about;	    /* of a resolution: what opened it; or WIPECERT_NO_INDEX */
};

/* False: the record is none. */
WIPE_API bool wipecert_case_incident(const struct wipecert_case *opened, size_t record,
				     struct wipecert_case_incident *incident);
/*
 * Is the record about the item, whether it counts or not? So are an incident that names it, what
 * came of that, an erasure in another item's name that it rests on, and answers to all of these.
 */
WIPE_API bool wipecert_case_is_about(const struct wipecert_case *opened, size_t record,
				     size_t item);

enum wipecert_item_kind {
	WIPECERT_KIND_FILES,
	WIPECERT_KIND_PAPER,
	WIPECERT_KIND_MAIL,
	WIPECERT_KIND_MEDIUM,
	WIPECERT_KIND_DEVICE,
};
#define WIPECERT_KINDS (WIPECERT_KIND_DEVICE + 1)
WIPE_API const char *wipecert_kind_name(enum wipecert_item_kind kind); /* "files" */

enum wipecert_origin {
	WIPECERT_RECEIVED,
	WIPECERT_BROUGHT_IN,
	WIPECERT_COPIED_INSIDE,
	WIPECERT_COPIED_OUTSIDE,
};
WIPE_API const char *wipecert_origin_name(enum wipecert_origin origin); /* "received" */

/* What became of an item. */
enum wipecert_outcome {
	WIPECERT_OUTCOME_NONE,
	WIPECERT_OUTCOME_ERASED,
	WIPECERT_OUTCOME_RETURNED,
	WIPECERT_OUTCOME_DISPOSED,
	WIPECERT_OUTCOME_ATTESTED,
	WIPECERT_OUTCOME_NOTHING_COPIED,
	WIPECERT_OUTCOME_MISSING,
	WIPECERT_OUTCOME_WITHDRAWN, /* an officer rejected that it was received or permitted */
};
#define WIPECERT_OUTCOMES (WIPECERT_OUTCOME_WITHDRAWN + 1)
WIPE_API const char *wipecert_outcome_name(enum wipecert_outcome outcome); /* "erased" */

/* What an item still lacks: bits; 0: it is closed. */
enum wipecert_lack {
	WIPECERT_LACK_OUTCOME = 1 << 0,	     /* neither erased nor returned nor … */
	WIPECERT_LACK_RETURN = 1 << 1,	     /* it has to go back */
	WIPECERT_LACK_MEDIA = 1 << 2,	     /* a medium in it is not erased */
	WIPECERT_LACK_EXIT_CHECK = 1 << 3,   /* it was brought in and has not left */
	WIPECERT_LACK_CONFIRMATION = 1 << 4, /* of the officer */
	WIPECERT_LACK_REJECTED = 1 << 5,     /* the officer said no */
	WIPECERT_LACK_INCIDENT = 1 << 6,     /* one is open */
	WIPECERT_LACK_ATTEMPT = 1 << 7,	     /* an erasure began and nothing tells how it ended */
	WIPECERT_LACK_PART = 1 << 8, /* only some of the pieces were returned or disposed of */
};

struct wipecert_medium {
	const char *maker, *model, *serial; /* "" not known */
	size_t erasure;			    /* the record that counts, or WIPECERT_NO_INDEX */
};

/* Texts are the case's, UTF-8 and never NULL. */
struct wipecert_item {
	char id[WIPECERT_ID_BYTES]; /* that of the record that brought it */
	const char *label, *description, *classification, *maker, *model, *serial;
	const char *place; /* where it is: by its permit, its copying; "" where received */
	const char *permitted_place; /* by its permit alone; "" where received */
	const char *copied_to; /* serial of the medium, the last time; "" none, or not known */
	enum wipecert_item_kind kind;
	enum wipecert_origin origin;
	uint32_t quantity, quantity_left; /* pieces; neither returned nor disposed of */
	bool label_is_shared;		  /* another item is called so: give the id too */
	const struct wipecert_medium *media;
	size_t media_count;
	size_t record, parent; /* the record that brought it; the item that it copies */
	size_t outcome_record; /* the one that counts, or WIPECERT_NO_INDEX */
	size_t exit_record;    /* likewise */
	size_t erasure;	       /* of it as a whole, without what media are in it; likewise */
	size_t failed_record; /* an erasure that did not come off, or too low, or a re-read; likewise */
	enum wipecert_outcome outcome;
	unsigned int lacks; /* bits of enum wipecert_lack */
	bool has_from;
	int64_t from_s; /* of a permit: the begin of its first day */
	bool has_due;
	int64_t due_s; /* its end: after this it is late */
	enum wipe_level level_required;
	size_t incident_count; /* open ones */
	size_t challenge;   /* the newest record of one that was not used, or WIPECERT_NO_INDEX */
	size_t instruction; /* the newest of an officer that names it, likewise */
};

WIPE_API size_t wipecert_case_item_count(const struct wipecert_case *opened);
WIPE_API void wipecert_case_item(const struct wipecert_case *opened, size_t index,
				 struct wipecert_item *item);
/*
 * By id, by the begin of one (8 characters at least), by label, or by the serial of the
 * item or a medium in it. WIPE_E_NOTFOUND; WIPE_E_USAGE if several fit.
 */
WIPE_API int wipecert_case_find_item(const struct wipecert_case *opened, const char *name,
				     size_t *index, struct wipe_error *err);

/*
 * The item that is, or has in it, the medium with this serial; if none is, what was
 * copied to it. An open one is meant rather than one that is done. As above.
 */
WIPE_API int wipecert_case_find_medium(const struct wipecert_case *opened, const char *serial,
				       size_t *index, struct wipe_error *err);

/* What is wrong with the folder. */
enum wipecert_case_problem {
	WIPECERT_CASE_INVALID,	     /* a record that does not verify */
	WIPECERT_CASE_UNDECIDED,     /* one of which it cannot be decided */
	WIPECERT_CASE_MISSING,	     /* a record that another one follows: hash */
	WIPECERT_CASE_MISSING_ABOUT, /* a record that another one is about: hash */
	WIPECERT_CASE_NUMBER,	     /* its number is not that of its predecessors and one more */
	WIPECERT_CASE_WRITER_GAP,    /* the signer's record before it is not there: hash */
	WIPECERT_CASE_FORK,	     /* the signer has two records of one number: other */
	WIPECERT_CASE_FORK_MERGED,   /* the same, but a merge names both lines */
	WIPECERT_CASE_HEADS,	     /* several records that nothing follows */
	WIPECERT_CASE_SAME_ID,	     /* two records of one id: other */
	WIPECERT_CASE_BACKDATED,     /* issued before one that it follows: other */
	WIPECERT_CASE_NAME,	     /* the file is called as another record would be */
	WIPECERT_CASE_FOREIGN,	     /* a file that is no record */
	WIPECERT_CASE_VOID,	     /* a rule was broken: see the record's fault */
	WIPECERT_CASE_ATTACHMENT_MISSING,  /* hash */
	WIPECERT_CASE_ATTACHMENT_ALTERED,  /* hash */
	WIPECERT_CASE_ATTACHMENT_LEFT_OUT, /* personal: an export may leave it out: hash */
	WIPECERT_CASE_TRUST_ALTERED,	   /* the trust folder is not the one of the first record */
	WIPECERT_CASE_NOT_PINNED,	   /* nothing from outside says that it is the right case */
	WIPECERT_CASE_OTHER_INIT,	   /* it is not the case whose hash was given */
	WIPECERT_CASE_HEAD_MISSING,	   /* a head that another party holds is not there: hash */
	WIPECERT_CASE_INCLUDED,		   /* the case of a subcontractor is false: see detail */
	WIPECERT_CASE_INCLUDED_UNDECIDED,  /* it cannot be confirmed: see detail */
	WIPECERT_CASE_AGAINST_RULES, /* a duty that was recorded against a rule: see the record's fault */
	WIPECERT_CASE_SETTLED,	     /* against a rule, and an officer has answered that record */
	WIPECERT_CASE_NAMESAKE,	   /* an item that is called as another one */
	WIPECERT_CASE_SAME_MEDIUM, /* two items without serials, one medium erased: other */
	WIPECERT_CASE_COPIED, /* what it says of a copy is not what the lists give: wipecert_case_note_copied() */
};

struct wipecert_case_finding {
	enum wipecert_case_problem problem;
	size_t record, other; /* or WIPECERT_NO_INDEX */
	uint8_t hash[32];
	const char *detail; /* in the user's language, or a file's name; may be "" */
};

WIPE_API size_t wipecert_case_finding_count(const struct wipecert_case *opened);
WIPE_API void wipecert_case_finding(const struct wipecert_case *opened, size_t index,
				    struct wipecert_case_finding *finding);
WIPE_API const char *wipecert_case_problem_name(enum wipecert_case_problem problem);
WIPE_API const char *wipecert_case_problem_text(enum wipecert_case_problem problem);
/* 1 (something is false or gone), 8 (cannot be confirmed) or 0 (to be known). */
WIPE_API int wipecert_case_problem_exit(enum wipecert_case_problem problem);

/*
 * Looks whether a head that another party holds is in the case; if not, that is a
 * finding. count: how many records it said it had; 0: it did not say.
 */
WIPE_API int wipecert_case_hold_against(struct wipecert_case *opened, const uint8_t sha256[32],
					uint64_t count, struct wipe_error *err);

/* Reads every attachment that records name; what is not what it must be are findings. */
WIPE_API int wipecert_case_check_attachments(struct wipecert_case *opened, struct wipe_error *err);

/*
 * For whoever compared the lists of files beside the records: what this erasure says of the copy
 * is not what they give. A finding. record WIPECERT_NO_INDEX: it is one in that case of a
 * subcontractor (below wipecert_case_included_count()).
 */
WIPE_API int wipecert_case_note_copied(struct wipecert_case *opened, size_t record, size_t included,
				       struct wipe_error *err);

struct wipecert_case_summary {
	size_t records, items, open_items, late_items;
	size_t awaiting; /* records that await the officer's confirmation */
	size_t open_incidents, open_attempts;
	size_t attested, on_paper; /* closed items of that sort */
	size_t included;	   /* cases of subcontractors */
	bool included_open;	   /* something in one of them is */
	size_t invalid, undecided;
	size_t void_records;  /* that have no effect */
	size_t against_rules; /* that count, and no officer has answered yet */
	size_t withdrawn;     /* items, none of those that are open */
	bool is_closed;	      /* a closing record counts, and nothing is open since */
	bool is_demo;	      /* demonstration certificates are among the signers, also of those */
	size_t closing;	      /* that record, or WIPECERT_NO_INDEX */
	size_t head_count;
	struct wipecert_link heads[WIPECERT_HEADS_MAX];
	uint64_t head_numbers[WIPECERT_HEADS_MAX]; /* 0: it stands outside of the chain */
	uint64_t number;			   /* the largest of the heads */
};

WIPE_API void wipecert_case_summarize(const struct wipecert_case *opened,
				      struct wipecert_case_summary *summary);
/* Is an item, an incident or an attempt, here or in the case of a subcontractor? */
WIPE_API bool wipecert_case_is_open(const struct wipecert_case *opened);

/*
 * The case of a subcontractor, which lies within this one; name is what the contractor
 * calls it. NULL: it could not be opened (a finding tells why).
 */
WIPE_API size_t wipecert_case_included_count(const struct wipecert_case *opened);
WIPE_API const struct wipecert_case *wipecert_case_included(const struct wipecert_case *opened,
							    size_t index, const char **name);
/* Level that the ministry accepted for this kind of item, or what the case began with. */
WIPE_API enum wipe_level wipecert_case_level(const struct wipecert_case *opened,
					     enum wipecert_item_kind kind);
/*
 * Level that the erasure of a medium has to reach: for the item (or WIPECERT_NO_INDEX)
 * and for whatever else is on the medium with this serial.
 */
WIPE_API enum wipe_level wipecert_case_level_of(const struct wipecert_case *opened, size_t item,
						const char *serial);

/* Makes the bytes of the record that is to be added. As wipecert_act_build(). */
typedef int (*wipecert_case_build_fn)(void *arg, const struct wipecert_meta *meta, char **json,
				      size_t *json_bytes, struct wipe_error *err);

/* Hears of the bytes of that record once they are signed and may be added, before they are saved. */
typedef void (*wipecert_case_sealed_fn)(void *arg, const void *der, size_t der_bytes);

/* A file that goes beside the records, named by its hash. */
struct wipecert_attachment {
	unsigned char *bytes; /* wipecert_attachment_clear() */
	size_t length;
	char suffix[9]; /* lower-case letters and digits; "" none */
	uint8_t sha256[32];
};
/*
 * From a file: bytes, hash, and the suffix of its name if that is a plain one.
 * WIPE_E_FORMAT: empty, larger than WIPECERT_SCAN_MAX_BYTES, or no regular file.
 */
WIPE_API int wipecert_attachment_load(const char *path, struct wipecert_attachment *attachment,
				      struct wipe_error *err);
/* From bytes, which are copied. */
WIPE_API int wipecert_attachment_make(const void *bytes, size_t length, const char *suffix,
				      struct wipecert_attachment *attachment,
				      struct wipe_error *err);
WIPE_API void wipecert_attachment_clear(struct wipecert_attachment *attachment);

struct wipecert_case_addition {
	wipecert_case_build_fn build;
	wipecert_case_sealed_fn sealed; /* NULL: nobody asks */
	void *build_arg;		/* of both */
	const char *item;		/* id; NULL: about none */
	const struct wipecert_signer *signer;
	/* Saved once the rules have said yes, before the record is. */
	const struct wipecert_attachment *attachments;
	size_t attachment_count;
	struct wipecert_meta *meta; /* gets place and predecessors; id and time are kept */
	bool takes_time;	    /* but the time is that of adding, if that is later */
	bool joins_heads;	    /* a MERGE: it follows all of them */
	bool may_break_rules;	    /* what happened is recorded, whatever the rules say of it */
};

struct wipecert_case_added {
	struct wipecert_link link;
	size_t record;		   /* WIPECERT_NO_INDEX while the case is held */
	enum wipecert_fault fault; /* also of a refusal */
	uint64_t number;
	char file[96];
	bool is_there;		     /* also if reading the case back failed */
	enum wipecert_reason reason; /* of a refusal: why the signature would not count */
};

/*
 * Adds one record: takes the folder's lock, reads what others added, holds the record
 * against the rules, signs, saves, reads back. Nothing is there unless it all came off.
 * WIPE_E_REFUSED: a rule says no (added->fault), or the case is not in order.
 */
WIPE_API int wipecert_case_add(struct wipecert_case *opened,
			       const struct wipecert_case_addition *addition,
			       struct wipecert_case_added *added, struct wipe_error *err);

/*
 * Between these two the lock is kept, and each record follows the one before it without
 * the case being folded anew: for many answers at once, which do not depend on each
 * other. All by one signer; no MERGE. Both return as wipecert_case_refresh().
 */
WIPE_API int wipecert_case_hold(struct wipecert_case *opened, struct wipe_error *err);
WIPE_API int wipecert_case_release(struct wipecert_case *opened, struct wipe_error *err);

/* wipecert_case_build_fn of an act: arg is a const struct wipecert_act *. */
WIPE_API int wipecert_case_build_act(void *arg, const struct wipecert_meta *meta, char **json,
				     size_t *json_bytes, struct wipe_error *err);

/*
 * Is the case such that records can be added to it? WIPE_E_REFUSED: its trust was
 * altered, or it is another one than was meant.
 */
WIPE_API int wipecert_case_in_order(const struct wipecert_case *opened, struct wipe_error *err);

/*
 * Would the rules allow it now, as the case was last read? It is signed to see who would
 * say it, and nothing is written. 0, WIPE_E_REFUSED, or why it could not be signed.
 */
WIPE_API int wipecert_case_try(struct wipecert_case *opened,
			       const struct wipecert_case_addition *addition,
			       enum wipecert_fault *fault, struct wipe_error *err);

/*
 * Makes a case at path, which must not exist or be an empty folder: copies the trust
 * folder into it and appends the first record, an INIT act to which the trust's files are added.
 */
WIPE_API int wipecert_case_create(const char *path, const char *trust_path,
				  struct wipecert_act *init,
				  const struct wipecert_attachment *attachments,
				  size_t attachment_count, const struct wipecert_signer *signer,
				  struct wipecert_meta *meta, uint8_t init_sha256[32],
				  struct wipe_error *err);

/* The path of an attachment that is there. False: it is not, or path is too short. */
WIPE_API bool wipecert_case_attachment(const struct wipecert_case *opened, const uint8_t sha256[32],
				       char *path, size_t path_bytes);

struct wipecert_case_export {
	size_t records, attachments, left_out; /* files, those of subcontractors too */
	size_t foreign;	      /* files that are none of the case: they stay behind, and are told */
	size_t damaged;	      /* files that could not be copied as what they should be: likewise */
	size_t without_names; /* of those left out: manifests of which the public form went */
};
/* Hears of files that do not come along, and why. */
typedef void (*wipecert_case_refused_fn)(void *arg, const char *path, const char *why);
/* May put more into the copy, at folder, before it gets its name. Other than 0 ends it. */
typedef int (*wipecert_case_finish_fn)(void *arg, const char *folder, struct wipe_error *err);

struct wipecert_case_exporting {
	bool without_personal;
	wipecert_case_refused_fn told;	/* NULL: nobody asks */
	wipecert_case_finish_fn finish; /* likewise */
	void *arg;
};
/*
 * A copy of the whole case, as it stands once other writers are done, in the new folder path, synced
 * and opened once more. Without personal data: attachments that are marked so stay away, of
 * manifests the public form goes. Also what is false in the case is copied, but no link is followed,
 * and nothing goes that is none of it. path gets its name when all of it is there; it must
 * not be within the case.
 */
WIPE_API int wipecert_case_export(struct wipecert_case *opened, const char *path,
				  const struct wipecert_case_exporting *how,
				  struct wipecert_case_export *counts, struct wipe_error *err);

struct wipecert_case_import {
	size_t added, known, refused; /* files */
};
/*
 * Takes over the records of other copies of the case, or single files of records, and the
 * attachments that records name; those of a single file lie beside it. Each record after those that it follows and is about,
 * so that the case is whole wherever this ends; the options' progress can end it. Refused, counted
 * and left is what is invalid, of another case, or would not be whole in this one. The caller
 * then adds a MERGE. told, if not NULL, hears of each that is refused. counts is set
 * also by a failure.
 */
WIPE_API int wipecert_case_import_all(struct wipecert_case *opened, const char *const *paths,
				      size_t path_count, wipecert_case_refused_fn told,
				      void *told_arg, struct wipecert_case_import *counts,
				      struct wipe_error *err);
/* The same from one. */
WIPE_API int wipecert_case_import(struct wipecert_case *opened, const char *path,
				  wipecert_case_refused_fn told, void *told_arg,
				  struct wipecert_case_import *counts, struct wipe_error *err);
/*
 * Copies the case of a subcontractor, at path, whole into this one, or what is new in it,
 * and says so in merge, a MERGE act, as the index-th. Only the MERGE makes it part of this
 * case. WIPE_E_REFUSED, before anything is copied: something in it is false, its officers
 * are not those of this case, its rules are laxer, or it and this case would lie within
 * each other. told hears, and counts has as refused, also what is gone that was there at an
 * earlier merge, which does not end it.
 */
WIPE_API int wipecert_case_include(struct wipecert_case *opened, const char *path, const char *name,
				   struct wipecert_act *merge, size_t index,
				   wipecert_case_refused_fn told, void *told_arg,
				   struct wipecert_case_import *counts, struct wipe_error *err);

#ifdef __cplusplus
}
#endif
#endif
