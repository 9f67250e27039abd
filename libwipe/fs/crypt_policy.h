/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Encryption by the file system (fscrypt): by which key a file or folder is encrypted, and
 * whether the kernel has it. Linux, Documentation/filesystems/fscrypt.rst.
 */
#ifndef FS_CRYPT_POLICY_H
#define FS_CRYPT_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/file.h>

#define FS_KEY_ID_MAX 16 /* bytes */

struct fs_policy {
	unsigned int version;	 /* 1 or 2; 0: none, or it is not known */
	uint8_t contents, names; /* FSCRYPT_MODE_* */
	uint8_t id[FS_KEY_ID_MAX];
	size_t id_bytes;
};

/* Of an open file or folder (not O_PATH). False: there is none, or the kernel does not tell. */
bool fs_policy_read(int fd, struct fs_policy *policy);
/* The same key, whatever the ciphers. */
bool fs_policy_same(const struct fs_policy *a, const struct fs_policy *b);
/* Hexadecimal digits of the key's identifier, as fscrypt(1) writes them. */
void fs_policy_id(const struct fs_policy *policy, char text[2 * FS_KEY_ID_MAX + 1]);

/* Of the file system of fd, which may be anything on it; unknown: errno tells why, or is 0. */
enum wipe_file_key_status fs_key_status(int fd, const struct fs_policy *policy);

/*
 * The kernel forgets the key: of all users, or, without the right to that, of this one. What
 * became of it its status tells. 0, or errno.
 */
int fs_key_remove(int fd, const struct fs_policy *policy);

/* Does the folder itself hold its key, wrapped, in its attributes (systemd-homed)? */
bool fs_key_has_slots(int fd);

#endif
