/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filling a glance, part by part. A failure (no memory) sticks. */
#ifndef RENDER_GLANCE_BUILD_H
#define RENDER_GLANCE_BUILD_H

#include <wipecert/glance.h>

struct glance_build {
	struct wipecert_glance *glance;
	const struct wipecert_result *result;
	const struct wipe_report *report; /* what a record of work tells; else empty */
	bool failed;
};

/* A copy in which characters that hide or reorder text are '?'; NULL: no memory, noted. */
char *glance_text(struct glance_build *build, const char *text);

/* Lines beyond WIPECERT_LINES_MAX are a programming error: each part is bounded. */
void glance_line(struct glance_build *build, enum wipecert_part part,
		 enum wipecert_line_style style, const char *label, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* Title, verdict, the two answers, tone. */
void glance_head(struct glance_build *build);
/* The lines of a record, in the order of enum wipecert_part. */
void glance_medium(struct glance_build *build);
void glance_result(struct glance_build *build);
void glance_keys(struct glance_build *build); /* none where no keys are destroyed */
void glance_uncovered(struct glance_build *build);
void glance_facts(struct glance_build *build);
void glance_claims(struct glance_build *build);
/* All of these of a record of kind "file", and its words for lists. */
void glance_files(struct glance_build *build);
void glance_files_words(struct glance_build *build);
void glance_signature(struct glance_build *build);
void glance_check(struct glance_build *build);
void glance_statement(struct glance_build *build);
/* Of records of what people decided. */
void glance_confirmation(struct glance_build *build);
void glance_roster(struct glance_build *build);
void glance_act(struct glance_build *build);
void glance_case(struct glance_build *build); /* which one, if any */
void glance_item(struct glance_build *build); /* that was erased, if it is in a case */
/* "" where there is none. */
const char *glance_act_verdict(const struct wipecert_record *record);
const char *glance_act_meaning(const struct wipecert_record *record);
void glance_decision(struct glance_build *build, char **verdict);

#endif
