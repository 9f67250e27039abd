/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Extended attributes and access control lists: overwritten at their size, later removed. */
#ifndef FILE_ERASE_XATTR_H
#define FILE_ERASE_XATTR_H

#include <stdint.h>

#include <wipe/error.h>
#include <wipe/sys/env.h>

/*
 * What fd has is overwritten. *left: those that can be neither (labels that the system
 * sets, or of somebody else). WIPE_E_SYSTEM, WIPE_E_NOMEM.
 */
int erase_xattr_overwrite(int fd, const struct wipe_env *env, uint32_t *overwritten, uint32_t *left,
			  struct wipe_error *err);

/* When the medium has what was overwritten. WIPE_E_SYSTEM. */
int erase_xattr_remove(int fd, struct wipe_error *err);

#endif
