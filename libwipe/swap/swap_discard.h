/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Discarding of freed pages, which the kernel does not tell of an area in use. */
#ifndef SWAP_SWAP_DISCARD_H
#define SWAP_SWAP_DISCARD_H

#include <sys/stat.h>

#include <wipe/swap.h>

/* Flags of swapon(2) that /etc/fstab asks for, by path, UUID or label of the area. */
int swap_discard_flags(const struct stat *area, const struct wipe_swap_result *result);

/*
 * Pure: the flags of a line of fstab(5) that is about swap, 0 of any other; spec is its
 * first field, without the escapes.
 */
int swap_discard_parse(const char *line, char *spec, size_t size);

#endif
