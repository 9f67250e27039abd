/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same key on other file systems: each has its own copy of it in the kernel. */
#ifndef FS_CRYPT_ELSEWHERE_H
#define FS_CRYPT_ELSEWHERE_H

#include <sys/types.h>

#include <wipe/filesystem.h>

#include "crypt_policy.h"

/*
 * Has another file system the key: any but those of these numbers (as stat() tells them)? They are
 * asked where they are mounted, in any mount namespace that can be seen. Unknown: none is known to,
 * and one could not be asked; also one that is only listed by the kernel (ext4, f2fs), unless its
 * superblock says that it does not encrypt (ext4).
 */
enum wipe_fs_answer fs_key_elsewhere(const struct fs_policy *policy, const dev_t *except,
				     size_t count);

#endif
