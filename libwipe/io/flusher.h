/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Flushes of a medium's caches beside the transfers, on a thread of its own where
 * the io allows for it, so that a slow flush stops nothing.
 */
#ifndef IO_FLUSHER_H
#define IO_FLUSHER_H

#include <wipe/error.h>
#include <wipe/sys/io.h>

struct flusher;

/*
 * flushed is called after each flush that succeeded, unless one before it failed, on
 * the flusher's thread or the caller's. The caller frees *flusher. WIPE_E_NOMEM.
 */
int flusher_new(struct wipe_io *io, void (*flushed)(void *arg), void *arg, struct flusher **flusher,
		struct wipe_error *err);

/* Waits for a flush under way. NULL: no-op. */
void flusher_free(struct flusher *flusher);

/* Starts one; none is under way. */
void flusher_start(struct flusher *flusher);

/* Waits at most ms. True: none is under way. */
bool flusher_wait(struct flusher *flusher, uint32_t ms);

/* The -errno of the first flush that failed; 0: none did. */
int flusher_result(struct flusher *flusher);

#endif
