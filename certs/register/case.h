/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A case that was opened: its records in order, and what folding them gave. */
#ifndef REGISTER_CASE_H
#define REGISTER_CASE_H

#include <limits.h>

#include <wipecert/register.h>

#include "arena.h"
#include "table.h"
#include "told.h"

#define CASE_LOCK ".massho-lock"
#define CASE_NAME_BYTES 96
#define CASE_DEPTH_MAX 4 /* of cases within cases */

/* A file that a record names by its hash. */
struct wanted {
	uint8_t sha256[32];
	bool may_be_left_out; /* it has personal data */
	bool has_bare;
	uint8_t bare_sha256[32]; /* of the form without names, which does as well */
};

/* One record. */
struct entry {
	const char *file;
	bool is_known, is_demo;
	bool is_from_paper; /* an act that an officer decided on paper */
	bool is_double;	    /* another file has the same record */
	bool has_stated;
	int64_t stated_s; /* of the day on which it says that it came about */
	struct wipecert_voice voice;
	enum wipecert_held held;
	bool has_place;
	struct wipecert_place place;
	struct wipecert_link *previous;
	size_t previous_count;
	union told told;
	struct wanted *wanted;
	size_t wanted_count;
	/* by whoever puts them in order */
	bool is_taken; /* another record follows it */
	/* by the fold */
	enum wipecert_fault fault;
	bool counts;		       /* see struct wipecert_case_record */
	struct wipecert_weight weight; /* by, on_paper: entries */
	/* Entries, or WIPECERT_NO_INDEX. */
	size_t answers;	    /* the first answer that bears on it */
	size_t next_answer; /* of an answer: the next one to the same record */
	size_t early;	    /* the last answer whose turn came before the record's */
	size_t next_early;  /* of such an answer: the next one */
	size_t before; /* the one before of its sort: attempts, copyings, parts of an item; approvals */
	size_t erased_by;  /* of a COPY_OUT */
	size_t resolution; /* of an incident: what ended it */
	bool awaits;
	size_t item;	  /* that it is about or brought; or WIPECERT_NO_INDEX */
	bool is_ended;	  /* an attempt, an incident, a copying that began */
	bool is_answered; /* a challenge */
	bool is_refuted;  /* an erasure: a re-read did not find it */
};

/* One item as it stands. */
struct item {
	size_t entry;
	const struct told_thing *thing;
	size_t parent; /* item, or WIPECERT_NO_INDEX */
	struct wipecert_medium *media;
	/* entries that count, or WIPECERT_NO_INDEX */
	size_t erasure, failure, leaving, back, challenge, instruction, incident;
	size_t attempt, copying, part; /* the newest of those that struct entry.before joins */
	size_t outcome_entry;
	enum wipecert_outcome outcome;
	size_t incidents;    /* open ones */
	size_t attempts;     /* that nothing ended */
	size_t copies;	     /* copyings that nothing erased */
	const char *unnamed; /* the first place that it was copied to without a serial, or NULL */
	bool is_at_several;  /* there are others: an erasure does not tell which it was of */
	unsigned int lacks;
};

struct fold {
	struct item *items;
	size_t item_count, item_room;
	size_t at;		  /* the entry whose turn it is; behind the last: none */
	size_t staff;		  /* entry, or WIPECERT_NO_INDEX */
	size_t closing;		  /* that is in force; likewise */
	size_t approval, attempt; /* the newest approval, the newest attempt of no item; likewise */
	size_t attempts, incidents; /* open, also of no item */
	bool has_level[WIPECERT_KINDS];
	enum wipe_level level[WIPECERT_KINDS];
	/* of all entries, whether they count or not */
	struct table labels, serials; /* of things and the media in them */
	struct table copies;	      /* serials of media that were copied to */
	struct table challenges;      /* their bytes */
	struct table orders;	      /* serials that an instruction names */
	struct table works;	      /* serials of media that were erased */
	size_t lists;	    /* the newest list of staff; entries' before: the older ones */
	struct arena arena; /* of what it keeps */
};

struct case_rules {
	bool accepts_paper, holds, returns_first, asks_challenge;
	enum wipe_level level;
};

/* The case of a subcontractor. */
struct included {
	const char *name;
	uint8_t init_sha256[32];
	struct wipecert_case *opened; /* NULL: it could not be */
};

