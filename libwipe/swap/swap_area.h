/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One area: found out what it is, held, and given back. */
#ifndef SWAP_SWAP_AREA_H
#define SWAP_SWAP_AREA_H

#include <sys/stat.h>

#include <wipe/device.h>
#include <wipe/filesystem.h>
#include <wipe/swap.h>

#include "file_extents.h"
#include "medium.h"
#include "swap_header.h"

struct swap_area {
	const struct wipe_swap_job *job;
	const struct wipe_env *env;
	int anchor; /* O_PATH: the same device or file, whatever is done with its name */
	int fd;	    /* held, for writing; -1: not yet */
	struct stat st;
	uint64_t size_bytes;
	struct swap_header header;
	unsigned char *page;	    /* the header as it was seen, SWAP_PAGE_MAX, aligned */
	struct wipe_device *device; /* of a block device */
	struct wipe_device seen;    /* contents, as libblkid told them */
	/* Of a file: */
	struct wipe_filesystem *fs;
	struct fs_medium *medium;
	struct fs_extents extents;
};

/*
 * What it is, without touching it. swap_area_close() in any case. WIPE_E_NOTFOUND,
 * WIPE_E_REFUSED (no swap area, something else is on it, somebody else has it, not in
 * place), WIPE_E_UNSUPPORTED, WIPE_E_IO, WIPE_E_NOMEM.
 */
int swap_area_look(struct swap_area *area, const struct wipe_swap_job *job,
		   struct wipe_swap_result *result, struct wipe_error *err);

/*
 * Takes it, once it is switched off, and compares it with what was seen: after that it may
 * be written. WIPE_E_REFUSED, WIPE_E_GONE, WIPE_E_IO.
 */
int swap_area_hold(struct swap_area *area, struct wipe_error *err);

/* Of a file: do its bytes still lie where they did? WIPE_E_MISMATCH. */
int swap_area_check_place(const struct swap_area *area, struct wipe_error *err);

/* Lets others have it again. */
void swap_area_release(struct swap_area *area);
void swap_area_close(struct swap_area *area);

/* For area: opens the anchor's very device or file with these flags. -1 and errno. */
int swap_area_reopen(const struct swap_area *area, int flags);

/* Pages behind the header. */
uint64_t swap_area_bytes(const struct swap_area *area);

#endif
