/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Wiping a swap area: a block device or a file in which the kernel puts what was in
 * memory, or an image of hibernation. <wipe/space.h> tells which there are.
 *
 * An area in use is switched off, overwritten with a keyed stream up to the end that its
 * header tells, flushed, read back past every cache and compared, and switched on again.
 * The header page stays, and with it UUID and label: what names the area finds it as before.
 *
 * An image of hibernation is given up first: its header is made that of a plain swap area
 * again and flushed before anything else is written. So no machine ever resumes from an
 * image that is half overwritten, and none resumes into file systems that were changed
 * since; it starts as after a power cut.
 */
#ifndef WIPE_SWAP_H
#define WIPE_SWAP_H

#include <stdbool.h>
#include <stdint.h>

#include <wipe/error.h>
#include <wipe/export.h>
#include <wipe/report.h>
#include <wipe/sys/env.h>
#include <wipe/sys/source.h>

#ifdef __cplusplus
extern "C" {
#endif

enum wipe_swap_state {
	WIPE_SWAP_PLANNED,     /* dry run: it would be wiped */
	WIPE_SWAP_VERIFIED,    /* all behind the header was overwritten, read back and equal */
	WIPE_SWAP_PARTLY,      /* not all: see the bytes */
	WIPE_SWAP_IN_MEMORY,   /* zram: it lies on no medium; not touched */
	WIPE_SWAP_REFUSED,     /* nothing was written: see the error */
	WIPE_SWAP_FAILED,      /* what was read differs, or nothing could be verified */
	WIPE_SWAP_INTERRUPTED, /* stopped, or the medium went away */
};
#define WIPE_SWAP_STATES 7

struct wipe_swap_result {
	enum wipe_swap_state state;
	char uuid[64], label[128]; /* "": none, or unknown */
	bool is_file;
	bool was_active, is_active; /* before, and now */
	int priority;		    /* while it was active: as swapon(2) has it */
	bool had_image;		    /* of hibernation, which is given up */
	bool touched;		    /* a write may have reached the medium */
	uint64_t bytes;		    /* behind the header page, up to the end of the area */
	uint64_t overwritten_bytes, verified_bytes;
	uint64_t bad_bytes;	 /* that its header lists as bad: never written */
	uint64_t error_bytes;	 /* that could not be written or read */
	uint64_t mismatch_bytes; /* in whole pages */
	uint64_t beyond_bytes;	 /* of the device or file, behind the end of the area: left */
};

/* Returns 0 to go on, anything else to stop. Of total_bytes each is written and read. */
typedef int wipe_swap_progress_fn(void *arg, enum wipe_phase phase, uint64_t done_bytes,
				  uint64_t total_bytes);

struct wipe_swap_job {
	const char *path; /* of a block device or file; symbolic links are followed */
	bool dry_run;
	struct wipe_source *source;	 /* where devices are described from; NULL: the system */
	const struct wipe_env *env;	 /* NULL: wipe_env_system() */
	wipe_swap_progress_fn *progress; /* at least every 4 MiB; NULL: nobody asks */
	void *arg;
};

/*
 * Wipes one area. It has to be one by its signature, of which nothing else is on the
 * device, which nobody else may hold; a swap file has to lie in place. What was looked at
 * is compared again before the first write. Whatever happens after it was switched off,
 * it is switched on again before this returns, with its priority (a negative one is given
 * anew by the kernel) and the discarding that /etc/fstab asks for; after a kill it is off.
 *
 * 0: VERIFIED, PARTLY, IN_MEMORY or PLANNED. Else why not; result is filled in any case.
 * WIPE_E_NOTFOUND, WIPE_E_REFUSED (not root, no swap area, held, not in place, cannot be
 * switched off), WIPE_E_UNSUPPORTED, WIPE_E_MISMATCH, WIPE_E_IO (FAILED), WIPE_E_GONE,
 * WIPE_E_INTERRUPTED; WIPE_E_SYSTEM with state VERIFIED or PARTLY: wiped, but it could not
 * be switched on again. WIPE_E_NOMEM, WIPE_E_CRYPTO.
 */
WIPE_API int wipe_swap_wipe(const struct wipe_swap_job *job, struct wipe_swap_result *result,
			    struct wipe_error *err);

/* Stable English identifier ("verified"); never NULL. */
WIPE_API const char *wipe_swap_state_name(enum wipe_swap_state state);

#ifdef __cplusplus
}
#endif
#endif