/* Records that are added one behind the other. */
struct holding {
	bool is_held;
	int lock;
	bool has_last;
	struct wipecert_link last;
	uint64_t number, writer_number;
};

struct wipecert_case {
	char path[PATH_MAX];
	struct wipecert_case_options options;
	bool is_pinned;
	uint8_t pin[32];
	struct wipecert_trust *own; /* NULL: another's is used */
	const char *own_problem;    /* why it could not be read; NULL: it could */
	struct arena arena;
	struct entry *entries; /* in order */
	size_t count, room;
	struct table by_hash, by_id;	    /* of entries */
	size_t init;			    /* entry, or WIPECERT_NO_INDEX */
	struct wipecert_result init_result; /* its record, whole */
	struct case_rules rules;
	struct fold fold;
	struct holding holding;
	struct included *included;
	size_t included_count;
	unsigned int depth; /* how many cases it lies within */
	struct wipecert_case_finding *findings;
	size_t finding_count, finding_room;
	struct arena finding_texts;
};

/* All return 0, or WIPE_E_NOMEM and what reading files can end with. */

/* Reads what is new in the folder of records, verifies it, adds entries. load.c */
int case_load(struct wipecert_case *opened, struct wipe_error *err);
/* The bytes of one record, verified. load.c */
int case_verify(const struct wipecert_case *opened, const char *file,
		struct wipecert_result *result, struct wipe_error *err);
/* What the case keeps of a result. Takes nothing over. load.c */
int case_take(struct wipecert_case *opened, const struct wipecert_result *result, const char *file,
	      struct entry *entry, struct wipe_error *err);

/* Leaves out, as findings, files that are no records and those of records that are there. files.c */
int case_check_files(struct wipecert_case *opened, struct wipe_error *err);
int case_drop_doubles(struct wipecert_case *opened, struct wipe_error *err); /* indexed already */
/* What is called as another record would be. files.c */
int case_check_names(struct wipecert_case *opened, struct wipe_error *err);

/* Sorts. order.c */
int case_order(struct wipecert_case *opened, struct wipe_error *err);
/* Finds what is wrong with the chain, once it is known where it begins. chain.c */
int case_check_order(struct wipecert_case *opened, struct wipe_error *err);
/* What nobody signed, or for another case, is followed by nothing. heads.c */
bool case_can_be_followed(const struct wipecert_case *opened, const struct entry *entry);
/* Records that nothing follows: *count of them, at most max are put; the longest lines first. heads.c */
int case_find_heads(const struct wipecert_case *opened, struct wipecert_link *heads, size_t max,
		    size_t *count, struct wipe_error *err);
/* Where a record that is not added yet would stand: predecessors and numbers. heads.c */
int case_next_place(const struct wipecert_case *opened, const uint8_t signer_sha256[32],
		    bool is_merge, struct wipecert_place *place,
		    struct wipecert_link heads[WIPECERT_HEADS_MAX], size_t *head_count,
		    struct wipe_error *err);

/* The first record, its rules, and whether the trust folder is its. begin.c */
int case_begin(struct wipecert_case *opened, struct wipe_error *err);

/* wipecert_case_open() of one that lies within others. case.c */
int case_open_below(const char *path, const struct wipecert_case_options *options,
		    unsigned int depth, struct wipecert_case **opened, struct wipe_error *err);
/* Cases of subcontractors; what is wrong with them are findings. include.c */
int case_open_included(struct wipecert_case *opened, struct wipe_error *err);
/* Where that of the hash lies, or would. include.c */
int case_included_path(const struct wipecert_case *opened, const uint8_t init_sha256[32],
		       char path[PATH_MAX], struct wipe_error *err);
/* Every head that a merge of opened names of the case of that hash, held against inner. include.c */
int case_hold_heads(const struct wipecert_case *opened, struct wipecert_case *inner,
		    const uint8_t init_sha256[32], struct wipe_error *err);
#define CASE_RULES 6
/* How this rule of inner asks for less than outer's. NULL: it does not. include.c */
const char *case_lax_rule(const struct wipecert_case *inner, const struct wipecert_case *outer,
			  size_t rule);
