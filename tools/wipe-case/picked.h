/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records that an officer answers, and what is told of each once that is done. */
#ifndef MASSHO_WIPE_CASE_PICKED_H
#define MASSHO_WIPE_CASE_PICKED_H

#include "compare.h"
#include "session.h"
#include "shown.h"

struct picked {
	struct wipecert_link about;
	enum wipecert_type type;
	char item[WIPECERT_ID_BYTES]; /* "" none */
	char shown[SHOWN_RECORD_BYTES];
	uint64_t quantity; /* 0: it tells of none */
	size_t record;	   /* as long as nothing is added */
	bool has_files;	   /* a return of files that are listed */
	struct compared compared;
	int64_t answered_s; /* when he himself answered it last; 0: he did not, or it does not matter */
	bool is_answered;
	struct wipecert_case_added added; /* if so */
};

/* How they are answered. */
struct answering {
	bool accepts, is_paper;
};

/* Of those that were answered, once all have been heard. EXIT_UNCONFIRMED: an answer changes nothing. */
int picked_tell(const struct session *session, const struct answering *how,
		const struct picked *picked, size_t count);

#endif
