/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verification phase of a job or a check: all that was to be written, or windows of it. */
#ifndef VERIFY_READBACK_H
#define VERIFY_READBACK_H

#include <wipe/sys/io.h>

#include "run.h"
#include "windows.h"

/*
 * Fills the verification's part of run->report, but for the hashes. windows NULL:
 * all that the plan goes through. Returns as compare_extents().
 */
int readback_run(struct run *run, struct wipe_io *io, const struct wipe_pass *pass,
		 struct windows *windows, struct wipe_error *err);

#endif
