/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Checkpoints of a pass: the medium is flushed now and then while the pass goes
 * on, and what had been transferred before the flush began is told to the caller.
 */
#ifndef ERASE_CHECKPOINTS_H
#define ERASE_CHECKPOINTS_H

#include "run.h"
#include "sweep.h"

struct checkpoints;

/* The caller frees *checkpoints, before run and io. WIPE_E_NOMEM. */
int checkpoints_new(struct run *run, struct wipe_io *io, uint32_t pass, uint64_t from_bytes,
		    struct checkpoints **checkpoints, struct wipe_error *err);
void checkpoints_free(struct checkpoints *checkpoints); /* waits for a flush; NULL: no-op */

struct wipe_io *checkpoints_io(const struct checkpoints *checkpoints);

/* From advance(): starts one if it is time. 0, or the -errno of a flush that failed. */
int checkpoints_tick(struct checkpoints *checkpoints, struct sweep *sweep, uint64_t done_bytes);

/*
 * A flush is under way, and if the job broke off now more would be lost than is
 * promised: wait for it (checkpoints_wait()) before anything more is written.
 */
bool checkpoints_are_late(const struct checkpoints *checkpoints, uint64_t done_bytes);

/* From ended(): what the last one is to tell. */
void checkpoints_note(struct checkpoints *checkpoints, struct sweep *sweep);

/* The last one: flushes, whether or not anybody wants to hear of checkpoints. */
void checkpoints_flush(struct checkpoints *checkpoints);
bool checkpoints_wait(struct checkpoints *checkpoints, uint32_t ms); /* true: done */
int checkpoints_result(struct checkpoints *checkpoints);	     /* 0 or -errno */

#endif
