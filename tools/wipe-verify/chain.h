/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What several records say about each other: attempts that nothing closes, gaps
 * and forks. Pure; only records that are not invalid count.
 *
 * What it cannot see: the newest records of a chain, if nobody else has their
 * hashes; and anything about records that were never in the folder.
 */
#ifndef MASSHO_WIPE_VERIFY_CHAIN_H
#define MASSHO_WIPE_VERIFY_CHAIN_H

#include "verdict.h"

enum chain_problem {
	CHAIN_OPEN_ATTEMPT,	   /* nothing tells how it ended */
	CHAIN_CLOSED_TWICE,	   /* two results for one attempt: other */
	CHAIN_MISSING_PREDECESSOR, /* names a record that is not there: hash */
	CHAIN_FORK,		   /* two records follow the same: other */
	CHAIN_MISSING_ATTEMPT,	   /* closes an attempt that is not there: hash */
	CHAIN_MISSING_CHECKED,	   /* a check of a record that is not there: hash */
	CHAIN_MISSING_CONFIRMED,   /* a confirmation of a record that is not there: hash */
	CHAIN_UNFIT_CHECK,	   /* a check of another medium or pass than: other */
	CHAIN_SAME_ID,		   /* two records with one id: other */
	CHAIN_OUT_OF_ORDER,	   /* follows a record that was issued later: other */
};

struct chain_finding {
	enum chain_problem problem;
	const struct verdict *verdict;
	const struct verdict *other; /* may be NULL */
	uint8_t hash[32];
};

struct chain_findings {
	struct chain_finding *items;
	size_t count;
};

/*
 * Sets closed_by and exit of attempts that are closed, copy_of and exit of bare
 * copies of signed records, and lists what is wrong.
 * What is missing is a finding only for files from a folder: a file named by
 * itself says nothing of its neighbours. 0, or WIPE_E_NOMEM; the caller frees
 * findings either way.
 */
int chain_examine(struct verdict *verdicts, size_t count, struct chain_findings *findings,
		  struct wipe_error *err);
void chain_free_findings(struct chain_findings *findings);

/* "open-attempt"; and a sentence in the user's language. */
const char *chain_problem_name(enum chain_problem problem);
const char *chain_problem_text(enum chain_problem problem);
int chain_problem_exit(enum chain_problem problem);

#endif