bool case_included_is_open(const struct wipecert_case *opened);
bool case_included_is_demo(const struct wipecert_case *opened);
int case_check_included_attachments(struct wipecert_case *opened, struct wipe_error *err);
void case_free_included(struct wipecert_case *opened);

/* Nobody has answered anything yet. standing.c */
void case_forget_answers(struct wipecert_case *opened);
/* The answer's turn has come, and it counts: weighs what the record was answered so far. standing.c */
int case_hear(struct wipecert_case *opened, size_t answer, size_t about, struct wipe_error *err);
/* An officer has said something, by signature or, where the case takes that, on paper. standing.c */
bool case_is_answered(const struct wipecert_case *opened, const struct entry *entry);
/* Confirmed, likewise. standing.c */
bool case_is_confirmed(const struct wipecert_case *opened, const struct entry *entry);

/* What is open. fold.c */
int case_fold(struct wipecert_case *opened, struct wipe_error *err);
void case_fold_clear(struct fold *fold);
/* The item of that id; WIPECERT_NO_INDEX: none. fold.c */
size_t case_item_of_id(const struct wipecert_case *opened, const char *id);
/* Does it count against a rule, and no officer has answered it? lacks.c */
bool case_is_unheard_of(const struct wipecert_case *opened, const struct entry *entry);
/* Sets lacks of all items, and what awaits confirmation. lacks.c */
void case_find_lacks(struct wipecert_case *opened);
unsigned int case_lacks_of(const struct wipecert_case *opened, const struct item *item);

/* Of this case, or of a kind that may be of none. rules.c */
bool case_is_of_case(const struct wipecert_case *opened, const struct entry *entry);
/* Signed, and not invalid, whatever else may not be known of it. rules.c */
bool case_counts_as_authentic(const struct entry *entry);
/* From paper by the contractor, whoever decided; an officer's answer, too. rules.c */
bool case_is_entered(const struct entry *entry);
/* Only a clock stands in its way: the signer's was ahead, or this one is behind. */
bool case_is_early(const struct entry *entry);
/*
 * What takes duties away has to be the officer's own word: of an act from paper, in a case
 * that does not take paper for that, only once he has signed an answer to it; and nothing
 * that he rejected. standing.c
 */
bool case_is_officers_word(const struct wipecert_case *opened, const struct entry *entry);

/* Which rule does it break, as the fold stands? rules.c */
enum wipecert_fault case_judge(const struct wipecert_case *opened, const struct entry *entry);
/* Does it count, for all that? rules.c */
bool case_counts(const struct wipecert_case *opened, const struct entry *entry,
		 enum wipecert_fault fault);

/* The files that a record names. wanted.c */
int case_take_wanted(struct wipecert_case *opened, const struct wipecert_record *record,
		     struct entry *entry, struct wipe_error *err);

/* Puts it beside the records, if it is not there already. attachments.c */
int case_attach(const struct wipecert_case *opened, const struct wipecert_attachment *attachment,
		struct wipe_error *err);

/*
 * Waits for other writers; WIPE_E_INTERRUPTED: a signal ended that. The caller always calls
 * case_unlock(). add.c
 */
int case_lock(const struct wipecert_case *opened, int *fd, struct wipe_error *err);
/* The same, but where nothing can be written nobody is waited for. add.c */
int case_lock_to_read(const struct wipecert_case *opened, int *fd, struct wipe_error *err);
void case_unlock(int fd);
/* What the file of a record is called: "000012-receive-UUID.p7m". add.c */
void case_name(const struct entry *entry, const char *suffix, char name[CASE_NAME_BYTES]);

/* detail is kept as a copy. findings.c */
int case_note(struct wipecert_case *opened, enum wipecert_case_problem problem, size_t record,
	      size_t other, const uint8_t *hash, const char *detail, struct wipe_error *err);

/* Are they of one record: its content, and the signature or that there is none? case.c */
bool case_is_same_link(const struct wipecert_link *link, const struct wipecert_link *other);
/* The first entry with this content; WIPECERT_NO_INDEX: none. case.c */
size_t case_find(const struct wipecert_case *opened, const struct wipecert_link *link);
/* path of a file in the case. WIPE_E_USAGE: too long. case.c */
int case_path(const struct wipecert_case *opened, const char *folder, const char *name,
	      char path[PATH_MAX], struct wipe_error *err);

#endif
