/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ciphers of encryption by the file system (fscrypt), each for contents or for names. */
#ifndef FS_CRYPT_CIPHER_H
#define FS_CRYPT_CIPHER_H

#include <stdbool.h>
#include <stdint.h>

enum fs_cipher_use { FS_CIPHER_CONTENTS = 1, FS_CIPHER_NAMES = 2 };

/* mode: FSCRYPT_MODE_*. "AES-256-XTS"; NULL: none that is known here for that. */
const char *fs_cipher_name(uint8_t mode, enum fs_cipher_use use);
bool fs_cipher_is_known(const char *name, enum fs_cipher_use use);

#endif
