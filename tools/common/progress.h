/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Progress of several jobs on stderr. On a terminal a line for each, redrawn at
 * most ten times a second; else nothing, unless JSON Lines are asked for: one
 * object a job and second at most, and always the last.
 */
#ifndef MASSHO_TOOLS_PROGRESS_H
#define MASSHO_TOOLS_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>
#include <wipe/erase.h>

#include "meter.h"

enum progress_mode {
	PROGRESS_AUTO, /* on a terminal, else silent */
	PROGRESS_NONE,
	PROGRESS_JSON,
};

/* Value of --progress: auto, none or json. False: none of them. */
bool progress_mode_parse(const char *text, enum progress_mode *mode);

/* Is stderr a terminal whose cursor can be moved? */
bool progress_can_redraw(void);

/* One job as it stands. */
struct progress_job {
	const char *name;	      /* the device's, shown escaped */
	const char *part, *part_text; /* see progress_part() */
	bool seen, finished;
	struct wipe_progress now;
	struct meter meter;	 /* of the passes and the verification */
	struct meter hash_meter; /* of the content hash beside them */
	uint64_t printed_ns;	 /* JSON: when the last line was written; 0: never */
};

/* Thousandths of all passes and the verification that are done. */
unsigned int progress_permille(const struct progress_job *job);

/*
 * A line for a terminal of so many columns, without newline. Fields of less
 * weight are left out until it fits.
 */
void progress_format(const struct progress_job *job, size_t columns, char *line, size_t size);

/* The object of --progress=json. NULL: no memory. */
json_t *progress_json(const struct progress_job *job);

struct progress;

/* NULL: no memory. job_count jobs, numbered from 0. */
struct progress *progress_new(enum progress_mode mode, size_t job_count);

/* name stays the caller's and must live as long as progress. */
void progress_name(struct progress *progress, size_t job, const char *name);

/* now_ns: CLOCK_MONOTONIC. Draws if it is time to. */
void progress_update(struct progress *progress, size_t job, const struct wipe_progress *now,
		     uint64_t now_ns);

/*
 * The same of a job that knows only how many bytes of how many are done, now. NULL: nothing
 * is shown.
 */
void progress_bytes(struct progress *progress, enum wipe_phase phase, uint64_t done_bytes,
		    uint64_t total_bytes);

/*
 * What of the first job is done now, as an identifier and as text (NULL: the phase tells), both
 * constant: its bytes do not tell all that is left to do. NULL: they do.
 */
void progress_part(struct progress *progress, const char *part, const char *text);

/* The job has ended, however: its last state is drawn. */
void progress_finish(struct progress *progress, size_t job, uint64_t now_ns);

/* Takes the lines off the terminal, so that messages can be printed; they come back. */
void progress_hide(struct progress *progress);

/* Leaves the last lines standing. NULL: no-op. */
void progress_free(struct progress *progress);

#endif
