/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A way of erasing: one file each, found through the one table in eraser.c.
 * Firmware methods and crypto-erase come in here beside the overwrite.
 */
#ifndef ERASE_ERASER_H
#define ERASE_ERASER_H

#include "run.h"

struct eraser {
	const char *name;
	/* Is this the one that carries out plan? */
	bool (*serves)(const struct wipe_plan *plan);
	/*
	 * Carries out every pass of run->report->plan and counts passes_completed.
	 * Sets media_touched before the first thing that may change the medium.
	 * Non-zero only if the job ends here.
	 */
	int (*run)(struct run *run, struct wipe_target *target, struct wipe_error *err);
};

/* NULL if this version has none for it. */
const struct eraser *eraser_for(const struct wipe_plan *plan);

/*
 * The caches could not be flushed: WIPE_E_GONE if the medium is no longer there, which is
 * waited for a moment, else WIPE_E_IO.
 */
int eraser_flush_failed(const struct run *run, struct wipe_io *io, int sys_errno,
			struct wipe_error *err);

extern const struct eraser eraser_keys;
extern const struct eraser eraser_overwrite;
extern const struct eraser eraser_zeroout;

#endif
