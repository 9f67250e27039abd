/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ERASE_RESUME_H
#define ERASE_RESUME_H

#include "run.h"

/*
 * Takes over where run->options->resume says a job stands, into run->start and
 * run->report; nothing if there is none. WIPE_E_FORMAT: it makes no sense for
 * this plan. The caller clears run->start.postponed.
 */
int resume_take(struct run *run, struct wipe_error *err);

/* Takes back what resume_take() put into the report: the job did not begin. */
void resume_forget(struct run *run);

/*
 * Reads blocks at random of what must have been written: WIPE_E_REFUSED if one of
 * them holds anything else. Behind the place to go on each must hold what this
 * pass or the one before it writes. Counts nothing in the report. WIPE_E_GONE.
 */
int resume_check(struct run *run, struct wipe_io *io, struct wipe_error *err);

#endif
