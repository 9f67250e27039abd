/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What would keep the kernel from forgetting a key when all that it encrypts has lost its name. */
#ifndef FS_CRYPT_HELD_H
#define FS_CRYPT_HELD_H

#include "crypt_users.h"

/*
 * Is anything that search->is_known() knows, or that has no name any more and is encrypted by the
 * key, in use: open in another process, also as a path only (O_PATH); where a process works, this
 * one too, or its root; mounted elsewhere, below the root of any process; a layer of an overlay; or the
 * file of a loop device? What cannot be asked counts: an overlay with a layer by a path that is not
 * absolute, or with an encrypted one that its paths do not lead to, or a loop
 * device's file that is encrypted and has no name. Of what this user may not look
 * at nothing is known, nor of what an overlay has looked at below a layer.
 */
bool fs_key_is_held(const struct fs_key_search *search);

#endif
