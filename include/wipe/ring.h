/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rings of io_uring(7) that can do nothing but read and write registered files.
 *
 * They are made and restricted (IORING_REGISTER_RESTRICTIONS) before a process
 * gives up the right to make any: a system call filter does not see what a ring
 * does. Everything works without them too, with threads.
 */
#ifndef WIPE_RING_H
#define WIPE_RING_H

#include <wipe/error.h>
#include <wipe/export.h>

#ifdef __cplusplus
extern "C" {
#endif

struct wipe_ring;

/*
 * The rings of one job. The caller closes them, after the job; a child of fork()
 * may use them instead of its parent. WIPE_E_UNSUPPORTED: the kernel or its
 * settings have none (kernel.io_uring_disabled); WIPE_E_NOMEM.
 */
WIPE_API int wipe_ring_open(struct wipe_ring **ring, struct wipe_error *err);
WIPE_API void wipe_ring_close(struct wipe_ring *ring); /* NULL: no-op */

#ifdef __cplusplus
}
#endif
#endif
