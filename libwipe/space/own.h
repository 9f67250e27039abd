/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Our folder at the mount point. What has to be put right if we are killed is told
 * by the files "link0" and so on, to which every name leads that is put into other folders.
 */
#ifndef SPACE_OWN_H
#define SPACE_OWN_H

#include "task.h"

#define OWN_FOLDER ".massho-space"
#define OWN_LINKS 16 /* ext4 allows 65,000 names of a file */

/* Takes away what a killed run left: *mended. WIPE_E_REFUSED, WIPE_E_IO. */
int own_mend(struct task *task, bool *mended, struct wipe_error *err);

/* Makes the folder and the links in it. WIPE_E_REFUSED, WIPE_E_IO. */
int own_make(struct task *task, struct wipe_error *err);

/*
 * Makes another one in its place while all that is in it still has its inodes: *old.
 * own_drop() removes that; -1: no-op. WIPE_E_IO.
 */
int own_renew(struct task *task, int *old, struct wipe_error *err);
int own_drop(struct task *task, int old, struct wipe_error *err);

/* The link, by number, as a name below own. */
void own_link_name(unsigned int index, char name[16]);

/* Names that lead to our links and lie in other folders. */
uint64_t own_strays(const struct task *task);

/* Removes all that is in the folder but the links. WIPE_E_IO. */
int own_empty(struct task *task, struct wipe_error *err);

/* Removes all of it. WIPE_E_IO. */
int own_remove(struct task *task, struct wipe_error *err);

#endif
