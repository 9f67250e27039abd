/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What records tell, so far as the rules of a case ask for it. */
#ifndef REGISTER_TOLD_H
#define REGISTER_TOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/plan.h>
#include <wipe/stream.h>
#include <wipecert/files.h>
#include <wipecert/register.h>

#include "arena.h"

#define TOLD_NO_END INT64_MAX

/* Times are seconds UTC; an "until" is the first second that does not belong to it. */

struct told_thing { /* RECEIVE, PERMIT */
	const char *label, *description, *classification, *maker, *model, *serial, *place;
	enum wipecert_item_kind kind;
	enum wipecert_origin origin;
	uint32_t quantity;
	struct wipecert_medium *media;
	size_t media_count;
	char parent[WIPECERT_ID_BYTES];
	int64_t from_s, until_s; /* of a PERMIT */
	bool must_return;
	bool has_due;
	int64_t due_s;
	bool is_listed; /* of a RECEIVE: there is a list of its files */
};

enum told_subject {
	TOLD_METHOD,
	TOLD_CHANGE,
	TOLD_INSTRUCTION,
};

struct told_approval {
	enum told_subject subject;
	unsigned int kinds; /* bits; 0: all */
	bool has_level;
	enum wipe_level level;
	const char *serial;
};

struct told_person {
	bool has_certificate;
	uint8_t certificate_sha256[32];
	unsigned int role; /* bit of enum wipecert_role; 0: none that signs */
	int64_t from_s, until_s;
};

struct told_staff {
	struct told_person *persons;
	size_t count;
};

struct told_challenge {
	uint8_t bytes[WIPE_CHALLENGE_MIN_BYTES];
	int64_t expires_s;
	const char *serial;
};

struct told_copy {
	const char *serial, *destination;
	bool is_begun;		       /* nothing more is told */
	char begun[WIPECERT_ID_BYTES]; /* the record of that, if this tells how it ended; else "" */
	int64_t first_s, last_s; /* when it began, and ended; of one that only began: twice that */
	bool is_listed;		 /* there is a list of its files */
};

enum told_form { TOLD_AS_FILES, TOLD_AS_PAPER, TOLD_AS_MEDIUM };

struct told_part {	     /* RETURN, DISPOSE */
	enum told_form form; /* of a RETURN */
	uint32_t quantity;
	bool differs; /* other files went back than came */
};

struct told_close {
	struct told_ended {
		char item[WIPECERT_ID_BYTES];
		enum wipecert_outcome outcome;
	} * items;
	size_t count;
};

struct told_work {     /* ATTEMPT, ERASURE */
	bool is_files; /* no medium was erased: serial is "", level none */
	bool is_rest;  /* nor any file: free space or swap areas, which are no item */
	const char *serial;
	/* Of a medium: only a partition, which begins there; what is erased then is no medium. */
	bool is_part;
	uint64_t part_bytes;
	const char *beneath;   /* of files: the serial of the one medium that they lay on, or "" */
	enum wipe_level level; /* achieved */
	int64_t started_s;
	uint8_t challenge[WIPE_CHALLENGE_MAX_BYTES];
	size_t challenge_bytes;
	bool has_closes;
	struct wipecert_link closes;
	struct wipecert_link *resumes; /* attempts of the runs before */
	size_t resume_count;
	const struct wipecert_files_copied *copied; /* of files; NULL: it does not tell */
	bool is_whole;				    /* by that all of the copy is erased */
	bool is_interrupted;
};

struct told_incident {
	bool is_resolution, missing;
	char about[WIPECERT_ID_BYTES];
	char (*things)[WIPECERT_ID_BYTES];
	size_t thing_count;
};

struct told_include {
	const char *name;
	uint8_t init_sha256[32];
	struct wipecert_link *heads;
	size_t head_count;
	uint64_t records;
};

struct told_merge {
	struct told_include *included;
	size_t count;
};

struct told_exit {
	bool nothing_copied;
};

union told {
	struct told_thing *thing;
	struct told_approval *approval;
	struct told_staff *staff;
	struct told_challenge *challenge;
	struct told_copy *copy;
	struct told_work *work;
	struct told_incident *incident;
	struct told_merge *merge;
	struct told_exit *leaving;
	struct told_part *part;
	struct told_close *close;
	void *any; /* NULL: the rules ask for nothing */
};

/* The begin of the day in Japan on which it says that it came about. False: it says none. */
bool told_stated_day(const struct wipecert_record *record, int64_t *day_s);

/* From a record that was parsed. WIPE_E_NOMEM is the only failure. */
int told_read(const struct wipecert_record *record, struct arena *arena, union told *told,
	      struct wipe_error *err);

#endif
