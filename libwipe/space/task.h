/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the steps of one job share. */
#ifndef SPACE_TASK_H
#define SPACE_TASK_H

#include <wipe/space.h>

#include <time.h>

#include "freemap.h"

struct pattern;

struct task {
	const struct wipe_space_job *job;
	const struct wipe_env *env;
	const struct wipe_filesystem *fs;
	struct wipe_space_result *result;
	struct wipe_space_progress progress;
	uint64_t ahead; /* bytes of the journal that are still to come, in progress.bytes_total */
	uint64_t begin_ns;
	bool is_late;			/* the time limit has passed: steps end early, and say so */
	int top;			/* the folder at the mount point */
	struct timespec top_changed[2]; /* when it was: before us, and by us last */
	int own;			/* our folder in it */

	struct fs_runs held;  /* blocks that were filled; of xfs and ext only */
	struct fs_runs never; /* free blocks that were never filled, see left_unfilled() */

	struct pattern *stream; /* what is filled in, by stream_at */
	uint64_t stream_at;
	unsigned char *buffer; /* TASK_BUFFER_BYTES, aligned for direct I/O */
	uint64_t random;       /* state of task_random() */
	char attribute[8];     /* xfs: see attribute_name() */
};

#define TASK_BUFFER_BYTES ((size_t)4 << 20)

/* Enough to look, not to fill. task_clear() in any case. */
void task_init(struct task *task, const struct wipe_space_job *job,
	       struct wipe_space_result *result);

/* What is filled in, with a key of its own. WIPE_E_NOMEM, WIPE_E_CRYPTO. */
int task_make_stream(struct task *task, struct wipe_error *err);
void task_clear(struct task *task);

void task_begin_part(struct task *task, enum wipe_space_part part, uint64_t items_total);

/*
 * Tells how far it is. WIPE_E_INTERRUPTED if the caller asks to stop. When the time
 * limit has passed 0, too, and is_late.
 */
int task_advance(struct task *task, uint64_t bytes, uint64_t items, struct wipe_error *err);

/* So many bytes of the journal more will be wiped, beyond what is in the total. */
void task_expect(struct task *task, uint64_t bytes);

/* Of fs_journal_wipe(), with the task: how far it is becomes items of the part, and bytes. */
int task_journal_progress(void *arg, uint64_t done_bytes, uint64_t total_bytes);

/* Puts the next bytes (a multiple of 16) of the stream into the buffer. WIPE_E_CRYPTO. */
int task_fill_buffer(struct task *task, size_t bytes, struct wipe_error *err);

/* Not for keys: names and the like. */
uint64_t task_random(struct task *task);

/* A name of so many characters that make no trouble anywhere; room for one more. */
void task_random_name(struct task *task, char *name, size_t length);

void task_unreached(struct task *task, enum wipe_space_reason reason, enum wipe_space_part part,
		    uint64_t count, uint64_t bytes, int sys_errno);

/*
 * State of a part that has ended: by what was not reached of it, and by is_late. rc: why it did not
 * come to its end; 0: it did.
 */
void task_end_part(struct task *task, enum wipe_space_part part, uint64_t count, uint64_t bytes,
		   int rc);

#endif
