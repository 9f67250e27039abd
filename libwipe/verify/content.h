/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hashes of a medium's content in a report: computed beside the job, kept if they are true. */
#ifndef VERIFY_CONTENT_H
#define VERIFY_CONTENT_H

#include "run.h"

struct digest;

/*
 * Starts hashing what pass puts on the medium, unless the options say no. NULL:
 * there will be no hash, which is no reason not to erase.
 */
struct digest *content_begin(struct run *run, const struct wipe_pass *pass);

/*
 * After the verification: if every byte was read and equal, waits for the hashes
 * and puts them into the report. Whoever asks to stop meanwhile gets none. Ends
 * digest; NULL: no-op.
 */
void content_end(struct run *run, struct digest *digest);

/* Ends it without result. NULL: no-op. */
void content_drop(struct run *run, struct digest *digest);

#endif
