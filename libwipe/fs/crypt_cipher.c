/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypt_cipher.h"

#include <stddef.h>
#include <string.h>

#define MODES (sizeof(ciphers) / sizeof(ciphers[0]))

/* By number: older headers do not name all of them. */
static const struct {
	const char *name;
	unsigned int uses;
} ciphers[] = {
	[1] = { "AES-256-XTS", FS_CIPHER_CONTENTS },
	[4] = { "AES-256-CBC-CTS", FS_CIPHER_NAMES },
	[5] = { "AES-128-CBC-ESSIV", FS_CIPHER_CONTENTS },
	[6] = { "AES-128-CBC-CTS", FS_CIPHER_NAMES },
	[7] = { "SM4-XTS", FS_CIPHER_CONTENTS },
	[8] = { "SM4-CBC-CTS", FS_CIPHER_NAMES },
	[9] = { "Adiantum", FS_CIPHER_CONTENTS | FS_CIPHER_NAMES },
	[10] = { "AES-256-HCTR2", FS_CIPHER_NAMES },
};

const char *fs_cipher_name(uint8_t mode, enum fs_cipher_use use)
{
	return mode < MODES && ciphers[mode].uses & use ? ciphers[mode].name : NULL;
}

bool fs_cipher_is_known(const char *name, enum fs_cipher_use use)
{
	for (size_t i = 0; i < MODES; i++)
		if (ciphers[i].uses & use && strcmp(ciphers[i].name, name) == 0)
			return true;
	return false;
}
