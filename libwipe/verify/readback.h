/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verification phase of a job or a check: the whole medium, or windows of it. */
#ifndef VERIFY_READBACK_H
#define VERIFY_READBACK_H

#include <wipe/sys/io.h>

#include "run.h"
#include "windows.h"

/*
 * Fills the verification's part of run->report. windows NULL: everything, with
 * hashes if all is equal. Returns as compare_range().
 */
int readback_run(struct run *run, struct wipe_io *io, const struct wipe_pass *pass,
		 struct windows *windows, struct wipe_error *err);

#endif
